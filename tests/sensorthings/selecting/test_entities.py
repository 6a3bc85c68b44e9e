"""Which entities a filter finds."""

import gc
from collections.abc import Callable

import pytest
from django.db.models import F

from klimamosaik.observations.models import FeatureOfInterest, Location, Quantity, Thing
from klimamosaik.places.models import Building, BuildingKind, Municipality, WeatherStation
from klimamosaik.sensorthings.language.reading import parse
from klimamosaik.sensorthings.selecting.entities import Selecting
from klimamosaik.sensorthings.selecting.id_tables import Among
from klimamosaik.sensorthings.selecting.sqlite_functions import HELD
from klimamosaik.terms.complaint import InputRejected
from tests.sensorthings.selecting.conftest import NOW, SeesAll, datastream

Found = Callable[..., list[str]]
BOTH = ["Park", "Ährenstraße"]
NEAR = "POLYGON ((8 52, 8 52.5, 8.5 52.5, 8.5 52, 8 52))"


@pytest.mark.parametrize(
    ("condition", "names"),
    [
        ("name eq 'Park'", ["Park"]),
        ("name ne 'Park'", ["Ährenstraße"]),
        ("name gt 'Q'", ["Ährenstraße"]),
        ("name eq 'park'", []),
        ("tolower(name) eq 'ährenstraße'", ["Ährenstraße"]),
        ("toupper(name) eq 'PARK'", ["Park"]),
        ("startswith(name,'P')", ["Park"]),
        ("startswith(name,'p')", []),
        ("endswith(name,'rk')", ["Park"]),
        ("endswith(name,'der Park')", []),
        ("substringof('ren',name)", ["Ährenstraße"]),
        ("contains(name,'ren')", ["Ährenstraße"]),
        ("startswith(name,'%')", []),
        ("length(name) eq 4", ["Park"]),
        ("indexof(name,'ark') eq 2", ["Park"]),
        ("indexof(name,'x') eq 0", BOTH),
        ("substring(name,1) eq 'ark'", ["Park"]),
        ("substring(name,1,2) eq 'ar'", ["Park"]),
        ("substring(name,-1) eq 'Park'", ["Park"]),
        ("substring(name,1.0,properties/floor) eq 'ark'", ["Park"]),
        ("substring(name,1e9) eq '' and substring(name,0,-2) eq ''", BOTH),
        ("substring(name,properties/missing) eq 'Park'", []),
        ("id mul 9000000000000000000 gt 9000000000", BOTH),
        ("5.5 mod 2 eq 1.5 and properties/floor mod 2 eq 1", ["Park"]),
        ("concat(name,concat(', ','hier')) eq 'Park, hier'", ["Park"]),
        ("trim(concat('  ',name)) eq 'Park'", ["Park"]),
        ("name in ('Park','Wald')", ["Park"]),
        ("name eq null", []),
        ("name ne null", BOTH),
        ("not name eq 'Park'", ["Ährenstraße"]),
        ("name eq 'Park' or length(name) gt 5", BOTH),
        ("1 add 2 mul 3 eq 7 and 7 mod 4 eq 3 and 1 div 2 eq 0.5", BOTH),
        ("5 div 0 eq 1 or not 5 mod 0 eq 1", []),
        ("-1 add 2 eq 1 and round(2.5) eq 3 and floor(-0.5) eq -1 and ceiling(0.5) eq 1", BOTH),
        ("now() gt 2026-03-01 and now() lt 2026-03-02", BOTH),
        ("now() sub duration'PT12H' eq 2026-03-01T00:00:00Z", BOTH),
        ("now() sub 2026-03-01 eq duration'PT12H'", BOTH),
        ("year(now()) eq 2026 and month(now()) eq 3 and day(now()) eq 1", BOTH),
        ("hour(now()) eq 12 and minute(now()) eq 0 and second(now()) eq 0", BOTH),
        ("date(now()) eq 2026-03-01 and time(now()) eq 12:00:00", BOTH),
        ("fractionalseconds(now()) eq 0 and totaloffsetminutes(now()) eq 0", BOTH),
        ("mindatetime() lt now() and maxdatetime() gt now()", BOTH),
        ("2026-01-01/2026-02-01 before now() and meets(2026-01-01/2026-02-01,2026-02-01)", BOTH),
    ],
)
def test_operators_and_functions(found: Found, condition: str, names: list[str]) -> None:
    assert found("Things", f"$filter={condition}") == names


