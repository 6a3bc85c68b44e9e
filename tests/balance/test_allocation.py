"""National figures spread over municipalities add up to the national figures."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from klimamosaik.balance.kernel.first_balance import estimate
from klimamosaik.balance.kernel.grid import BalanceCarrier, Item, Sector
from klimamosaik.balance.kernel.key_facts import KeyFacts, Mix
from klimamosaik.balance.kernel.keys import KEYS, Key
from klimamosaik.balance.kernel.measures import employed, in_states, measures
from klimamosaik.balance.kernel.nation import PLACES
from klimamosaik.balance.kernel.shares import shares
from klimamosaik.balance.queries.national import key_facts, nation
from klimamosaik.sources.statistics.municipalities import Branch
from tests.balance.cast import country

NATION = nation(2021)
PEOPLE = st.lists(st.floats(1.0, 4e6), min_size=1, max_size=40)


@given(PEOPLE, st.integers(0, 2**32 - 1))
def test_municipalities_add_up_to_the_nation(people: list[float], seed: int) -> None:
    rng = np.random.default_rng(seed)
    amounts = rng.uniform(0, 1e7, (2, len(people))) * rng.integers(0, 2, (2, len(people)))
    places = country(tuple(people), plants=tuple(amounts[0]), water_area=tuple(amounts[1]))
    found = estimate(NATION, places, key_facts())
    national = NATION.spreading().sum(axis=0)
    there = national > 0
    assert there.sum() > 35
    assert np.allclose(found.energy.sum(axis=0)[there] / national[there], 1.0, rtol=1e-9, atol=0)
    assert not found.energy[:, ~there].any()
    generation = np.array([kind.energy for kind in NATION.generation])
    assert np.allclose(found.generation.sum(axis=0) / generation, 1.0, rtol=1e-9, atol=0)


def test_equal_towns_get_equal_energy() -> None:
    found = estimate(NATION, country((1e5, 1e5, 1e5)), key_facts())
    assert found.energy[0] == pytest.approx(found.energy[2])


def test_a_town_twice_as_large_in_everything_uses_twice_as_much() -> None:
    found = estimate(NATION, country((1e5, 2e5)), key_facts())
    assert found.energy[1] == pytest.approx(2 * found.energy[0])


def test_a_key_nobody_has_any_of_goes_by_inhabitants() -> None:
    amounts = measures(country((3e5, 1e5), tram_km=(0.0, 0.0)), key_facts())
    found = shares(amounts, amounts.sum(axis=0), np.ones(len(Branch)))
    assert found[:, KEYS.index(Key.TRAM_KILOMETRES)] == pytest.approx([0.75, 0.25])


def test_what_emission_trade_does_not_see_goes_by_employees_of_producing_trades() -> None:
    places = country((1e5, 1e5), plants=(100.0, 0.0), commercial_area=(1.0, 9.0))
    facts = replace(key_facts(), mix=Mix(commercial_area=1.0))
    amounts = measures(places, facts)
    found = shares(amounts, amounts.sum(axis=0), np.full(len(Branch), 0.4))
    assert found[:, KEYS.index(Key.FOOD)] == pytest.approx([0.4 + 0.06, 0.54])


def test_equal_towns_have_the_jobs_of_their_states() -> None:
    """Services employ 1,377,122 in Berlin and 437,834 in Mecklenburg-Vorpommern, as published."""
    places = replace(country((1e5, 1e5)), ags=np.array(["11000000", "13003000"]))
    facts = key_facts()
    states = dict(facts.states)
    assert (states["11"].services, states["13"].services) == (1_377_122, 437_834)
    services, _ = employed(places, facts)
    weighted = places.population * facts.jobs_per_head(places.area_type)
    parts = weighted / [states[key].weighted for key in ("11", "13")]
    assert services == pytest.approx(parts * [1_377_122, 437_834])


def test_counted_employees_come_before_those_of_the_state() -> None:
    places = replace(country((1e5, 1e5)), ags=np.array(["03103000", "03403000"]))
    plain = employed(places, key_facts())
    found = employed(places, key_facts(), np.array([120_000.0, np.nan]))
    assert found[0][0] > 2 * plain[0][0]
    assert found[0][1] == plain[0][1]


def test_a_town_of_no_known_state_has_the_nations_mean() -> None:
    states = key_facts().states
    assert len(states) == 16
    whole = in_states(country((1e5,)), key_facts())[0, 0]
    assert whole == pytest.approx(sum(jobs.services for _, jobs in states))


def test_emission_trade_spreads_fuels_and_little_of_the_electricity() -> None:
    """One mill with all of the branch's emissions does not use all of its electricity."""
    places = country((1e5, 9e5), plants=(1e9, 0.0))
    found = estimate(NATION, places, key_facts())
    share = dict(zip(KEYS, found.key_shares[0], strict=True))
    assert share[Key.PAPER] > 0.9
    assert 0.1 < share[Key.PAPER_POWER] < 0.4


