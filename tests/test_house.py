"""The house: rooms are entered by doors, a class has one name, files do not ask in circles."""

import ast
import builtins
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "klimamosaik"
DOORS = {"models", "operations", "queries", "kernel"}
# Rooms without a database: all of them is kernel. People and records are what every page needs.
OPEN = {"terms", "drawing", "signals", "factors", "sources", "records", "people"}


def module_of(file: Path) -> str:
    """The dotted name of a file."""
    name = ".".join(file.relative_to(SOURCE.parent).with_suffix("").parts)
    return name.removesuffix(".__init__")


@cache
def trees() -> dict[str, ast.Module]:
    """Every module with its syntax tree, migrations aside."""
    return {
        module_of(file): ast.parse(file.read_text("utf-8"))
        for file in SOURCE.rglob("*.py")
        if "migrations" not in file.parts
    }


@cache
def imports() -> dict[str, frozenset[str]]:
    """What each module imports from the package, wherever in the file it does so."""
    found: dict[str, set[str]] = defaultdict(set)
    for module, tree in trees().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("klimamosaik."):
                for alias in node.names:
                    whole = f"{node.module}.{alias.name}"
                    found[module].add(whole if whole in trees() else str(node.module))
    return {module: frozenset(targets) for module, targets in found.items()}


def past_doors() -> Iterator[str]:
    """Imports of another room that pass its doors; `web` puts all rooms together."""
    for module, targets in imports().items():
        room = module.split(".")[1] if "." in module else ""
        for target in targets:
            _, other, *inside = target.split(".")
            if inside and other not in {room, *OPEN} and room != "web" and not DOORS & {*inside}:
                yield f"{module} -> {target}"


def layers() -> list[list[str]]:
    """The river as lint-imports holds it, downstream first."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    river = next(each for each in contracts if each["type"] == "layers")
    return [re.findall(r"\w+", layer) for layer in river["layers"] if not layer.startswith("(")]


def test_there_is_a_house_to_look_at() -> None:
    assert len(trees()) > 500
    assert sum(len(targets) for targets in imports().values()) > 3000


def test_other_rooms_are_entered_by_their_doors() -> None:
    assert sorted(past_doors()) == []


def test_a_class_has_a_name_of_its_own() -> None:
    names = Counter(
        node.name
        for tree in trees().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and node.name != "Meta"
    )
    assert [name for name, count in names.items() if count > 1] == []


def test_a_file_says_each_name_once() -> None:
    """What two hands wrote below each other would be read twice, and only the last would count."""
    twice = [
        f"{module}: {name}"
        for module, tree in trees().items()
        for name, count in Counter(names_bound(tree)).items()
        if count > 1
    ]
    assert twice == []


def names_bound(tree: ast.Module) -> Iterator[str]:
    """The names a file gives to functions, classes and constants, on its first level."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from (each.id for each in targets if isinstance(each, ast.Name))


# What Django, a parser or the language calls by a name of its own, or by one put together.
CALLED = re.compile(
    r"__\w+__|clean_\w+|handle_\w+|process_\w+|as_(sqlite|postgresql)|of_\w+|\w+Config|_get_scheme"
)


def test_the_program_itself_asks_for_each_function_and_class() -> None:
    """What only tests call is no part of the program; what nobody calls is read for nothing."""
    asked = words_of_other_files()
    for file in SOURCE.rglob("*.py"):
        asked.update(names_asked_for(ast.parse(file.read_text("utf-8"))))
    idle = [
        f"{module}: {node.name}"
        for module, tree in trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        if not (node.decorator_list or node.name in asked or CALLED.fullmatch(node.name))
    ]
    assert idle == []


def test_each_constant_is_read() -> None:
    """By its own file, or by one that imports it from there; settings are read by Django."""
    idle = [
        f"{module}: {name}"
        for module, tree in trees().items()
        for name in set(names_bound(tree)) - set(names_asked_for(tree))
        if name.isupper() and module != "klimamosaik.web.settings"
        if name not in names_from()[module] | names_from()[module.rpartition(".")[2]]
    ]
    assert idle == []


@cache
def names_from() -> Mapping[str, set[str]]:
    """What files ask by name: of a module in an import, of what they call `x` as `x.NAME`."""
    found: dict[str, set[str]] = defaultdict(set)
    for tree in trees().values():
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom):
                found[node.module or ""] |= {each.name for each in node.names}
            elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                found[node.value.id].add(node.attr)
    return found


