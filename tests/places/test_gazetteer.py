"""Which municipalities there are, and where they lie."""

from importlib.resources import files
from pathlib import Path

import pytest
import yaml

from klimamosaik.places.queries.gazetteer import build
from klimamosaik.places.queries.gazetteer.checks import key_meant, same_town
from klimamosaik.places.queries.gazetteer.searching import SHOWN, towns_called
from klimamosaik.places.queries.gazetteer.table import (
    TABLE,
    counties,
    key_in,
    may_be_newer,
    municipality_of,
    register,
)
from klimamosaik.terms.complaint import InputRejected


def test_a_municipality_comes_with_its_place_and_height() -> None:
    town = municipality_of("03404000")
    assert town is not None
    assert (town.name, town.latitude, town.longitude) == ("Osnabrück", 52.278, 8.047)
    assert town.altitude == pytest.approx(82, abs=60)


def test_every_place_lies_in_germany() -> None:
    placed = [town for town in register().values() if town.latitude and town.longitude]
    assert len(placed) > 6000
    assert all(47.2 < (t.latitude or 0) < 55.1 and 5.8 < (t.longitude or 0) < 15.1 for t in placed)


def test_all_of_lower_saxony_is_placed() -> None:
    towns = [town for ags, town in register().items() if ags.startswith("03")]
    assert len(towns) == 941
    assert all(town.latitude for town in towns)


@pytest.mark.parametrize("ags", ["02000000", "11000000", "04011000", "09162000", "05515000"])
def test_large_cities_are_placed_though_their_postcodes_are_many(ags: str) -> None:
    town = municipality_of(ags)
    assert town is not None
    assert town.latitude is not None


@pytest.mark.parametrize("ags", ["99999999", "03999999", "03000000", "03403001", ""])
def test_what_is_no_municipality_is_not_known(ags: str) -> None:
    assert municipality_of(ags) is None


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("3404000", "03404000"),
        ("03 404 000", "03404000"),
        ("034040000000", "03404000"),
        ("34040000000", "03404000"),
        ("Osnabrück", "Osnabrück"),
        ("123", "123"),
    ],
)
def test_a_key_is_understood_however_it_is_written(written: str, key: str) -> None:
    assert key_in(written) == key


def test_only_a_key_of_a_known_county_may_be_newer_than_the_register() -> None:
    assert may_be_newer("03454401")  # an association of municipalities in the Emsland
    assert not may_be_newer("03999001")
    assert not may_be_newer("99999999")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Osnabrück", "Stadt Osnabrück", True),
        ("Neustadt a. Rbge.", "Neustadt am Rübenberge", True),
        ("Oldenburg (Oldb)", "Oldenburg", True),
        ("Weißenburg i.Bay.", "Weißenburg in Bayern", True),
        ("Münster", "Phantasia", False),
        ("Bad Bentheim", "Bad Iburg", False),
    ],
)
def test_names_are_compared_as_people_write_them(one: str, other: str, same: bool) -> None:
    assert same_town(one, other) is same


def test_every_column_has_its_source_and_licence() -> None:
    text = files("klimamosaik.places.queries.gazetteer").joinpath("source.yaml").read_text("utf-8")
    told = yaml.safe_load(text)["sources"]
    columns = {column for each in told for column in each["columns"]}
    assert columns == {"ags", "name", "latitude", "longitude", "altitude"}
    assert all(each["source"] and each["licence"] for each in told)


def test_of_towns_of_one_name_the_one_in_the_county_is_meant() -> None:
    names = {"09775152": "Senden, St", "05558044": "Senden", "09775001": "Ulmtal", "05558001": "X"}
    north, south = (51.85, 7.48), (48.32, 10.07)
    postcodes = {"senden": [north, south], "ulmtal": [(48.3, 10.1)], "x": [(51.9, 7.5)]}
    found = {town.ags: town.place for town in build.by_names(names, {}, postcodes)}
    assert found["05558044"] == north
    assert found["09775152"] == south