def test_the_fewer_plants_a_branch_has_the_less_one_of_them_speaks_for_it() -> None:
    places = country((1e5, 9e5), plants=(100.0, 0.0))
    amounts = measures(places, key_facts())
    found = [
        shares(
            amounts,
            amounts.sum(axis=0),
            np.ones(len(Branch)),
            Mix(plants=(plants,) * len(Branch)),
        )[0, KEYS.index(Key.OTHER_CHEMICALS)]
        for plants in (1.0, 10.0, 1000.0)
    ]
    assert found[0] < 0.2 < found[1] < 0.6 < 0.9 < found[2]


def test_no_blast_furnace_stands_where_emission_trade_knows_none() -> None:
    places = country((1e5, 9e5), plants=(100.0, 0.0))
    found = estimate(NATION, places, key_facts())
    coal = PLACES.index((Sector.INDUSTRY, BalanceCarrier.COAL))
    steel = sum(r.energy for r in NATION.rows_of(Item(*PLACES[coal])) if r.key is Key.PRIMARY_STEEL)
    assert steel > 9e7
    assert found.key_shares[1, KEYS.index(Key.PRIMARY_STEEL)] == 0.0
    assert found.energy[0, coal] > steel


def test_services_follow_jobs_which_are_in_cities() -> None:
    places = country((1e5, 1e5), area_type=(72.0, 77.0))
    found = estimate(NATION, places, key_facts())
    gas = PLACES.index((Sector.COMMERCE, BalanceCarrier.OIL))
    assert found.energy[0, gas] > 1.5 * found.energy[1, gas]


def test_a_municipality_without_a_published_commercial_area_is_not_without_industry() -> None:
    places = country((1e5, 1e5), commercial_area=(0.0, 300.0), plants=(0.0, 100.0))
    found = estimate(NATION, places, key_facts())
    industry = [place[0] is Sector.INDUSTRY for place in PLACES]
    assert 0 < found.energy[0, industry].sum() < found.energy[1, industry].sum()


def test_emission_trade_never_sees_more_than_all_of_a_branch() -> None:
    coverage = NATION.coverage(np.full(len(Branch), 1e12))
    assert coverage == pytest.approx(np.ones(len(Branch)))
    assert NATION.coverage(np.zeros(len(Branch))) == pytest.approx(np.zeros(len(Branch)))


def test_district_heat_goes_where_flats_have_it() -> None:
    places = country((1e5, 1e5), flats_district_heated=(0.0, 25_000.0))
    found = estimate(NATION, places, key_facts())
    heat = PLACES.index((Sector.HOUSEHOLDS, BalanceCarrier.HEAT))
    gas = PLACES.index((Sector.HOUSEHOLDS, BalanceCarrier.GAS))
    assert found.energy[0, heat] == 0.0
    assert found.energy[1, heat] == pytest.approx(NATION.total(*PLACES[heat]))
    assert found.energy[0, gas] == pytest.approx(2 * found.energy[1, gas])


