"""What only the columns of a list together can tell about each other."""

from collections.abc import Sequence
from dataclasses import replace

from klimamosaik.sources.measure_lists.naming_columns import OWN_TEXT, SHARED_TEXT, distinct, named
from klimamosaik.sources.measure_lists.roles import ListColumn, ListHints, ListRole
from klimamosaik.sources.measure_lists.vocabulary import plain
from klimamosaik.terms.text import Text

SEVERAL = frozenset({
    ListRole.NOTE, ListRole.IGNORED, ListRole.EFFECT, ListRole.COST, ListRole.COST_ACTUAL,
    ListRole.RUNNING_COST, ListRole.STAFF, ListRole.REPORT, ListRole.STATE, ListRole.REPORT_DAY,
    ListRole.FIELD, ListRole.PARTNERS, ListRole.VALUE, ListRole.REGISTER, ListRole.PERSON,
})  # fmt: skip


def settled_roles(
    columns: list[ListColumn], cells: Sequence[Sequence[str]], hints: ListHints
) -> list[ListColumn]:
    """At most one column for what a measure has one of; the others are kept as notes."""
    settled: list[ListColumn] = []
    taken: dict[ListRole, ListColumn] = {}
    told = dict(hints.roles)
    columns = _with_parts(_grouped(_funds(columns), cells, told))
    for column in sorted(columns, key=lambda each: _rank(each, told)):
        role = column.role
        if role in SEVERAL or role not in taken:
            taken.setdefault(role, column)
            settled.append(column)
        elif role is ListRole.TITLE and ListRole.DESCRIPTION not in {each.role for each in columns}:
            settled.append(replace(column, role=ListRole.DESCRIPTION, why=SECOND))
        else:
            settled.append(replace(column, role=ListRole.NOTE, why=SECOND))
    settled.sort(key=lambda each: each.index)
    return _whole(named(settled, cells, told))


def _rank(column: ListColumn, told: dict[str, ListRole]) -> tuple[bool, bool, int]:
    """Told before found, a plan's own numbers before a database's, then from left to right."""
    technical = column.role is ListRole.KEY and plain(column.heading) in ("id", "pk", "uuid")
    return column.heading not in told, technical, column.index


def _funds(columns: list[ListColumn]) -> list[ListColumn]:
    """An amount right of a source of money is its share; the whole stands in another column."""
    costs = [each for each in columns if each.role is ListRole.COST]
    left = {each.index + 1 for each in columns if each.role is ListRole.FUNDING}
    shares = [each for each in costs if each.index in left]
    if len(shares) == len(costs):
        return columns
    return [replace(each, role=ListRole.NOTE, why=SHARE) if each in shares else each
            for each in columns]  # fmt: skip


def _grouped(
    columns: list[ListColumn], cells: Sequence[Sequence[str]], told: dict[str, ListRole]
) -> list[ListColumn]:
    """Of two columns called "measure" the one with a text per row names it, the other groups."""
    titles = [each for each in columns if each.role is ListRole.TITLE and each.heading not in told]
    shares = {each.index: distinct(cells[each.index]) for each in titles}
    if not titles or max(shares.values()) <= OWN_TEXT:
        return columns
    return [replace(each, role=ListRole.FIELD, why=REPEATED)
            if shares.get(each.index, 1.0) < SHARED_TEXT else each for each in columns]  # fmt: skip


def _with_parts(columns: list[ListColumn]) -> list[ListColumn]:
    """Parts of measures whose measures are not named are the measures."""
    if ListRole.TITLE in {each.role for each in columns}:
        return columns
    return [
        replace(each, role=ListRole.TITLE) if each.role is ListRole.PART else each
        for each in columns
    ]


def _whole(columns: list[ListColumn]) -> list[ListColumn]:
    """A column that says something only together with another is a note where that one lacks."""
    roles = {column.role for column in columns}
    lacking = {role for role, others in TOGETHER.items() if not roles & others}
    if ListRole.INDICATOR in lacking:
        lacking |= {ListRole.UNIT, ListRole.UNTIL, ListRole.START_VALUE, ListRole.BOUND}
    return [
        replace(each, role=ListRole.NOTE, why=ALONE) if each.role in lacking else each
        for each in columns
    ]


TOGETHER: dict[ListRole, frozenset[ListRole]] = {
    ListRole.INDICATOR: frozenset({ListRole.VALUE, ListRole.WANTED}),
    ListRole.VALUE: frozenset({ListRole.INDICATOR}),
    ListRole.WANTED: frozenset({ListRole.INDICATOR}),
    ListRole.BOUND: frozenset({ListRole.WANTED}),
    ListRole.UNIT: frozenset({ListRole.INDICATOR}),
    ListRole.UNTIL: frozenset({ListRole.INDICATOR}),
    ListRole.START_VALUE: frozenset({ListRole.INDICATOR}),
    ListRole.LINK: frozenset({ListRole.INDICATOR}),
    ListRole.YEAR: frozenset(
        {ListRole.VALUE, ListRole.COST, ListRole.RUNNING_COST, ListRole.COST_ACTUAL, ListRole.STAFF}
    ),
    ListRole.COST_KIND: frozenset({ListRole.COST, ListRole.COST_ACTUAL}),
    ListRole.REPORT_DAY: frozenset({ListRole.REPORT, ListRole.STATE}),
    ListRole.DUE: frozenset({ListRole.TASK}),
    ListRole.DONE_ON: frozenset({ListRole.TASK}),
}
ALONE = Text(
    "sagt nur zusammen mit einer anderen Spalte etwas; der Text bleibt als Notiz",
    "says something only together with another column; the text is kept as a note",
)
SHARE = Text(
    "Anteil einer Geldquelle; die Kosten stehen in einer anderen Spalte, der Text bleibt als Notiz",
    "share of a source of money; the cost stands in another column, the text is kept as a note",
)
REPEATED = Text(
    "mehrere Zeilen haben denselben Text: ein Handlungsfeld oder eine Gruppe, kein Name",
    "several rows have the same text: a field or a group, no name",
)
SECOND = Text(
    "eine andere Spalte steht schon dafür; der Text bleibt erhalten",
    "another column stands for it already; the text is kept",
)
