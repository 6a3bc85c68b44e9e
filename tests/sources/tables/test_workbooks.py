"""Excel workbooks, as written by spreadsheet programs."""

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from klimamosaik.sources.tables import FileHints, FileKind, Preview, read
from klimamosaik.terms.complaint import InputRejected


def saved(sheets: dict[str, list[list[object]]]) -> bytes:
    book, written = Workbook(), io.BytesIO()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(written)
    return written.getvalue()


READINGS: list[list[object]] = [
    ["Verbrauch Strom 2024", None, None],
    [None, None, None],
    ["Monat", "Rathaus [kWh]", "Schule [kWh]"],
    [date(2024, 1, 1), 1000.5, 2],
    [date(2024, 2, 1), 1234.567, "1.234,50"],
    [date(2024, 3, 1), "-", 3],
    ["Summe", 2235.067, 1239.5],
]


def test_numbers_and_dates_of_a_workbook_are_read() -> None:
    preview = read(saved({"Strom": READINGS}), name="verbrauch.xlsx")
    assert [(each.name, each.spacing, each.count) for each in preview.series] == [
        ("Rathaus", "P1M", 2),
        ("Schule", "P1M", 3),
    ]
    assert preview.series[0].total == pytest.approx(2235.067)
    assert preview.series[1].total == pytest.approx(1239.5)
    assert preview.skipped


def test_an_older_workbook_is_read() -> None:
    """The sample has the same cells; it was written with xlwt 1.3."""
    path = Path(__file__).parents[2] / "recorded" / "tables" / "verbrauch_strom_2024.xls"
    preview = read(path.read_bytes(), name="verbrauch.xls")
    assert preview.format.container.value == "xls"
    assert_as_in_readings(preview)


def test_an_opendocument_spreadsheet_is_read() -> None:
    preview = read(opendocument(READINGS), name="verbrauch.ods")
    assert preview.format.container.value == "ods"
    assert "OpenDocument" in preview.format.container.why.de
    assert_as_in_readings(preview)


def test_a_damaged_spreadsheet_of_any_kind_is_refused() -> None:
    path = Path(__file__).parents[2] / "recorded" / "tables" / "verbrauch_strom_2024.xls"
    for whole in (path.read_bytes(), opendocument(READINGS), saved({"Strom": READINGS})):
        with pytest.raises(InputRejected):
            read(whole[: len(whole) // 2], name="halb.xls")


def assert_as_in_readings(preview: Preview) -> None:
    """The same months and sums as in READINGS."""
    assert [(each.name, each.spacing, each.count) for each in preview.series] == [
        ("Rathaus", "P1M", 2),
        ("Schule", "P1M", 3),
    ]
    assert [each.total for each in preview.series] == pytest.approx([2235.067, 1239.5])
    assert preview.refused_total == 0
    assert preview.skipped


MANIFEST = (
    '<?xml version="1.0"?><manifest:manifest '
    'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
)
SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "text")
)


def opendocument(rows: list[list[object]]) -> bytes:
    """The sheet as OpenDocument 1.3 writes it (OASIS, part 3, 9.1)."""
    lines = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    content = (
        f'<?xml version="1.0"?><office:document-content {SPACES} office:version="1.3">'
        f'<office:body><office:spreadsheet><table:table table:name="Strom">{lines}'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as written:
        written.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        written.writestr("content.xml", content)
        written.writestr("META-INF/manifest.xml", MANIFEST)
    return packed.getvalue()


def cell(value: object) -> str:
    """One cell: a date, a number, or text."""
    kind, shown = '"string">', f"{value}"
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, date):
        kind, shown = f'"date" office:date-value="{value}">', f"{value:%d.%m.%Y}"
    elif isinstance(value, int | float):
        kind = f'"float" office:value="{value}">'
    return f"<table:table-cell office:value-type={kind}<text:p>{shown}</text:p></table:table-cell>"


def test_a_sheet_without_a_table_is_named() -> None:
    book = saved({"Deckblatt": [["Stadt"]], "Strom": READINGS})
    preview = read(book, name="verbrauch.xlsx")
    assert preview.format.sheet is not None
    assert preview.format.sheet.value == "Strom"
    assert "Deckblatt" in [fact.value for fact in preview.skipped]


def test_a_told_sheet_is_taken() -> None:
    other: list[list[object]] = [
        ["Datum", "Gas kWh"],
        [date(2024, 1, 1), 5],
        [date(2024, 1, 2), 6],
    ]
    preview = read(saved({"A": READINGS, "B": other}), name="v.xlsx", hints=FileHints(sheet="B"))
    assert [each.name for each in preview.series] == ["Gas"]


