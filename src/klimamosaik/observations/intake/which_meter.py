"""Series without a number in a building of several meters: which of them is it?"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from klimamosaik.observations.intake.corrections import Corrections
from klimamosaik.observations.intake.matching import (
    Match,
    RegisterLookup,
    Where,
    is_called,
    is_named,
)
from klimamosaik.observations.intake.open_questions import written
from klimamosaik.places.models import MeterPoint
from klimamosaik.sources.tables import SeriesPreview
from klimamosaik.terms.direction import Direction
from klimamosaik.terms.question import Answer, Question
from klimamosaik.terms.text import Text, quoted

MOST_ASKED = 12  # series asked about at once; the rest follows
MOST_OFFERED = 24  # meters offered for one
Pair = tuple[SeriesPreview, Match]


def with_doubts(
    series: Sequence[SeriesPreview],
    matches: Sequence[Match],
    *,
    corrections: Corrections,
    known: RegisterLookup,
) -> tuple[Match, ...]:
    """The matches, those that may be of several known meters with the names of these.

    Only a single series of a building with a single meter is that meter's without its name.
    """
    places: dict[Where, list[Pair]] = defaultdict(list)
    for each, one in zip(series, matches, strict=True):
        if one.building_id is not None and one.carrier is not None:
            places[one.building_id, one.carrier, one.direction].append((each, one))
    found = {one.series: one for one in matches}
    for place, pairs in places.items():
        if place[2] is not Direction.DRAWN:
            continue
        points = [p for p in known.points.get(place, ()) if p.direction == Direction.DRAWN]
        for one, perhaps in _doubtful(pairs, points, corrections):
            found[one.series] = replace(one, perhaps=perhaps)
    return tuple(found[one.series] for one in matches)


def _doubtful(
    pairs: Sequence[Pair], points: Sequence[MeterPoint], corrections: Corrections
) -> Iterator[tuple[Match, tuple[str, ...]]]:
    """The matches of one building, carrier and direction that nothing but a guess would place."""
    by_id: dict[int | None, MeterPoint] = {point.pk: point for point in points}
    unnamed = [
        (each, one) for each, one in pairs
        if not _is_certain(each, one, by_id.get(one.meter_point_id), corrections)
    ]  # fmt: skip
    if not unnamed or (len(unnamed) == 1 and len(points) == 1):
        return
    guessed = {one.meter_point_id for _, one in unnamed}
    certain = {one.meter_point_id for _, one in pairs} - guessed
    left = tuple(_name(point) for point in points if point.pk not in certain)
    if left:
        yield from ((one, left) for _, one in unnamed)


def _is_certain(
    each: SeriesPreview, one: Match, point: MeterPoint | None, corrections: Corrections
) -> bool:
    """True where a number, a name or a person says which meter a series is of."""
    told = corrections.of(each.name)
    if each.meter or told.new_meter:
        return True
    if point is None:
        return False
    return is_named(each, point) or (told.meter is not None and is_called(point, told.meter))


def _name(point: MeterPoint) -> str:
    return point.number or point.name


def which_meter(matches: Sequence[Match]) -> tuple[Question, ...]:
    """A question for each series that may be of several meters."""
    open_still = [one for one in matches if one.perhaps and one.question is None]
    return tuple(_asked(one) for one in open_still[:MOST_ASKED])


def _asked(one: Match) -> Question:
    def told(**said: object) -> str:
        return written({"series": [{"series": one.series, **said}]})

    return Question(
        "which_meter",
        WHICH.format(
            name=one.series, building=one.building, meters=quoted(one.perhaps, MOST_OFFERED)
        ),
        answers=(
            *(Answer(Text(name, name), told(meter=name)) for name in one.perhaps[:MOST_OFFERED]),
            Answer(ANOTHER, told(new_meter=True)),
        ),
    )


WHICH = Text(
    "„{name}“ ({building}): Welcher Zähler ist es? Die Datei nennt keine Zählernummer; hier gibt "
    "es {meters}.",
    "“{name}” ({building}): which meter is it? The file gives no meter number; there are {meters} "
    "here.",
)
ANOTHER = Text("ein weiterer Zähler", "a further meter")
