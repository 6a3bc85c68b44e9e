"""Facts are data: each value with its year, unit, status and source."""

import pytest

from klimamosaik.balance.factor_files import shipped_factors
from klimamosaik.factors.queries import emission_factor, factor_set, factor_sets
from klimamosaik.pathway.co2e import metered_factor
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.quality import Quality


@pytest.mark.parametrize("code", factor_sets())
def test_every_value_names_its_source_and_status(code: str) -> None:
    values = [f for rows in factor_set(code).by_carrier.values() for f in rows]
    assert values
    for factor in values:
        assert min(len(factor.source.de), len(factor.source.en)) > 20, factor
        assert factor.status in {"official", "second-hand", "derived"}, factor
        assert 0 <= factor.value < 1500, factor


def test_the_factor_of_a_year_is_its_own() -> None:
    factor = emission_factor(carrier=Carrier.ELECTRICITY, year=2023)
    assert factor is not None
    assert (factor.value, factor.unit, factor.stands_for) == (379.0, "g CO₂/kWh", 2023)
    assert factor.tonnes_per_kwh == pytest.approx(0.000379)


def test_a_year_without_a_value_takes_the_newest_before_it_and_says_so() -> None:
    later = emission_factor(carrier=Carrier.ELECTRICITY, year=2031)
    assert later is not None
    assert later.year == 2031
    assert later.stands_for < 2031


def test_a_year_before_all_values_takes_the_first() -> None:
    early = emission_factor(carrier=Carrier.GAS, year=1990)
    assert early is not None
    assert early.stands_for > 1990


def test_water_has_no_emission_factor_rather_than_a_zero() -> None:
    assert emission_factor(carrier=Carrier.WATER, year=2024) is None


YEARS = range(1990, 2051)


def test_what_is_burnt_is_never_more_than_with_its_upstream_chains() -> None:
    compared = 0
    for carrier in Carrier:
        for year in YEARS:
            direct, whole = (
                emission_factor(carrier=carrier, year=year, factors=code) for code in factor_sets()
            )
            if direct is not None and whole is not None:
                compared += 1
                assert direct.value <= whole.value, (carrier, year)
    assert compared > 200


def test_a_mix_whose_early_years_are_not_known_is_unknown_and_not_that_of_a_later_year() -> None:
    early, known = (
        emission_factor(carrier=Carrier.ELECTRICITY, year=year, factors="upstream")
        for year in (2019, 2021)
    )
    assert early is None
    assert known is not None
    assert known.value == 472.0


def test_reports_and_balance_count_a_kilowatt_hour_alike() -> None:
    compared = 0
    for carrier in set(Carrier) - {Carrier.WATER}:
        for year in YEARS:
            ours = emission_factor(carrier=carrier, year=year, factors="upstream")
            theirs = metered_factor(table=shipped_factors(), carrier=carrier, year=year)
            assert (ours is None) == (theirs is None), (carrier, year)
            if ours is not None and theirs is not None:
                compared += 1
                assert theirs.per_kwh == pytest.approx(ours.tonnes_per_kwh), (carrier, year)
    assert compared > 200


def test_wood_that_burns_counts_nothing_at_the_chimney() -> None:
    wood = emission_factor(carrier=Carrier.PELLETS, year=2024)
    assert wood is not None
    assert wood.value == 0.0


def test_a_set_that_does_not_ship_is_refused_by_name() -> None:
    with pytest.raises(KeyError, match="direct, upstream"):
        factor_set("official")


def test_gas_is_counted_as_it_is_billed_by_its_gross_calorific_value() -> None:
    gas = emission_factor(carrier=Carrier.GAS, year=2024)
    assert gas is not None
    assert gas.value == pytest.approx(200.88 / 1.11)
    assert gas.status == "derived"
    assert "200,88 g CO₂/kWh (Heizwert) / 1,11" in gas.source.de
    assert "200.88 g CO₂/kWh (net calorific value) / 1.11" in gas.source.en


@pytest.mark.parametrize("code", factor_sets())
def test_no_source_of_a_factor_mixes_languages(code: str) -> None:
    for rows in factor_set(code).by_carrier.values():
        for factor in rows:
            assert "nach anderer Quelle" not in factor.source.en
            assert "second-hand" not in factor.source.de


@pytest.mark.parametrize("code", factor_sets())
def test_no_factor_is_called_measured(code: str) -> None:
    values = [f for rows in factor_set(code).by_carrier.values() for f in rows]
    assert values
    assert {each.quality for each in values} <= {
        Quality.STATED,
        Quality.ESTIMATED,
        Quality.DEFAULT,
    }


@pytest.mark.parametrize(
    ("carrier", "year", "quality"),
    [
        (Carrier.ELECTRICITY, 2023, Quality.STATED),
        (Carrier.ELECTRICITY, 2025, Quality.ESTIMATED),  # its source says so
        (Carrier.ELECTRICITY, 2031, Quality.ESTIMATED),  # the mix is another one every year
        (Carrier.GAS, 2025, Quality.STATED),  # a fuel burns alike in every year
        (Carrier.HEAT, 2023, Quality.DEFAULT),  # of a grid nobody knows
    ],
)
def test_a_factor_says_how_it_came_to_be(carrier: Carrier, year: int, quality: Quality) -> None:
    factor = emission_factor(carrier=carrier, year=year)
    assert factor is not None
    assert factor.quality is quality


def test_a_factor_of_the_balance_is_a_default_or_a_guess_where_it_stands_in() -> None:
    table = shipped_factors()
    found = {
        (carrier, year): metered_factor(table=table, carrier=carrier, year=year)
        for carrier in (Carrier.ELECTRICITY, Carrier.GAS, Carrier.HEAT)
        for year in (2022, 2025)
    }
    assert {key: factor and factor.quality for key, factor in found.items()} == {
        (Carrier.ELECTRICITY, 2022): Quality.STATED,
        (Carrier.ELECTRICITY, 2025): Quality.ESTIMATED,
        (Carrier.GAS, 2022): Quality.STATED,
        (Carrier.GAS, 2025): Quality.STATED,
        (Carrier.HEAT, 2022): Quality.DEFAULT,
        (Carrier.HEAT, 2025): Quality.DEFAULT,
    }
