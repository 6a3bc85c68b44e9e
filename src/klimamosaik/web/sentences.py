"""Every sentence the program can say, as it stands in its source: to be reviewed and translated.

Sentences are `Text("…", "…")`, `said("…", "…")`, `problem("code", "…", "…")` and `rejected(…)` in
Python, `say` tags and `sentence` blocks in templates, and pairs of `de` and `en` in facts that ship
as YAML.
"""

import ast
import re
import string
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from django.utils.text import smart_split

from klimamosaik.terms.languages import Pair
from klimamosaik.terms.text import Text
from klimamosaik.terms.yaml_text import read_yaml

ROOT = Path(__file__).resolve().parent.parent
# What takes a sentence in both languages, and how many words stand before it.
CALLS = {"Text": 0, "said": 0, "problem": 1, "rejected": 1}
TAG = re.compile(r"{%\s*say\s+(.*?)%}", re.DOTALL)
BLOCK = re.compile(
    r"{%\s*sentence\b.*?%}(.*?){%\s*english\s*%}(.*?){%\s*endsentence\s*%}", re.DOTALL
)
MARKUP = re.compile(r"</?[a-z]+|\n\n")


@dataclass(frozen=True)
class Sentence:
    """A sentence in both languages, and where it stands."""

    de: str
    en: str
    where: str  # path below the package and line

    @property
    def pair(self) -> Pair:
        """The sentence by which a translation is found."""
        return (self.de, self.en)


def sentences(root: Path = ROOT) -> list[Sentence]:
    """All sentences below a folder, in the order of files and lines."""
    found: list[Sentence] = []
    for path in sorted(root.rglob("*")):
        name = str(path.relative_to(root))
        if path.suffix == ".py" and "migrations" not in path.parts:
            found += in_python(path.read_text("utf-8"), name)
        elif path.suffix == ".html":
            found += in_template(path.read_text("utf-8"), name)
        elif path.suffix == ".yaml":
            found += in_facts(read_yaml(path.read_text("utf-8")), name)
    return found


def in_python(source: str, name: str) -> Iterator[Sentence]:
    """Sentences written out in a module; words of one value only are none."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and called(node) in CALLS:
            written = [literal(each) for each in node.args[CALLS[called(node)] :]]
            de, en = written if len(written) == 2 else (None, None)
            if de is not None and en is not None:
                yield Sentence(de, en, f"{name}:{node.lineno}")


def called(node: ast.Call) -> str:
    """The name that is called."""
    return node.func.id if isinstance(node.func, ast.Name) else ""


def literal(node: ast.expr) -> str | None:
    """A text as it is written out; None for one that is made."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def in_template(source: str, name: str) -> Iterator[Sentence]:
    """Sentences of a template's `say` tags and `sentence` blocks."""
    for tag in TAG.finditer(source):
        words = [word for word in smart_split(tag.group(1)) if word[:1] in "\"'"]
        if len(words) >= 2:
            de, en = (word[1:-1] for word in words[:2])
            yield Sentence(de, en, f"{name}:{line_of(source, tag)}")
    for block in BLOCK.finditer(source):
        de, en = (" ".join(words.split()) for words in block.groups())
        yield Sentence(de, en, f"{name}:{line_of(source, block)}")


def line_of(source: str, found: re.Match[str]) -> int:
    """The line something was found on, from 1."""
    return source.count("\n", 0, found.start()) + 1


def in_facts(content: Any, name: str) -> Iterator[Sentence]:
    """Sentences among facts: everything that has a `de` and an `en`."""
    if isinstance(content, dict):
        if {"de", "en"} <= content.keys() and isinstance(content["de"], str):
            yield Sentence(str(content["de"]), str(content["en"]), name)
        for value in content.values():
            yield from in_facts(value, name)
    elif isinstance(content, list):
        for value in content:
            yield from in_facts(value, name)


def catalogue(found: Iterable[Sentence], language: str, known: Path | None = None) -> Catalog:
    """The sentences as a file for translators: German to English, or both to another language.

    known: a file with translations to keep; those of sentences that are gone are left out.
    """
    kept: dict[Pair, str] = {}
    if known is not None:
        with known.open("rb") as file:
            kept = {(str(m.id), m.context or ""): str(m.string) for m in read_po(file) if m.id}
    made = Catalog(locale=language, project="Klimamosaik", fuzzy=False)
    for each in found:
        path, _, line = each.where.partition(":")
        place = [(path, int(line or 1))]
        if language == "en":
            made.add(each.de, each.en, locations=place, context=each.en)
        else:
            made.add(each.de, kept.get(each.pair, ""), locations=place, context=each.en)
    return made


def faults_of(found: Sequence[Sentence]) -> Iterator[tuple[Sentence, Text]]:
    """What is wrong with sentences: a language that is missing, other values, other markup."""
    for each in found:
        for fault in faults_between(each.de, each.en):
            yield each, fault


def faults_between(first: str, second: str) -> Iterator[Text]:
    """What two versions of a sentence do not share though they must."""
    if not first.strip() or not second.strip():
        if first.strip() or second.strip():
            yield Text("Eine der Sprachen fehlt.", "One of the languages is missing.")
        return
    try:
        values = [placeholders(version) for version in (first, second)]
    except ValueError as error:
        yield Text(
            "Eine Klammer geht nicht auf: {error}", "A brace does not close: {error}"
        ).format(error=str(error))
        return
    if values[0] != values[1]:
        odd = ", ".join(sorted(values[0] ^ values[1]))
        yield Text("Nur in einer Sprache: {odd}", "In one language only: {odd}").format(odd=odd)
    if sorted(MARKUP.findall(first)) != sorted(MARKUP.findall(second)):
        yield Text("Andere Auszeichnung.", "Other markup.")


def placeholders(template: str) -> set[str]:
    """Names of a template's values; Raises ValueError where a brace does not close."""
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def faults_in_file(path: Path, found: Iterable[Sentence]) -> tuple[int, int, list[Text]]:
    """How many sentences a translation has, how many it lacks, and what is wrong with it."""
    with path.open("rb") as file:
        told = {(str(m.id), m.context or ""): str(m.string) for m in read_po(file) if m.id}
    asked = {each.pair for each in found}
    wrong = [
        Text("„{de}“: {fault}", "“{de}”: {fault}").format(de=pair[0], fault=fault)
        for pair, version in told.items()
        if version and pair in asked
        for fault in faults_between(pair[0], version)
    ]
    has = sum(bool(told.get(pair)) for pair in asked)
    return has, len(asked) - has, wrong
