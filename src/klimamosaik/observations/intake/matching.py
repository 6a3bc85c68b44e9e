"""Which building and meter point a series of a file belongs to."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice

from klimamosaik.observations.intake.corrections import Corrections
from klimamosaik.observations.intake.spelling import normalised, without_carrier, words_of
from klimamosaik.places.models import Building, MeterPoint, Municipality
from klimamosaik.sources.tables import SeriesPreview
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.direction import Direction
from klimamosaik.terms.text import Text


@dataclass(frozen=True)
class Match:
    """Where a series would be stored."""

    series: str  # name in the file
    building: str  # name, of a known building or a new one
    building_id: int | None  # None: will be created
    meter_point_id: int | None  # None: will be created
    meter_point: str  # name
    number: str  # of the meter, "" where the file gives none
    carrier: Carrier | None  # None: nobody knows yet
    why: Text
    question: str | None = None  # code of what a person has to say before it can be stored
    direction: Direction = Direction.DRAWN
    follows: str = ""  # number of the meter it was exchanged for
    perhaps: tuple[str, ...] = ()  # known meters it may be of; a person has to say which


Where = tuple[int, Carrier, Direction]  # building and what is counted there


@dataclass(frozen=True)
class RegisterLookup:
    """What the municipality already has, by the ways a file may call it."""

    buildings: dict[str, Building]  # by normalised name
    points: dict[Where, list[MeterPoint]]
    numbers: dict[tuple[str, Direction], MeterPoint]  # by normalised number and direction

    def note_points(self, points: Iterable[MeterPoint]) -> None:
        """Know meter points that just came to be."""
        for point in points:
            for direction in directions_of(point):
                where = (point.building_id, Carrier(point.carrier), direction)
                self.points.setdefault(where, []).append(point)

    @cached_property
    def by_words(self) -> dict[tuple[str, ...], list[Building]]:
        """The buildings by the words of their names."""
        found: dict[tuple[str, ...], list[Building]] = defaultdict(list)
        for building in self.buildings.values():
            found[tuple(words_of(building.name))].append(building)
        return dict(found)

    @cached_property
    def by_name(self) -> dict[tuple[int, Carrier, Direction, str], list[MeterPoint]]:
        """The meter points by building, carrier, direction and normalised name."""
        found: dict[tuple[int, Carrier, Direction, str], list[MeterPoint]] = defaultdict(list)
        for place, points in self.points.items():
            for point in points:
                found[*place, normalised(point.name)].append(point)
        return dict(found)

    @classmethod
    def of(cls, municipality: Municipality | None) -> "RegisterLookup":
        """Read buildings and meter points once."""
        if municipality is None:
            return cls({}, {}, {})
        points: dict[Where, list[MeterPoint]] = defaultdict(list)
        numbers: dict[tuple[str, Direction], MeterPoint] = {}
        found = MeterPoint.objects.filter(building__municipality=municipality)
        for point in found.select_related("building"):
            for direction in directions_of(point):
                points[point.building_id, Carrier(point.carrier), direction].append(point)
                if point.number:
                    numbers.setdefault((normalised(point.number), direction), point)
        buildings = {normalised(each.name): each for each in municipality.buildings.all()}
        return cls(buildings, dict(points), numbers)


def directions_of(point: MeterPoint) -> list[Direction]:
    """The directions in which a file may tell of a meter: its own, and the one files gave it."""
    return [Direction(told) for told in dict.fromkeys((point.direction, point.read_as)) if told]


def named_within(name: str, known: RegisterLookup) -> Building | None:
    """The one known building whose name stands in another: "Lastgang_Rathaus_2024"."""
    words = words_of(name)
    for length in range(len(words), 0, -1):
        parts = {tuple(words[at : at + length]) for at in range(len(words) - length + 1)}
        found = [building for part in parts for building in known.by_words.get(part, ())]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def match(
    *, series: Sequence[SeriesPreview], corrections: Corrections, known: RegisterLookup
) -> tuple[Match, ...]:
    """Find the place of each series; no two series of a file share a meter point."""
    used: set[int] = set()
    taken: set[tuple[object, ...]] = set()
    found = {}

    # What is said to be drawn comes last: it may be a meter a person gave another direction.
    # Before it comes what a person gave a meter by name.
    def order(each: SeriesPreview) -> tuple[bool, bool]:
        return each.direction is Direction.DRAWN, corrections.of(each.name).meter is None

    for each in sorted(series, key=order):
        one = match_one(each, corrections=corrections, known=known, used=used)
        if one.meter_point_id is not None:
            used.add(one.meter_point_id)
        place = (normalised(one.building), one.carrier, one.direction)
        if (*place, one.meter_point) in taken:  # two registers under one number
            one = replace(one, meter_point=each.name.strip()[:160])
        taken.add((*place, one.meter_point))
        found[each.name] = one
    return tuple(found[each.name] for each in series)


def match_one(
    each: SeriesPreview, *, corrections: Corrections, known: RegisterLookup, used: set[int]
) -> Match:
    """Find one series' place: by a person's word, by number, by name."""
    hint = corrections.of(each.name)
    carrier = hint.carrier or each.carrier
    number = (each.meter or "").strip()
    by_number = known.numbers.get((normalised(number), each.direction)) if number else None
    said = hint.building or corrections.building
    if by_number and said is None and by_number.pk not in used:
        return settled(each, by_number, carrier=carrier, why=SAME_NUMBER)
    wanted = said or (each.building or "").strip() or each.name.strip()
    building = known.buildings.get(normalised(wanted))
    if building is None and said is None:
        wanted = without_carrier(wanted)
        building = known.buildings.get(normalised(wanted)) or named_within(wanted, known)
    if building is None:
        return fresh(each, building=None, wanted=wanted, carrier=carrier, why=NEW_BUILDING)
    if carrier is None:
        return fresh(each, building=building, wanted=wanted, carrier=None, why=SAME_NAME)
    if (told := told_point(hint.meter, building, carrier, known)) and told.pk not in used:
        return settled(each, told, carrier=carrier, why=AS_TOLD)
    point = point_in(building, carrier, each, known=known, used=used)
    if hint.new_meter and point is not None and normalised(point.name) != normalised(number):
        point = None
    if point is None:
        why = why_new(building, carrier, each, known)
        return fresh(each, building=building, wanted=wanted, carrier=carrier, why=why)
    return settled(each, point, carrier=carrier, why=SAME_NAME)


def point_in(
    building: Building,
    carrier: Carrier,
    each: SeriesPreview,
    *,
    known: RegisterLookup,
    used: set[int],
) -> MeterPoint | None:
    """The building's meter point of that carrier and direction: of that name, or the only one.

    Named after its building it is what a file means that names no more: "Rathaus Strom".

    Plants and sub-meters are often several, so only what is drawn may be the only one.
    """
    where = (building.pk, carrier, each.direction)
    held = (known.by_name.get((*where, name), ()) for name in names_of(each, carrier))
    named = [point for points in held for point in points if point.pk not in used]
    if named:
        return min(named, key=lambda point: point.name)
    if each.direction is not Direction.DRAWN:
        return None
    points = (p for p in known.points.get(where, ()) if p.pk not in used)
    free = list(islice((p for p in points if p.direction == Direction.DRAWN), 2))
    if len(free) == 1 and not (each.meter and free[0].number):
        return free[0]
    return None


def names_of(each: SeriesPreview, carrier: Carrier) -> set[str]:
    """What the meter point of a series may be called, as normalised names."""
    told = (each.name, point_name(each, carrier))
    alone = () if each.meter else (without_carrier(each.name),)
    return {normalised(name) for name in (*told, *alone)}


def is_named(each: SeriesPreview, point: MeterPoint) -> bool:
    """True where a meter point is called as a series is."""
    return normalised(point.name) in names_of(each, Carrier(point.carrier))


def is_called(point: MeterPoint, word: str) -> bool:
    """True where a word is the number or the name of a meter point, however it is written."""
    return normalised(word) in {normalised(point.number or point.name), normalised(point.name)}


def told_point(
    word: str | None, building: Building, carrier: Carrier, known: RegisterLookup
) -> MeterPoint | None:
    """The meter point of a building that a person calls by number or name; None without one."""
    if word is None:
        return None
    points = known.points.get((building.pk, carrier, Direction.DRAWN), ())
    found = [point for point in points if is_called(point, word)]
    return found[0] if len(found) == 1 else None


def why_new(
    building: Building, carrier: Carrier, each: SeriesPreview, known: RegisterLookup
) -> Text:
    """Why a meter comes to be in a known building; names its namesake of another direction."""
    name, own = normalised(point_name(each, carrier)), each.direction.text
    for direction in Direction:
        for point in known.by_name.get((building.pk, carrier, direction, name), ()):
            if point.direction != each.direction:
                return NAMESAKE.format(name=point.name, other=point.direction_text, own=own)
    return NEW_METER


def settled(each: SeriesPreview, point: MeterPoint, *, carrier: Carrier | None, why: Text) -> Match:
    """A series of a meter point that is already here."""
    carrier = Carrier(point.carrier)
    return Match(
        series=each.name,
        building=point.building.name,
        building_id=point.building_id,
        meter_point_id=point.pk,
        meter_point=point.name,
        number=point.number or (each.meter or ""),
        carrier=carrier,
        why=why,
        question=open_question(each, carrier),
        direction=each.direction,
    )


def fresh(
    each: SeriesPreview,
    *,
    building: Building | None,
    wanted: str,
    carrier: Carrier | None,
    why: Text,
) -> Match:
    """A series whose meter point will be created, named as in the file."""
    return Match(
        series=each.name,
        building=building.name if building else wanted,
        building_id=building.pk if building else None,
        meter_point_id=None,
        meter_point=point_name(each, carrier),
        number=(each.meter or "").strip()[:40],
        carrier=carrier,
        why=why,
        question=open_question(each, carrier),
        direction=each.direction,
    )


def point_name(each: SeriesPreview, carrier: Carrier | None) -> str:
    """What a new meter point is called: its number, or the series without what is clear anyway."""
    told = f"{each.building} · {carrier.text.de}" if carrier else ""
    name = each.building if each.building and each.name == told else each.name
    return (each.meter or name).strip()[:160]


def open_question(each: SeriesPreview, carrier: Carrier | None) -> str | None:
    """The code of what nobody but a person can say: carrier, unit, calorific value."""
    if carrier is None:
        return "carrier_unknown"
    if not each.unit:
        return "unit_unknown"
    if carrier is Carrier.WATER:
        return None if each.unit == "m³" else "water_not_in_m3"
    if each.unit == "kWh":
        return None
    return "gas_in_m3" if carrier is Carrier.GAS else "energy_in_m3"


SAME_NUMBER = Text("gleiche Zählernummer", "same meter number")
AS_TOLD = Text("so angegeben", "as told")
SAME_NAME = Text("gleicher Name", "same name")
NEW_METER = Text("neuer Zähler in diesem Gebäude", "new meter in this building")
NAMESAKE = Text(
    "neuer Zähler ({own}); „{name}“ gibt es hier schon als {other}. Ist es derselbe, stellen Sie "
    "unter „Zähler“ seine Richtung um",
    "new meter ({own}); “{name}” is here already as {other}. If it is the same one, change "
    "its direction under “Meters”",
)
NEW_BUILDING = Text("neues Gebäude", "new building")
