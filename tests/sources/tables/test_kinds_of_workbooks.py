"""Every visible sheet is read or named; hidden ones are never read silently."""

import io
from collections.abc import Mapping, Sequence
from datetime import date

import pytest
import xlsxwriter
from openpyxl import Workbook

from klimamosaik.sources.tables import FileHints, Preview, read
from klimamosaik.terms.complaint import InputRejected
from tests.sources.grid.books import MONTHS, ods, ods_rows

Rows = Sequence[Sequence[object]]


def saved(sheets: Mapping[str, Rows], hidden: Sequence[str] = ()) -> bytes:
    book, written = Workbook(), io.BytesIO()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        if name in hidden:
            sheet.sheet_state = "hidden"
    book.save(written)
    return written.getvalue()


def months(header: str, value: float, year: int = 2024, count: int = 12) -> Rows:
    return [["Monat", header], *([f"{month + 1:02}/{year}", value] for month in range(count))]


def totals(preview: Preview) -> dict[str, float]:
    sums: dict[str, float] = {}
    for each in preview.series:
        if each.counts:
            key = each.carrier or "unknown"
            sums[key] = sums.get(key, 0) + each.total
    return sums


def buildings(preview: Preview) -> list[str | None]:
    return [each.building or each.name for each in preview.series]


def test_three_sheets_are_three_carriers() -> None:
    book = saved(
        {
            "Strom": months("Strom kWh", 100),
            "Gas": months("Gas kWh", 1000),
            "Wasser": months("Wasser m³", 10),
        }
    )
    preview = read(book, name="drei_blaetter.xlsx")
    assert totals(preview) == {"electricity": 1200, "gas": 12000, "water": 120}
    assert preview.questions == ()


def test_a_sheet_named_by_its_carrier_says_what_it_holds() -> None:
    book = saved({"Électricité": months("kWh", 100), "Gaz": months("kWh", 900)})
    preview = read(book, name="releves.xlsx")
    assert totals(preview) == {"electricity": 1200, "gas": 10800}


def test_a_sheet_named_by_its_building_says_whose_it_is() -> None:
    book = saved({name: months("Strom kWh", 10) for name in ("Rathaus", "Schule", "Kita")})
    preview = read(book, name="gebaeude.xlsx")
    assert buildings(preview) == ["Rathaus", "Schule", "Kita"]
    assert totals(preview) == {"electricity": 360}


def test_sheets_of_two_years_are_one_meter() -> None:
    book = saved({"2023": months("Rathaus kWh", 10, 2023), "2024": months("Rathaus kWh", 9, 2024)})
    preview = read(book, name="Strom.xlsx")
    (series,) = preview.series
    assert (series.count, series.total) == (24, 228)


def spans(preview: Preview) -> list[tuple[str, int, str]]:
    """Spacing, number and begin of each series."""
    return [
        (each.spacing, each.count, f"{each.first:%Y-%m-%d %H:%M}")
        for each in preview.series
        if each.first
    ]


def test_a_sheet_a_year_tells_the_year_of_its_use() -> None:
    head = ["Gebäude", "Strom [kWh]", "Wärme [MWh]"]
    book = saved(
        {
            "2022": [head, ["Rathaus", 100, 1.5], ["Schule", 200, 2.5]],
            "2023": [head, ["Rathaus", 110, 1.6], ["Schule", 210, 2.6]],
        }
    )
    preview = read(book, name="Liegenschaften.xlsx")
    assert preview.questions == ()
    assert totals(preview) == {"electricity": 620, "heat": pytest.approx(8200)}
    assert spans(preview) == [("P1Y", 2, "2021-12-31 23:00")] * 4


def test_a_sheet_a_month_tells_the_month_of_its_use() -> None:
    head = ["Gebäude", "Strom [kWh]"]
    book = saved({name: [head, ["Rathaus", 100]] for name in ("Januar", "Februar", "März")})
    preview = read(book, name="Strom_2023.xlsx")
    assert preview.questions == ()
    assert spans(preview) == [("P1M", 3, "2022-12-31 23:00")]
    assert totals(preview) == {"electricity": 300}


def test_numbers_of_days_are_those_of_the_month_their_sheet_is_called() -> None:
    book = saved(
        {
            "Januar 24": [["Tag", "Strom kWh"], *([day, 2] for day in range(1, 32))],
            "Februar 24": [["Tag", "Strom kWh"], *([day, 3] for day in range(1, 30))],
        }
    )
    preview = read(book, name="Rathaus.xlsx")
    assert preview.questions == ()
    assert spans(preview) == [("P1D", 60, "2023-12-31 23:00")]
    assert totals(preview) == {"electricity": 149}


