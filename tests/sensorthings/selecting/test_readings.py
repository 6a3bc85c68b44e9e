"""Which readings a filter finds."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import polars as pl
import pytest

from klimamosaik.observations.kernel.numbers import number_of
from klimamosaik.observations.models import Datastream, FeatureOfInterest, Thing
from klimamosaik.observations.store.frames import STORED, microseconds
from klimamosaik.sensorthings.language.reading import parse
from klimamosaik.sensorthings.selecting.entities import Selecting
from klimamosaik.sensorthings.selecting.readings import ReadingRule, reading_rule
from klimamosaik.terms.complaint import InputRejected
from tests.sensorthings.selecting.conftest import NOW, SeesAll

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)


def rule(query: str, hidden: set[str] | None = None) -> ReadingRule:
    """What a query asks of readings."""
    options = parse(query, "Observations")
    return reading_rule(Selecting(SeesAll(hidden or set()), NOW), options.filter, options.orderby)


def reading(
    place: int, value: float | None, datastream: int = 1, *, long: bool = False, **said: Any
) -> dict[str, Any]:
    """The reading of an hour: an instant, or as long as it."""
    start = BEGIN + place * HOUR
    return {
        "datastream": datastream,
        "start": start,
        "end": start + HOUR if long else start,
        "value": value,
        "quality": "measured",
        "details": json.dumps(said) if said else None,
        "seq": 1,
    }


def table(*rows: dict[str, Any]) -> pl.DataFrame:
    """Readings as the store answers."""
    return pl.DataFrame(list(rows), schema=STORED)


TWELVE = table(*(reading(each, float(each)) for each in range(1, 13)))
MIXED = table(
    reading(1, 3.0),
    reading(2, None, result="3"),
    reading(3, None, result="frei"),
    reading(4, None, result=True),
    reading(5, None, result={"a": {"b": [1, 5]}}),
    reading(6, 0.1, long=True),
    reading(7, 7.0, resultTime="2026-03-01T00:00:00Z", parameters={"depth": 30}),
    reading(8, 8.0, validTime="2026-01-01T00:00:00Z/2026-01-02T00:00:00Z", resultQuality="gut"),
    reading(9, None, result=None),
)


def hours(query: str, readings: pl.DataFrame = MIXED, hidden: set[str] | None = None) -> list[int]:
    """The hours of the readings that are found, in their order."""
    asked = rule(query, hidden)
    kept = asked.keep(readings) if asked.keep else readings
    kept = asked.sort(kept) if asked.sort else kept
    assert kept.columns == readings.columns
    return [(each - BEGIN) // HOUR for each in kept["start"]]


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        ("result gt '3'", [4, 5, 6, 7, 8, 9]),
        ("result lt '2'", [1, 10, 11, 12]),
        ("result eq '12'", [12]),
        ("result gt 3", [4, 5, 6, 7, 8, 9, 10, 11, 12]),
        ("result mod 2 eq 0 and result div 2 ge 5", [10, 12]),
        ("result add 1 mul 2 eq 4", [2]),
        ("-result lt -11", [12]),
        ("result in (3,4,5)", [3, 4, 5]),
        (
            "round(result div 2) eq 2 or floor(result div 7) eq 1 and ceiling(result) lt 8",
            [3, 4, 7],
        ),
        ("length(result) eq 2", [10, 11, 12]),
        ("substring(result,1e300) eq '' and substring(result,-1e300) gt '7'", [8, 9]),
        ("result div 0 eq 1", []),
    ],
)
def test_results_of_numbers(condition: str, found: list[int]) -> None:
    assert hours(f"$filter={condition}", TWELVE) == found


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        ("result eq 3", [1]),
        ("result eq '3'", [1, 2]),
        ("result eq 'frei'", [3]),
        ("result ne 'frei'", [1, 2, 6, 7, 8]),
        ("result eq true", [4]),
        ("result", [4]),
        ("result eq null", [9]),
        ("result ne null", [1, 2, 3, 4, 5, 6, 7, 8]),
        ("result/a/b/1 eq 5", [5]),
        ("result eq 0.1", [6]),
        ("result eq '0.1'", [6]),
        ("startswith(result,'fr')", [3]),
        ("endswith(result,'ei')", [3]),
        ("substringof('re',result)", [3]),
        ("indexof(result,'re') eq 2", [3]),
        ("indexof(result,'x') eq 0", [1, 2, 3, 6, 7, 8]),
        ("substring(result,1,2) eq 're'", [3]),
        ("toupper(concat(result,trim(' ! '))) eq 'FREI!'", [3]),
        ("tolower(result) eq 'frei'", [3]),
        ("parameters/depth gt 20", [7]),
        ("resultQuality eq 'gut'", [8]),
        ("resultTime eq null", [1, 2, 3, 4, 5, 8, 9]),
        ("resultTime gt 2026-02-01", [7]),
        ("resultTime eq 2026-01-01T07:00:00Z", [6]),
        ("not resultTime gt 2026-02-01", [6]),
        ("validTime overlaps 2026-01-01T12:00:00Z/2026-02-01", [8]),
        ("phenomenonTime eq 2026-01-01T06:00:00Z/2026-01-01T07:00:00Z", [6]),
        ("phenomenonTime ge 2026-01-01T06:00:00Z and phenomenonTime lt 2026-01-01T07:00:00Z", [6]),
        ("phenomenonTime during 2026-01-01T02:00:00Z/2026-01-01T04:00:00Z", [2, 3]),
        ("hour(phenomenonTime) ge 8 and year(phenomenonTime) eq 2026", [8, 9]),
        ("time(phenomenonTime) gt 08:00:00 and date(phenomenonTime) eq 2026-01-01", [9]),
        (
            "month(phenomenonTime) eq 1 and minute(phenomenonTime) add second(phenomenonTime) eq 0",
            9,
        ),
        ("phenomenonTime add duration'PT1H' eq 2026-01-01T02:00:00Z", [1]),
        ("phenomenonTime gt now() sub duration'P1D'", []),
        ("geo.length(geography'LINESTRING(0 0,0 2)') eq 2 and result eq 3", [1]),
    ],
)
def test_properties_of_readings(condition: str, found: list[int] | int) -> None:
    rows = hours(f"$filter={condition}")
    assert (len(rows) if isinstance(found, int) else rows) == found


def test_a_reading_is_found_by_its_number_also_where_it_kept_it() -> None:
    second = number_of(1, microseconds(BEGIN + 2 * HOUR))
    assert hours(f"$filter=id eq {second}") == [2]
    moved = table(reading(5, 1.0, number=second), reading(2, 1.0))
    assert hours(f"$filter=@iot.id in ({second})", moved) == [5, 2]


def test_the_time_that_was_sent_is_asked_for_where_the_store_had_to_keep_another() -> None:
    doubled = table(
        reading(1, 1.0), {**reading(1, 2.0, phenomenonTime="2026-01-01T01:00:00Z"), "start":
        BEGIN + HOUR + timedelta(milliseconds=1)},
    )  # fmt: skip
    query = "$filter=phenomenonTime eq 2026-01-01T01:00:00Z"
    assert hours(query, doubled) == [1, 1]
    end = rule(query).end
    assert end is not None
    assert (doubled["start"] < end).all()


@pytest.mark.parametrize(
    ("order", "found"),
    [
        ("phenomenonTime desc", [9, 8, 7, 6, 5, 4, 3, 2, 1]),
        ("resultTime", [1, 2, 3, 4, 5, 8, 9, 6, 7]),
        ("resultTime desc", [7, 6, 1, 2, 3, 4, 5, 8, 9]),
        ("result", [5, 9, 2, 3, 6, 1, 7, 8, 4]),
        ("id desc", [9, 8, 7, 6, 5, 4, 3, 2, 1]),
        ("parameters/depth desc,result desc", 9),
    ],
)
def test_order_begins_with_what_is_unknown(order: str, found: list[int] | int) -> None:
    rows = hours(f"$orderby={order}")
    assert (len(rows) if isinstance(found, int) else rows) == found


@pytest.fixture
def streams(park: Thing, street: Thing) -> dict[str, int]:
    """Ids of datastreams by name."""
    return dict(Datastream.objects.values_list("name", "pk"))


@pytest.fixture
def theirs(streams: dict[str, int]) -> pl.DataFrame:
    """One reading of each datastream."""
    places = {"Boden": 1, "Boden tief": 2, "Licht": 3}
    return table(*(reading(places[name], 5.0 * places[name], pk) for name, pk in streams.items()))


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        ("Datastream/name eq 'Licht'", [3]),
        ("not Datastream/name eq 'Licht'", [1, 2]),
        ("Datastream/Thing/name eq 'Park' and result gt 5", [2]),
        ("Datastream/Thing/Locations/name eq 'Ecke'", [3]),
        ("Datastream/Thing/name eq 'Park' or result gt 12", [1, 2, 3]),
        ("st_within(Datastream/Thing/Locations/location,geography'POINT(9 53)')", [3]),
        ("result gt Datastream/properties/limit", [3]),
        ("Datastream/unitOfMeasurement/symbol eq 'cm'", [2]),
        ("MultiDatastream/name ne 'x'", []),
        ("FeatureOfInterest/name eq 'x'", []),
    ],
)
def test_the_datastream_is_asked(theirs: pl.DataFrame, condition: str, found: list[int]) -> None:
    assert sorted(hours(f"$filter={condition}", theirs)) == found


def test_a_filter_tells_nothing_of_datastreams_that_may_not_be_seen(theirs: pl.DataFrame) -> None:
    query = "$filter=Datastream/name eq 'Licht'"
    assert hours(query, theirs, hidden={"Licht"}) == []
    query = "$filter=result gt Datastream/properties/limit"
    assert hours(query, theirs, hidden={"Licht"}) == []


def test_readings_are_sorted_by_their_datastream(theirs: pl.DataFrame) -> None:
    assert hours("$orderby=Datastream/name desc", theirs) == [3, 2, 1]
    assert hours("$orderby=Datastream/properties/limit desc", theirs)[0] == 3


def test_the_feature_of_interest_is_that_of_the_reading_else_of_its_datastream(
    streams: dict[str, int],
) -> None:
    bed, tree = (
        FeatureOfInterest.objects.create(name=name, feature={"type": "Point", "coordinates": at})
        for name, at in (("Beet", [8.05, 52.27]), ("Baum", [9, 53]))
    )
    Datastream.objects.filter(name="Boden").update(feature=bed)
    soil = streams["Boden"]
    rows = table(
        reading(1, 1.0, soil), reading(2, 1.0, soil, feature=tree.pk), reading(3, 1.0, 999)
    )
    assert hours("$filter=FeatureOfInterest/name eq 'Beet'", rows) == [1]
    assert hours(f"$filter=FeatureOfInterest/id eq {tree.pk}", rows) == [2]
    near = "geo.distance(FeatureOfInterest/feature,geography'POINT(9 53)') lt 0.1"
    assert hours(f"$filter={near}", rows) == [2]


def moment(day: int, **more: int) -> datetime:
    """A moment in March 2026."""
    return datetime(2026, 3, day, tzinfo=UTC) + timedelta(**more)


@pytest.mark.parametrize(
    ("condition", "start", "end"),
    [
        ("phenomenonTime ge 2026-03-05", moment(5), None),
        ("phenomenonTime gt 2026-03-05 and result gt 3", moment(5), None),
        ("2026-03-05 le phenomenonTime", moment(5), None),
        ("phenomenonTime after 2026-03-01/2026-03-05", moment(5), None),
        ("phenomenonTime lt 2026-03-05", None, moment(5)),
        ("phenomenonTime ge 2026-03-05 and phenomenonTime le 2026-03-07", moment(5), moment(7)),
        ("during(phenomenonTime,2026-03-05/2026-03-07)", moment(5), moment(7)),
        ("phenomenonTime eq 2026-03-05", moment(5), moment(5)),
        ("phenomenonTime overlaps 2026-03-05/2026-03-07", None, moment(7)),
        ("phenomenonTime gt now() sub duration'P1D'", moment(1, hours=-12), None),
        ("phenomenonTime eq 2026-03-05 or phenomenonTime eq 2026-03-07", moment(5), moment(7)),
        ("phenomenonTime ge 2026-03-05 or result gt 3", None, None),
        ("not phenomenonTime ge 2026-03-05", None, None),
        ("phenomenonTime ne 2026-03-05", None, None),
        ("during(2026-03-05/2026-03-07,phenomenonTime)", None, None),
        ("resultTime ge 2026-03-05", None, None),
    ],
)
def test_no_more_is_read_than_can_be_found(
    condition: str, start: datetime | None, end: datetime | None
) -> None:
    found = rule(f"$filter={condition}")
    assert found.start == start
    if end is None:
        assert found.end is None
    else:
        assert found.end is not None
        assert end < found.end <= end + timedelta(seconds=2)


def test_only_datastreams_that_can_fit_are_read(streams: dict[str, int]) -> None:
    by_name = "Datastream/Thing/name eq 'Park'"
    park = {streams["Boden"], streams["Boden tief"]}
    assert rule(f"$filter={by_name} and result gt 3").datastreams == frozenset(park)
    assert rule(f"$filter={by_name} or result gt 3").datastreams is None
    both = f"$filter={by_name} and Datastream/name eq 'Boden'"
    assert rule(both).datastreams == frozenset({streams["Boden"]})


@pytest.mark.parametrize(
    "query",
    [
        "$filter=result gt FeatureOfInterest/properties/limit",
        "$orderby=geo.distance(FeatureOfInterest/feature,geography'POINT(1 2)')",
    ],
)
def test_what_cannot_be_asked_of_readings_is_refused(query: str) -> None:
    with pytest.raises(InputRejected):
        rule(query)


def test_nothing_asked_is_no_rule() -> None:
    assert rule("") == ReadingRule(None, None)


@pytest.mark.parametrize("query", ["$filter=result gt 3", "$orderby=result"])
def test_a_table_without_readings_has_none(query: str) -> None:
    assert hours(query, table()) == []
