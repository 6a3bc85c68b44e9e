"""High-value data: which datasets a municipality calls so, and in which category."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.core.exceptions import ValidationError

from klimamosaik.records.language import said
from klimamosaik.terms.text import Text, joined
from klimamosaik.terms.yaml_text import read_yaml

FILE = Path(__file__).parent / "data" / "high_value.yaml"


@dataclass(frozen=True)
class HighValueCategory:
    """A category of the EU's list."""

    iri: str
    name: Text


@cache
def categories() -> tuple[HighValueCategory, ...]:
    """All categories one can name."""
    rows = read_yaml(FILE.read_text(encoding="utf-8"))
    return tuple(HighValueCategory(row["iri"], Text(**row["name"])) for row in rows)


def high_value_in(text: str) -> dict[str, str]:
    """Addresses of categories by the key of a dataset, of lines like "bilanz: Statistik"."""
    return {key: iri for _, key, iri in lines_of(text) if key and iri}


def check_high_value(text: str) -> None:
    """Raise ValidationError for a line that is none, or names no category."""
    for line, key, iri in lines_of(text):
        if not (key and iri):
            why = REFUSED.format(line=line, names=names())
            raise ValidationError(said(why.de, why.en))


def lines_of(text: str) -> Iterable[tuple[str, str, str]]:
    """Each line with its key and the address of its category, "" for what it does not tell."""
    for line in filter(None, map(str.strip, text.splitlines())):
        key, _, named = (part.strip() for part in line.partition(":"))
        yield line, key, category_of(named)


def category_of(named: str) -> str:
    """The address of a category by its name in either language; "" where there is none."""
    wanted = named.casefold()
    return next(
        (
            each.iri
            for each in categories()
            if wanted in (each.name.de.casefold(), each.name.en.casefold())
        ),
        "",
    )


def names() -> Text:
    """All categories in words."""
    return joined(each.name for each in categories())


REFUSED = Text(
    "„{line}“: je Zeile ein Datensatz, ein Doppelpunkt und eine Kategorie ({names}).",
    "“{line}”: a dataset, a colon and a category a line ({names}).",
)
