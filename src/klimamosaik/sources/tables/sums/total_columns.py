"""Rows and columns that are the sum of others, by their name or by their amounts."""

import re
from collections import defaultdict

import polars as pl

from klimamosaik.sources.tables.basics.column_questions import direction_of_column
from klimamosaik.sources.tables.basics.double_questions import (
    is_sum,
    total_of_rows,
    total_unclear,
)
from klimamosaik.sources.tables.basics.vocabulary import vocabulary
from klimamosaik.sources.tables.sums.flows import Flows, flows
from klimamosaik.sources.tables.sums.parts import PART, Holds, perhaps_sums, sum_exactly, wholes
from klimamosaik.sources.tables.sums.resolution import Resolution
from klimamosaik.sources.tables.sums.same import NEAR, CountedSeries
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.direction import Direction
from klimamosaik.terms.text import Text, first_few


def rows_of_totals(work: Resolution) -> None:
    """Leave out rows called total; ask where they hold more than the rows beside them."""
    pattern = vocabulary().totals
    named = {
        each.channel.number: each for each in work.series
        if each.channel.said
        and any(pattern.search(text.lower()) for key, text in each.channel.said.combo.items()
                if key.split(" ")[0] in NAMES_OF_TOTALS)
    }  # fmt: skip
    if not named or len(named) == len(work.series):
        return
    number = pl.col("series").is_in(list(named))
    keys = {each.channel.number: f"{each.channel.column.index} {each.plan.carrier}"
            for each in work.series}  # fmt: skip
    frame = work.frame.with_columns(
        key=pl.col("series").replace_strict(keys, default="", return_dtype=pl.String)
    )
    of = ("key", "start", "end")
    others = frame.filter(~number).group_by(of).agg(pl.col("value").sum().alias("others"))
    both = frame.filter(number).join(others, on=of, how="inner")
    more = both.filter(pl.col("value") > pl.col("others") * (1 + NEAR))
    if len(more) > 0.5 * max(len(both), 1) and "total_unclear" not in work.table.hints.accepted:
        text = next(iter(named.values())).channel.name
        work.ask(total_of_rows(text))
        return
    work.drop(
        set(named), "totals_among_rows",
        Text(
            "Summenzeilen zählen nicht noch einmal: {some_names}.",
            "Rows of totals do not count again: {some_names}."
        ).format(some_names=some_names(named)),
    )  # fmt: skip


NAMES_OF_TOTALS = ("building", "meter", "place", "address", "carrier", "tariff")


def some_names(named: dict[int, CountedSeries]) -> str:
    """The first few names."""
    return first_few(dict.fromkeys(each.channel.name for each in named.values()), 4)


def totals(work: Resolution) -> bool:
    """Totals by their name; True where there are some."""
    per_column: dict[int, list[tuple[Holds, bool, set[int], list[str]]]] = defaultdict(list)
    for each in wholes(work.frame, work.series):
        parts = {one.channel.number for one in each.parts}
        headers = [one.channel.column.header for one in each.parts]
        column = each.whole.channel.column.index
        per_column[column].append((each.holds, each.technical, parts, headers))
    for column, found in per_column.items():
        header = work.table.columns[column].header
        whole = {each.channel.number for each in work.series
                 if each.channel.column.index == column}  # fmt: skip
        parts = {number for _, _, numbers, _ in found for number in numbers}
        if all(holds in (Holds.SUM, Holds.LESS) for holds, *_ in found):
            work.drop(whole, "same_energy", Text(
                "„{header}“ ist die Summe der anderen Spalten und zählt nicht noch einmal.",
                "“{header}” is the sum of the other columns and does not count again."
            ).format(header=header))  # fmt: skip
        elif all(holds is not Holds.UNCLEAR and technical for holds, technical, *_ in found):
            work.turn(parts, Direction.PART)
        else:
            others = [name for *_, headers in found for name in headers]
            work.ask(total_unclear(header, list(dict.fromkeys(others))))
    return bool(per_column)


ENOUGH_ROWS = 4  # rows from which on a column that is the sum of the others is no coincidence


