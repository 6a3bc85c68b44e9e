"""Numbers of the whole municipality per head, with the people counted, beside its own past."""

from collections.abc import Iterable
from dataclasses import dataclass

from klimamosaik.publication.public.pages.figure_links import public_or_none
from klimamosaik.publication.queries.figures.balance import SERIES_KEY, newest_total
from klimamosaik.publication.queries.figures.use import PER_HEAD_SERIES
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.results import Datum
from klimamosaik.terms.text import Text

ENERGY = Text(
    "{kwh:n} kWh Strom und Wärme je Kopf haben die Gebäude der Gemeinde {year} verbraucht.",
    "{kwh:n} kWh of electricity and heat per head were used by the municipality's buildings in "
    "{year}.",
)
BEFORE = Text("{year} waren es {kwh:n} kWh.", "In {year} it was {kwh:n} kWh.")
BALANCE = Text("{balance}. {head}", "{balance}. {head}")
COUNTED = Text("Gerechnet {people}.", "Counted {people}.")


@dataclass(frozen=True)
class HeadFigure:
    """One number per head."""

    said: Text
    past: Text | None
    counted: Text | None
    figure: str  # key


def heads(known: Known) -> tuple[HeadFigure, ...]:
    """All there are."""
    return (*use_per_head(known), *balance_per_head(known))


def use_per_head(known: Known) -> Iterable[HeadFigure]:
    """Energy of the municipality's own buildings in the newest whole year, and the one before."""
    figure = public_or_none(known, "verbrauch")
    rows = [row for row in figure.data if row.series == PER_HEAD_SERIES] if figure else []
    whole = [row for row in rows if row.value is not None]
    if whole:
        past = whole[-2] if len(whole) > 1 else None
        yield HeadFigure(
            ENERGY.format(kwh=whole[-1].value, year=whole[-1].period),
            BEFORE.format(kwh=past.value, year=past.period) if past else None,
            counted(whole[-1]),
            "verbrauch",
        )


def balance_per_head(known: Known) -> Iterable[HeadFigure]:
    """The balance's headline and sentence: the whole, then a head; none where no year is whole."""
    figure = public_or_none(known, SERIES_KEY)
    if figure is not None and newest_total(known) is not None:
        yield HeadFigure(
            BALANCE.format(balance=figure.headline, head=figure.sentence), None, None, figure.key
        )


def counted(row: Datum) -> Text | None:
    """The people it was divided by."""
    return COUNTED.format(people=row.note) if row.note else None
