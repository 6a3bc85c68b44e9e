"""The grid as an Excel file: out, and in again."""

from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from klimamosaik.balance import operations
from klimamosaik.balance.entry_preview import preview_entries
from klimamosaik.balance.kernel.cell import Cell, CellState, DataGrade
from klimamosaik.balance.kernel.grid import ITEMS, BalanceCarrier, Item, Mode, Sector
from klimamosaik.balance.kernel.wish import EntryAction
from klimamosaik.balance.models import Entry
from klimamosaik.balance.queries.balances import entered_years, entries
from klimamosaik.balance.sheet.columns import SheetColumn
from klimamosaik.balance.sheet.reading import ReadWorkbook, read_workbook
from klimamosaik.balance.sheet.writing import balance_workbook
from klimamosaik.places.models import Municipality
from klimamosaik.terms.complaint import InputRejected
from tests.balance import entering

AT = datetime(2024, 5, 3, 12, tzinfo=UTC)
GAS = Item(Sector.HOUSEHOLDS, BalanceCarrier.GAS)
RAIL = Item(Sector.TRANSPORT, BalanceCarrier.ELECTRICITY, Mode.RAIL)


def enter(town: Municipality, item: Item, energy: float, source: str = "EWE Netz") -> None:
    entering.enter(
        municipality=town,
        year=2021,
        item=item,
        energy=energy,
        grade=DataGrade.A,
        source=source,
        by=None,
        at=AT,
    )


def workbook(town: Municipality, years: tuple[int, ...] = (2021,), language: str = "de") -> Any:
    data = balance_workbook(ags=town.ags, years=years, language=language)
    return openpyxl.load_workbook(BytesIO(data))


def read(town: Municipality, book: Any) -> ReadWorkbook:
    buffer = BytesIO()
    book.save(buffer)
    return read_bytes(town, buffer.getvalue())


def read_bytes(town: Municipality, data: bytes) -> ReadWorkbook:
    own: dict[tuple[int, Item], Cell] = {
        (year, cell.item): cell
        for year in entered_years(ags=town.ags)
        for cell in entries(ags=town.ags, year=year)
    }
    return read_workbook(data=data, name="Bilanz.xlsx", ags=town.ags, own=own, limit_mb=5)


def fill(book: Any, item: Item, **cells: Any) -> None:
    """Fill an item's row of the sheet 2021."""
    page, columns = book["2021"], list(SheetColumn)
    key = columns.index(SheetColumn.ITEM) + 1
    row = next(r for r in range(2, page.max_row + 1) if page.cell(r, key).value == item.code)
    for name, value in cells.items():
        page.cell(row, columns.index(SheetColumn[name]) + 1).value = value


@pytest.mark.parametrize("language", ["de", "en"])
def test_an_unchanged_file_changes_nothing(town: Municipality, language: str) -> None:
    enter(town, GAS, 1_000_000 / 3)
    enter(town, RAIL, 12.345, source="=cmd|' /C calc'!A0")
    entering.confirm_zero(
        municipality=town,
        year=2021,
        item=Item(Sector.INDUSTRY, BalanceCarrier.HEAT),
        source="kein Netz",
        by=None,
        at=AT,
    )
    found = read_bytes(town, balance_workbook(ags=town.ags, years=(2021,), language=language))
    assert found.complaints == ()
    assert len(found.wishes) == len([item for item in ITEMS if item.possible])
    assert preview_entries(ags=town.ags, wishes=found.wishes).differences == ()


def test_no_cell_is_a_formula(town: Municipality) -> None:
    enter(town, GAS, 5.0, source="=1+1")
    page = workbook(town)["2021"]
    cells = [cell for row in page.iter_rows() for cell in row if cell.value is not None]
    assert cells
    assert all(cell.data_type != "f" for cell in cells)
    assert "'=1+1" in [cell.value for cell in cells]


def test_filled_rows_become_wishes_and_are_stored(town: Municipality) -> None:
    enter(town, RAIL, 700.0)
    book = workbook(town)
    fill(book, GAS, OWN=900_000.5, GRADE="A", SOURCE="EWE Netz, 3. Mai 2024")
    fill(book, Item(Sector.INDUSTRY, BalanceCarrier.OIL), STATE="bestätigte Null", SOURCE="IHK")
    fill(book, Item(Sector.COMMERCE, BalanceCarrier.HEAT), STATE="not applicable", SOURCE="EWE")
    fill(book, RAIL, OWN=None, STATE=None, GRADE=None, SOURCE=None)
    found = read(town, book)
    assert found.complaints == ()
    foreseen = preview_entries(ags=town.ags, wishes=found.wishes)
    assert {each.item.code: each.after.state for each in foreseen.differences} == {
        "households.gas": CellState.OWN,
        "industry.oil": CellState.CONFIRMED_ZERO,
        "commerce.heat": CellState.NOT_APPLICABLE,
        "transport.electricity.rail": CellState.DEFAULT,
    }
    operations.carry_out(municipality=town, wishes=foreseen.wishes, by=None, at=AT)
    assert Entry.objects.get(carrier="gas").energy == 900_000.5
    assert not Entry.objects.filter(sector="transport").exists()