def names_asked_for(tree: ast.Module) -> Iterator[str]:
    """The names a file uses: as they are, of something, under another name, inside a string."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.ImportFrom):
            yield from (each.name for each in node.names if each.asname)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from re.findall(r"\w+", node.value) if len(node.value) < 200 else ()


def words_of_other_files() -> set[str]:
    """The words of templates and tables, which name functions and fields."""
    texts = [file for file in SOURCE.rglob("*.*") if file.suffix in {".html", ".txt", ".yaml"}]
    return {word for file in texts for word in re.findall(r"\w+", file.read_text("utf-8"))}


def test_no_sentence_names_a_class() -> None:
    """A class that gets another name must not take a word of a page with it."""
    named = {
        node.name
        for tree in trees().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and re.search("[a-z][A-Z]", node.name)
    }
    said = [
        part.value
        for tree in trees().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"Text", "said"}
        for part in node.args
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    ]
    assert len(said) > 3000
    assert [text for text in said if named & {*re.findall(r"\w+", text)}] == []


def own_range(node: ast.ClassDef) -> bool:
    """True where a class names a low and a high end of the same figure among its own fields."""
    fields = {
        each.target.id
        for each in node.body
        if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name)
    }
    ends = [
        {re.sub(end, "", field) for field in fields if re.search(rf"(^|_){end}(_|$)", field)}
        for end in ("low", "high")
    ]
    return bool(ends[0] & ends[1])


def test_a_figure_with_a_range_is_an_estimate() -> None:
    found = {
        f"{module}.{node.name}"
        for module, tree in trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and own_range(node)
    }
    assert found == {"klimamosaik.terms.estimate.Estimate"}


def test_the_river_in_contributing_is_the_one_that_is_held() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    drawn = re.search(r"^    web > [^\n]+(?:\n      +[^\n]+)*", text, re.MULTILINE)
    assert drawn is not None
    assert [re.findall(r"\w+", part) for part in drawn.group().split(">")] == layers()


def test_every_room_stands_in_contributing() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    rooms = {path.name for path in SOURCE.iterdir() if (path / "__init__.py").exists()}
    assert rooms == {name for layer in layers() for name in layer}
    assert [room for room in sorted(rooms) if f"| `{room}`" not in text] == []


def circle(edges: Mapping[str, Iterable[str]]) -> list[str]:
    """Modules that import each other in a circle, one such group; empty where there is none."""
    try:
        TopologicalSorter(edges).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def test_a_circle_would_be_found() -> None:
    assert circle({"a": "b", "b": "c", "c": "b"}) == ["b", "c", "b"]


def test_no_files_ask_in_a_circle() -> None:
    assert circle(imports()) == []


def glued_of(node: ast.expr) -> bool:
    """True for an f-string, alone, added to others, or with a method called on it."""
    match node:
        case ast.JoinedStr():
            return True
        case ast.BinOp(left=one, right=other) | ast.IfExp(body=one, orelse=other):
            return glued_of(one) or glued_of(other)
        case ast.Call(func=ast.Attribute(value=value)):
            return glued_of(value)
    return False


def test_a_sentence_is_a_template_never_put_together_from_strings() -> None:
    glued = [
        f"{module}:{node.lineno}"
        for module, tree in trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Text"
        if any(glued_of(each) for each in node.args)
    ]
    assert glued == []


GERMAN = re.compile(r"\b(?:ist|sind|nicht|bitte|erlaubt|fehlen|keine?)\b")


def hidden_in(tree: ast.Module) -> list[int]:
    """Lines of German sentences put together by hand: no catalogue of sentences knows them."""
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr)
        and any(
            GERMAN.search(str(part.value)) for part in node.values if isinstance(part, ast.Constant)
        )
    ]


def test_no_sentence_hides_from_the_catalogue() -> None:
    assert hidden_in(ast.parse("say(f'{name} ist keine Zahl.')")) == [1]
    hidden = [f"{module}:{line}" for module, tree in trees().items() for line in hidden_in(tree)]
    assert hidden == []


# `terms.period.local_day` says on which day an instant lies, `instants.stored_day` of a stored one.
OWN_DAY = re.compile(
    r"astimezone\(\s*LOCAL\s*\)\.(?:date\(|year)|fromtimestamp\([^()]*tz=LOCAL\s*\)\.date\("
)


@pytest.mark.parametrize("told", [
    "at.astimezone(LOCAL).date()", "known.at.astimezone(LOCAL).year",
    "datetime.fromtimestamp(stored / 1e6, tz=LOCAL).date()",
])  # fmt: skip
def test_a_day_reckoned_by_hand_would_be_found(told: str) -> None:
    assert OWN_DAY.search(told)


def test_the_day_an_instant_lies_on_is_reckoned_in_one_place() -> None:
    found = [
        str(file.relative_to(SOURCE))
        for file in SOURCE.rglob("*.py")
        for _ in OWN_DAY.findall(file.read_text("utf-8"))
    ]
    assert found == ["terms/period.py"]


RAISED = re.compile(r"\b[Rr]aises? ([A-Z][a-z]\w+)")


def test_what_a_docstring_says_is_raised_is_there_to_be_raised() -> None:
    known = {each.name for tree in trees().values() for each in ast.walk(tree)
             if isinstance(each, ast.ClassDef)}  # fmt: skip
    named = defaultdict(list)
    for file in SOURCE.rglob("*.py"):
        for name in RAISED.findall(file.read_text("utf-8")):
            named[name].append(str(file.relative_to(SOURCE)))
    assert len(named) > 10
    gone = {n: files for n, files in named.items() if n not in known and not hasattr(builtins, n)}
    elsewhere = {"ValidationError", "Http404", "PermissionDenied", "TemplateSyntaxError"}  # Django
    elsewhere.add("ParsingError")  # waitress
    assert {name: files for name, files in gone.items() if name not in elsewhere} == {}


@pytest.mark.parametrize(("what", "most"), [("effect", 4), ("reading", 6)])
def test_a_figure_changes_its_form_seldom(what: str, most: int) -> None:
    """The forms that the picture of the house names are those of the code, and as few."""
    page = (ROOT / "docs" / "stages" / "index.md").read_text("utf-8")
    table = page.split(f"| {what} |", 1)[1].split("\n\n", 1)[0]
    forms = re.findall(r"^\| `(\w+)` \| (\S+) \|", table, re.MULTILINE)
    assert 2 < len(forms) <= most + 1
    for name, file in forms:
        tree = ast.parse((SOURCE / file).read_text("utf-8"))
        assert name in set(names_bound(tree)), f"{file}: {name}"
