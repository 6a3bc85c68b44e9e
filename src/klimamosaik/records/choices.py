"""Kinds to choose from, in the reader's language."""

from collections.abc import Iterable

from klimamosaik.records.language import said
from klimamosaik.terms.text import Text
from klimamosaik.terms.text_enum import TextEnum

Offered = list[tuple[str, str]]


def choices_of(kinds: Iterable[TextEnum], *, unsaid: Text | None = None) -> Offered:
    """Values with their words; `unsaid` is offered first where none need be chosen."""
    first = [] if unsaid is None else [("", said(unsaid.de, unsaid.en))]
    return [*first, *((each.value, said(each.text.de, each.text.en)) for each in kinds)]