@pytest.mark.parametrize(
    ("condition", "names"),
    [
        ("properties/floor eq 3", ["Park"]),
        ("properties/floor eq '3'", BOTH),
        ("properties/floor gt 2.5", ["Park"]),
        ("properties/floor lt '4'", BOTH),
        ("properties/code eq 3", []),
        ("properties/code eq properties/floor", ["Park"]),
        ("properties/open eq true", ["Park"]),
        ("properties/open", ["Park"]),
        ("not properties/open", ["Ährenstraße"]),
        ("properties/in/a/1 eq 8", ["Park"]),
        ("properties/missing eq null", BOTH),
        ("properties/floor ne null", BOTH),
        ("properties/open eq null", []),
        ("properties/missing ne 3", []),
        ("not properties/missing eq 3", []),
        ("properties/floor add 1 eq 4", ["Park"]),
        ("length(properties/code) eq 1", ["Park"]),
        ("properties/in eq 1", []),
        ("properties/Höhe eq 12 and properties/Größe/Maß eq 'm²'", ["Ährenstraße"]),
        ("properties/² eq 1 or properties/٣ eq 1", []),
    ],
)
def test_properties_are_compared_by_the_kind_of_what_they_are_compared_with(
    found: Found, condition: str, names: list[str]
) -> None:
    assert found("Things", f"$filter={condition}") == names


def test_a_thing_is_found_once_however_many_of_its_datastreams_fit(found: Found) -> None:
    assert found("Things", "$filter=startswith(Datastreams/name,'Boden')") == ["Park"]
    options = parse("$filter=startswith(Datastreams/name,'Boden')", "Things")
    seen = SeesAll()
    rows = Selecting(seen, NOW).matching("Things", seen.of("Things"), options.filter)
    assert rows.count() == 1


def test_parts_of_one_and_ask_the_same_member(found: Found) -> None:
    same = "Datastreams/name eq 'Boden tief' and Datastreams/unitOfMeasurement/symbol eq '%25'"
    assert found("Things", f"$filter={same}") == []
    other = same.replace("Boden tief", "Boden")
    assert found("Things", f"$filter={other}") == ["Park"]


@pytest.mark.parametrize(
    ("entities", "condition", "names"),
    [
        ("Things", "Datastreams/any(d: d/name eq 'Licht')", ["Ährenstraße"]),
        ("Things", "Datastreams/all(d: startswith(d/name,'B'))", ["Park"]),
        ("Things", "MultiDatastreams/any()", []),
        ("Things", "Datastreams/ObservedProperty/name eq 'Größe Licht'", ["Ährenstraße"]),
        ("Things", "Locations/name eq 'Wiese'", ["Park"]),
        ("Things", "HistoricalLocations/time lt 2026-02-01", ["Park"]),
        ("Things", "HistoricalLocations/Locations/name eq 'Wiese'", ["Park"]),
        ("Datastreams", "Thing/name eq 'Park'", ["Boden", "Boden tief"]),
        ("Datastreams", "Thing/Locations/name eq 'Ecke'", ["Licht"]),
        ("Datastreams", "Thing/properties/floor eq 3", ["Boden", "Boden tief"]),
        ("Datastreams", "Sensor/name eq 'Fühler Licht'", ["Licht"]),
        ("Datastreams", "properties/since gt 2024-04-30", ["Licht"]),
        ("Datastreams", "unitOfMeasurement/symbol eq 'cm'", ["Boden tief"]),
        ("Datastreams", "unitOfMeasurement/name eq 'Prozent'", ["Boden"]),
        ("Datastreams", "unitOfMeasurement/name eq 'kilowatt hour'", ["Licht"]),
        ("Datastreams", "endswith(unitOfMeasurement/definition,'kW.h')", ["Licht"]),
        ("Datastreams", "unitOfMeasurement/definition eq null", ["Boden", "Boden tief"]),
        ("Locations", "Things/name eq 'Park'", ["Wiese"]),
        ("Locations", "location/type eq 'Point'", ["Wiese"]),
        ("Locations", "location/type eq 'Point' or location/geometry/type eq 'Point'", 2),
        ("Locations", "location/coordinates/1 gt 52", ["Wiese"]),
        ("Sensors", "Datastreams/Thing/name eq 'Park'", ["Fühler Boden", "Fühler Boden tief"]),
        ("ObservedProperties", "Datastreams/name eq 'Licht'", ["Größe Licht"]),
        ("HistoricalLocations", "Thing/name eq 'Park'", ["Park 2026-01-01 10:30"]),
        ("HistoricalLocations", "Locations/name eq 'Ecke'", []),
        ("HistoricalLocations", "time eq 2026-01-01T10:30:15.25Z", ["Park 2026-01-01 10:30"]),
        ("HistoricalLocations", "year(time) eq 2026 and fractionalseconds(time) lt 0.3", 1),
    ],
)
def test_related_entities_are_asked(
    found: Found, entities: str, condition: str, names: list[str] | int
) -> None:
    rows = found(entities, f"$filter={condition}")
    assert (len(rows) if isinstance(names, int) else rows) == names


