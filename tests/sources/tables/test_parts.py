"""Totals beside their parts, and the electricity of a house with the sun on its roof."""

import pytest

from klimamosaik.sources.tables.sums.flows import flows
from klimamosaik.sources.tables.sums.parts import Holds, holding, is_whole, sum_exactly, wholes
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.direction import Direction
from tests.sources.tables.told import frame, series

A, B = [3.0, 4, 6, 5, 2, 7], [1.0, 2, 1, 3, 2, 1]
SUM = [a + b for a, b in zip(A, B, strict=True)]


@pytest.mark.parametrize(
    ("whole", "holds"),
    [
        (SUM, Holds.SUM),
        ([value * 1.005 for value in SUM], Holds.SUM),
        ([value * 1.4 for value in SUM], Holds.MORE),
        ([value * (0.5 + at % 2) for at, value in enumerate(SUM)], Holds.UNCLEAR),
    ],
)
def test_a_total_is_the_sum_of_its_parts_or_more_or_unclear(
    whole: list[float], holds: Holds
) -> None:
    three = [series(0, "Gesamt kWh"), series(1, "Nord kWh"), series(2, "Süd kWh")]
    assert holding(frame(whole, A, B), three[0], three[1:]) is holds


def test_without_a_common_time_nothing_is_clear() -> None:
    two = [series(0, "Gesamt kWh"), series(1, "Nord kWh")]
    assert holding(frame([], A), two[0], two[1:]) is Holds.UNCLEAR


def test_a_column_called_total_is_found_with_the_others_of_its_carrier() -> None:
    columns = [
        series(0, "Gesamt kWh"), series(1, "Nord kWh"), series(2, "Süd kWh"),
        series(3, "Gas kWh", carrier=Carrier.GAS),
    ]  # fmt: skip
    (found,) = wholes(frame(SUM, A, B, A), columns)
    assert found.whole is columns[0]
    assert found.parts == columns[1:3]
    assert (found.holds, found.technical) == (Holds.SUM, False)


def test_parts_named_as_such_are_technical() -> None:
    columns = [series(0, "Hauptzähler kWh"), series(1, "davon Küche kWh"), series(2, "HVAC kWh")]
    (found,) = wholes(frame([20.0] * 6, A, B), columns)
    assert (found.holds, found.technical) == (Holds.MORE, True)


def test_what_is_fed_in_is_no_part_of_a_total() -> None:
    columns = [
        series(0, "Gesamt kWh"), series(1, "Einspeisung kWh", direction=Direction.FED_IN),
    ]  # fmt: skip
    assert wholes(frame(A, B), columns) == []


@pytest.mark.parametrize(
    "header", ["Gesamt Strom kWh", "Strom gesamt", "Total (kWh)", "Summe", "Hauptzähler", "Main"]
)
def test_words_of_totals_are_known(header: str) -> None:
    assert is_whole(header)


@pytest.mark.parametrize("header", ["Gesamtschule", "Hauptschule Strom", "Rathaus", "Hauptamt kWh"])
def test_places_are_no_totals(header: str) -> None:
    assert not is_whole(header)


def test_a_sum_nobody_names_is_found_only_where_it_is_exact() -> None:
    three = [series(0, "Gemeinde kWh"), series(1, "Nord kWh"), series(2, "Süd kWh")]
    assert sum_exactly(frame(SUM, A, B), three[0], three[1:], least=6)
    assert not sum_exactly(frame(SUM, A, B), three[0], three[1:], least=7)
    off = [*SUM[:-1], SUM[-1] * 1.1]
    assert not sum_exactly(frame(off, A, B), three[0], three[1:], least=6)


FED_IN, MADE, OWN = Direction.FED_IN, Direction.GENERATED, Direction.OWN_USE


def test_total_use_holds_what_is_drawn_and_what_is_made_and_used() -> None:
    columns = [
        series(0, "Verbrauch kWh"), series(1, "Netzbezug kWh"),
        series(2, "Direktverbrauch kWh", direction=OWN),
        series(3, "Einspeisung kWh", direction=FED_IN),
    ]  # fmt: skip
    (found,) = flows(frame(SUM, A, B, A), columns)
    assert found.use is columns[0]
    assert found.parts == columns[1:3]
    assert found.proven


def test_use_that_does_not_fit_its_parts_is_not_proven() -> None:
    columns = [
        series(0, "Verbrauch kWh"), series(1, "Netzbezug kWh"),
        series(2, "Einspeisung kWh", direction=FED_IN),
    ]  # fmt: skip
    half = [value * (0.5 + at % 2) for at, value in enumerate(A)]
    (found,) = flows(frame(half, A, B), columns)
    assert not found.proven


def test_use_is_what_is_drawn_and_made_less_what_is_fed_in() -> None:
    columns = [
        series(0, "Verbrauch kWh"), series(1, "Netzbezug kWh"),
        series(2, "Erzeugung kWh", direction=MADE), series(3, "Einspeisung kWh", direction=FED_IN),
    ]  # fmt: skip
    made, fed_in = [10.0] * 6, [4.0] * 6
    (found,) = flows(frame([a + 6 for a in A], A, made, fed_in), columns)
    assert found.proven


def test_without_sun_or_battery_there_are_no_flows() -> None:
    columns = [series(0, "Verbrauch kWh"), series(1, "Netzbezug kWh")]
    assert flows(frame(SUM, A), columns) == []


def test_a_wallbox_beside_what_the_grid_delivers_is_a_part_of_it() -> None:
    columns = [series(0, "Import (kWh)"), series(1, "BEV (kWh)")]
    (found,) = wholes(frame(SUM, A), columns)
    assert (found.whole, found.parts, found.holds, found.technical) == (
        columns[0], [columns[1]], Holds.MORE, True,
    )  # fmt: skip


def test_other_buildings_beside_what_the_grid_delivers_are_no_parts_of_it() -> None:
    assert not wholes(frame(SUM, A), [series(0, "Netzbezug (kWh)"), series(1, "Bauhof (kWh)")])
