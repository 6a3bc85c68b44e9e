"""When each row of a table was: time stamps, from and to, year and month columns."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import polars as pl

from klimamosaik.sources.grid.detected import Detected
from klimamosaik.sources.grid.numbers import is_missing
from klimamosaik.sources.grid.part import ROW
from klimamosaik.sources.grid.repeated import texts_of, where
from klimamosaik.sources.grid.spans import IRREGULAR, Spans, grain_of, instants, spans
from klimamosaik.sources.grid.time_forms import written
from klimamosaik.sources.grid.times import Times, parse_times
from klimamosaik.sources.grid.zones import BERLIN, WITHOUT_SUMMER, differs, leaves_out_an_hour
from klimamosaik.sources.sheets.problems import SheetProblems
from klimamosaik.sources.tables.basics.complaints import NEVER_ON_THE_CLOCK, NOT_A_TIME
from klimamosaik.sources.tables.basics.hints import ColumnRole
from klimamosaik.sources.tables.basics.preview import FileColumn
from klimamosaik.sources.tables.basics.table import Table
from klimamosaik.sources.tables.basics.vocabulary import vocabulary
from klimamosaik.sources.tables.times.gas_days import (
    SAID,
    GasDays,
    cells_of_parts,
    from_six,
    gas_days,
)
from klimamosaik.sources.tables.times.periods import periods_fact, read_periods, say_backwards
from klimamosaik.sources.tables.times.timecells import (
    NamedClock,
    named_clock,
    said_stamp,
    said_zone,
    time_cells,
)
from klimamosaik.terms.text import Text, first_few


@dataclass(frozen=True)
class When:
    """Intervals and moments per row of the body."""

    frame: pl.DataFrame  # start, end: Datetime(us, UTC); null where not decidable
    instants: Callable[[], pl.Series]  # moment of each row's meter reading, Datetime(us, UTC)
    spacing: dict[int, str]  # group -> spacing; empty where rows give their periods
    times: Detected
    zone: Detected
    skipped: tuple[Detected, ...]
    without_summer: bool = False
    periods: bool = False  # rows give start and end themselves
    zone_assumed: bool = False  # neither the file nor a person names the zone
    stamp: str = "start"  # what the file's stamps mark
    clock: NamedClock | None = None  # MEZ or MESZ, where nothing tells whether it is meant so
    contradicted: str | None = None  # zone the file names, though its hours are local time's
    order_open: str | None = None  # column whose dates leave open whether day or month comes first
    gas_days: GasDays | None = None  # whose days begin at 6:00, or may
    grain: str = "time"  # what rows name: "time", "day", "month" or "year"


def find_when(table: Table, group: pl.Series, complaints: SheetProblems) -> When | None:
    """Read the time columns; None where there is none."""
    starts, ends = table.one(ColumnRole.FROM), table.one(ColumnRole.TO)
    if starts is not None and ends is not None:
        return find_periods(table, group, starts, ends, complaints)
    column, cells = time_cells(table)
    if column is None or cells is None:
        return None
    hints = table.hints
    days = gas_days(table)
    if days is not None and days.clock is not None:
        cells = cells_of_parts(table, days)
    times = parse_times(cells, order=hints.date_order)
    if times is None:
        return None
    skipped = complain(table, column, cells, times, complaints)
    said = said_zone(table)
    zone = hints.timezone or said
    stamp = hints.stamp or (said_stamp(table) if _takes_stamp(times) else None)
    stamp = stamp or ("start" if days is not None and days.clock is not None else None)
    found = spans(times, group, zone=zone, stamp=stamp)
    named = named_clock(table) if zone is None and times.form.grain == "time" else None
    clock = doubtful(named, times)
    if clock is not None and found.without_summer and clock.zone == WITHOUT_SUMMER:
        found = spans(times, group, zone=WITHOUT_SUMMER, stamp=stamp)
        zone, clock = WITHOUT_SUMMER, None
    if found.nonexistent.any():
        _say_never(table, column, cells, found.nonexistent, complaints)
    moments = partial(instants, times, group, zone=zone, stamp=stamp)
    return _by_gas_days(days, When(
        found.frame, moments, found.spacing, _times_fact(times, found, hints.stamp),
        _zone_fact(times, found, table, said=bool(said or named)), skipped, found.without_summer,
        zone_assumed=zone is None and named is None and found.zone == BERLIN,
        stamp=found.stamp, clock=clock,
        contradicted=said if hints.timezone is None and contradicts(times, said) else None,
        order_open=column.header if times.order_open else None,
        grain=grain_of(times, zone),
    ))  # fmt: skip


def _by_gas_days(days: GasDays | None, when: When) -> When:
    """Days that begin at 6:00; months, years and full times stay what they are."""
    if days is None or (days.clock is None and set(when.spacing.values()) != {"P1D"}):
        return when
    times = Detected(when.times.value, SAID)
    if days.clock is not None:
        return replace(when, times=times, gas_days=days)
    zone = when.zone.value
    frame = when.frame.with_columns(pl.all().map_batches(partial(from_six, zone=zone)))
    return replace(
        when, frame=frame, instants=lambda: from_six(when.instants(), zone), times=times,
        gas_days=days,
    )  # fmt: skip


def _takes_stamp(times: Times) -> bool:
    """A header may say what stamps mark where they are moments, or the first days of months."""
    days = times.stamps.drop_nulls()
    return times.form.grain == "time" or bool(len(days) and (days.dt.day() == 1).all())


def doubtful(clock: NamedClock | None, times: Times) -> NamedClock | None:
    """What a file calls MEZ or MESZ, where some moments would be others on the clock here."""
    if clock is None or times.form.grain != "time" or times.form.zoned:
        return None
    return clock if differs(times.stamps, clock.zone) else None


def contradicts(times: Times, zone: str | None) -> bool:
    """True where a file names a clock that is never moved, and leaves out the hour of spring."""
    steady = zone is not None and (zone == "UTC" or zone.startswith("Etc/"))
    return steady and times.form.grain == "time" and leaves_out_an_hour(times.stamps)


def _say_never(
    table: Table, column: FileColumn, cells: pl.Series, never: pl.Series, complaints: SheetProblems
) -> None:
    """Name times the clock never showed; a zero or nothing beside them is a form's filler."""
    values = [f"c{each.index}" for each in table.having(ColumnRole.VALUE, ColumnRole.COUNTER)]
    filler = pl.all_horizontal(pl.col(values).fill_null("0").str.contains(r"^[0,. -]*$"))
    bad = never & ~where(table.body, filler) if values else never
    if bad.any():
        complaints.add_cells(
            "never_on_the_clock", column.header, table.body[ROW].filter(bad),
            texts_of(cells.filter(bad)), NEVER_ON_THE_CLOCK,
        )  # fmt: skip


