"""Every visible sheet is read; hidden, uncalculated and stray cells are named."""

import io
import re
import zipfile

import polars as pl
import pytest

from klimamosaik.sources.grid.content import OLE
from klimamosaik.sources.grid.formats import FormatHints
from klimamosaik.sources.grid.limits import cells_allowed
from klimamosaik.sources.grid.opening import open_file
from klimamosaik.sources.grid.part import OpenedFile, refuse_long_cells
from klimamosaik.terms.complaint import InputRejected
from tests.sources.grid.books import (
    BOMBS,
    MONTHS,
    cell,
    forged,
    ods,
    ods_cell,
    ods_rows,
    rows_xml,
    with_stray,
    xlsx,
    zipped,
)

LARGEST = 50_000_000
FORMULA = '<c r="B{0}"><f>A{0}*2</f>{1}</c>'


def opened(data: bytes, sheet: str | None = None, name: str = "mappe.xlsx") -> OpenedFile:
    return open_file(data, name=name, largest=LARGEST, told=FormatHints(sheet=sheet))


def code_of(data: bytes, sheet: str | None = None) -> str:
    with pytest.raises(InputRejected) as refusal:
        opened(data, sheet)
    return refusal.value.complaints[0].code


def test_every_visible_sheet_is_a_part_and_hidden_ones_are_named() -> None:
    rows = rows_xml(MONTHS)
    book = xlsx(
        {"Strom": rows, "leer": "", "Gas": rows, "alt": rows, "geheim": rows},
        hidden={"alt": "hidden", "geheim": "veryHidden"},
    )
    found = opened(book)
    assert [part.name for part in found.parts] == ["Strom", "Gas"]
    assert [part.grid.frame.height for part in found.parts] == [13, 13]
    assert [fact.value for fact in found.left_out] == ["alt", "geheim"]


def test_a_hidden_sheet_is_read_only_where_it_is_asked_for() -> None:
    rows = rows_xml(MONTHS)
    book = xlsx({"Strom": rows, "alt": rows}, hidden={"alt": "hidden"})
    assert [part.name for part in opened(book, "alt").parts] == ["alt"]
    assert code_of(book, "fehlt") == "no_such_sheet"
    assert code_of(xlsx({"alt": rows}, hidden={"alt": "hidden"})) == "only_hidden_sheets"


def test_hidden_tables_of_opendocument_are_named() -> None:
    rows = ods_rows(MONTHS)
    style = (
        '<style:style style:name="h" style:family="table">'
        '<style:table-properties table:display="false"/></style:style>'
    )
    book = ods(
        f'<table:table table:name="A">{rows}</table:table>'
        f'<table:table table:name="B" table:style-name="h">{rows}</table:table>',
        style,
    )
    found = opened(book)
    assert [part.name for part in found.parts] == ["A"]
    assert [fact.value for fact in found.left_out] == ["B"]
    assert [part.name for part in opened(book, "B").parts] == ["B"]


@pytest.mark.parametrize("value", ["", "<v/>", "<v></v>", "<v />", "<v>0</v>"])
def test_formulas_nobody_calculated_are_refused_not_read_as_nothing(value: str) -> None:
    rows = "".join(
        f'<row r="{at}">{cell(f"A{at}", f"{at:02}.2024")}{FORMULA.format(at, value)}</row>'
        for at in range(2, 14)
    )
    with pytest.raises(InputRejected) as refusal:
        opened(xlsx({"Strom": rows_xml(MONTHS[:1]) + rows}))
    (complaint,) = refusal.value.complaints
    assert complaint.code == "formulas_without_values"
    assert "12 Zellen enthalten Formeln ohne gespeicherten Wert" in complaint.text.de


def test_a_few_uncalculated_formulas_are_named_and_the_rest_is_read() -> None:
    total = f'<row r="14">{cell("A14", "Summe")}{FORMULA.format(14, "<v/>")}</row>'
    found = opened(xlsx({"Strom": rows_xml(MONTHS) + total}))
    assert found.parts[0].grid.frame.height == 14
    assert "1 Zellen enthalten Formeln" in found.left_out[0].why.de