def test_a_place_two_towns_claim_is_neither_s() -> None:
    names = {"01051001": "Berg", "01051002": "Berg", "01051003": "Tal"}
    postcodes = {"berg": [(54.0, 9.0)], "tal": [(54.1, 9.0)]}
    found = {town.ags: town.place for town in build.by_names(names, {}, postcodes)}
    assert (found["01051001"], found["01051002"]) == (None, None)
    assert found["01051003"] == (54.1, 9.0)


def test_the_centroid_of_a_square_is_its_middle() -> None:
    square = [[8.0, 52.0], [8.2, 52.0], [8.2, 52.2], [8.0, 52.2], [8.0, 52.0]]
    assert build.centroid({"type": "Polygon", "coordinates": [square]}) == pytest.approx(
        (52.1, 8.1)
    )


def test_the_table_is_what_the_script_makes_of_the_sources(shared: Path) -> None:
    names = build.towns_in(shared / "data/statistics_germany/ags_2021.csv")
    outlines = build.middles(shared / "data/boundaries_lower_saxony/municipalities.geojson")
    postcodes = build.postcode_places(shared / "data/weather_monthly/postcode_to_stations.csv.gz")
    found = build.by_names(names, outlines, postcodes)
    assert len(found) == len(register()) > 10_000
    for town in found:
        known = register()[town.ags]
        if town.place is None:
            assert known.latitude is None
        else:
            assert (known.latitude, known.longitude) == pytest.approx(town.place, abs=0.0006)
    assert TABLE.stat().st_size < 500_000
    assert build.counties_in(shared / "data/statistics_germany/ags_2021.csv") == counties()


def test_every_municipality_is_told_by_district_and_state() -> None:
    told = {town.distinct_name.de for town in register().values()}
    assert len(told) == len(register())
    assert "Göttingen, Stadt (Landkreis Göttingen, Niedersachsen), 03159016" in told
    assert "Saarbrücken, Landeshauptstadt (Regionalverband Saarbrücken, Saarland), 10041100" in told
    lueneburg = municipality_of("03355022")
    assert lueneburg is not None
    assert lueneburg.distinct_name.en.startswith(
        "Lüneburg, Hansestadt (Landkreis Lüneburg, Niedersachsen)"
    )
    osnabrueck = municipality_of("03404000")
    assert osnabrueck is not None
    assert (
        osnabrueck.distinct_name.en
        == "Osnabrück, Stadt (its own district, Niedersachsen), 03404000"
    )


@pytest.mark.parametrize(
    ("words", "first", "count"),
    [
        ("Münster", "05515000", None),
        ("muenster", "05515000", None),
        ("Bentheim", "03456001", 1),  # "Bad Bentheim": no name begins so
        ("Hamburg", "02000000", 1),
        ("Neustadt a", None, None),
        ("Samtgemeinde Bersenbrück", None, 0),
        ("", None, 0),
        ("e", None, 0),
    ],
)
def test_a_town_is_found_by_what_people_type(
    words: str, first: str | None, count: int | None
) -> None:
    found = towns_called(words=words)
    assert count is None or len(found.found) == count
    assert first is None or first in [town.ags for town in found.found[:3]]


def test_a_command_takes_a_name_that_is_one_towns_and_lists_several() -> None:
    assert key_meant("osnabrueck") == "03404000"
    assert key_meant("3404000") == "03404000"
    assert key_meant("03999001") == "03999001"  # the door says whether there is such a key
    with pytest.raises(InputRejected, match="Neustadt am Rübenberge, Stadt") as refusal:
        key_meant("Neustadt")
    assert len(refusal.value.complaints) == 1
    with pytest.raises(InputRejected, match="No municipality is called so"):
        key_meant("Phantasia")


def test_of_too_many_the_first_are_listed_and_the_rest_counted() -> None:
    found = towns_called(words="Alt")
    assert len(found.found) == SHOWN
    assert found.more > 20