def complain(
    table: Table, column: FileColumn, cells: pl.Series, times: Times, complaints: SheetProblems
) -> tuple[Detected, ...]:
    """Name unreadable times; sums and footers are left out on purpose, and said."""
    unread = times.stamps.is_null()
    if not unread.any():
        return ()
    rows, texts = table.body.filter(unread), texts_of(cells.filter(unread))
    texts = pl.select(pl.coalesce(texts, table.cells(column).filter(unread))).to_series()
    footer, blank = is_footer(rows), is_missing(texts)
    if times.coarse is not None:
        footer = footer | times.coarse.filter(unread)
    wrong = ~footer & ~blank
    if wrong.any():
        complaints.add_cells(
            "unreadable_time",
            column.header,
            rows[ROW].filter(wrong),
            texts.filter(wrong),
            NOT_A_TIME,
        )
    orphans = ~footer & blank & _has_figures(table, rows)
    if orphans.any():
        complaints.add_cells(
            "missing_time", column.header, rows[ROW].filter(orphans),
            texts.filter(orphans).fill_null(""), NOT_A_TIME,
        )  # fmt: skip
    return (_footer_fact(rows[ROW].filter(footer)),) if footer.any() else ()


def _has_figures(table: Table, rows: pl.DataFrame) -> pl.Series:
    values = [f"c{column.index}" for column in table.having(ColumnRole.VALUE, ColumnRole.COUNTER)]
    return (
        rows.select(pl.any_horizontal(pl.col(values).is_not_null())).to_series()
        if values
        else (pl.Series([False]).new_from_index(0, len(rows)))
    )