@pytest.mark.parametrize(
    ("condition", "names"),
    [
        ("phenomenonTime gt 2000-01-01", ["Boden"]),
        ("phenomenonTime lt now()", ["Boden"]),
        ("not phenomenonTime gt now()", ["Boden"]),
        ("phenomenonTime ne 2000-01-01", ["Boden"]),
        ("phenomenonTime gt now()", []),
        ("phenomenonTime eq 2025-01-01/2026-01-01", ["Boden"]),
        ("phenomenonTime during 2025-01-01/2026-02-01", ["Boden"]),
        ("overlaps(phenomenonTime,2025-12-31/2027-01-01)", ["Boden"]),
        ("phenomenonTime overlaps 2026-01-02/2027-01-01", []),
        ("resultTime eq null", ["Boden", "Boden tief", "Licht"]),
        ("phenomenonTime add duration'P1D' gt 2025-01-01", ["Boden"]),
        ("year(phenomenonTime) eq 2025", ["Boden"]),
    ],
)
def test_datastreams_without_readings_match_no_time(
    found: Found, condition: str, names: list[str]
) -> None:
    assert found("Datastreams", f"$filter={condition}") == names


@pytest.mark.parametrize(
    ("entities", "condition", "names"),
    [
        ("Locations", f"st_within(location,geography'{NEAR}')", ["Wiese"]),
        ("Locations", f"not st_within(location,geography'{NEAR}')", ["Ecke"]),
        ("Locations", f"st_contains(geography'{NEAR}',location)", ["Wiese"]),
        ("Locations", "geo.distance(location,geography'POINT(8 52)') lt 1", ["Wiese"]),
        ("Locations", "geo.distance(location,geography'POINT(9 53)') eq 0", ["Ecke"]),
        ("Locations", f"geo.intersects(location,geography'{NEAR}')", ["Wiese"]),
        ("Locations", f"st_relate(location,geography'{NEAR}','T********')", ["Wiese"]),
        ("Locations", "geo.length(geography'LINESTRING(0 0,0 2)') eq 2", ["Wiese", "Ecke"]),
        ("Things", f"st_within(Locations/location,geography'{NEAR}')", ["Park"]),
        ("Datastreams", f"st_within(Thing/Locations/location,geography'{NEAR}')", 2),
        ("Datastreams", f"st_within(observedArea,geography'{NEAR}')", []),
    ],
)
def test_places_are_asked_by_their_geometry(
    found: Found, entities: str, condition: str, names: list[str] | int
) -> None:
    rows = found(entities, f"$filter={condition}")
    assert (len(rows) if isinstance(names, int) else rows) == names


@pytest.mark.parametrize("relation", ["equals", "disjoint", "touches", "overlaps", "crosses"])
def test_all_relations_of_shapes_are_known(found: Found, relation: str) -> None:
    rows = found("Locations", f"$filter=st_{relation}(location,geography'POINT(8.05 52.27)')")
    assert rows == {"equals": ["Wiese"], "disjoint": ["Ecke"]}.get(relation, [])


def test_nearest_first(found: Found) -> None:
    by = "$orderby=geo.distance(location,geography'POINT(9 53)')"
    assert found("Locations", by) == ["Ecke", "Wiese"]
    assert found("Locations", by + " desc") == ["Wiese", "Ecke"]


def test_what_was_reckoned_for_a_query_is_forgotten_with_it(found: Found) -> None:
    assert found("Locations", "$orderby=geo.distance(location,geography'POINT(9 53)')")
    gc.collect()
    assert not HELD


