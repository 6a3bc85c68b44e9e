"""Figures a page leads to: each can be taken away as picture, table, file, code or quotation."""

from dataclasses import dataclass

from klimamosaik.publication.queries.figures.every import public_figure
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.paths import figure_path
from klimamosaik.publication.queries.published import NoLongerPublic, NotPublic
from klimamosaik.publication.queries.results import PublicFigure
from klimamosaik.terms.text import Language, Text


@dataclass(frozen=True)
class TakenFigure:
    """A figure with the address of its page."""

    key: str
    title: Text
    link: str

    @property
    def files(self) -> str:
        """Where its files are found, before their endings."""
        return self.link.rstrip("/")


def taken(known: Known, keys: tuple[str, ...], language: Language) -> tuple[TakenFigure, ...]:
    """Those of these figures that are public and have a value, in the order given."""
    found = [public_or_none(known, key) for key in keys]
    return tuple(
        TakenFigure(
            figure.key, figure.title, figure_path(known.town.ags, figure.key, language=language)
        )
        for figure in found
        if figure is not None and figure.data
    )


def public_or_none(known: Known, key: str) -> PublicFigure | None:
    """A figure; None where it is not public."""
    try:
        return public_figure(known, key)
    except (NotPublic, NoLongerPublic):
        return None
