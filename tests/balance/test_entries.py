"""What a municipality enters comes before estimates, and history keeps it."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import override_settings

from klimamosaik.balance import operations
from klimamosaik.balance.all_municipalities import everywhere_document
from klimamosaik.balance.documents import balance_document, change_document
from klimamosaik.balance.factor_files import read_factor_table
from klimamosaik.balance.kernel.cell import CellState, DataGrade
from klimamosaik.balance.kernel.change import BalanceSubject
from klimamosaik.balance.kernel.factor import BalanceFactor, Status
from klimamosaik.balance.kernel.grid import BalanceCarrier, Item, Mode, Sector
from klimamosaik.balance.models import Entry, LoadedFactor
from klimamosaik.balance.page import page_of
from klimamosaik.balance.queries import balances as queries
from klimamosaik.places.models import Municipality, Population
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.terms.text import Text
from tests.balance import entering

AT = datetime(2024, 5, 3, 12, tzinfo=UTC)
OLDENBURG = "03403000"
GAS, HOME = BalanceCarrier.GAS, Sector.HOUSEHOLDS
HOME_GAS = Item(HOME, GAS)


@pytest.fixture
def town(db: None) -> Municipality:
    return Municipality.objects.create(ags=OLDENBURG, name="Oldenburg")


@pytest.fixture
def clerk(db: None) -> User:
    return User.objects.create_user("clerk")


def enter(town: Municipality, energy: float, *, year: int = 2021, by: User | None = None) -> Entry:
    return entering.enter(
        municipality=town,
        year=year,
        item=HOME_GAS,
        energy=energy,
        grade=DataGrade.A,
        source="EWE Netz, mail of 3 May 2024",
        by=by,
        at=AT,
    )


def cell_of(year: int = 2021) -> "tuple[CellState, float | None]":
    lines = queries.balance_of(ags=OLDENBURG, year=year).balance.lines
    cell = next(n.cell for n in lines if n.cell.sector is HOME and n.cell.carrier is GAS)
    return cell.state, cell.energy


@pytest.mark.usefixtures("db")
def test_a_town_nobody_has_entered_anything_for_gets_an_estimate() -> None:
    found = queries.balance_of(ags=OLDENBURG, year=2021)
    assert found.estimated
    assert found.name.startswith("Oldenburg")
    assert found.balance.verdict.value == "non-conformant"
    assert found.balance.label is None
    assert found.balance.quality is not None
    assert found.balance.quality < 0.25
    assert {c.published.quantity.value for c in found.comparisons} == {"emissions", "energy"}
    assert found.why


def test_an_own_value_is_in_force_and_says_who_and_since_when(
    town: Municipality, clerk: User
) -> None:
    enter(town, 900_000.0, by=clerk)
    found = queries.balance_of(ags=OLDENBURG, year=2021)
    cell = next(
        n.cell for n in found.balance.lines if n.cell.sector is HOME and n.cell.carrier is GAS
    )
    assert (cell.state, cell.energy, cell.grade) == (CellState.OWN, 900_000.0, DataGrade.A)
    assert (cell.by, cell.since) == ("clerk", AT.date())
    assert not found.estimated
    gas = [r for r in found.balance.reasons if r.sector is HOME and r.carrier is GAS]
    assert gas == []


def test_the_history_keeps_what_was_there_before(town: Municipality, clerk: User) -> None:
    enter(town, 900_000.0)
    entry = enter(town, 950_000.0, by=clerk)
    newest, oldest = entry.history.all()
    assert (oldest.energy, newest.energy) == (900_000.0, 950_000.0)
    assert newest.history_user == clerk


def test_withdrawing_brings_the_default_back(town: Municipality, clerk: User) -> None:
    before = cell_of()
    enter(town, 900_000.0)
    entering.withdraw(municipality=town, year=2021, item=HOME_GAS, by=clerk, at=AT)
    assert cell_of() == before
    assert Entry.history.filter(history_type="-").count() == 1


def test_a_zero_is_confirmed_on_purpose(town: Municipality) -> None:
    with pytest.raises(InputRejected, match="on purpose"):
        enter(town, 0.0)
    entering.confirm_zero(
        municipality=town, year=2021, item=HOME_GAS, source="no grid", by=None, at=AT
    )
    assert cell_of() == (CellState.CONFIRMED_ZERO, 0.0)


def test_what_does_not_apply_is_ruled_out(town: Municipality) -> None:
    entering.rule_out(
        municipality=town,
        year=2021,
        item=Item(Sector.TRANSPORT, BalanceCarrier.KEROSENE, Mode.AVIATION),
        source="no airport",
        by=None,
        at=AT,
    )
    reasons = queries.balance_of(ags=OLDENBURG, year=2021).balance.reasons
    assert reasons
    assert {r.mode for r in reasons if r.sector is Sector.TRANSPORT} == {Mode.INLAND_SHIPPING}


def test_a_rough_share_of_inland_shipping_waits_for_a_person(town: Municipality) -> None:
    reasons = queries.balance_of(ags=OLDENBURG, year=2021).balance.reasons
    shipping = [r for r in reasons if r.mode is Mode.INLAND_SHIPPING]
    assert [r.code for r in shipping] == ["needs_confirmation"]
    assert (
        shipping[0].text.de
        == "Verkehr, Binnenschifffahrt, Diesel mit Beimischung: ist zu bestätigen."
    )


@pytest.mark.parametrize("energy", [-1.0, float("nan"), float("inf"), 1e12])
def test_amounts_nobody_can_use_are_refused(town: Municipality, energy: float) -> None:
    with pytest.raises(InputRejected):
        enter(town, energy)
    assert not Entry.objects.exists()


def test_a_cell_that_means_nothing_is_refused(town: Municipality) -> None:
    with pytest.raises(InputRejected, match="There is no natural gas"):
        entering.confirm_zero(
            municipality=town,
            year=2021,
            item=Item(Sector.TRANSPORT, GAS),
            source="x",
            by=None,
            at=AT,
        )


def test_a_value_without_a_source_is_refused(town: Municipality) -> None:
    with pytest.raises(InputRejected, match="source"):
        entering.confirm_zero(
            municipality=town, year=2021, item=HOME_GAS, source=" ", by=None, at=AT
        )


def test_a_year_without_statistics_lives_from_own_values_and_the_last_estimate(
    town: Municipality,
) -> None:
    enter(town, 800_000.0, year=2023)
    found = queries.balance_of(ags=OLDENBURG, year=2023)
    assert found.balance.energy > 3e6
    assert cell_of(2023) == (CellState.OWN, 800_000.0)
    assert any(r.code == "needs_confirmation" for r in found.balance.reasons)


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize(
    ("ags", "year", "said"),
    [
        ("0340", 2021, "eight digits"),
        (OLDENBURG, 2019, "neither statistics"),
        ("09162000", 2021, "klimamosaik statistics import"),
    ],
)
def test_what_is_not_known_is_refused_with_what_to_do(ags: str, year: int, said: str) -> None:
    with pytest.raises(InputRejected, match=said):
        queries.balance_of(ags=ags, year=year)


def test_own_population_comes_before_the_statistics(town: Municipality) -> None:
    Population.objects.create(
        municipality=town, year=2021, inhabitants=170_000, source="Melderegister"
    )
    assert queries.balance_of(ags=OLDENBURG, year=2021).balance.population == 170_000


def test_an_official_table_lies_over_the_shipped_one(town: Municipality, tmp_path: Path) -> None:
    before = queries.balance_of(ags=OLDENBURG, year=2021).balance.emissions
    path = tmp_path / "official.csv"
    path.write_text(
        "carrier,year,value,unit,source\nelectricity,2021,472,g CO2e/kWh,official table 2024\n"
        "gas,2021,247,g CO2e/kWh,official table 2024\n"
    )
    operations.load_factors(factors=read_factor_table(path), by=None, at=AT)
    balance = queries.balance_of(ags=OLDENBURG, year=2021).balance
    assert balance.emissions == pytest.approx(before)
    open_factors = {r.carrier for r in balance.reasons if r.code == "factor_not_official"}
    assert GAS not in open_factors
    assert BalanceCarrier.OIL in open_factors


@pytest.mark.usefixtures("db")
def test_loading_a_table_again_replaces_it() -> None:
    def row(value: float, year: int = 2021) -> BalanceFactor:
        return BalanceFactor(GAS, None, year, value, Status.OFFICIAL, Text("table", "table"))

    operations.load_factors(factors=[row(240.0), row(230.0, 2022)], by=None, at=AT)
    operations.load_factors(factors=[row(250.0)], by=None, at=AT)
    assert [f.value for f in LoadedFactor.objects.all()] == [250.0]


def test_the_history_says_who_replaced_a_table_of_factors(clerk: User) -> None:
    row = BalanceFactor(GAS, None, 2021, 240.0, Status.OFFICIAL, Text("table", "table"))
    operations.load_factors(factors=[row], by=None, at=AT)
    operations.load_factors(factors=[replace(row, value=250.0)], by=clerk, at=AT)
    (gone,) = LoadedFactor.history.filter(history_type="-")
    assert (gone.value, gone.history_user) == (240.0, clerk)


@pytest.mark.usefixtures("db")
def test_a_factor_listed_twice_is_refused_and_nothing_stored() -> None:
    row = BalanceFactor(GAS, None, 2021, 240.0, Status.OFFICIAL, Text("table", "table"))
    with pytest.raises(InputRejected, match="more than once"):
        operations.load_factors(factors=[row, row], by=None, at=AT)
    assert not LoadedFactor.objects.exists()


def test_a_change_between_two_years_adds_up(town: Municipality) -> None:
    enter(town, 800_000.0, year=2022)
    enter(town, 700_000.0, year=2023)
    change = queries.change_between(
        ags=OLDENBURG, first=2022, second=2023, subject=BalanceSubject.EMISSIONS
    )
    document = change_document(change, 2022, 2023)
    assert document["change"] == pytest.approx(-100_000 * 0.247)
    assert sum(c["amount"] for c in document["causes"]) == pytest.approx(document["change"])


@pytest.mark.usefixtures("db")
def test_a_document_tells_everything_a_page_needs() -> None:
    document = balance_document(
        queries.balance_of(ags=OLDENBURG, year=2021, climate_factor=1.05, heating_share=0.8)
    )
    assert document["totals"]["energy_mwh"] == pytest.approx(
        sum(c["energy_mwh"] or 0 for c in document["cells"])
    )
    assert document["kind"]["de"] == "Schätzung aus öffentlicher Statistik"
    assert document["label"] is None
    assert {v["code"] for v in document["variants"]} == {"local_mix", "weather_corrected"}
    assert len(document["cells"]) == 83
    assert len(document["sources"]) == 9
    cell = next(c for c in document["cells"] if c["sector"] == "households" and c["steps"])
    assert cell["source"]["en"] == "estimate from public statistics"
    assert all("Tabellen" not in factor["source"]["en"] for factor in document["factors"])
    municipal = next(s for s in document["sectors"] if s["sector"] == "municipal")
    assert municipal["energy_mwh"] is None


@pytest.mark.usefixtures("db")
def test_all_estimates_at_once_agree_with_one(tmp_path: Path) -> None:
    with override_settings(DATA_DIR=tmp_path):
        document = everywhere_document(year=2021)
        one = queries.balance_of(ags=OLDENBURG, year=2021)
    assert document is not None
    row = next(m for m in document["municipalities"] if m["ags"] == OLDENBURG)
    assert row["energy_mwh"] == pytest.approx(one.balance.energy)
    assert row["emissions_t"] == pytest.approx(one.balance.emissions)
    assert row["grade"] == pytest.approx(one.balance.quality, abs=1e-4)
    assert document["verdict"] == one.balance.verdict.value
    langenhagen = next(m for m in document["municipalities"] if m["ags"] == "03241010")
    assert langenhagen["outliers"] == ["low_industry:industry", "airport:kerosene"]


@pytest.mark.usefixtures("db")
def test_a_variant_differs_from_the_balance_by_what_both_print() -> None:
    found = queries.balance_of(ags="03404000", year=2021)
    page = page_of(found, "de")
    assert page.variants
    for row in page.variants:
        assert row.change == round(row.variant.emissions) - round(found.balance.emissions)
