"""What a meter counts and what a balance names are two lists, and this is how they go together."""

from klimamosaik.balance.kernel.grid import HEATING, BalanceCarrier
from klimamosaik.factors.queries import gross_over_net
from klimamosaik.pathway.co2e import IN_BALANCE
from klimamosaik.terms.carrier import Carrier


def test_each_energy_a_meter_counts_has_one_place_in_the_balance_and_water_none() -> None:
    assert {*Carrier} - {*IN_BALANCE} == {Carrier.WATER}
    assert len({*IN_BALANCE.values()}) == len(IN_BALANCE)


def test_a_balance_names_what_no_meter_of_a_building_counts() -> None:
    only_there = {*BalanceCarrier} - {*IN_BALANCE.values()}
    assert {
        BalanceCarrier.PETROL,
        BalanceCarrier.KEROSENE,
        BalanceCarrier.SOLAR_THERMAL,
    } < only_there
    assert not {each.value for each in only_there} & {each.value for each in Carrier}


def test_what_is_called_alike_is_not_alike_everywhere() -> None:
    """Pellets are one biomass, heat of a meter need not be district heat, gas is another kWh."""
    assert IN_BALANCE[Carrier.PELLETS] is BalanceCarrier.BIOMASS
    assert Carrier.HEAT.text.de != IN_BALANCE[Carrier.HEAT].text.de
    assert gross_over_net(carrier=Carrier.GAS).value > 1.05


def test_both_lists_agree_on_what_follows_the_weather() -> None:
    for carrier, named in IN_BALANCE.items():
        assert carrier.heats == (named in HEATING), carrier
