"""What the grid shows, and what somebody typed into it."""

from collections.abc import Mapping
from dataclasses import dataclass

from klimamosaik.balance.forms import SourceFields
from klimamosaik.balance.kernel.cell import Cell, CellState, DataGrade
from klimamosaik.balance.kernel.grid import ITEMS, BalanceCarrier, Item, Mode, Sector, required
from klimamosaik.balance.kernel.wish import EntryAction, EntryDraft
from klimamosaik.balance.page import MARKS
from klimamosaik.balance.queries.balances import FoundBalance
from klimamosaik.balance.queries.wording import amount
from klimamosaik.terms.complaint import InputRejected, Problem, problem
from klimamosaik.terms.text import Language, Text, decimal
from klimamosaik.terms.written_number import decimal_mark, read_number

PREFIX = "value."
NOT_THERE = ("-", "–", "—", "x")  # typed for "not applicable"
OPTIONAL = Text("freiwillig", "optional")
SHORT = 44  # characters of a source shown in the grid


@dataclass(frozen=True)
class ItemBox:
    """One item in the grid."""

    cell: Cell
    typed: str  # what the field shows: what was typed, else the entry as it is

    @property
    def item(self) -> Item:
        """Where it stands."""
        return self.cell.item

    @property
    def name(self) -> str:
        """Name of its field."""
        return PREFIX + self.item.code

    @property
    def mark(self) -> str:
        """The shape of its state."""
        return "quiet" if self.state is OPTIONAL else MARKS[self.cell.state]

    @property
    def state(self) -> Text:
        """Its state; where nothing is asked for, that it is optional."""
        missing = self.cell.state is CellState.MISSING
        return self.cell.state.text if required(self.item) or not missing else OPTIONAL

    @property
    def said(self) -> Text:
        """The energy that counts [MWh], or that it is unknown."""
        return amount(self.cell)

    @property
    def entered(self) -> bool:
        """True where a person entered what counts."""
        return self.cell.since is not None

    @property
    def source(self) -> str:
        """The source of an entry, shortened."""
        text = self.cell.source
        return text if len(text) <= SHORT else text[: SHORT - 1] + "…"


@dataclass(frozen=True)
class CarrierRow:
    """A carrier, with one box for each column it is possible in."""

    carrier: BalanceCarrier
    boxes: tuple[ItemBox | None, ...]


@dataclass(frozen=True)
class GridPart:
    """A part of the grid: carriers by sectors, or by modes of transport."""

    title: Text
    columns: tuple[Sector | Mode, ...]
    rows: tuple[CarrierRow, ...]


@dataclass(frozen=True)
class GridPage:
    """Both tables of a year."""

    found: FoundBalance
    tables: tuple[GridPart, ...]


def grid_page(found: FoundBalance, typed: Mapping[str, str], language: Language) -> GridPage:
    """The grid as it is, with what was typed kept where there is something to change."""
    boxes = {
        line.cell.item: ItemBox(
            line.cell,
            typed.get(PREFIX + line.cell.item.code, shown(line.cell, language)),
        )
        for line in found.balance.lines
        if line.cell.item.possible
    }
    sectors = tuple(sector for sector in Sector if sector is not Sector.TRANSPORT)
    modes, moved = tuple(Mode), Sector.TRANSPORT
    return GridPage(
        found,
        (
            GridPart(
                Text("Strom, Wärme, Brennstoffe", "Electricity, heat, fuels"),
                sectors,
                rows(boxes, [[Item(s, c) for s in sectors] for c in BalanceCarrier]),
            ),
            GridPart(
                Text("Verkehr", "Transport"),
                modes,
                rows(boxes, [[Item(moved, c, m) for m in modes] for c in BalanceCarrier]),
            ),
        ),
    )


def rows(boxes: dict[Item, ItemBox], items: list[list[Item]]) -> tuple[CarrierRow, ...]:
    """One row for each carrier that is possible anywhere."""
    found = ((line[0].carrier, tuple(boxes.get(item) for item in line)) for line in items)
    return tuple(CarrierRow(carrier, line) for carrier, line in found if any(line))


def shown(cell: Cell, language: Language) -> str:
    """An entry as its field shows it; nothing where the default is in force."""
    if cell.since is None:
        return ""
    if cell.state is CellState.NOT_APPLICABLE:
        return "–"
    text = decimal(cell.known, digits=3, language=language)
    return text.rstrip("0").removesuffix(decimal_mark(language))


def asked_in_grid(
    post: Mapping[str, str], found: FoundBalance, form: SourceFields, language: Language
) -> tuple[list[EntryDraft], list[Problem]]:
    """The wishes of fields that say something else than what is in force, and what is unreadable.

    All take the source and grade given with them.
    """
    cells = {line.cell.item: line.cell for line in found.balance.lines}
    wishes: list[EntryDraft] = []
    complaints: list[Problem] = []
    for item in ITEMS:
        text = post.get(PREFIX + item.code)
        if text is None or not item.possible or text.strip() == shown(cells[item], language):
            continue
        wish = wish_of(found.balance.year, item, text.strip(), form, language)
        if wish is None:
            complaints.append(unreadable(item, text))
        else:
            wishes.append(wish)
    return wishes, complaints


def wish_of(
    year: int, item: Item, text: str, form: SourceFields, language: Language
) -> EntryDraft | None:
    """What was typed, as a wish; None where it cannot be read."""
    source, grade = form.cleaned_data.get("source", ""), form.cleaned_data.get("grade", "")
    if not text:
        return EntryDraft(year, item, EntryAction.DEFAULT)
    if text in NOT_THERE:
        return EntryDraft(year, item, EntryAction.NOT_APPLICABLE, source=source)
    try:
        energy = float(read_number(text, language))
    except InputRejected:
        return None
    if energy == 0.0:
        return EntryDraft(year, item, EntryAction.ZERO, source=source)
    return EntryDraft(
        year, item, EntryAction.VALUE, energy, DataGrade(grade) if grade else None, source
    )


def unreadable(item: Item, text: str) -> Problem:
    """A field nobody can read."""
    name = item.text
    return problem(
        "unreadable_number",
        "{name}: „{text}“ – erlaubt ist eine Zahl in MWh, 0, oder – für „trifft nicht zu“.",
        "{name}: “{text}” – a number in MWh is allowed, 0, or – for “not applicable”.",
        name=name,
        text=text[:40],
        column=item.code,
    )
