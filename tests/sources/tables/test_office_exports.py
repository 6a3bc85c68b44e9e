"""Tables as clerks of several countries export them, mixing kinds."""

from datetime import UTC, datetime

import pytest

from klimamosaik.sources.tables import FileHints, Preview, read


def table(*lines: str, name: str = "export.csv", hints: FileHints | None = None) -> Preview:
    return read("\n".join(lines).encode(), name=name, hints=hints)


def asked(preview: Preview) -> list[str]:
    return [each.code for each in preview.questions]


def totals(preview: Preview) -> dict[str, float]:
    return {each.name: round(each.total, 2) for each in preview.series}


@pytest.mark.parametrize(
    "period", ["du 01/0{}/2024 au 28/0{}/2024", "vom 01.0{}.2024 bis 28.0{}.2024"]
)
def test_periods_that_begin_with_a_word_are_periods(period: str) -> None:
    rows = [f"Mairie;{period.format(month, month)};{1000 + month * 7 % 5}" for month in range(1, 7)]
    preview = table("Site;Période de consommation;Consommation électricité (kWh)", *rows)
    (series,) = preview.series
    assert series.first == datetime(2023, 12, 31, 23, tzinfo=UTC)
    assert series.count == 6


def test_weather_adjusted_use_and_use_per_area_are_no_use_of_their_year() -> None:
    preview = table(
        "Gebäude;Strom 2022 kWh;Strom 2023 kWh;Strom 2023 kWh/m²;Heizung 2022 kWh;Heizung 2023 kWh;"
        "Heizung 2023 witterungsbereinigt kWh",
        "Rathaus;50000;48000;24;150000;140000;145000",
        "Schule;80000;79000;15,8;400000;390000;401000",
    )
    assert sum(each.total for each in preview.series) == 1_337_000
    assert not preview.questions


def test_a_unit_and_a_year_make_a_header_of_a_year() -> None:
    preview = table("Gebäude;GJ 2022;GJ 2023", "Rathaus;100;110", name="wärme.csv")
    assert [(each.spacing, each.count) for each in preview.series] == [("P1Y", 2)]
    assert preview.series[0].total == pytest.approx(210 / 0.0036, rel=1e-6)


def test_columns_that_are_not_used_tell_how_numbers_are_written() -> None:
    rows = [
        f'Library,{month:02}/2024,"{month},{300 + month}",{100 * month}.10' for month in (1, 2, 3)
    ]
    preview = table("Site,Month,Electricity Units (kWh),Net £", *rows)
    assert "decimal_mark" not in asked(preview)
    assert totals(preview) == {"Library": 1301 + 2302 + 3303}


@pytest.mark.parametrize(
    ("season", "first"),
    [
        ("07-06", datetime(2020, 6, 30, 22, tzinfo=UTC)),
        ("10-09", datetime(2020, 9, 30, 22, tzinfo=UTC)),
        ("01-12", datetime(2020, 12, 31, 23, tzinfo=UTC)),
    ],
)
def test_a_fiscal_year_is_asked_for_its_months_and_called_by_its_end(
    season: str, first: datetime
) -> None:
    lines = ("Building,FY2021 kWh,FY2022 kWh", "City Hall,100000,110000")
    assert asked(table(*lines)) == ["season_months"]
    (series,) = table(*lines, hints=FileHints(season=season)).series
    assert (series.first, series.total) == (first, 210_000)


def test_thousands_of_gallons_are_known() -> None:
    preview = table("Building,Month,Water (kgal)", "City Hall,01/2023,3", "City Hall,02/2023,2")
    assert preview.series[0].total == pytest.approx(5 * 3.785411784)


def test_degree_days_are_no_use() -> None:
    preview = table(
        "Date,HDD 15.5", *(f"2024-01-{day:02},{10 + day % 5}.5" for day in range(1, 20))
    )
    assert not preview.series
    assert not preview.questions


def test_a_wide_table_with_two_decimals_keeps_its_header() -> None:
    houses = range(30)
    head = ";".join(["Zeit", *(f"Haus {house} Strom kWh" for house in houses)])
    rows = [
        f"{day:02}.01.2024;"
        + ";".join(f"{day * house % 23}.{house * 7 % 60:02}" for house in houses)
        for day in range(1, 29)
    ]
    preview = table(head, *rows)
    assert [each.name for each in preview.series] == [f"Haus {house} Strom" for house in houses]
    assert {each.count for each in preview.series} == {28}


@pytest.mark.parametrize("street", ["Markt", "Marienweg", "Junkerweg", "Maiweg", "Augustenweg"])
def test_streets_that_begin_like_months_are_no_times(street: str) -> None:
    rows = [f"Gebäude {at:04};{street} {at};{100 + at};1911" for at in range(1, 61)]
    preview = table("Gebäude;Adresse;Nutzfläche m²;Baujahr", *rows)
    assert len(preview.buildings) == 60
    assert preview.buildings[9].address == f"{street} 10"


def test_two_months_beside_names_of_buildings_are_a_header() -> None:
    preview = table(
        "Gebäude;Zähler;Energieträger;Einheit;01/2023;02/2023",
        "Rathaus;4711;Strom;kWh;100;120", "Schule;4712;Gas;kWh;1000;1200",
    )  # fmt: skip
    assert [each.total for each in preview.series] == [220, 2200]
