"""What the code says of itself: stages, their order, doors and data, read without running it."""

import ast
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from docs.builder.sites import ROOT

SOURCE = ROOT / "src" / "klimamosaik"
DOORS = ("operations", "queries")
NOT_ROOMS = {"__init__", "apps", "migrations", "templatetags"}  # where Python and Django look


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
    """What others call of a stage's operations or queries: other stages, and its own pages."""
    found = [each for path in _files(SOURCE / stage, door) for each in _functions(path)]
    return sorted((e for e in found if e.name in called(stage, door)), key=lambda e: e.name)


def data_of(stage: str) -> list[Named]:
    """What a stage keeps: its models."""
    nodes = (node for path in _files(SOURCE / stage, "models") for node in _tree(path).body)
    classes = [node for node in nodes if isinstance(node, ast.ClassDef) and _is_model(node)]
    return [Named(node.name, first_sentence(node)) for node in classes]


def rooms_of(folder: str) -> list[Named]:
    """What lies in a stage, or in a folder of one (evidence/kernel): its modules and folders."""
    within = SOURCE / folder
    named = {path.stem: path for path in within.glob("*.py")}
    named |= {path.parent.name: path for path in within.glob("*/__init__.py")}
    rooms = sorted(set(named) - NOT_ROOMS)
    return [Named(name, first_sentence(_tree(named[name]))) for name in rooms]


def called(stage: str, door: str) -> set[str]:
    """Names that other stages, or pages of the stage itself, take from one of its doors."""
    start = f"klimamosaik.{stage}.{door}."
    return {
        name.rpartition(".")[2]
        for path, names in _taken().items()
        if path.parts[0] != stage or "views" in str(path)
        for name in names
        if name.startswith(start)
    }


@cache
def _taken() -> dict[Path, set[str]]:
    """What each file takes from other files: names it imports, or asks of modules it imports."""
    return {path.relative_to(SOURCE): _taken_by(_tree(path)) for path in SOURCE.rglob("*.py")}


def _taken_by(tree: ast.Module) -> set[str]:
    nodes = list(ast.walk(tree))
    imports = [node for node in nodes if isinstance(node, ast.ImportFrom)]
    whole = {a.asname or a.name: f"{each.module}.{a.name}" for each in imports for a in each.names}
    return set(whole.values()) | {
        f"{whole[node.value.id]}.{node.attr}"
        for node in nodes
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id in whole
    }


def first_sentence(node: ast.Module | ast.ClassDef | ast.FunctionDef) -> str:
    """The first sentence of a docstring, on one line; empty where there is none."""
    paragraph = (ast.get_docstring(node) or "").split("\n\n")[0]
    return " ".join(paragraph.split()).partition(". ")[0].rstrip(".")


def _files(folder: Path, name: str) -> Iterator[Path]:
    """A module, or all modules of the folder that took its place."""
    single = folder / f"{name}.py"
    yield from [single] if single.exists() else sorted((folder / name).glob("*.py"))


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _functions(path: Path) -> Iterator[Named]:
    for node in _tree(path).body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            yield Named(node.name, first_sentence(node))


def _is_model(node: ast.ClassDef) -> bool:
    """Whether a class is a table: it says so, or inherits it and has fields of its own."""
    return "models.Model" in map(ast.unparse, node.bases) or any(
        isinstance(statement, ast.Assign | ast.AnnAssign) and _is_field(statement)
        for statement in node.body
    )


def _is_field(statement: ast.Assign | ast.AnnAssign) -> bool:
    call = statement.value
    return isinstance(call, ast.Call) and "models." in ast.unparse(call.func)
