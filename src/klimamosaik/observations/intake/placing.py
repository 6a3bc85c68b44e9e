"""The buildings, meter points and datastreams of a file's series; new ones come to be together.

What is there is read once and what is missing is written table by table, so that five thousand
meters cost a few hundred statements, not a dozen each.
"""

from collections.abc import Sequence
from datetime import timedelta
from itertools import chain, count

import polars as pl
from django.contrib.auth.models import User

from klimamosaik.observations.intake.building_kinds import kind_from
from klimamosaik.observations.intake.lists import LONGEST_NAME, names_alike
from klimamosaik.observations.intake.matching import Match, RegisterLookup
from klimamosaik.observations.intake.spelling import normalised
from klimamosaik.observations.models import Datastream, Quantity
from klimamosaik.observations.operations.things import describe_datastreams
from klimamosaik.places.models import Building, BuildingKind, MeterPoint, Municipality
from klimamosaik.records.operations import save, save_all
from klimamosaik.sources.tables import SeriesPreview, by_few_series
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.direction import Direction
from klimamosaik.terms.reading import READING

# Files come by hand: nobody is late before a month has passed, however fine the readings.
EXPECTED_EVERY = {"P1Y": timedelta(days=366)}
EXPECTED_FROM_FILES = timedelta(days=31)
ROWS_AT_ONCE = 500  # rows a statement; SQLite allows a limited number of parameters


def meter_points(
    matches: Sequence[Match],
    *,
    known: RegisterLookup,
    municipality: Municipality,
    by: User | None,
    seq: int | None = None,
) -> dict[str, MeterPoint]:
    """The meter point of each series by its name, made with its building where they are new.

    known: all there is; what comes to be is noted in it. seq: of the delivery that brings them.
    """
    make_buildings(matches, known=known, municipality=municipality, by=by, seq=seq)
    buildings: dict[int | None, Building] = {each.pk: each for each in known.buildings.values()}
    points = [point for each in known.points.values() for point in each]
    by_id = {point.pk: point for point in points}
    by_name = {(p.building_id, p.carrier, p.direction, p.name): p for p in points}
    found, fresh, renumbered = {}, [], []
    for one in matches:
        if one.meter_point_id is not None:
            found[one.series] = by_id[one.meter_point_id]
            if one.follows:
                renumbered.append(numbered(found[one.series], one.number))
            continue
        assert one.carrier is not None
        building = buildings.get(one.building_id) or known.buildings[normalised(name_of(one))]
        key = (building.pk, one.carrier.value, one.direction.value, one.meter_point)
        if key not in by_name:
            by_name[key] = MeterPoint(
                building=building,
                carrier=key[1],
                direction=key[2],
                name=key[3],
                number=one.number,
                brought=seq,
            )
            fresh.append(by_name[key])
        elif one.follows:
            numbered(by_name[key], one.number)
        found[one.series] = by_name[key]
    save_all(fresh, by=by)
    for point in renumbered:
        save(point, by=by)
    known.note_points(fresh)
    return found


def numbered(point: MeterPoint, number: str) -> MeterPoint:
    """The meter point under the number of the meter that counts there now; its name stays."""
    point.number = number
    return point


SPACINGS = {
    "PT15M": "viertelstündlich",
    "PT30M": "halbstündlich",
    "PT1H": "stündlich",
    "P1D": "täglich",
    "P1M": "monatlich",
    "P1Y": "jährlich",
}


def make_buildings(
    matches: Sequence[Match],
    *,
    known: RegisterLookup,
    municipality: Municipality,
    by: User | None,
    seq: int | None,
) -> None:
    """Make the buildings of matches that are new, and note them as known.

    seq: of the delivery that brings them.
    """
    fresh: dict[str, Building] = {}
    rests: dict[str, str] = {}
    for one in matches:
        name = name_of(one)
        key = normalised(name)
        if one.meter_point_id is not None or key in known.buildings:
            continue
        if rests.setdefault(key, one.building[LONGEST_NAME:]) != one.building[LONGEST_NAME:]:
            raise names_alike(name)
        kind = kind_from(one.building) or BuildingKind.OTHER
        new = Building(municipality=municipality, name=name, kind=kind, brought=seq)
        fresh.setdefault(key, new)
    save_all(list(fresh.values()), by=by)
    known.buildings.update(fresh)


