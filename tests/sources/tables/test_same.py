"""The same energy told twice: which one counts, and what is no such pair."""

from klimamosaik.sources.tables.sums.same import Pair, Same, pairs, total_of_tariffs
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.direction import Direction
from tests.sources.tables.told import HOUR, QUARTER, frame, series

USE = [3.0, 4, 6, 5, 4, 7, 8, 3]


def told(found: list[Pair]) -> list[tuple[str, str, Same]]:
    return [
        (each.counts.channel.column.header, each.other.channel.column.header, each.how)
        for each in found
    ]


def test_equal_amounts_are_the_same_and_the_left_one_counts() -> None:
    found = pairs(frame(USE, USE), [series(0, "Strom kWh"), series(1, "Verbrauch kWh")])
    assert told(found) == [("Strom kWh", "Verbrauch kWh", Same.EQUAL)]


def test_a_rounded_copy_is_the_same() -> None:
    rounded = [round(value * 1.009, 1) for value in USE]
    found = pairs(frame(USE, rounded), [series(0, "Strom kWh"), series(1, "Verbrauch kWh")])
    assert [each.how for each in found] == [Same.EQUAL]


def test_different_amounts_of_one_name_are_different() -> None:
    other = [value + 2 for value in USE]
    found = pairs(frame(USE, other), [series(0, "Verbrauch kWh"), series(1, "Verbrauch kWh (2)")])
    assert [each.how for each in found] == [Same.DIFFERENT]


def test_energy_counts_before_the_mean_power_of_its_interval() -> None:
    found = pairs(
        frame(USE, USE), [series(0, "Leistung kW", power=True), series(1, "Verbrauch kWh")]
    )
    assert told(found) == [("Verbrauch kWh", "Leistung kW", Same.EQUAL)]


def test_power_that_is_never_below_the_mean_is_the_peak() -> None:
    peak = [value * (1.2 + 0.1 * (at % 3)) for at, value in enumerate(USE)]
    found = pairs(
        frame(USE, peak), [series(0, "Verbrauch kWh"), series(1, "Leistung kW", power=True)]
    )
    assert [each.how for each in found] == [Same.PEAK]


def test_power_that_falls_below_the_mean_is_something_else() -> None:
    lower = [value * (0.5 + at % 2) for at, value in enumerate(USE)]
    found = pairs(
        frame(USE, lower), [series(0, "Verbrauch kWh"), series(1, "Leistung kW", power=True)]
    )
    assert [each.how for each in found] == [Same.DIFFERENT]


def test_a_counter_that_agrees_is_the_same() -> None:
    found = pairs(
        frame(USE, USE), [series(0, "Zählerstand kWh", counter=True), series(1, "Verbrauch kWh")]
    )
    assert told(found) == [("Verbrauch kWh", "Zählerstand kWh", Same.EQUAL)]


def test_a_counter_that_disagrees_gives_way_and_is_called_so() -> None:
    other = [value * 1.5 for value in USE]
    found = pairs(
        frame(other, USE), [series(0, "Zählerstand kWh", counter=True), series(1, "Verbrauch kWh")]
    )
    assert told(found) == [("Verbrauch kWh", "Zählerstand kWh", Same.COUNTER)]


def test_hours_beside_their_quarters_are_the_same_and_the_quarters_count() -> None:
    quarters = [value / 4 for value in USE for _ in range(4)]
    found = pairs(
        frame(USE, quarters, steps=[HOUR, QUARTER]),
        [series(0, "Verbrauch kWh"), series(1, "Verbrauch kWh (2)")],
    )
    assert told(found) == [("Verbrauch kWh (2)", "Verbrauch kWh", Same.EQUAL)]


def test_hours_beside_other_quarters_are_different() -> None:
    quarters = [value for value in USE for _ in range(4)]
    found = pairs(
        frame(USE, quarters, steps=[HOUR, QUARTER]),
        [series(0, "Verbrauch kWh"), series(1, "Verbrauch kWh (2)")],
    )
    assert [each.how for each in found] == [Same.DIFFERENT]


def test_cubic_metres_beside_the_energy_in_them_are_the_same() -> None:
    gas = [
        series(0, "Gas m³", unit="m³", carrier=Carrier.GAS),
        series(1, "Gas kWh", carrier=Carrier.GAS),
    ]
    found = pairs(frame(USE, [value * 10.6 for value in USE]), gas)
    assert told(found) == [("Gas kWh", "Gas m³", Same.EQUAL)]


def test_cubic_metres_that_no_calorific_value_turns_into_it_are_different() -> None:
    gas = [
        series(0, "Gas m³", unit="m³", carrier=Carrier.GAS),
        series(1, "Gas kWh", carrier=Carrier.GAS),
    ]
    found = pairs(frame(USE, [value * 3 for value in USE]), gas)
    assert [each.how for each in found] == [Same.DIFFERENT]


def test_places_directions_carriers_and_tariffs_are_never_compared() -> None:
    both = frame(USE, USE)
    fed_in = Direction.FED_IN
    for other in (
        series(1, "Schule Strom kWh"),
        series(1, "Rathaus Strom kWh", direction=fed_in),
        series(1, "Rathaus Gas kWh", carrier=Carrier.GAS),
        series(1, "Rathaus Strom HT kWh"),
    ):
        assert pairs(both, [series(0, "Rathaus Strom kWh"), other]) == []


def test_rows_of_two_meters_in_one_column_are_never_compared() -> None:
    meters = [series(0, "Strom kWh", combo={"meter": "1"})]
    other = series(0, "Strom kWh", combo={"meter": "2"})
    assert pairs(frame(USE, USE), [*meters, other]) == []


def test_of_three_that_are_the_same_one_is_left() -> None:
    found = pairs(
        frame(USE, USE, USE),
        [
            series(0, "Leistung kW", power=True),
            series(1, "Zählerstand kWh", counter=True),
            series(2, "Verbrauch kWh"),
        ],
    )
    assert {each.counts.channel.number for each in found} == {2}
    assert {each.other.channel.number for each in found} == {0, 1}


def test_tariffs_are_parts_of_the_register_of_all_tariffs() -> None:
    codes = ["1.8.0", "1.8.1", "1.8.2", "2.8.1"]
    found = [
        series(
            number, "Wert", combo={"meter": "A", "obis": code},
            direction=Direction.FED_IN if code[0] == "2" else Direction.DRAWN,
        )
        for number, code in enumerate(codes)
    ]  # fmt: skip
    assert total_of_tariffs(found) == {1, 2}


def test_tariffs_alone_are_no_parts() -> None:
    found = [series(at, "Wert", combo={"obis": f"1.8.{at}"}) for at in (1, 2)]
    assert total_of_tariffs(found) == set()


def test_codes_in_headers_tell_tariffs_too() -> None:
    found = [series(at, f"1-0:1.8.{at} [kWh]") for at in range(3)]
    assert total_of_tariffs(found) == {1, 2}
