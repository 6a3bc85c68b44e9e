"""Amounts, days and words for states, as people write them."""

from datetime import date

import pytest

from klimamosaik.sources.measure_lists.amounts import amount, effect_unit, opening_amount
from klimamosaik.sources.measure_lists.listed import DaySpan
from klimamosaik.sources.measure_lists.roles import ListRole
from klimamosaik.sources.measure_lists.spans import day_of, first_and_last_year, span_of
from klimamosaik.sources.measure_lists.vocabulary import phase_of, role_of, state_of


@pytest.mark.parametrize(
    ("cell", "low", "high"),
    [
        ("50.000 EUR", 50_000, 50_000),
        ("ca. 50.000 EUR", 50_000, 50_000),
        ("1,2 Mio. €", 1_200_000, 1_200_000),
        ("50-80 T€", 50_000, 80_000),
        ("200 bis 300 t CO2/a", 200, 300),
        ("rund 15.300 t CO₂ pro Jahr", 15_300, 15_300),
        ("35000.5", 35_000.5, 35_000.5),
        ("10.000 € (brutto)", 10_000, 10_000),
        ("0.125 t CO2/a", 0.125, 0.125),
        ("1'250'000 €", 1_250_000, 1_250_000),
    ],
)
def test_an_amount_is_read_whatever_stands_around_it(cell: str, low: float, high: float) -> None:
    found = amount(cell)
    assert found is not None
    assert (found.figure.low, found.figure.high) == (low, high)


@pytest.mark.parametrize(
    "cell",
    [
        "siehe Haushalt",
        "500.000 Euro für 2 Jahre",
        "n/a",
        "3 oder 5",
        "1.2.3.4",
        "12 00 €",
        "",
        "€",
    ],
)
def test_prose_is_no_amount(cell: str) -> None:
    assert amount(cell) is None


def test_a_heading_says_what_its_numbers_are_in() -> None:
    assert effect_unit("Einsparung [GWh/a]") == ("MWh/a", 1000.0)
    assert effect_unit("THG-Minderung (t CO2/a)") == ("t CO2e/a", 1.0)
    assert effect_unit("CO2 in kt") == ("t CO2e/a", 1000.0)
    assert effect_unit("Priorität") is None


def test_of_a_longer_text_only_an_answer_at_the_beginning_of_a_line_is_a_number() -> None:
    text = "Wie hoch ist die Minderung?\n15.300 t CO2/a im Jahr 2030\nMehr dazu unten."
    found = opening_amount(text)
    assert found is not None
    assert found[1].figure.mean == 15_300
    assert opening_amount("Die Stadt emittiert\n51.500 t CO2/a insgesamt") is None
    assert opening_amount("Insgesamt fast 51.500 t CO2/a.") is None


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Sachstand 2013", date(2013, 1, 1), date(2013, 12, 31)),
        ("Sachstand 2015 / 2016", date(2015, 1, 1), date(2016, 12, 31)),
        ("Sachstand 2015/16", date(2015, 1, 1), date(2016, 12, 31)),
        ("Stand 03/2024", date(2024, 3, 1), date(2024, 3, 31)),
        ("März 2024", date(2024, 3, 1), date(2024, 3, 31)),
        ("Q2 2025", date(2025, 4, 1), date(2025, 6, 30)),
        ("12.03.2024", date(2024, 3, 12), date(2024, 3, 12)),
        ("2024-03-12 00:00:00", date(2024, 3, 12), date(2024, 3, 12)),
        ("2024-01-01 – 2024-06-30", date(2024, 1, 1), date(2024, 6, 30)),
    ],
)
def test_a_label_covers_its_days(text: str, first: date, last: date) -> None:
    assert span_of(text) == DaySpan(first, last)


def test_a_day_that_never_was_is_no_day() -> None:
    assert day_of("31.02.2024") is None
    assert day_of("demnächst") is None


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2024-2030", (2024, 2030)), ("ab 2024", (2024, None)), ("bis 2030", (None, 2030)),
        ("2025", (2025, 2025)), ("seit 03/2022", (2022, None)), ("fortlaufend", (None, None)),
        ("2020 – 2021", (2020, 2021)),
    ],
)  # fmt: skip
def test_the_years_of_the_work(text: str, years: tuple[int | None, int | None]) -> None:
    assert first_and_last_year(text) == years


@pytest.mark.parametrize(
    ("cell", "state"),
    [
        ("grün", "on course"), ("#01873B", "on course"), ("in Umsetzung", "on course"),
        ("orange", "delayed"), ("#AE1B1B", "stuck"), ("rot", "stuck"), ("🔴", "stuck"),
        ("abgeschlossen", "done"), ("completed", "done"), ("verworfen", "stopped"),
        ("noch nicht begonnen", "not begun"), ("white", "not begun"), ("#FFFFFF", "not begun"),
        ("Die Umsetzung ist im Rat umstritten und wird noch einmal beraten werden", None),
        ("blubb", None),
    ],
)  # fmt: skip
def test_a_word_or_a_colour_says_how_it_goes(cell: str, state: str | None) -> None:
    assert state_of(cell) == state


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("Nr.", ListRole.KEY), ("Maßnahmen-Nr.", ListRole.KEY), ("Maßnahme", ListRole.TITLE),
        ("Measure", ListRole.TITLE), ("Titel der Maßnahme", ListRole.TITLE),
        ("Handlungsfeld", ListRole.FIELD),
        ("Federführung", ListRole.RESPONSIBLE), ("Zuständigkeit", ListRole.RESPONSIBLE),
        ("Akteure", ListRole.PARTNERS), ("Laufzeit", ListRole.SPAN), ("Beginn", ListRole.BEGIN),
        ("Ampel", ListRole.STATE), ("Investitionskosten [€]", ListRole.COST),
        ("laufende Kosten pro Jahr", ListRole.RUNNING_COST), ("Kosten (Ist)", ListRole.COST_ACTUAL),
        ("THG-Minderung [t CO2/a]", ListRole.EFFECT), ("GHG reduction", ListRole.EFFECT),
        ("Einsparung MWh/a", ListRole.EFFECT), ("Beschluss", ListRole.DECISION),
        ("Datum des Beschlusses", ListRole.DECISION_DAY), ("Priorität", ListRole.NOTE),
        ("Responsible department", ListRole.RESPONSIBLE), ("Implementation status", ListRole.STATE),
        ("Kennzahl", ListRole.INDICATOR), ("Risiken & Herausforderungen?", ListRole.OBSTACLES),
        ("Wetter", None),
    ],
)  # fmt: skip
def test_headings_in_german_and_english_name_their_role(
    heading: str, role: ListRole | None
) -> None:
    assert role_of(heading) == role


def test_a_phase_by_its_word() -> None:
    assert phase_of("Pilotphase") == "pilot"
    assert phase_of("Dauerbetrieb") == "permanent"
    assert phase_of("irgendwas") is None