def name_of(one: Match) -> str:
    """The building's name as it is stored."""
    return one.building[:LONGEST_NAME]


def placed(
    readings: pl.DataFrame, series: Sequence[SeriesPreview], points: dict[str, MeterPoint]
) -> pl.DataFrame:
    """The readings with the datastream each series belongs to, as deliver() wants them."""
    ids = datastreams(series, points)
    name = pl.col("series").cast(pl.String)
    datastream = name.replace_strict(ids, default=None, return_dtype=pl.Int64).alias("datastream")
    return by_few_series(
        readings, lambda part: part.select(datastream, *READING).drop_nulls("datastream")
    )


def datastreams(series: Sequence[SeriesPreview], points: dict[str, MeterPoint]) -> dict[str, int]:
    """Each series with the id of its datastream; those that are new come to be.

    A meter point has one datastream a spacing.
    """
    known = streams_of([points[each.name].pk for each in series])
    fresh, streams = [], []
    for each in series:
        point = points[each.name]
        beside = known.setdefault((point.pk, observed_at(point)), [])
        spacing = "" if each.spacing == "irregular" else each.spacing
        stream = next((stream for stream in beside if stream.spacing == spacing), None)
        if stream is None:
            stream = new_stream(point, spacing=spacing, taken={one.name for one in beside})
            beside.append(stream)
            fresh.append(stream)
        streams.append(stream)
    Datastream.objects.bulk_create(fresh, batch_size=ROWS_AT_ONCE)
    if fresh:
        describe_datastreams()
    return {each.name: stream.pk for each, stream in zip(series, streams, strict=True)}


def streams_of(points: Sequence[int]) -> dict[tuple[int, str], list[Datastream]]:
    """The datastreams of meter points, by point and property."""
    found: dict[tuple[int, str], list[Datastream]] = {}
    for begin in range(0, len(points), ROWS_AT_ONCE):
        asked = Datastream.objects.filter(meter_point__in=points[begin : begin + ROWS_AT_ONCE])
        for stream in asked.order_by("name"):
            assert stream.meter_point_id is not None
            key = (stream.meter_point_id, stream.quantity)
            found.setdefault(key, []).append(stream)
    return found


def observed_at(point: MeterPoint) -> Quantity:
    """What is counted at a meter point: water by volume, all else as energy."""
    return Quantity.VOLUME if point.carrier == Carrier.WATER else Quantity.ENERGY


def series_name(point: MeterPoint) -> str:
    """What is measured where, so that three meters of one name tell apart: "Rathaus Strom"."""
    carrier, direction = point.carrier_text.de, Direction(point.direction)
    named = point.name if carrier.lower() in point.name.lower() else f"{point.name} {carrier}"
    return named if direction is Direction.DRAWN else f"{named}, {direction.text.de}"


def new_stream(point: MeterPoint, *, spacing: str, taken: set[str]) -> Datastream:
    """A datastream of a meter point, by a name that no other of it has."""
    called = series_name(point)
    numbered = (f"{called} {number}" for number in count(2))
    names = chain((called, f"{called} {SPACINGS.get(spacing, spacing)}".strip()), numbered)
    return Datastream(
        name=next(name for name in names if name not in taken),
        meter_point=point,
        quantity=observed_at(point),
        unit="m³" if point.carrier == Carrier.WATER else "kWh",
        spacing=spacing,
        expected_every=EXPECTED_EVERY.get(spacing, EXPECTED_FROM_FILES),
    )
