"""Figures a page leads to: each can be taken away as picture, table, file, code or quotation."""

from dataclasses import dataclass

from klimamosaik.publication.queries.figures.every import figure_keys, public_figure
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.paths import figure_path
from klimamosaik.terms.text import Language, Text


@dataclass(frozen=True)
class TakenFigure:
    """A figure with the address of its page."""

    key: str
    title: Text
    link: str


def taken(known: Known, keys: tuple[str, ...], language: Language) -> tuple[TakenFigure, ...]:
    """Those of these figures that are public and have a value, in the order given."""
    public = set(figure_keys(known))
    found = [public_figure(known, key) for key in keys if key in public]
    return tuple(
        TakenFigure(
            figure.key, figure.title, figure_path(known.town.ags, figure.key, language=language)
        )
        for figure in found
        if figure.data
    )
