"""Meters that were exchanged: a new number begins on the day another one at that place ends.

One that is missing in a later file may go on in a third one. So it counts as ended where the file
goes on with others that are known, or where it ends amid a month, as files seldom do.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from klimamosaik.observations.intake.corrections import Corrections
from klimamosaik.observations.intake.matching import Match, RegisterLookup, match
from klimamosaik.observations.intake.spelling import normalised
from klimamosaik.observations.intake.which_meter import with_doubts
from klimamosaik.observations.models import Datastream
from klimamosaik.observations.queries.known_spans import known_spans
from klimamosaik.places.models import MeterPoint
from klimamosaik.sources.tables import SeriesPreview
from klimamosaik.terms.direction import Direction
from klimamosaik.terms.period import local_day
from klimamosaik.terms.text import Text

NEAR = timedelta(days=3)  # between the last reading of the old meter and the first of the new one
EXCHANGED = Text(
    "Zählerwechsel: beginnt, wo „{number}“ endet, und zählt dort weiter",
    "meter exchanged: begins where “{number}” ends and goes on counting there",
)

Pair = tuple[SeriesPreview, Match]


@dataclass(frozen=True)
class Ended:
    """A meter that may have been exchanged."""

    number: str
    meter_point_id: int | None  # None: will be created
    meter_point: str
    last: datetime  # end of its last reading


def places_of(
    *, series: Sequence[SeriesPreview], corrections: Corrections, known: RegisterLookup
) -> tuple[Match, ...]:
    """The place of each series; no two share a meter point but where a meter was exchanged."""
    found = match(series=series, corrections=corrections, known=known)
    found = with_doubts(series, found, corrections=corrections, known=known)
    return exchanged(series, found, known)


def exchanged(
    series: Sequence[SeriesPreview], matches: Sequence[Match], known: RegisterLookup
) -> tuple[Match, ...]:
    """The matches where a new meter goes on at the place of the one it follows.

    Only where exactly one ends there, and exactly one begins: all else are meters side by side.
    """
    found = {one.series: one for one in matches}
    of_file = {one.meter_point_id for one in matches} - {None}
    by_place: dict[tuple[object, ...], list[Pair]] = defaultdict(list)
    for each, one in zip(series, matches, strict=True):
        by_place[normalised(one.building), one.carrier, one.direction].append((each, one))
    for pairs in by_place.values():  # few at each, so that thousands of meters cost no more each
        for each, one in sorted(pairs, key=lambda pair: str(pair[0].first)):
            if not is_new(each, one):
                continue
            before = [*ended_in_file(each, pairs, found)]
            before += ended_before(each, one, of_file, known)
            beside = [other for other, its in pairs if is_new(other, its)]
            beginning = [other for other in beside if other.first and near(each, other.first)]
            if len(before) == 1 and len(beginning) == 1:
                found[one.series] = after(one, before[0])
    return tuple(found[one.series] for one in matches)


def is_new(each: SeriesPreview, one: Match) -> bool:
    """True for a series of a numbered meter the register does not know."""
    numbered = bool(each.meter) and one.meter_point_id is None
    return numbered and one.direction is Direction.DRAWN and one.carrier is not None


def near(each: SeriesPreview, moment: datetime) -> bool:
    """True where a series begins about then."""
    return each.first is not None and abs(each.first - moment) <= NEAR


def ended_in_file(
    each: SeriesPreview, pairs: Sequence[Pair], found: Mapping[str, Match]
) -> Iterator[Ended]:
    """The meters of the file at one place whose readings end where a series begins."""
    for other, its in pairs:
        numbered = other.meter and other.meter != each.meter
        if numbered and other.last and near(each, other.last):
            where = found[its.series]
            yield Ended(other.meter or "", where.meter_point_id, where.meter_point, other.last)


def ended_before(
    each: SeriesPreview, one: Match, of_file: Set[int | None], known: RegisterLookup
) -> Iterator[Ended]:
    """The known meters of that place that the file lacks and that end where a series begins.

    of_file: the known meters it has: where any, it is of a known export without the old number.
    """
    if one.building_id is None or one.carrier is None:
        return
    for point in known.points.get((one.building_id, one.carrier, one.direction), ()):
        last = last_of(point) if point.number and point.pk not in of_file else None
        if last is not None and near(each, last) and (of_file or not begins_month(last)):
            yield Ended(point.number, point.pk, point.name, last)


def begins_month(moment: datetime) -> bool:
    """True for a first of a month, up to which files mostly go, whatever happens to the meter."""
    return local_day(moment).day == 1


def last_of(point: MeterPoint) -> datetime | None:
    """When the newest reading of a meter point ends; None without any."""
    streams = Datastream.objects.filter(meter_point=point).values_list("pk", flat=True)
    return max((span.until for span in known_spans(list(streams)).values()), default=None)


def after(one: Match, before: Ended) -> Match:
    """The match of a new meter at the place of the one it follows."""
    return replace(
        one,
        meter_point_id=before.meter_point_id,
        meter_point=before.meter_point,
        follows=before.number,
        why=EXCHANGED.format(number=before.number),
    )
