"""What another server says, however it says it, and that nothing of it leads astray."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from klimamosaik.sources.sensorthings.address import asked, inside, link_of, service_root
from klimamosaik.sources.sensorthings.asking import cleaned, waited
from klimamosaik.sources.sensorthings.entities import first, list_of, series_in
from klimamosaik.sources.sensorthings.observation import readings_in, readings_path
from klimamosaik.sources.sensorthings.times import span_of, zulu
from klimamosaik.terms.complaint import InputRejected

ROOT = "https://frost.example.org/FROST-Server/v1.1"
EARLIER, LATER = "2026-11-26T00:00:00Z", "2026-11-27T00:00:00Z"


@pytest.mark.parametrize(
    "written",
    [ROOT, f"{ROOT}/", f" {ROOT}/Things ", f"{ROOT}/Datastreams?$top=1"],
)
def test_the_root_is_found_however_it_is_written(written: str) -> None:
    assert service_root(written) == ROOT


@pytest.mark.parametrize(
    "written",
    [
        "",
        "frost.example.org/v1.1",
        "https://frost.example.org/",
        "https://frost.example.org/v1.10/",
        "file:///etc/v1.1",
        "https://user:secret@frost.example.org/v1.1",
        "https:///v1.1",
        "https://[frost/v1.1",
        "https://frost.example.org:x/v1.1",
    ],
)
def test_what_is_no_address_is_refused(written: str) -> None:
    with pytest.raises(InputRejected):
        service_root(written)


@pytest.mark.parametrize(
    ("link", "below"),
    [
        (f"{ROOT}/Things?$skip=100", "Things?$skip=100"),
        ("http://inner:8080/FROST-Server/v1.1/Things?$skip=1", "Things?$skip=1"),
        ("/FROST-Server/v1.1/Things?$skip=1", "Things?$skip=1"),
        ("Things?$skip=1", "Things?$skip=1"),
        ("http://169.254.169.254/v1.1/../../latest", "../../latest"),
    ],
)
def test_a_link_leads_below_our_root_whatever_host_it_names(link: str, below: str) -> None:
    assert inside(link, ROOT) == f"{ROOT}/{below}"


@pytest.mark.parametrize("link", ["http://elsewhere.example.org/Things", "/Things", "file:///v2"])
def test_a_link_to_nowhere_below_is_refused(link: str) -> None:
    with pytest.raises(InputRejected):
        inside(link, ROOT)


def test_a_semicolon_goes_as_its_code() -> None:
    path = asked("Things", expand="Datastreams($top=1;$select=id)", filter="name eq 'a b&c'")
    assert "%3B" in path
    assert ";" not in path
    assert path.endswith("$filter=name%20eq%20'a%20b%26c'")
    assert "Thing($expand=Locations)" in list_of("Datastreams", top=5)


@pytest.mark.parametrize(("number", "link"), [(1, "Things(1)"), ("o'b", "Things('o''b')")])
def test_an_entity_is_addressed_by_whatever_its_id_is(number: object, link: str) -> None:
    assert link_of("Things", number) == link


def test_readings_are_asked_for_by_time_and_id() -> None:
    begin = datetime(2026, 11, 1, tzinfo=UTC)
    path = readings_path("Datastreams(1)", begin=begin, end=None, top=10)
    assert "phenomenonTime%20ge%202026-11-01T00:00:00.000Z" in path
    assert "$orderby=phenomenonTime%20asc,id%20asc" in path


@pytest.mark.parametrize(
    "written",
    ["gestern", "2026-11-26", "2026-11-26T10:00:00", "", None, 5, f"{LATER}/{EARLIER}"],
)  # fmt: skip
def test_what_is_no_time_is_no_reading(written: Any) -> None:
    assert span_of(written) is None
    row = {"@iot.id": 1, "phenomenonTime": written, "result": 1}
    assert list(readings_in([row], observation_type="")) == []


def test_instants_intervals_and_offsets_are_the_same_moments() -> None:
    moment = datetime(2026, 11, 26, 10, tzinfo=UTC)
    assert span_of("2026-11-26T11:00:00.000+01:00") == (moment, moment)
    assert span_of("2026-11-26t10:00:00z") == (moment, moment)
    begin, end = span_of("2026-11-26T10:00:00Z/2026-11-26T10:15:00Z") or (None, None)
    assert begin == moment
    assert end is not None
    assert (end - moment).total_seconds() == 900
    assert zulu(moment.replace(microsecond=123_999)) == "2026-11-26T10:00:00.123Z"


def told(result: Any, kind: str = "OM_Observation") -> tuple[float | None, bool]:
    row = {"@iot.id": 1, "phenomenonTime": "2026-11-26T10:00:00Z", "result": result}
    (reading,) = readings_in([row], observation_type=kind)
    return reading.value, reading.said


@pytest.mark.parametrize(
    ("result", "kind", "value", "kept"),
    [
        (0.1, "OM_Measurement", 0.1, False),
        (3, "OM_Measurement", 3.0, False),
        (True, "OM_Measurement", None, True),
        ("3", "OM_Observation", None, True),
        ("3.5", "OM_Measurement", 3.5, True),
        ("1_0", "OM_Measurement", None, True),
        ("nan", "OM_Measurement", None, True),
        ("kaputt", "OM_Measurement", None, True),
        (10**400, "OM_Measurement", None, True),
        (1e300, "OM_Measurement", None, True),
        (None, "OM_Measurement", None, True),
        ([1, 2], "OM_Measurement", None, True),
    ],
)
def test_a_result_is_a_number_only_where_it_is_one(
    result: Any, kind: str, value: float | None, kept: bool
) -> None:
    assert told(result, kind) == (value, kept)


def test_a_series_of_several_keeps_the_order_of_its_properties() -> None:
    row = {
        "@iot.id": 7,
        "name": "Wetter",
        "unitOfMeasurements": [{"symbol": "°C"}, {"symbol": "%"}],
        "multiObservationDataTypes": ["OM_Measurement", "OM_Measurement"],
        "ObservedProperties": [{"@iot.id": 2, "name": "Temp"}, {"@iot.id": 1, "name": "Feuchte"}],
        "Thing": {"@iot.id": 1, "name": "Mast"},
    }
    (series,) = series_in([row], "MultiDatastreams")
    assert series.several
    units = [(each.entity.name, (each.unit or {})["symbol"]) for each in series.observed]
    assert units == [("Temp", "°C"), ("Feuchte", "%")]


def test_a_series_without_a_thing_or_an_id_is_left_out() -> None:
    rows: list[dict[str, Any]] = [{"@iot.id": 1}, {"Thing": {"@iot.id": 1}}, {"Thing": 5}]
    assert list(series_in(rows, "Datastreams")) == []


def test_of_what_belongs_to_a_series_only_entities_with_an_id_are_taken() -> None:
    point = {"type": "Point", "coordinates": [8.05, 52.28]}
    odd = ["Rathaus", 5, None, {"name": "Hof", "location": {"coordinates": [1, 2]}}]
    row = {
        "@iot.id": 7,
        "ObservedProperty": {"name": "Temp"},
        "Sensor": "Fühler",
        "Thing": {"@iot.id": 1, "Locations": [*odd, {"@iot.id": 3, "location": point}]},
    }
    (series,) = series_in([row], "Datastreams")
    assert series.place == (52.28, 8.05)
    assert (series.observed, series.sensor) == ((), None)


def test_a_sensor_without_metadata_and_a_location_without_a_place_are_taken() -> None:
    nowhere = {"@iot.id": 3, "location": None}
    row = {
        "@iot.id": 7,
        "Sensor": {"@iot.id": 1, "metadata": None},
        "Thing": {"@iot.id": 1, "Locations": [nowhere]},
    }
    (series,) = series_in([row], "Datastreams")
    assert series.sensor is not None
    assert (series.sensor.metadata, series.thing.locations) == ("", ())


@pytest.mark.parametrize(
    ("shape", "place"),
    [
        ({"type": "Point", "coordinates": [8.05, 52.28]}, (52.28, 8.05)),
        ({"type": "Feature", "geometry": {"type": "Point", "coordinates": [8, 52, 3]}}, (52, 8)),
        ({"type": "Polygon", "coordinates": [[[8, 52], [9, 52], [8, 53]]]}, (52, 8)),
        ({"type": "GeometryCollection", "geometries": [{"coordinates": [8, 52]}]}, (52, 8)),
        ({"type": "Point", "coordinates": [5_800_000, 432_000]}, None),
        ({"type": "Point", "coordinates": ["8", "52"]}, None),
        ({"type": "Feature", "geometry": None}, None),
        ("Rathausplatz 1", None),
        (None, None),
    ],
)
def test_a_place_is_read_from_any_shape(shape: Any, place: tuple[float, float] | None) -> None:
    assert first(shape) == place


def test_zero_bytes_are_taken_out_everywhere() -> None:
    assert cleaned({"a\x00": ["b\x00", {"c": "\x00"}], "n": 1}) == {"a": ["b", {"c": ""}], "n": 1}


def test_what_no_database_takes_is_told_otherwise() -> None:
    told = json.loads('{"name": "halb \\ud83d", "high": 1e999, "ganz": "\\ud83d\\ude00"}')
    assert cleaned(told) == {"name": "halb \ufffd", "high": "inf", "ganz": "\U0001f600"}


def test_a_pause_is_asked_for_in_seconds_or_as_a_date() -> None:
    assert waited("7") == 7
    assert waited("Wed, 21 Oct 2015 07:28:00 GMT") == 0
    assert waited("bald") is None
    assert waited("") is None