def unnamed_totals(work: Resolution, again: set[int]) -> None:
    """Ask about a column that is the sum of all others, whatever it is called.

    again: numbers of series that only tell others again.
    """
    beside: dict[tuple[int, Carrier | None], list[CountedSeries]] = defaultdict(list)
    for each in work.series:
        if each.direction.counts and each.channel.number not in again:
            beside[each.channel.group, each.plan.carrier].append(each)
    for members in beside.values():
        if len(members) < 3 or len(members) > MOST_COLUMNS:
            continue
        for each in perhaps_sums(work.frame, members):
            others = [one for one in members if one is not each]
            if sum_exactly(work.frame, each, others, least=ENOUGH_ROWS):
                header = each.channel.column.header
                work.ask(is_sum(header, [one.channel.column.header for one in others]))
                return


MOST_COLUMNS = 60  # wider tables are not searched for a sum nobody names


def grid_beside_use(work: Resolution) -> None:
    """Ask whether all use holds what comes from the grid, where columns say no more than these.

    "Grid" and "Consumption" of a portal are one house; "Netzbezug Halle" beside "Verbrauch Büro"
    are two places.
    """
    groups: dict[int, list[CountedSeries]] = defaultdict(list)
    for each in work.series:
        if each.direction.counts and each.plan.carrier in (None, Carrier.ELECTRICITY):
            groups[each.channel.group].append(each)
    for members in groups.values():
        headers = [each.channel.column.header for each in members]
        grid = [header for header in headers if says_only(GRID_WORDS, header)]
        use = [header for header in headers if says_only(USE_WORDS, header)]
        if len(grid) == len(use) == 1:
            work.ask(total_unclear(use[0], grid))


def says_only(words: frozenset[str], header: str) -> bool:
    """True where a header has one of these words, and beside them only a unit or a small word."""
    found = set(re.findall(r"[^\W\d_]+", header.lower()))
    return bool(found & words) and found <= words | SMALL_WORDS


GRID_WORDS = frozenset(("grid", "mains", "netz", "netzbezug", "réseau", "reseau", "stromnetz"))
USE_WORDS = frozenset(
    (
        "consommation", "consumption", "gesamtverbrauch", "haus", "hausverbrauch", "home", "house",
        "load", "loads", "stromverbrauch", "usage", "use", "verbrauch", "verbruik",
    )
)  # fmt: skip
SMALL_WORDS = frozenset(
    (
        "aus", "all", "bezug", "dem", "du", "energie", "energy", "from", "gesamt", "import", "kw",
        "kwh", "mwh", "of", "the", "total", "totale", "vom", "wh",
    )
)  # fmt: skip


def proven_flows(work: Resolution) -> None:
    """What flows into a use is a part of it where the figures show that."""
    for each in flows(work.frame, work.series):
        if each.proven:
            ask_silent_ways(work, each)
            work.turn({one.channel.number for one in each.parts}, Direction.PART)


def open_flows(work: Resolution) -> None:
    """Ask whether a use holds what seems to flow into it, where the figures leave that open."""
    for each in flows(work.frame, work.series):
        if not each.proven:
            ask_silent_ways(work, each)
            work.ask(total_unclear(
                each.use.channel.column.header,
                [one.channel.column.header for one in each.parts],
            ))  # fmt: skip


def ask_silent_ways(work: Resolution, flow: Flows) -> None:
    """Ask for the way of a column that says none, where a portal tells all ways beside it.

    "Energie | Symo" beside use, drawn and fed in is what the inverter makes, not use once more.
    """
    known = {flow.use.channel.number, *(one.channel.number for one in flow.parts)}
    for each in work.series:
        silent = each.channel.direction is None and each.direction is Direction.DRAWN
        named = each.channel.column.carrier or PART.search(each.channel.column.header)
        if silent and not named and each.channel.number not in known | elsewhere(work, flow):
            work.ask(direction_of_column(each.channel.column.header))


def elsewhere(work: Resolution, flow: Flows) -> set[int]:
    """Series of other rows than those of a flow, or of no electricity."""
    use = flow.use.channel
    return {
        each.channel.number for each in work.series
        if each.channel.group != use.group or each.plan.unit != "kWh"
    }  # fmt: skip