def test_calculated_formulas_and_empty_results_are_read_without_a_word() -> None:
    rows = rows_xml(MONTHS) + (
        '<row r="14"><c r="A14" t="str"><f>IF(B1=1,"x","")</f><v></v></c>'
        f"{FORMULA.format(14, '<v>1278</v>')}</row>"
    )
    found = opened(xlsx({"Strom": rows}))
    assert found.parts[0].grid.frame.row(13)[2] == "1278"
    assert not found.left_out


def test_uncalculated_formulas_of_opendocument_are_named() -> None:
    hollow = '<table:table-cell table:formula="of:=[.A1]"/>'
    rows = "".join(
        f"<table:table-row>{ods_cell(f'{m:02}.2024')}{hollow}</table:table-row>"
        for m in range(1, 13)
    )
    assert code_of(ods(f'<table:table table:name="A">{rows}</table:table>')) == (
        "formulas_without_values"
    )


@pytest.mark.parametrize("address", ["XFD1048576", "CV1000000", "B900000", "XFD20"])
def test_a_stray_cell_far_outside_is_named_and_the_rest_read(address: str) -> None:
    found = opened(with_stray(address))
    assert found.parts[0].grid.frame.shape[0] in (13, 20)
    assert found.parts[0].grid.width == 2
    assert [fact.value for fact in found.left_out] == [address]


def test_a_stray_cell_in_a_row_of_the_table_is_named() -> None:
    rows = rows_xml(MONTHS).replace("</row>", f"{cell('XFD1', 'Notiz')}</row>", 1)
    found = opened(xlsx({"Strom": rows}))
    assert found.parts[0].grid.frame.shape == (13, 3)
    assert [fact.value for fact in found.left_out] == ["XFD1"]


def test_a_stray_cell_of_opendocument_is_named() -> None:
    far = (
        '<table:table-row table:number-rows-repeated="900000"><table:table-cell/>'
        '</table:table-row><table:table-row><table:table-cell table:number-columns-repeated="90"/>'
        f"{ods_cell(7)}</table:table-row>"
    )
    found = opened(ods(f'<table:table table:name="A">{ods_rows(MONTHS)}{far}</table:table>'))
    assert found.parts[0].grid.frame.shape == (13, 3)
    assert [fact.value for fact in found.left_out] == ["CM900014"]


def test_a_note_beside_the_table_and_a_second_table_below_stay() -> None:
    rows = rows_xml(MONTHS).replace("</row>", f"{cell('Z1', 'Notiz')}</row>", 1)
    found = opened(xlsx({"Strom": rows + rows_xml(MONTHS, first=2_000)}))
    assert found.parts[0].grid.frame.shape == (2_012, 27)
    assert not found.left_out


def test_lines_of_a_csv_that_all_stand_in_the_first_column_are_cut_into_cells() -> None:
    """So a program leaves a CSV that it opened with another delimiter than the file's."""
    lines = [
        ["Rathaus; Strom; in kWh"],
        ["Datum;kWh;Ort"],
        ["01.01.2025;1,5;A"],
        ["02.01.2025;2;B"],
    ]
    grid = opened(xlsx({"Strom": rows_xml([*lines, [""], ["03.01.2025;3;C"]])})).parts[0].grid
    assert (grid.width, grid.typed, grid.sheet and grid.sheet.value) == (3, False, "Strom")
    assert grid.frame.filter(grid.frame["c0"] == "03.01.2025").row(0) == (6, "03.01.2025", "3", "C")
    assert grid.frame.row(2) == (3, "01.01.2025", "1,5", "A")


@pytest.mark.parametrize("cells", [["Rathaus", "Schule"], ["Rathaus, alt", "Schule", "Hort"]])
def test_a_column_of_names_stays_one(cells: list[str]) -> None:
    found = opened(xlsx({"Namen": rows_xml([[each] for each in cells])}))
    assert found.parts[0].grid.width == 1


@pytest.mark.parametrize("address", ["INLINEA7", "A70", "A07", "a7", "A7777777777", "C7"])
def test_an_address_that_cannot_be_is_refused_before_a_reader_believes_it(address: str) -> None:
    rows = rows_xml(MONTHS).replace('r="A7"', f'r="{address}"')
    assert code_of(xlsx({"Strom": rows})) == "broken_file"