def test_sheets_without_a_year_are_not_guessed() -> None:
    head = ["Gebäude", "Strom [kWh]"]
    book = saved({name: [head, ["Rathaus", 100]] for name in ("Januar", "Februar")})
    preview = read(book, name="Strom.xlsx")
    assert preview.series == ()
    assert [each.code for each in preview.questions] == ["year_missing"]


def test_equal_sheets_count_once() -> None:
    book = saved({"Strom": months("Rathaus kWh", 10), "Strom Kopie": months("Rathaus kWh", 10)})
    preview = read(book, name="Strom.xlsx")
    assert totals(preview) == {"electricity": 120}


def test_sheets_that_contradict_each_other_are_asked_about() -> None:
    book = saved({"Strom": months("Rathaus kWh", 10), "Strom neu": months("Rathaus kWh", 11)})
    preview = read(book, name="Strom.xlsx")
    assert "tables_contradict" in {each.code for each in preview.questions}


def test_a_hidden_sheet_is_not_read_but_named() -> None:
    old = [*months("Strom kWh", 999, 2020), *months("Strom kWh", 999, 2021)[1:]]
    book = saved({"Verbrauch": months("Strom kWh", 100), "alt": old}, hidden=["alt"])
    preview = read(book, name="versteckt.xlsx")
    assert totals(preview) == {"electricity": 1200}
    assert "alt" in " ".join(each.value for each in preview.skipped)


def test_a_hidden_sheet_is_read_where_a_person_says_so() -> None:
    book = saved(
        {"Verbrauch": months("Strom kWh", 100), "alt": months("Strom kWh", 999, 2020)},
        hidden=["alt"],
    )
    preview = read(book, name="versteckt.xlsx", hints=FileHints(sheet="alt"))
    assert totals(preview) == {"electricity": 11988}


def test_a_cover_and_a_legend_are_named_and_left_out() -> None:
    book = saved(
        {
            "Deckblatt": [["Energiebericht"], ["Gemeinde Musterdorf"]],
            "Daten": months("Strom kWh", 100),
            "Legende": [["kWh", "Kilowattstunde"]],
        }
    )
    preview = read(book, name="bericht.xlsx")
    assert totals(preview) == {"electricity": 1200}
    assert {"Deckblatt", "Legende"} <= {each.value for each in preview.skipped}


def test_formulas_without_stored_values_are_named() -> None:
    rows: Rows = [["Monat", "Strom kWh"], *([f"{n:02}/2024", f"=10*{n}"] for n in range(1, 13))]
    with pytest.raises(InputRejected) as refusal:
        read(saved({"Daten": rows}), name="formel_strom.xlsx")
    assert refusal.value.complaints[0].code == "formulas_without_values"


def test_a_heading_merged_over_several_columns_stands_over_each_of_them() -> None:
    written = io.BytesIO()
    with xlsxwriter.Workbook(written) as book:
        sheet = book.add_worksheet("Daten")
        sheet.merge_range(0, 0, 0, 3, "Energiebericht der Stadt")
        sheet.write_row(2, 0, ["Gebäude", "", "", "Wärme"])
        sheet.merge_range(2, 1, 2, 2, "Strom")
        sheet.write_row(3, 1, ["2023 (kWh)", "2024 (kWh)", "2024 (kWh)"])
        sheet.write_row(4, 0, ["Schule", 100, 90, 500])
        sheet.write_row(5, 0, ["Kita", 50, 45, 200])
    preview = read(written.getvalue(), name="verbunden.xlsx")
    assert totals(preview) == {"electricity": 285, "heat": 700}
    assert set(buildings(preview)) == {"Schule", "Kita"}


def test_days_as_serial_numbers_without_a_format_are_days() -> None:
    days: Rows = [["Datum", "Strom kWh"], *([45292 + day, 100] for day in range(12))]
    (series,) = read(saved({"Tabelle1": days}), name="serial_strom.xlsx").series
    assert (series.spacing, series.count, series.total) == ("P1D", 12, 1200)
    assert f"{series.first:%Y-%m-%d %H:%M}" == "2023-12-31 23:00"


def test_dates_and_their_numbers_mixed_are_the_same_days() -> None:
    days: Rows = [["Datum", "Strom kWh"], *([date(2024, 1, 1 + n), 20.5] for n in range(28))]
    (series,) = read(saved({"Tabelle1": days}), name="Strom Tageswerte.xlsx").series
    assert (series.spacing, series.count, series.total) == ("P1D", 28, 574)