def test_people_in_small_towns_travel_further() -> None:
    found = estimate(NATION, country((1e5, 1e5), area_type=(71.0, 77.0)), key_facts())
    petrol = PLACES.index((Sector.TRANSPORT, BalanceCarrier.PETROL))
    assert found.energy[1, petrol] > found.energy[0, petrol]


def test_an_unknown_kind_of_area_gets_the_mean_distance() -> None:
    distances = key_facts().distance(np.array([0.0, 71.0, 77.0]))
    assert distances[1] < distances[0] < distances[2]


def test_houses_without_a_year_of_construction_get_the_mean_demand() -> None:
    facts = KeyFacts(((1978, 200.0), (9999, 50.0)), ((71, 40.0),))
    assert facts.class_demand()[0] == 200.0
    assert facts.class_demand()[-1] == 50.0
    # the class 1979-1986 lies on the low side of the step, 1949-1978 on the high side
    assert list(facts.class_demand()[2:4]) == [200.0, 50.0]


def test_every_default_names_its_steps_and_they_add_up_to_it() -> None:
    found = estimate(NATION, country((1e5, 3e5)), key_facts())
    cells = [cell for cell in found.cells(1) if cell.steps]
    assert len(cells) > 30
    for cell in cells:
        assert sum(step.energy for step in cell.steps) == pytest.approx(cell.energy)
        assert all(step.source.de and step.source.en and step.key.de for step in cell.steps)


def test_a_zero_of_the_statistics_must_be_confirmed() -> None:
    places = country((1e5, 1e5), flats_district_heated=(0.0, 25_000.0))
    cells = estimate(NATION, places, key_facts()).cells(0)
    heat = next(
        c for c in cells if c.sector is Sector.HOUSEHOLDS and c.carrier is BalanceCarrier.HEAT
    )
    assert heat.state.value == "needs confirmation"


def test_a_town_with_an_airport_must_enter_its_fuel() -> None:
    places = country((1e5, 1e5))
    found = estimate(NATION, places, key_facts(), airports=frozenset({"00000002"}))
    fuel = [
        next(
            c
            for c in found.cells(row)
            if c.carrier is BalanceCarrier.KEROSENE and c.sector is Sector.TRANSPORT
        )
        for row in (0, 1)
    ]
    assert [f.state.value for f in fuel] == ["needs confirmation", "missing"]
    assert fuel[1].energy is None
    assert [o.code for o in found.outlying(1)] == ["airport"]


def test_every_national_figure_has_a_source_and_every_carrier_of_industry_a_status() -> None:
    assert len(NATION.rows) == 138
    for row in NATION.rows:
        assert row.source.de
        assert row.source.en
        assert row.energy > 0
    assert all(out.reason.de and out.reason.en for out in NATION.left_out)


def test_a_single_plant_is_flagged_by_rule() -> None:
    people = (50_000.0, *[1e6] * 80)
    plants = (900.0, *[1.0] * 80)
    area = tuple(0.0009 * each for each in people)
    places = country(people, plants=plants, commercial_area=area)
    found = estimate(NATION, places, key_facts())
    flags = {(o.code, o.what) for o in found.outlying(0)}
    assert ("concentrated", "paper") in flags
    assert {o.code for o in found.outlying(1)} == set()


def test_unlike_its_kind_needs_more_than_a_usual_difference() -> None:
    rng = np.random.default_rng(7)
    people = np.full(200, 1e5)
    area = people * 0.02 * np.exp(0.1 * rng.standard_normal(200))
    area[3] *= 40
    found = estimate(NATION, country(tuple(people), traffic_area=tuple(area)), key_facts())
    flagged = [row for row in range(200) if any(o.what == "transport" for o in found.outlying(row))]
    assert flagged == [3]
