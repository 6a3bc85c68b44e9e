"""All measures on one scale, and each measure: what it brought."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from klimamosaik.publication.public.answering import town_answer
from klimamosaik.publication.public.cards.card import asked_here, measure_card
from klimamosaik.publication.public.framing import framed
from klimamosaik.publication.public.pages.effects import ink_of, measured, tried
from klimamosaik.publication.public.pages.figure_links import taken
from klimamosaik.publication.public.pages.linked_data import measure_data
from klimamosaik.publication.public.pages.pictures import pictures_of
from klimamosaik.publication.queries.changes import last_change
from klimamosaik.publication.queries.figures.every import public_figure
from klimamosaik.publication.queries.footprint import public_footprint
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.measures import public_measure, public_measures, ranked
from klimamosaik.publication.queries.results import PublicFigure
from klimamosaik.terms.change_verdict import ChangeVerdict
from klimamosaik.terms.quality import Quality
from klimamosaik.terms.text import Language, Text

BELOW = "massnahmen/"


@dataclass(frozen=True)
class MonthRow:
    """One month of a measure's meters [kWh]."""

    period: str
    measured: float | None
    expected: float | None
    told_by: Text | None = None  # how the use is known, where it is not measured

    @property
    def saved(self) -> float | None:
        """What was used less than expected; negative: more."""
        if self.measured is None or self.expected is None:
            return None
        return self.expected - self.measured


@town_answer
def measures(request: HttpRequest, known: Known, language: Language) -> HttpResponse:
    """All published measures."""
    found = ranked(public_measures(known))
    shares = measured(found)
    seen = tried(shares, shares, language)
    shown = {each.measure.id for each in seen}
    return framed(
        request,
        known,
        language,
        "publication/pages/measures.html",
        BELOW,
        tried=seen,
        others=[one for one in found if one.id not in shown and not one.stopped],
        stopped=[one for one in found if one.stopped],
        figures=taken(known, ("wirkung",), language),
    )


@town_answer
def measure(request: HttpRequest, known: Known, language: Language, pk: int) -> HttpResponse:
    """What one measure brought."""
    one = public_measure(known, pk)
    figure = public_figure(known, one.figure)
    keys = (one.figure, *(each.figure for each in one.indicators if each.figure))
    return framed(
        request,
        known,
        language,
        "publication/pages/measure.html",
        f"{BELOW}{pk}/",
        linked=lambda frame: measure_data(frame, one, figure),
        one=one,
        description=one.said,
        figure=figure,
        pictures=pictures_of(figure, language),
        months=months_of(figure),
        tone=ink_of(one),
        changed=last_change(known, one.figure),
        changes=sorted(
            (each for each in one.indicators if each.change),
            key=lambda each: list(ChangeVerdict).index(each.turn),
        ),
        efforts=[each for each in one.indicators if not each.change],
        footprint=public_footprint(known, pk),
        asked=asked_here(measure_card(known, pk, language)),
        figures=taken(known, keys, language),
    )


def months_of(figure: PublicFigure) -> Sequence[MonthRow]:
    """Measured beside expected, month by month."""
    values = {(each.series, each.period): each.value for each in figure.data}
    weaker = {
        each.period: each.quality.text
        for each in figure.data
        if each.series == "measured" and each.value is not None
        if each.quality is not Quality.MEASURED
    }
    return [
        MonthRow(
            period,
            values.get(("measured", period)),
            values.get(("expected", period)),
            weaker.get(period),
        )
        for period in figure.periods
    ]
