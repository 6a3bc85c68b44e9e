"""A status is as old as the list says it is: heading, title, cell or sentence."""

from datetime import date

import pytest

from klimamosaik.sources.measure_lists.reading import read
from klimamosaik.sources.measure_lists.spans import only_a_span

HEAD = "Nr;Maßnahme;Handlungsfeld;Status;Sachstand\n"


@pytest.mark.parametrize(
    ("title", "day"),
    [
        ("Stand 2017", date(2017, 12, 31)),
        ("Stand: Dezember 2017", date(2017, 12, 31)),
        ("Stand: März 2017", date(2017, 3, 31)),
        ("Stand: 1. Quartal 2017", date(2017, 3, 31)),
        ("Stand der Umsetzung 2017", date(2017, 12, 31)),
        ("Sachstandsbericht 2017", date(2017, 12, 31)),
        ("Status 06/2017", date(2017, 6, 30)),
        ("Klimaschutzkonzept 2030", None),
    ],
)
def test_the_day_of_a_list_may_be_a_month_a_quarter_or_a_year(title: str, day: date | None) -> None:
    text = f"{title};;;;\n{HEAD}1;LED;Gebäude;in Umsetzung;läuft\n"
    assert read(text.encode(), name="liste.csv").as_of == day


def test_a_year_in_the_headings_is_no_day_of_the_list() -> None:
    text = "Nr;Maßnahme;Status;2025;2030\n1;LED;in Umsetzung;100;200\n"
    assert read(text.encode(), name="liste.csv").as_of is None


@pytest.mark.parametrize(
    ("said", "last"),
    [
        ("2017: läuft", date(2017, 12, 31)),
        ("März 2017: läuft", date(2017, 3, 31)),
        ("12.03.2017 – Auftrag vergeben", date(2017, 3, 12)),
        ("läuft (Stand 2017)", date(2017, 12, 31)),
        ("2016: begonnen / Stand: 03/2018", date(2018, 3, 31)),
        ("läuft seit 2017", None),
        ("Ziel: 2030 fertig", None),
        ("100 von 2017 Leuchten", None),
    ],
)
def test_a_report_that_names_its_day_is_of_that_day(said: str, last: date | None) -> None:
    text = f"{HEAD}1;LED;Gebäude;in Umsetzung;{said}\n"
    (report,) = read(text.encode(), name="liste.csv").measures[0].reports
    assert (report.span.last if report.span else None) == last
    assert said in report.text


def test_a_cell_that_is_a_year_says_when_and_nothing_else() -> None:
    text = "Nr;Maßnahme;Stand;Status;Sachstand\n1;LED;2017;in Umsetzung;läuft\n"
    (report,) = read(text.encode(), name="liste.csv").measures[0].reports
    assert report.span is not None
    assert report.span.last == date(2017, 12, 31)
    assert report.text == "in Umsetzung\nläuft"


@pytest.mark.parametrize("text", ["erst 2017", "43101", "ja", "Haus 2017", "2017 bis 2019 geplant"])
def test_words_beside_a_year_are_no_day(text: str) -> None:
    assert only_a_span(text) is None
