"""Why figures of the town's own energy are others than before: what deliveries corrected."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from klimamosaik.observations.models import Revision
from klimamosaik.observations.queries.revised_bills import bill_cause, revised_bills
from klimamosaik.observations.queries.revisions import cause, within
from klimamosaik.places.models import MeterPoint
from klimamosaik.terms.text import Text, decimal

DELIVERIES = 3  # that are told of, the newest first
CAUSES = 2  # of a delivery that are told one by one
PRINTED = 0.5  # [unit] the least difference of figures printed without digits behind the comma


@dataclass(frozen=True)
class ComparedFigure:
    """A figure of a page, as it is compared with itself."""

    what: Text  # "Verbrauch 2025"
    value: float | None  # [unit]
    unit: str


Figures = Callable[[int], Sequence[ComparedFigure]]  # the figures as of a version of the data


def why_changed(
    *, points: QuerySet[MeterPoint], years: Sequence[int], upto: int, figures: Figures
) -> tuple[Text, ...]:
    """What the newest corrections up to version `upto` changed, the newest first.

    points: the meters behind the figures; years: of the figures, ascending. Corrections that
    change none of the figures are left out.
    """
    start, end = date(years[0], 1, 1), date(years[-1] + 1, 1, 1)
    found = []
    for seq in correcting(points, start, end, upto):
        outcome = list(differences(figures(seq - 1), figures(seq)))
        if outcome:
            found.append(sentence(list(causes(points, seq, start, end)), outcome))
    return tuple(found)


def correcting(points: QuerySet[MeterPoint], start: date, end: date, upto: int) -> list[int]:
    """The newest deliveries that corrected a reading or bill of the days [start, end)."""
    rows = revised(points, start, end).filter(delivery__lte=upto).order_by("-delivery")
    bills = revised_bills(after=0, upto=upto).filter(
        meter_point__in=points, start__lt=end, end__gt=start
    )
    seqs = {
        *rows.values_list("delivery", flat=True).distinct()[:DELIVERIES],
        *bills.order_by("-replaced").values_list("replaced", flat=True).distinct()[:DELIVERIES],
    }
    return sorted((seq for seq in seqs if seq), reverse=True)[:DELIVERIES]


def revised(points: QuerySet[MeterPoint], start: date, end: date) -> QuerySet[Revision]:
    """Corrected readings of meters."""
    return within(Revision.objects.filter(datastream__meter_point__in=points), start, end)


def causes(points: QuerySet[MeterPoint], seq: int, start: date, end: date) -> Iterator[Text]:
    """What a delivery corrected, the largest first."""
    rows = revised(points, start, end).filter(delivery=seq)
    rows = rows.select_related("delivery__withdraws", "datastream__meter_point__building")
    largest = sorted(rows, key=lambda each: -abs((each.now or 0.0) - each.before))
    bills = revised_bills(after=seq - 1, upto=seq).filter(
        meter_point__in=points, start__lt=end, end__gt=start
    )
    yield from (cause(each, named=True) for each in largest[:CAUSES])
    yield from (bill_cause(each, named=True) for each in bills[:CAUSES])
    more = max(len(largest) - CAUSES, 0) + max(bills.count() - CAUSES, 0)
    if more:
        yield Text(MORE.de.format(n=decimal(more)), MORE.en.format(n=decimal(more, language="en")))


def differences(before: Sequence[ComparedFigure], now: Sequence[ComparedFigure]) -> Iterator[Text]:
    """How far each figure moved; what is the same is left out."""
    for was, new in zip(before, now, strict=True):
        if was.value is None or new.value is None:
            if was.value is not new.value:
                template = LOST if new.value is None else FOUND
                yield Text(
                    template.de.format(what=new.what.de), template.en.format(what=new.what.en)
                )
        elif abs(new.value - was.value) >= PRINTED:
            yield moved(new, new.value - was.value)


def moved(figure: ComparedFigure, change: float) -> Text:
    """How far one figure moved."""
    template = LESS if change < 0 else GREATER
    de, en = decimal(abs(change)), decimal(abs(change), language="en")
    return Text(
        template.de.format(n=de, unit=figure.unit, what=figure.what.de),
        template.en.format(n=en, unit=figure.unit, what=figure.what.en),
    )


def sentence(reasons: Sequence[Text], outcome: Sequence[Text]) -> Text:
    """Causes, and what they did to the figures."""
    return Text(
        SENTENCE.format(
            causes=". ".join(each.de for each in reasons),
            outcome=", ".join(each.de for each in outcome),
        ),
        SENTENCE.format(
            causes=". ".join(each.en for each in reasons),
            outcome=", ".join(each.en for each in outcome),
        ),
    )


SENTENCE = "{causes}: {outcome}."
GREATER = Text("{n} {unit} mehr {what}", "{n} {unit} more {what}")
LESS = Text("{n} {unit} weniger {what}", "{n} {unit} less {what}")
FOUND = Text("{what} ist jetzt bekannt", "{what} is known now")
LOST = Text("{what} ist nicht mehr bekannt", "{what} is no longer known")
MORE = Text("{n} weitere", "{n} more")
