"""Pages name what is there: files and modules of the code, and the words of the pages."""

import re
from functools import cache
from pathlib import Path

from docs.builder.sites import ROOT, pages

SOURCE = ROOT / "src/klimamosaik"
FILE = re.compile(r"`([\w./-]+\.(?:py|ya?ml|md|txt|toml))(?:::\w+)?`")
DOTTED = re.compile(r"`([a-z_]+(?:\.[a-z_]+)+)[`(]")
MODULE = re.compile(r"(?<!/)\bklimamosaik((?:\.[a-z_]+)+)")
# What guides quote from an office's own files, or tell as an example; all else stands on a page.
EXAMPLES = {
    "(Auswahl)", "15.300 t CO2/a im Jahr 2030", "2022/23", "2030: 65 % weniger als 1990",
    "50–80 T€", "EWE Netz, Mail vom 3. Mai 2024", "Frau Muster", "Leitung Klimaschutz",
    "Maßnahme – Teil", "Stand: 01.10.2026", "Textfeld", "mind. 80", "mindestens 5 %",
    "tt.mm.jjjj", "≤ 3",
}  # fmt: skip


@cache
def files() -> set[str]:
    """Every file of the project, from its root, as pages may name them: whole or their end."""
    folders = [ROOT / name for name in ("src", "tests", "docs", "deploy", ".ci", ".github")]
    found = [*ROOT.glob("*"), *(path for folder in folders for path in folder.rglob("*"))]
    return {path.relative_to(ROOT).as_posix() for path in found if path.is_file()}


def text_of(path: Path) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def test_files_that_pages_name_are_there() -> None:
    named = {(str(e.source), name) for e in pages() for name in FILE.findall(text_of(e.source))}
    assert len(named) > 10
    ends = tuple(f"/{file}" for file in files())
    gone = [(page, name) for page, name in named if not any(e.endswith(f"/{name}") for e in ends)]
    assert sorted(gone) == []


def test_modules_that_pages_name_are_there() -> None:
    named = {(str(e.source), name) for e in pages() for name in MODULE.findall(text_of(e.source))}
    named = {each for each in named if f"deploy/klimamosaik{each[1]}" not in files()}
    assert len(named) > 10
    assert sorted(each for each in named if not is_there(each[1].strip(".").split("."))) == []


def test_modules_that_pages_name_by_their_room_are_there() -> None:
    """`evidence.kernel.model_choice`, and a name in it: `pathway.kernel.posterior.update`."""
    rooms = {path.name for path in SOURCE.iterdir() if path.is_dir()}
    named = {(str(e.source), name) for e in pages() for name in DOTTED.findall(text_of(e.source))}
    parted = {(page, name, *name.split(".")) for page, name in named if not FILE.match(f"`{name}`")}
    asked = {each for each in parted if each[2] in rooms}
    assert len(asked) > 10
    assert sorted(each[:2] for each in asked if not is_there(list(each[2:]))) == []


def is_there(parts: list[str]) -> bool:
    """Whether a dotted name leads to a module or folder, or to a name in one."""
    for count in range(len(parts), 0, -1):
        path = SOURCE.joinpath(*parts[:count])
        files = [path.with_suffix(".py")] if path.with_suffix(".py").exists() else path.glob("*.py")
        if texts := [file.read_text("utf-8") for file in files]:
            left = parts[count:]
            return not left or (len(left) == 1 and any(f" {left[0]}" in each for each in texts))
    return len(parts) == 1 and parts[0] in text_of(Path("src/klimamosaik/__init__.py"))


def test_words_that_german_guides_quote_stand_on_a_page() -> None:
    quoted = {
        (page.source.name, word)
        for page in pages()
        if page.source.is_relative_to("docs/de")
        for word in re.findall("„([^“]+)“", " ".join(text_of(page.source).split()))
    }
    assert len(quoted) > 30
    assert {word for _, word in quoted} >= EXAMPLES
    shown = shown_words()
    asked = {(page, word) for page, word in quoted if word not in EXAMPLES}
    assert sorted(each for each in asked if each[1].casefold() not in shown) == []


def shown_words() -> str:
    """All the code may show: sentences of pages and modules, joined where a line ends."""
    kinds = ("*.py", "*.html", "*.yaml")
    texts = (path.read_text(encoding="utf-8") for kind in kinds for path in SOURCE.rglob(kind))
    return re.sub(r'"\s*"', "", " ".join(" ".join(texts).split())).casefold()