def is_footer(rows: pl.DataFrame) -> pl.Series:
    """True for rows of sums, means and remarks."""
    pattern = "(?i)" + vocabulary().footers.pattern
    names = [name for name in rows.columns if name != ROW][:4]
    said = (pl.col(name).str.strip_chars().str.contains(pattern) for name in names)
    return where(rows.select(names), pl.any_horizontal(said))


def _footer_fact(rows: pl.Series) -> Detected:
    shown = first_few(rows)
    return Detected(
        shown, Text("Summen- und Fußzeilen, nicht gelesen", "rows of sums and remarks, not read")
    )


def find_periods(
    table: Table, group: pl.Series, starts: FileColumn, ends: FileColumn, complaints: SheetProblems
) -> When:
    """Periods of all rows; what cannot be read is named."""
    zone = table.hints.timezone or said_zone(table)
    found = read_periods(table, group, starts, ends, zone)
    skipped = complain(table, starts, found.starts, found.first, complaints)
    complain(table, ends, found.ends, found.last, complaints)
    found = say_backwards(table, ends, found, complaints)
    value, why = periods_fact(found)
    named = Text("die Datei nennt die Zeitzone", "the file names the zone")
    open_order = starts if found.first.order_open else ends if found.last.order_open else None
    return When(
        found.frame,
        lambda: found.frame["end"],  # a reading beside a period is taken at its end
        {},
        Detected(value, why),
        Detected("UTC", named) if found.zoned else Detected(zone or BERLIN, LOCAL_DAYS),
        skipped,
        periods=True,
        zone_assumed=zone is None and not found.zoned,
        clock=doubtful(named_clock(table), found.first) if zone is None else None,
        order_open=open_order.header if open_order else None,
    )


LOCAL_DAYS = Text("Tage und Monate sind Ortszeit", "days and months are local")


def _times_fact(times: Times, found: Spans, told: str | None) -> Detected:
    spacing = sorted(set(found.spacing.values()) - {IRREGULAR})
    steps = ", ".join(spacing) or IRREGULAR
    if found.stamp == "end":
        why = Text("Zeitstempel am Ende des Intervalls", "stamps mark the end of the interval")
    else:
        why = Text("Zeitstempel am Anfang des Intervalls", "stamps mark the start of the interval")
    if told:
        why = Text("{why} (so angegeben)", "{why} (as told)").format(why=why)
    return Detected(f"{written(times.form)}; {steps}", why)


def _zone_fact(times: Times, found: Spans, table: Table, *, said: bool) -> Detected:
    if table.hints.timezone and not times.form.zoned:
        return Detected(found.zone, Text("so angegeben", "as told"))
    if found.zone == "UTC" or said:
        return Detected(found.zone, Text("die Datei nennt die Zeitzone", "the file names the zone"))
    if found.zone == WITHOUT_SUMMER:
        return Detected(
            found.zone,
            Text(
                "die Stunde, die es bei Sommerzeit nicht gibt, kommt vor: als Winterzeit gelesen",
                "the hour that summer time skips occurs: read as standard time",
            ),
        )
    return Detected(
        found.zone, Text("ohne Angabe gilt Ortszeit", "local time where nothing else is said")
    )