def test_a_sheet_that_is_not_there_is_refused() -> None:
    with pytest.raises(InputRejected) as refusal:
        read(saved({"A": READINGS}), name="v.xlsx", hints=FileHints(sheet="X"))
    assert refusal.value.complaints[0].code == "no_such_sheet"


def test_an_empty_workbook_is_refused() -> None:
    with pytest.raises(InputRejected) as refusal:
        read(saved({"A": []}), name="v.xlsx")
    assert refusal.value.complaints[0].code == "empty_workbook"


def test_the_name_of_the_file_does_not_matter() -> None:
    assert read(saved({"A": READINGS}), name="strom.csv").kind is FileKind.READINGS


def test_buildings_are_called_by_their_names_not_by_their_numbers() -> None:
    rows: list[list[object]] = [
        ["Objektnr.", "Bezeichnung", "Straße", "BGF m²"],
        [1001, "Rathaus", "Markt 1", 4500],
        [1002, "Schule", "Weg 2", 3200],
    ]
    found = read(saved({"Liste": rows}), name="objekte.xlsx")
    assert [each.name for each in found.buildings] == ["Rathaus", "Schule"]


def test_the_number_of_a_house_belongs_to_its_street() -> None:
    rows: list[list[object]] = [
        ["Objektbezeichnung", "Straße", "HsNr", "PLZ", "Dachfläche m²", "BGF [m²]"],
        ["Rathaus", "Markt", 1, 48143, 300, 1500],
        ["Schule", "Weg 2", "2", 48143, 900, 2500.5],
        ["Halle", "Hinterm Tor", "5 a", 48143, 800, None],
    ]
    preview = read(saved({"Liste": rows}), name="objekte.xlsx")
    assert [each.address for each in preview.buildings] == ["Markt 1", "Weg 2", "Hinterm Tor 5 a"]
    assert [each.area for each in preview.buildings] == [1500, 2500.5, None]


def test_a_list_of_buildings_is_read() -> None:
    rows: list[list[object]] = [
        [
            "Gebäude",
            "Straße",
            "PLZ",
            "Ort",
            "NGF [m²]",
            "BGF m²",
            "Gebäudeart",
            "Baujahr",
            "Stadtteil",
        ],
        ["Rathaus", "Markt 1", 49074, "Osnabrück", 1200.5, 1500, "Verwaltung", 1512, "Innenstadt"],
        ["Schule", "Weg 2", "01067", "Dresden", "k.A.", 900, "Schule", "um 1965", None],
        ["Halle", "Weg 3", 1067, None, -5, None, "Sporthalle", None, "k.A."],
        ["Summe", None, None, None, 1200.5, 2400, None, None, None],
    ]
    preview = read(saved({"Liste": rows}), name="objekte.xlsx")
    assert preview.kind is FileKind.BUILDINGS
    town_hall, school, hall = preview.buildings
    assert (town_hall.name, town_hall.area, town_hall.area_kind) == ("Rathaus", 1200.5, "NGF")
    assert (town_hall.postcode, town_hall.since, town_hall.kind) == ("49074", 1512, "Verwaltung")
    assert (town_hall.place, town_hall.district) == ("Osnabrück", "Innenstadt")
    assert (school.district, hall.district) == (None, None)
    assert (school.area, school.postcode, school.since) == (None, "01067", 1965)
    assert (hall.postcode, hall.area) == ("01067", None)
    assert [each.code for each in preview.refused] == ["unreadable_area"]


def test_errors_of_formulas_are_unknown_and_told() -> None:
    failed: list[list[object]] = [["02/2024", "#N/A"], ["03/2024", "#DIV/0!"]]
    rows: list[list[object]] = [["Monat", "Strom kWh"], ["01/2024", 100], *failed, ["04/2024", 90]]
    preview = read(saved({"Werte": rows}), name="Rathaus.xlsx")
    assert [(each.count, each.total) for each in preview.series] == [(2, 190)]
    told = [each.why.de for each in preview.skipped]
    assert any("2 Zellen halten einen Fehler" in text and "B3: #N/A" in text for text in told)


@pytest.mark.parametrize(("header", "asked"), [("Monat", []), ("Datum", ["counter_unclear"])])
def test_days_below_months_are_months_in_a_workbook(header: str, asked: list[str]) -> None:
    rows: list[list[object]] = [[header, "Strom kWh"]]
    rows += [[date(2024, month, 1), 90 + 10 * month] for month in (1, 2, 3)]
    preview = read(saved({"Werte": rows}), name="Rathaus.xlsx")
    assert [each.code for each in preview.questions] == asked
