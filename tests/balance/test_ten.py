"""The municipalities that ship have a first balance without anything imported."""

import numpy as np
import pytest

from klimamosaik.balance.factor_files import plant_factors, shipped_factors
from klimamosaik.balance.kernel.factor import Status
from klimamosaik.balance.kernel.grid import BalanceCarrier
from klimamosaik.balance.queries.national import facts
from klimamosaik.balance.shipped_municipalities import shipped_estimate, shipped_sources

TEN = {
    "03404000": "Osnabrück",
    "03456001": "Bad Bentheim",
    "03155013": "Einbeck",
    "03159016": "Göttingen",
    "03241001": "Hannover",
    "03241010": "Langenhagen",
    "03454032": "Lingen",
    "03403000": "Oldenburg",
    "03359038": "Stade",
    "03241020": "Wennigsen",
}


@pytest.mark.parametrize(("ags", "name"), TEN.items())
def test_each_of_the_ten_has_a_first_balance(ags: str, name: str) -> None:
    found = shipped_estimate()
    row = found.places.row(ags)
    assert row is not None
    assert str(found.places.name[row]).startswith(name)
    per_head = found.energy[row].sum() / found.places.population[row]
    assert 10 < per_head < 200  # MWh; Germany's mean is 28


def test_the_ten_are_a_small_part_of_the_nation() -> None:
    found = shipped_estimate()
    assert len(found.places) == len(TEN)
    assert 0.01 < found.energy.sum() / found.nation.spreading().sum() < 0.03


@pytest.mark.parametrize(
    ("ags", "code", "what"),
    [
        ("03404000", "concentrated", "paper"),
        ("03359038", "unlike_its_kind", "industry"),
        ("03155013", "concentrated", "hydro_power"),
        ("03241010", "airport", "kerosene"),
    ],
)
def test_what_is_unusual_is_flagged(ags: str, code: str, what: str) -> None:
    found = shipped_estimate()
    row = found.places.row(ags)
    assert row is not None
    assert (code, what) in {(o.code, o.what) for o in found.outlying(row)}


@pytest.mark.parametrize("ags", ["03159016", "03241001", "03403000", "03241020"])
def test_what_is_usual_is_not_flagged(ags: str) -> None:
    found = shipped_estimate()
    row = found.places.row(ags)
    assert row is not None
    assert found.outlying(row) == ()


def both(source: dict[str, str]) -> bool:
    """True where a source is told in German and in English."""
    return bool(source["de"] and source["en"])


def test_every_shipped_fact_names_its_source_and_status() -> None:
    named = 0
    for name in ("national_2021.yaml", "key_figures.yaml"):
        sources = facts(name)["sources"]
        for source in sources.values() if isinstance(sources, dict) else sources:
            assert source["text"] if name == "key_figures.yaml" else both(source["text"])
            Status(source["status"])
            named += 1
    for block in facts("keys.yaml").values():
        assert both(block["source"]["text"])
        Status(block["source"]["status"])
        named += 1
    assert both(facts("districts.yaml")["source"]["text"])
    assert all(both(row["source"]) for row in facts("published.yaml")["published"])
    assert named > 20
    assert len(shipped_sources()) == 9


def test_every_carrier_has_a_factor_and_none_claims_to_be_official() -> None:
    rows = shipped_factors().rows
    assert {row.carrier for row in rows} == set(BalanceCarrier)
    assert all(row.status is not Status.OFFICIAL for row in rows)
    assert all(row.source.de != row.source.en for row in rows)
    assert any("Tabellen 3, 4 und 10" in row.source.de for row in rows)
    assert any(row.status is Status.MISSING and row.value is None for row in rows)
    assert {plant.plant for plant in plant_factors()} == {"pv", "wind", "hydro", "biomass"}


def test_shares_of_the_nation_are_shares() -> None:
    found = shipped_estimate()
    assert (found.key_shares >= 0).all()
    assert (found.key_shares.sum(axis=0) <= 1).all()
    assert np.isfinite(found.energy).all()
