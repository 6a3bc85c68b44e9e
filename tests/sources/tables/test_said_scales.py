"""What a header says beside the unit is asked about: a factor, and gas by its net value."""

import pytest

from klimamosaik.sources.tables import FileHints, Preview, read

NUMBERS = range(1000, 1168, 7)
TOTAL = sum(NUMBERS)


def table(
    header: str, *, unit: str = "", above: str = "", hints: FileHints | None = None
) -> Preview:
    """Two years of months below a header; unit: of a column beside it; above: the table."""
    heads = ";".join(["Monat", header, *(["Einheit"] if unit else [])])
    rows = [
        ";".join(
            [f"{place % 12 + 1:02}.{2022 + place // 12}", str(number), *([unit] if unit else [])]
        )
        for place, number in enumerate(NUMBERS)
    ]
    return read(
        "\n".join([*([above, ""] if above else []), heads, *rows]).encode(),
        name="a.csv",
        hints=hints,
    )


def codes(preview: Preview) -> set[str]:
    return {each.code for each in preview.questions}


def total(preview: Preview) -> float:
    (series,) = preview.series
    return series.total


@pytest.mark.parametrize(
    ("header", "factor"),
    [
        ("Strom kWh (x100)", 100), ("Strom [kWh] x 1000", 1000), ("Strom (x 40) kWh", 40),
        ("Strom kWh *1000", 1000), ("Strom kWh (Wandler 200/5)", 40), ("Strom kWh (mal 20)", 20),
        ("Strom kWh (F=20)", 20), ("Strom kWh (Vielfaches 20)", 20),
        ("Strom kWh (Faktor 2,5)", 2.5),
    ],
)  # fmt: skip
def test_a_factor_in_a_header_is_asked_about_and_used_as_told(header: str, factor: float) -> None:
    assert "factor_in_header" in codes(table(header))
    for accepted, times in (("multiplies", factor), ("included", 1)):
        hints = FileHints(accepted=(f"header_factor_{accepted}",))
        answered = table(header, hints=hints)
        assert "factor_in_header" not in codes(answered)
        assert total(answered) == pytest.approx(TOTAL * times)


@pytest.mark.parametrize(
    "header",
    ["Strom kWh", "Strom kWh HT", "Haus 3 x Strom kWh", "Strom kWh 3x16A", "Trafo 2 Strom kWh"],
)
def test_numbers_that_multiply_nothing_are_not_asked_about(header: str) -> None:
    assert "factor_in_header" not in codes(table(header))


@pytest.mark.parametrize(
    "header",
    ["Erdgas kWh Hi", "Erdgas [kWh] (Hu)", "Gas Heizwert kWh", "Gas Hi [kWh]", "Erdgas [kWh Hi]"],
)
def test_gas_by_its_net_value_is_asked_about_and_converted_where_wanted(header: str) -> None:
    unit = FileHints(unit="kWh")
    assert "gas_by_net_value" in codes(table(header, hints=unit))
    for accepted, times in (("gas_converted_to_gross", 1.11), ("gas_by_gross_value", 1)):
        answered = table(header, hints=FileHints(unit="kWh", accepted=(accepted,)))
        assert "gas_by_net_value" not in codes(answered)
        assert total(answered) == pytest.approx(TOTAL * times)


def test_a_column_of_units_and_a_title_tell_the_net_value_too() -> None:
    assert "gas_by_net_value" in codes(table("Erdgas", unit="kWh Hi", hints=FileHints(unit="kWh")))
    assert "gas_by_net_value" in codes(table("Erdgas kWh", above="Angaben in kWh (Hi)"))


@pytest.mark.parametrize(
    "header",
    ["Erdgas kWh", "Erdgas kWh (Hs)", "HU Berlin Gas kWh", "Heizöl kWh Hi", "Wärme kWh Hi"],
)
def test_gas_as_billed_and_other_fuels_are_not_asked_about(header: str) -> None:
    assert "gas_by_net_value" not in codes(table(header))


def test_what_stands_beside_a_unit_is_no_part_of_a_name() -> None:
    heads = "Alte Schmiede Gas kWh Hi;Alte Schmiede Strom [kWh] (Wandler 200/5)"
    rows = "\n".join(
        f"{place:02}.2024;{number};{number}" for place, number in enumerate(NUMBERS[:12], 1)
    )
    found = read(f"Monat;{heads}\n{rows}".encode(), name="a.csv")
    names = [each.name for each in found.series]
    assert names == ["Alte Schmiede Gas", "Alte Schmiede Strom"]
