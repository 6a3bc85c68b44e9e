"""Why figures of the town's own energy are others than before: what was corrected or confirmed."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from django.db.models import QuerySet

from klimamosaik.observations.models import Delivery, Revision
from klimamosaik.observations.queries.confirmations import (
    confirmed_cause,
    ever_confirmed,
    points_spoken_of,
    taken_back_cause,
)
from klimamosaik.observations.queries.delivered_series import meters_reached
from klimamosaik.observations.queries.revised_bills import bill_cause, revised_bills
from klimamosaik.observations.queries.revisions import cause, within
from klimamosaik.places.models import MeterPoint
from klimamosaik.reports.master_data.as_of import SHORTLY
from klimamosaik.reports.use_as_known import (
    ComparedFigure,
    DataState,
    Figures,
    MetersCompared,
    StatesCompared,
)
from klimamosaik.terms.text import Text, decimal

TOLD = 3  # deliveries and confirmations that are told of, the newest first
CAUSES = 2  # of a delivery that are told one by one
PRINTED = 0.5  # [unit] the least difference of figures printed without digits behind the comma


@dataclass(frozen=True)
class DataTurn:
    """Something that made what is known another, and how that is told."""

    states: StatesCompared
    moved: Callable[[], frozenset[int]]  # the meters of which anything else is known
    causes: Callable[[], Iterator[Text]]


def why_changed(
    *, points: QuerySet[MeterPoint], meters: MetersCompared, upto: int, until: datetime | None
) -> tuple[Text, ...]:
    """What the newest corrections and confirmations changed, the newest first.

    points: the meters behind the figures; upto: the version of the data, until: the moment (None:
    now) up to which is asked. What changed none of the figures is left out.
    """
    start, end = date(meters.years[0], 1, 1), date(meters.years[-1] + 1, 1, 1)
    turns = {
        **deliveries(points, start, end, upto),
        **confirmed(points, start, end, upto, until),
    }
    found = []
    for moment in sorted(turns, reverse=True)[:TOLD]:
        turn = turns[moment]
        outcome = list(differences(*meters.figures(turn.moved(), turn.states)))
        if outcome:
            found.append(sentence(list(turn.causes()), outcome))
    return tuple(found)


Turns = dict[tuple[datetime, int], DataTurn]  # by moment, what came first at the same first


def deliveries(points: QuerySet[MeterPoint], start: date, end: date, upto: int) -> Turns:
    """The newest deliveries that corrected something."""
    seqs = correcting(points, start, end, upto)
    came = dict(Delivery.objects.filter(seq__in=seqs).values_list("seq", "at"))
    return {
        (came[seq], seq): DataTurn(
            StatesCompared(DataState(seq - 1, came[seq]), DataState(seq, came[seq])),
            partial(meters_reached, seq=seq),
            partial(causes, points, seq, start, end),
        )
        for seq in seqs
    }


def confirmed(
    points: QuerySet[MeterPoint], start: date, end: date, upto: int, until: datetime | None
) -> Turns:
    """The newest times somebody called odd readings of the days right, or took that back."""
    said = ever_confirmed(points=points).filter(start__lt=end, end__gt=start)
    said = said.select_related("meter_point__building")
    back = said.exclude(taken_back_at=None)
    if until is not None:
        said, back = said.filter(at__lte=until), back.filter(taken_back_at__lte=until)
    found = {}
    for each in said.order_by("-at", "-pk")[:TOLD]:
        found[each.at, upto + each.pk] = turn_at(each.at, upto, confirmed_cause(each))
    for each in back.order_by("-taken_back_at", "-pk")[:TOLD]:
        assert each.taken_back_at is not None
        moment = each.taken_back_at
        found[moment, upto + each.pk] = turn_at(moment, upto, taken_back_cause(each))
    return found


def turn_at(moment: datetime, upto: int, told: Text) -> DataTurn:
    """What was known shortly before somebody spoke of readings, and from then on."""
    known = Delivery.objects.filter(at__lte=moment, seq__lte=upto).order_by("seq").last()
    version = known.seq if known else 0
    return DataTurn(
        StatesCompared(DataState(version, moment - SHORTLY), DataState(version, moment)),
        partial(points_spoken_of, at=moment),
        lambda: iter([told]),
    )


def correcting(points: QuerySet[MeterPoint], start: date, end: date, upto: int) -> list[int]:
    """The newest deliveries that corrected a reading or bill of the days [start, end)."""
    rows = revised(points, start, end).filter(delivery__lte=upto).order_by("-delivery")
    bills = revised_bills(after=0, upto=upto).filter(
        meter_point__in=points, start__lt=end, end__gt=start
    )
    seqs = {
        *rows.values_list("delivery", flat=True).distinct()[:TOLD],
        *bills.order_by("-replaced").values_list("replaced", flat=True).distinct()[:TOLD],
    }
    return sorted((seq for seq in seqs if seq), reverse=True)[:TOLD]


def revised(points: QuerySet[MeterPoint], start: date, end: date) -> QuerySet[Revision]:
    """Corrected readings of meters."""
    return within(Revision.objects.filter(datastream__meter_point__in=points), start, end)


def causes(points: QuerySet[MeterPoint], seq: int, start: date, end: date) -> Iterator[Text]:
    """What a delivery corrected, the largest first."""
    rows = revised(points, start, end).filter(delivery=seq)
    sizes = [
        (pk, abs((now or 0.0) - was)) for pk, now, was in rows.values_list("pk", "now", "before")
    ]
    largest = [pk for pk, _ in sorted(sizes, key=lambda each: -each[1])]
    told = Revision.objects.select_related(
        "delivery__withdraws", "datastream__meter_point__building"
    )
    first = told.in_bulk(largest[:CAUSES])
    bills = revised_bills(after=seq - 1, upto=seq).filter(
        meter_point__in=points, start__lt=end, end__gt=start
    )
    yield from (cause(first[pk], named=True) for pk in largest[:CAUSES])
    yield from (bill_cause(each, named=True) for each in bills[:CAUSES])
    more = max(len(largest) - CAUSES, 0) + max(bills.count() - CAUSES, 0)
    if more:
        yield Text(MORE.de.format(n=decimal(more)), MORE.en.format(n=decimal(more, language="en")))


def differences(before: Figures, now: Figures) -> Iterator[Text]:
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
