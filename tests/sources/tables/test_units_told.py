"""Units as titles, headers and rows tell them: a multiple is none of the unit, a rate no amount."""

import pytest

from klimamosaik.sources.tables import Preview, read

MONTHS = "".join(f"{month:02}.2024;{100 + month * 7 % 5},5\n" for month in range(1, 13))
TOTAL = sum(100.5 + month * 7 % 5 for month in range(1, 13))
QUARTERS = [f"10.01.2024 {at // 4:02}:{at % 4 * 15:02}" for at in range(96)]


def titled(title: str, header: str = "Strom") -> Preview:
    return read(f"{title};\n\nMonat;{header}\n{MONTHS}".encode(), name="bericht.csv")


def in_rows(unit: str) -> Preview:
    rows = "".join(
        f"{at};G1;Erdgas;{4 + number % 2};{unit}\n" for number, at in enumerate(QUARTERS)
    )
    data = f"Zeit;Zähler;Energieträger;Wert;Einheit\n{rows}"
    return read(data.encode(), name="Auswertung in kWh.csv")


def in_header(header: str) -> Preview:
    rows = "".join(f"{at};{4 + number % 2}\n" for number, at in enumerate(QUARTERS))
    return read(f"Zeit;{header}\n{rows}".encode(), name="Auswertung in kWh.csv")


def total(preview: Preview) -> float:
    (series,) = preview.series
    return series.total


def codes(preview: Preview) -> set[str]:
    return {each.code for each in preview.questions}


@pytest.mark.parametrize(
    "title", ["Angaben in 1.000 kWh", "Alle Werte in Tsd. kWh", "in Tausend kWh",
              "Werte x 1000 kWh", "Einheit: 10³ kWh", "Angaben in MWh"],
)  # fmt: skip
def test_a_multiple_in_the_title_is_not_taken_for_its_unit(title: str) -> None:
    assert total(titled(title)) == pytest.approx(TOTAL * 1000)


@pytest.mark.parametrize("title", ["Abnehmer über 1.000 kWh", "Abnehmer über 1 Mio. kWh"])
def test_an_amount_in_the_title_is_no_multiple(title: str) -> None:
    assert total(titled(title)) == pytest.approx(TOTAL)


@pytest.mark.parametrize(
    ("header", "size"),
    [
        ("Strom (Mio. kWh)", 1e6), ("Strom in Tausend kWh", 1e3), ("Strom [10^3 kWh]", 1e3),
        ("Strom Tsd. kWh", 1e3), ("Strom in Mio. kWh", 1e6), ("Strom in kWh", 1),
    ],
)  # fmt: skip
def test_a_multiple_in_a_header_is_read_as_such(header: str, size: float) -> None:
    assert total(titled("Bericht", header)) == pytest.approx(TOTAL * size)


@pytest.mark.parametrize(("unit", "kilowatts"), [("kWh/h", 1), ("MWh/h", 1000), ("kJ/s", 1)])
def test_energy_by_the_hour_is_power(unit: str, kilowatts: int) -> None:
    day = sum(4 + number % 2 for number in range(96)) / 4
    for found in (in_rows(unit), in_header(f"Gas ({unit})"), in_header(f"Gas in {unit}")):
        assert total(found) == pytest.approx(day * kilowatts)


@pytest.mark.parametrize("unit", ["m3/h", "Nm³/h", "cbm/h", "l/s", "m³/d"])
def test_a_flow_is_no_amount(unit: str) -> None:
    assert not in_rows(unit).series
    assert not in_header(f"Gas Menge ({unit})").series


@pytest.mark.parametrize("unit", ["Mcal", "Gcal/h", "kWh/Woche"])
def test_a_unit_nobody_knows_is_asked_whatever_the_file_is_called(unit: str) -> None:
    assert codes(in_rows(unit)) & {"unit_strange", "unit_unknown"}
    assert codes(in_header(f"Gas ({unit})")) & {"unit_strange", "unit_unknown"}


@pytest.mark.parametrize("header", ["Gas kWh/a", "Strom in kW/h"])
def test_a_rate_behind_a_header_is_asked(header: str) -> None:
    assert codes(in_header(header)) & {"unit_strange", "unit_unknown"}