@pytest.mark.parametrize(
    ("entities", "order", "names"),
    [
        ("Things", "name desc", ["Ährenstraße", "Park"]),
        ("Things", "length(name),id", BOTH),
        ("Things", "id desc", ["Ährenstraße", "Park"]),
        ("Datastreams", "phenomenonTime", ["Boden tief", "Licht", "Boden"]),
        ("Datastreams", "phenomenonTime desc", ["Boden", "Boden tief", "Licht"]),
        ("Datastreams", "Thing/name desc,name desc", ["Licht", "Boden tief", "Boden"]),
        ("Datastreams", "properties/limit", ["Boden", "Boden tief", "Licht"]),
        ("Things", "properties/floor", ["Ährenstraße", "Park"]),
        ("Things", "properties/Höhe desc", ["Ährenstraße", "Park"]),
    ],
)
def test_order_begins_with_what_is_unknown(
    found: Found, entities: str, order: str, names: list[str]
) -> None:
    assert found(entities, f"$orderby={order}") == names


def test_a_filter_tells_nothing_of_what_may_not_be_seen(found: Found) -> None:
    query = "$filter=Datastreams/name eq 'Licht'"
    assert found("Things", query) == ["Ährenstraße"]
    assert found("Things", query, hidden={"Licht"}) == []
    assert found("Things", "$filter=not Datastreams/name eq 'Licht'", hidden={"Licht"}) == BOTH


def test_buildings_and_stations_are_found_by_their_own_names_and_places(db: None) -> None:
    town = Municipality.objects.create(ags="03999999", name="Musterstadt")
    school = Building.objects.create(
        municipality=town, name="Schule", kind=BuildingKind.SCHOOL, latitude=52.27, longitude=8.05
    )
    numbered = WeatherStation.objects.create(number="4711")
    tower = WeatherStation.objects.create(number="12", name="Turm", latitude=53, longitude=9)
    for whose in ({"building": school}, {"station": numbered}, {"station": tower}):
        feature = FeatureOfInterest.objects.create(**whose)
        place = Location.objects.create(**whose, feature=feature)
        thing = Thing.objects.create(**whose)
        thing.locations.add(place)
        datastream("Wärme", thing, feature=feature, quantity=Quantity.AIR_TEMPERATURE)
    seen = SeesAll()

    def count(entities: str, condition: str) -> int:
        asked = parse(f"$filter={condition}", entities).filter
        return Selecting(seen, NOW).matching(entities, seen.of(entities), asked).count()

    for entities in ("Things", "Locations", "FeaturesOfInterest"):
        for name in ("Schule", "4711", "Turm"):
            assert count(entities, f"name eq '{name}'") == 1
        assert count(entities, "description eq 'Wetterstation'") == 2
        assert count(entities, f"description eq '{BuildingKind.SCHOOL.text.de}'") == 1
    assert count("Locations", "encodingType eq 'text/plain'") == 1
    assert count("Locations", f"st_within(location,geography'{NEAR}')") == 1
    for entities, name in (
        ("Locations", "location"),
        ("FeaturesOfInterest", "feature"),
        ("Datastreams", "observedArea"),
    ):
        assert count(entities, f"{name}/type eq 'Point'") == 2
        assert count(entities, f"{name}/coordinates/0 lt 8.5") == 1
        assert count(entities, f"{name}/type eq null") == 1
    assert count("FeaturesOfInterest", f"st_within(feature,geography'{NEAR}')") == 1
    assert count("Datastreams", f"st_within(observedArea,geography'{NEAR}')") == 1
    assert count("Datastreams", "Thing/name eq 'Turm' and description eq 'Lufttemperatur'") == 1


def test_a_geometry_that_cannot_be_read_is_refused_at_once() -> None:
    with pytest.raises(InputRejected, match="no geometry"):
        parse("$filter=st_within(location,geography'POLYGON 1')", "Locations")


def test_any_number_of_ids_is_no_problem_of_parameters(park: Thing) -> None:
    many = [*range(10**6, 10**6 + 300_000), park.pk]
    assert Thing.objects.filter(Among(F("pk"), many)).count() == 1


def test_three_hundred_alternatives_are_no_problem_of_depth(found: Found) -> None:
    many = " or ".join(f"id eq {each}" for each in range(10**6, 10**6 + 300))
    assert found("Things", f"$filter={many} or name eq 'Park'") == ["Park"]
