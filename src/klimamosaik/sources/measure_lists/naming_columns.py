"""Which columns may name the measures, where no heading says so."""

from collections.abc import Sequence
from dataclasses import replace

from klimamosaik.sources.measure_lists.amounts import amount, is_nothing
from klimamosaik.sources.measure_lists.column_look import LONGEST_NAME, MOST, SAMPLE, SHORT, Look
from klimamosaik.sources.measure_lists.roles import ListColumn, ListRole
from klimamosaik.sources.measure_lists.spans import span_of
from klimamosaik.terms.text import Text

OWN_TEXT = 0.9  # share of different cells from which on each row has a text of its own
SHARED_TEXT = 0.5  # ... and up to which several rows share one


def named(
    columns: list[ListColumn], cells: Sequence[Sequence[str]], told: dict[str, ListRole]
) -> list[ListColumn]:
    """Where no heading says which column names the measures, the likeliest one, to be asked."""
    roles = {column.role for column in columns}
    if ListRole.INDICATOR in roles or ListRole.TITLE in set(told.values()):
        return columns
    options = could_name(columns, cells)
    title = next((each for each in columns if each.role is ListRole.TITLE), None)
    if title is not None:
        doubtful = bool(options) and not roles & ROWS_OF_ONE and _repeats(cells[title.index])
        return [replace(each, guessed=doubtful) if each is title else each for each in columns]
    return [replace(each, role=ListRole.TITLE, why=OWN_WORDS, guessed=True)
            if options and each is options[0] else each for each in columns]  # fmt: skip


def could_name(columns: Sequence[ListColumn], cells: Sequence[Sequence[str]]) -> list[ListColumn]:
    """Columns without a meaning of their own that may name the measures, likeliest first.

    Most of their cells are texts, no days, amounts or prose, and hardly two are the same.
    """
    unsaid = [each for each in columns if each.role in (ListRole.NOTE, ListRole.DESCRIPTION)]
    texts = [each for each in unsaid if _are_names(cells[each.index])]
    apart = [each for each in texts if distinct(cells[each.index]) > OWN_TEXT]
    return apart or [each for each in texts if distinct(cells[each.index]) > SHARED_TEXT]


def _are_names(cells: Sequence[str]) -> bool:
    found = Look(tuple(cell for cell in cells if not is_nothing(cell))[:SAMPLE])
    return found.share(_is_name) > MOST


def _is_name(cell: str) -> bool:
    worded = 3 < len(cell) <= LONGEST_NAME and sum(map(str.isalpha, cell)) > len(cell) / 3
    return worded and amount(cell) is None and (len(cell) > SHORT or span_of(cell) is None)


def _repeats(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell]
    return len(filled) > 3 and distinct(filled) < SHARED_TEXT


def distinct(cells: Sequence[str]) -> float:
    """Share of the filled cells that differ from each other."""
    filled = [cell for cell in cells if cell]
    return len(set(filled)) / len(filled) if filled else 0.0


ROWS_OF_ONE = frozenset({  # several rows about the same measure are usual where one of these is
    ListRole.VALUE, ListRole.YEAR, ListRole.TASK, ListRole.PART, ListRole.PARENT,
    ListRole.REPORT_DAY, ListRole.KNOWN_AS,
})  # fmt: skip
OWN_WORDS = Text("jede Zeile hat hier einen eigenen Text", "each row has a text of its own here")
