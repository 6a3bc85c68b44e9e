"""What a row says of costs: an amount by kind and year, planned or spent, and who funds it."""

import re

from klimamosaik.sources.measure_lists.amounts import (
    LONGEST,
    amount,
    is_nothing,
    scale_of,
)
from klimamosaik.sources.measure_lists.listed import (
    ListedCost,
    ListedNote,
)
from klimamosaik.sources.measure_lists.roles import ListColumn, ListRole
from klimamosaik.sources.measure_lists.row_reader import RowReader
from klimamosaik.sources.measure_lists.sheets import SheetLine
from klimamosaik.sources.measure_lists.spans import years_of
from klimamosaik.sources.measure_lists.vocabulary import (
    kind_of_cost,
)
from klimamosaik.terms.text import Text

COSTS = {
    ListRole.COST: "investment",
    ListRole.COST_ACTUAL: "investment",
    ListRole.RUNNING_COST: "running",
    ListRole.STAFF: "staff",
}
LONGEST_FUNDING = 160  # characters
KINDS = ("investment", "running", "staff")


def costs_of(reader: RowReader, line: SheetLine) -> tuple[ListedCost, ...]:
    """One cost per kind and year; cells that are prose are kept as notes."""
    found: dict[tuple[str, int | None], ListedCost] = {}
    for column in reader.all(*COSTS):
        cell = line.cells[column.index]
        if is_nothing(cell):
            continue
        cost = _cost(reader, line, column, cell)
        if cost is None:
            reader.notes.append(ListedNote(column.heading, cell))
            continue
        slot = (cost.kind, cost.year)
        found[slot] = _together(found[slot], cost) if slot in found else cost
    _keep_funding(reader, line, [cost for cost in found.values() if cost.funding and cost.year])
    return tuple(found.values())


def _keep_funding(reader: RowReader, line: SheetLine, kept: list[ListedCost]) -> None:
    """Where the money comes from is a note where no cost of a year carries it."""
    funding = reader.text(line, ListRole.FUNDING)
    if funding and not kept and not reader.own:
        reader.notes.append(ListedNote(reader.heading(ListRole.FUNDING), funding))


def _cost(reader: RowReader, line: SheetLine, column: ListColumn, cell: str) -> ListedCost | None:
    plain = (
        cell if column.role is not ListRole.STAFF else re.sub(r"(?i)\s*(?:tage|days)$", "", cell)
    )
    read = amount(plain, decimal=column.decimal, scale=scale_of(column.heading))
    if read is None:
        if len(cell) <= LONGEST:
            reader.refuse(line, "unreadable_amount", column, cell, NO_AMOUNT)
        return None
    if column.role is ListRole.STAFF and not (reader.own or re.search(r"(?i)tage|days", cell)):
        return None
    years = years_of(column.heading)
    year = years[0] if len(years) == 1 else _year(reader, line)
    if read.figure.mean < 0:
        reader.refuse(line, "negative_amount", column, cell, NEGATIVE)
        return None
    if not read.exact:
        reader.say(line, "rounded_amount", column, cell, as_taken(read.figure.mean))
        reader.notes.append(ListedNote(column.heading, cell))
    kind = _kind(reader, line, column, yearly=read.yearly)
    actual = column.role is ListRole.COST_ACTUAL
    funding = reader.text(line, ListRole.FUNDING) or ""
    known_as = reader.text(line, ListRole.KNOWN_AS) if reader.is_reference and reader.own else None
    return ListedCost(
        kind, year, None if actual else read.figure.mean, read.figure.mean if actual else None,
        cell, funding if len(funding) <= LONGEST_FUNDING else "", known_as or None,
    )  # fmt: skip


def _kind(reader: RowReader, line: SheetLine, column: ListColumn, *, yearly: bool) -> str:
    told = reader.text(line, ListRole.COST_KIND)
    if told:
        return told if told in KINDS else kind_of_cost(told)
    if column.role in (ListRole.COST, ListRole.COST_ACTUAL) and yearly:
        return "running"
    return COSTS[column.role]


def _together(one: ListedCost, other: ListedCost) -> ListedCost:
    """Planned and actual of the same kind and year; two columns of the same add up."""

    def plus(first: float | None, second: float | None) -> float | None:
        if first is None or second is None:
            return first if second is None else second
        return first + second

    text = one.text if one.text == other.text else f"{one.text} / {other.text}"
    return ListedCost(
        one.kind, one.year, plus(one.planned, other.planned), plus(one.actual, other.actual),
        text, one.funding or other.funding, one.known_as,
    )  # fmt: skip


def _year(reader: RowReader, line: SheetLine) -> int | None:
    text = reader.text(line, ListRole.YEAR)
    years = years_of(text) if text else ()
    return years[0] if years else None


def as_taken(value: float) -> Text:
    """How an amount written with words is taken."""
    return Text(
        "wird als {value:n} genommen; der Wortlaut bleibt als Notiz.",
        "is taken as {value:n}; the wording is kept as a note.",
    ).format(value=value)


NO_AMOUNT = Text(
    "ist kein Betrag wie 50.000, ca. 50 T€ oder 1,2 Mio. €. Der Text bleibt als Notiz.",
    "is no amount such as 50,000 EUR or 1.2 million. The text is kept as a note.",
)
NEGATIVE = Text(
    "ist negativ; Kosten sind null oder mehr. Der Text bleibt als Notiz.",
    "is negative; costs are zero or more. The text is kept as a note.",
)
