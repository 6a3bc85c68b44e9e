"""What the code says of itself: stages, their order, doors and data, read without running it."""

import ast
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from docs.builder.sites import ROOT

SOURCE = ROOT / "src" / "klimamosaik"
DOORS = ("operations", "queries")


@dataclass(frozen=True)
class Named:
    """A function or class with the first sentence of what it promises."""

    name: str
    promise: str


def stages() -> list[str]:
    """The stages: every folder of code."""
    return sorted(path.parent.name for path in SOURCE.glob("*/__init__.py"))


def layers(pyproject: Path = ROOT / "pyproject.toml") -> list[list[str]]:
    """The river as import-linter holds it, upstream first; stages of one layer side by side."""
    contracts = tomllib.loads(pyproject.read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    river = next(each for each in contracts if each["type"] == "layers")
    rows = [[name.strip(" ()") for name in row.split("|")] for row in river["layers"]]
    there = [[name for name in row if name in stages()] for row in reversed(rows)]
    return [row for row in there if row]


def promise_of(stage: str) -> str:
    """What a stage says of itself in its first line."""
    return first_sentence(_tree(SOURCE / stage / "__init__.py"))


def doors_of(stage: str, door: str) -> list[Named]:
    """What other stages may call: the public functions of its operations or queries."""
    files = list(_files(SOURCE / stage, door))
    given = {name for path in files for name in _given_on(path)}
    found = [each for path in files for each in _functions(path)]
    inside = (SOURCE / stage / door).is_dir()  # a folder gives on what its first file names
    return sorted((e for e in found if not inside or e.name in given), key=lambda e: e.name)


def data_of(stage: str) -> list[Named]:
    """What a stage keeps: its models."""
    nodes = (node for path in _files(SOURCE / stage, "models") for node in _tree(path).body)
    classes = [node for node in nodes if isinstance(node, ast.ClassDef) and _is_model(node)]
    return [Named(node.name, first_sentence(node)) for node in classes]


def rooms_of(stage: str) -> list[Named]:
    """What lies in a stage that has no doors: its modules and folders."""
    paths = [*(SOURCE / stage).glob("*.py"), *(SOURCE / stage).glob("*/__init__.py")]
    named = {p.parent.name if p.name == "__init__.py" else p.stem: p for p in paths}
    named.pop(stage, None)
    return [Named(name, first_sentence(_tree(named[name]))) for name in sorted(named)]


def first_sentence(node: ast.Module | ast.ClassDef | ast.FunctionDef) -> str:
    """The first sentence of a docstring, on one line; empty where there is none."""
    paragraph = (ast.get_docstring(node) or "").split("\n\n")[0]
    return " ".join(paragraph.split()).partition(". ")[0].rstrip(".")


def _files(folder: Path, name: str) -> Iterator[Path]:
    """A module, or all modules of the folder that took its place."""
    single = folder / f"{name}.py"
    yield from [single] if single.exists() else sorted((folder / name).glob("*.py"))


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _functions(path: Path) -> Iterator[Named]:
    for node in _tree(path).body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            yield Named(node.name, first_sentence(node))


def _given_on(path: Path) -> Iterator[str]:
    """Names that the first file of a folder imports to give them on."""
    if path.name == "__init__.py":
        for node in _tree(path).body:
            if isinstance(node, ast.ImportFrom):
                yield from (alias.asname or alias.name for alias in node.names)


def _is_model(node: ast.ClassDef) -> bool:
    """Whether a class is a table: it says so, or inherits it and has fields of its own."""
    return "models.Model" in map(ast.unparse, node.bases) or any(
        isinstance(statement, ast.Assign | ast.AnnAssign) and _is_field(statement)
        for statement in node.body
    )


def _is_field(statement: ast.Assign | ast.AnnAssign) -> bool:
    call = statement.value
    return isinstance(call, ast.Call) and "models." in ast.unparse(call.func)