def test_cells_without_addresses_follow_each_other() -> None:
    rows = re.sub(r' r="[A-Z]+\d+"', "", rows_xml(MONTHS))
    assert opened(xlsx({"Strom": rows})).parts[0].grid.frame.shape == (13, 3)


def test_more_cells_without_addresses_than_excel_has_columns_are_refused_at_once() -> None:
    # a reader looks through all of a row for each of them: 300,000 took two minutes
    assert code_of(xlsx({"Strom": f"<row>{'<c><v>1</v></c>' * 300_000}</row>"})) == (
        "too_many_columns"
    )


def test_tables_without_cells_hold_no_long_one() -> None:
    for rows in ([], [1]):
        refuse_long_cells(pl.DataFrame({"row": rows}))
    empty = pl.DataFrame({"row": [1], "c0": [None]}, schema={"row": pl.UInt32, "c0": pl.String})
    refuse_long_cells(empty)
    with pytest.raises(InputRejected):
        refuse_long_cells(empty.with_columns(c1=pl.lit("x" * 100_001)))


def test_tags_with_a_prefix_are_looked_at_as_well() -> None:
    rows = rows_xml(MONTHS) + f'<row r="1048576">{cell("XFD1048576", 7)}</row>'
    found = opened(xlsx({"Strom": rows}, prefix="x:"))
    assert found.parts[0].grid.frame.shape == (13, 3)
    assert [fact.value for fact in found.left_out] == ["XFD1048576"]


def test_what_would_fill_the_memory_is_refused_or_read_without_its_stray_cell() -> None:
    told: dict[str, object] = {}
    for name, data in BOMBS.items():
        assert len(data) < 60_000
        try:
            told[name] = [fact.value for fact in opened(data, name=name).left_out]
        except InputRejected as refusal:
            told[name] = refusal.complaints[0].code
    assert told == {
        "lone.xlsx": ["XFD1048576"],
        "last_row.xlsx": ["CV1000000"],
        "repeated.ods": "too_many_cells",
        "forged.xlsx": "broken_file",
    }


def test_cells_are_counted_before_they_are_laid_out() -> None:
    book = xlsx({"A": rows_xml([[1] * 20] * 20), "B": rows_xml([[1] * 20] * 20)})
    with cells_allowed(4 * 800):
        assert len(opened(book).parts) == 2
    with cells_allowed(4 * 799):
        assert code_of(book) == "too_many_cells"


def test_a_directory_that_says_too_little_or_too_much_is_not_believed() -> None:
    book = xlsx({"A": rows_xml(MONTHS)})
    for size in (10, 10_000):
        assert code_of(forged(book, "xl/worksheets/sheet1.xml", size)) == "broken_file"
    assert code_of(forged(book, "xl/worksheets/sheet1.xml", 4_000_000_000)) == "file_too_large"


def test_a_typed_binary_workbook_and_other_documents_are_named() -> None:
    for member, word in (
        ("xl/workbook.bin", "xlsb"),
        ("word/document.xml", "Word"),
        ("ppt/presentation.xml", "PowerPoint"),
        ("Index/Document.iwa", "Numbers"),
    ):
        with pytest.raises(InputRejected, match=word):
            opened(zipped({member: b"x"}))


def test_a_spreadsheet_under_a_password_is_not_called_damaged() -> None:
    """LibreOffice writes last that the members before are encrypted."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", b"\x93\x01\xfe encrypted")
        archive.writestr("META-INF/manifest.xml", "<manifest:encryption-data/>")
    with pytest.raises(InputRejected, match="password"):
        opened(packed.getvalue(), name="werte.ods")


def test_an_older_workbook_under_a_password_is_not_called_damaged() -> None:
    begin = b"\x09\x08\x10\x00" + bytes(16)
    for protected, told in ((b"\x2f\x00\x36\x00", "password"), (b"\x00\x00\x00\x00", "damaged")):
        with pytest.raises(InputRejected, match=told):
            opened(OLE + bytes(504) + begin + protected + bytes(5000), name="werte.xls")