def test_two_tables_on_one_sheet_are_two() -> None:
    rows: Rows = [
        ["Stromzähler 4711", None, None],
        *([*each, None] for each in months("Strom kWh", 100)),
        ["Summe", 1200, None],
        [None, None, None],
        ["Gaszähler 0815", None, None],
        *([*each, None] for each in months("Gas m³", 50)),
        ["Summe", 600, None],
    ]
    preview = read(saved({"Rathaus": rows}), name="Rathaus.xlsx")
    assert totals(preview) == {"electricity": 1200, "gas": 600}


@pytest.mark.parametrize("typed", ["1.102,5", "1102,5", " 1102,5 "])
def test_one_number_typed_as_text_does_not_change_how_the_others_are_read(typed: str) -> None:
    rows = [*months("Strom kWh", 980.5, count=5), ["06/2024", typed]]
    rows += [[f"{month:02}/2024", 980.5] for month in range(7, 13)]
    preview = read(saved({"Strom": rows}), name="strom.xlsx")
    assert totals(preview) == {"electricity": pytest.approx(11 * 980.5 + 1102.5)}
    assert preview.questions == ()


def test_one_missing_value_is_told_in_the_singular() -> None:
    rows = [row for row in months("Strom kWh", 980.5) if row[0] != "06/2024"]
    (told,) = read(saved({"Strom": rows}), name="strom.xlsx").warnings
    assert "1 Wert fehlt, von 12 zwischen" in told.text.de
    assert "1 value is missing, of 12 between" in told.text.en


def with_hidden(rows: Sequence[int], columns: Sequence[str]) -> bytes:
    book, written = Workbook(), io.BytesIO()
    sheet = book.worksheets[0]
    for row in [
        ["Monat", "Strom kWh", "Gas kWh"],
        *([f"{m:02}/2024", 100, 1000] for m in range(1, 13)),
    ]:
        sheet.append(row)
    for number in rows:
        sheet.row_dimensions[number].hidden = True
    for letter in columns:
        sheet.column_dimensions[letter].hidden = True
    book.save(written)
    return written.getvalue()


@pytest.mark.parametrize(
    ("rows", "columns", "named"),
    [([5], [], "(5)"), ([5, 6], [], "(5, 6)"), ([], ["C"], "(C)"), ([13], ["B"], "(13)")],
)
def test_filled_cells_that_are_not_shown_are_asked_about(
    rows: list[int], columns: list[str], named: str
) -> None:
    book = with_hidden(rows, columns)
    (asked,) = read(book, name="verbrauch.xlsx").questions
    assert asked.code == "hidden_cells"
    assert named in asked.text.de
    answered = read(book, name="verbrauch.xlsx", hints=FileHints.from_json(asked.answers[0].hints))
    assert answered.questions == ()
    assert totals(answered) == {"electricity": 1200, "gas": 12000}


@pytest.mark.parametrize(("rows", "columns"), [([], []), ([40], []), ([], ["D", "E"])])
def test_blank_rows_and_columns_that_are_not_shown_ask_nothing(
    rows: list[int], columns: list[str]
) -> None:
    assert read(with_hidden(rows, columns), name="verbrauch.xlsx").questions == ()


def test_a_workbook_of_letters_that_were_encoded_twice_is_restored() -> None:
    book = saved(
        {
            "T": [
                ["GebÃ¤ude", "Monat", "Strom kWh"],
                ["MÃ¼hle", "01/2024", 5],
                ["MÃ¼hle", "02/2024", 5],
            ]
        }
    )
    assert buildings(read(book, name="verbrauch.xlsx")) == ["Mühle"]


def test_a_column_that_opendocument_does_not_show_is_asked_about() -> None:
    columns = '<table:table-column/><table:table-column table:visibility="collapse"/>'
    table = f'<table:table table:name="T">{columns}{ods_rows(MONTHS)}</table:table>'
    asked = {each.code: each.text.de for each in read(ods(table), name="verbrauch.ods").questions}
    assert "(B)" in asked["hidden_cells"]


@pytest.mark.parametrize("others", [(1250.5, 1300.25, 999.5), (1250, 1300, 999), (12.5, 13.25, 11)])
def test_a_text_among_stored_numbers_that_means_two_things_is_refused(
    others: Sequence[float],
) -> None:
    values: Sequence[object] = (others[0], "1,102", *others[1:])
    months = [[f"{month:02}/2024", value] for month, value in enumerate(values, 1)]
    preview = read(saved({"T": [["Monat", "Strom kWh"], *months]}), name="verbrauch.xlsx")
    assert [(each.code, each.row) for each in preview.refused] == [("number_as_text", 3)]
    assert totals(preview) == {"electricity": sum(others)}