def test_several_years_have_a_sheet_each(town: Municipality) -> None:
    book = workbook(town, (2020, 2021))
    assert book.sheetnames[1:] == ["2020", "2021"]
    assert read(town, book).years == (2020, 2021)


@pytest.mark.parametrize(
    ("cells", "column", "said"),
    [
        ({"OWN": "viel", "SOURCE": "s"}, "eigener Wert [MWh]", "Zahl ab 0"),
        ({"OWN": -5, "SOURCE": "s"}, "eigener Wert [MWh]", "ab 0"),
        ({"OWN": 0, "SOURCE": "s"}, "eigener Wert [MWh]", "ausdrücklich zu bestätigen"),
        ({"OWN": "1.234", "SOURCE": "s"}, "eigener Wert [MWh]", "Tausenderzeichen"),
        ({"OWN": "1,234", "SOURCE": "s"}, "eigener Wert [MWh]", "Tausenderzeichen"),
        ({"OWN": "1,2,3", "SOURCE": "s"}, "eigener Wert [MWh]", "Zahl ab 0"),
        ({"OWN": "1.23,4", "SOURCE": "s"}, "eigener Wert [MWh]", "Zahl ab 0"),
        ({"OWN": 5}, "Quelle", "nennt seine Quelle"),
        ({"OWN": 5, "SOURCE": "s", "GRADE": "E"}, "Datengüte", "A, B, C, D"),
        ({"OWN": 5, "SOURCE": "s", "STATE": "weiß nicht"}, "Stand", "erlaubt"),
        ({"OWN": 5, "SOURCE": "s", "STATE": "bestätigte Null"}, "eigener Wert", "leer"),
        ({"STATE": "eigener Wert", "SOURCE": "s"}, "eigener Wert", "ab 0"),
        ({"ITEM": "households.wind", "OWN": 5, "SOURCE": "s"}, "Schlüssel", "heruntergeladen"),
    ],
)
def test_what_cannot_be_is_named_by_sheet_row_and_column(
    town: Municipality, cells: dict[str, Any], column: str, said: str
) -> None:
    book = workbook(town)
    fill(book, GAS, **cells)
    complaint = read(town, book).complaints[0]
    assert complaint.text.de.startswith(f"Blatt 2021, Zeile {complaint.row}, {column}")
    assert said in complaint.text.de
    assert complaint.row == 3  # households: electricity, then gas


@pytest.mark.parametrize(
    ("typed", "energy"),
    [
        ("1.234,5", 1234.5),
        ("1234,5", 1234.5),
        ("1.234.567", 1234567.0),
        ("1 234,5", 1234.5),
        ("1,234.5", 1234.5),
        ("1,234,567", 1234567.0),
        ("1'234.5", 1234.5),
        ("0.125", 0.125),
    ],
)
def test_numbers_written_as_text_are_read(town: Municipality, typed: str, energy: float) -> None:
    book = workbook(town)
    fill(book, GAS, OWN=typed, SOURCE="s")
    found = read(town, book)
    assert found.complaints == ()
    assert next(wish.energy for wish in found.wishes if wish.item == GAS) == energy


def test_an_item_listed_twice_is_refused(town: Municipality) -> None:
    book = workbook(town)
    fill(book, GAS, ITEM="households.oil")
    assert [about.code for about in read(town, book).complaints] == ["double_item"]


def test_another_towns_table_is_refused(town: Municipality, nowhere: Municipality) -> None:
    data = balance_workbook(ags=nowhere.ags, years=(2021,), language="en")
    with pytest.raises(InputRejected, match="belongs to 05515000"):
        read_bytes(town, data)


def test_what_is_no_such_table_is_refused_in_a_sentence(town: Municipality) -> None:
    for data in (b"", b"a;b\n1;2\n", b"PK\x03\x04 broken"):
        with pytest.raises(InputRejected):
            read_bytes(town, data)
    empty = openpyxl.Workbook()
    with pytest.raises(InputRejected, match="no filled cells"):
        read(town, empty)
    empty.worksheets[0].append(["Notizen"])
    with pytest.raises(InputRejected, match="no sheet named by a year"):
        read(town, empty)
    empty.create_sheet("2021").append(["Sektor", "Stand"])
    with pytest.raises(InputRejected, match="lacks the columns"):
        read(town, empty)


TEXT = st.one_of(
    st.none(), st.floats(), st.integers(), st.text(max_size=30).filter(str.isprintable)
)


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(cells=st.fixed_dictionaries(dict.fromkeys(("OWN", "STATE", "GRADE", "SOURCE"), TEXT)))
def test_anything_in_a_row_is_read_or_refused(town: Municipality, cells: dict[str, Any]) -> None:
    book = workbook(town)
    fill(book, GAS, **cells)
    found = read(town, book)
    wish = next((each for each in found.wishes if each.item == GAS), None)
    assert (wish is None) == bool(found.complaints)
    if wish and wish.wanted is EntryAction.VALUE:
        assert wish.energy is not None
        assert wish.energy > 0
