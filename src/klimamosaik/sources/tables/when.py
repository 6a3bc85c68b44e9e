"""When each row of a table was: time stamps, from and to, year and month columns."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import polars as pl

from klimamosaik.sources.grid.cells import ROW
from klimamosaik.sources.grid.fact import Fact
from klimamosaik.sources.grid.numbers import is_missing
from klimamosaik.sources.grid.spans import IRREGULAR, Spans, instants, spans
from klimamosaik.sources.grid.times import Times, parse_times, written
from klimamosaik.sources.grid.timetext import month_number
from klimamosaik.sources.grid.zones import BERLIN, WITHOUT_SUMMER, locate
from klimamosaik.sources.tables.complaints import (
    NEGATIVE_PERIOD,
    NEVER_ON_THE_CLOCK,
    NOT_A_TIME,
    Complaints,
)
from klimamosaik.sources.tables.hints import Role
from klimamosaik.sources.tables.preview import Column
from klimamosaik.sources.tables.table import Table
from klimamosaik.sources.tables.vocabulary import vocabulary
from klimamosaik.terms.complaint import refuse
from klimamosaik.terms.text import Text


@dataclass(frozen=True)
class When:
    """Intervals and moments per row of the body."""

    frame: pl.DataFrame  # start, end: Datetime(us, UTC); null where not decidable
    instants: Callable[[], pl.Series]  # moment of each row's meter reading, Datetime(us, UTC)
    spacing: dict[int, str]  # group -> spacing; empty for bills
    times: Fact
    zone: Fact
    skipped: tuple[Fact, ...]
    without_summer: bool = False
    bills: bool = False
    zone_assumed: bool = False  # neither the file nor a person names the zone


def find_when(table: Table, group: pl.Series, complaints: Complaints) -> When | None:
    """Read the time columns; None where there is none."""
    starts, ends = table.one(Role.FROM), table.one(Role.TO)
    if starts is not None and ends is not None:
        return _bills(table, starts, ends, complaints)
    column, cells = _time_cells(table)
    if column is None or cells is None:
        return None
    times = parse_times(cells)
    if times is None:
        return None
    skipped = _complain(table, column, cells, times.stamps, complaints)
    hints = table.hints
    found = spans(times, group, zone=hints.timezone, stamp=hints.stamp)
    if found.nonexistent.any():
        bad = found.nonexistent
        complaints.add_cells(
            "never_on_the_clock", column.header, table.body[ROW].filter(bad), cells.filter(bad),
            NEVER_ON_THE_CLOCK,
        )  # fmt: skip
    moments = partial(instants, times, group, zone=hints.timezone, stamp=hints.stamp)
    return When(
        found.frame, moments, found.spacing, _times_fact(times, found, hints.stamp),
        _zone_fact(times, found, table), skipped, found.without_summer,
        zone_assumed=hints.timezone is None and found.zone == BERLIN,
    )  # fmt: skip


def _time_cells(table: Table) -> tuple[Column | None, pl.Series | None]:
    time, clock = table.one(Role.TIME), table.one(Role.CLOCK)
    year, month = table.one(Role.YEAR), table.one(Role.MONTH)
    if time is not None and clock is not None:
        return time, _with_clock(table.cells(time), table.cells(clock))
    if time is not None and month is not None:
        year, time = time, None
    if time is not None:
        return time, table.cells(time)
    if year is None or month is None:
        return None, None
    number = month_number(table.cells(month)).cast(pl.String).str.zfill(2)
    cells = number + "/" + table.cells(year).str.extract(r"((?:19|20)\d{2})")
    fallback = table.cells(month)
    return month, pl.select(pl.coalesce(cells, fallback)).to_series()


def _with_clock(day: pl.Series, clock: pl.Series) -> pl.Series:
    """Join the day and the time of day; merged day cells are filled downwards."""
    if day.null_count() > len(day) // 2:
        day = day.forward_fill()
    time = clock.str.strip_chars().str.replace(r"^1899-12-3\d[T ]", "")
    time = time.str.replace(r"^(\d{1,2})$", "${1}:00")
    return day.str.strip_chars().str.replace(r"[ T]00:00(:00)?(\.0+)?$", "") + " " + time


def _complain(
    table: Table, column: Column, cells: pl.Series, stamps: pl.Series, complaints: Complaints
) -> tuple[Fact, ...]:
    """Name unreadable times; sums and footers are left out on purpose, and said."""
    unread = stamps.is_null()
    if not unread.any():
        return ()
    rows, texts = table.body.filter(unread), cells.filter(unread)
    texts = pl.select(pl.coalesce(texts, table.cells(column).filter(unread))).to_series()
    footer, blank = is_footer(rows), is_missing(texts)
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
    values = [f"c{column.index}" for column in table.having(Role.VALUE, Role.COUNTER)]
    return (
        rows.select(pl.any_horizontal(pl.col(values).is_not_null())).to_series()
        if values
        else (pl.Series([False]).new_from_index(0, len(rows)))
    )


def is_footer(rows: pl.DataFrame) -> pl.Series:
    """True for rows of sums, means and remarks."""
    pattern = "(?i)" + vocabulary().footers.pattern
    names = [name for name in rows.columns if name != ROW][:4]
    return rows.select(
        pl.any_horizontal(pl.col(name).str.strip_chars().str.contains(pattern) for name in names)
        .fill_null(False)
        .alias("footer")
    ).to_series()


def _footer_fact(rows: pl.Series) -> Fact:
    shown = ", ".join(str(row) for row in rows.head(5)) + (" …" if len(rows) > 5 else "")
    return Fact(
        shown, Text("Summen- und Fußzeilen, nicht gelesen", "rows of sums and remarks, not read")
    )


def _bills(table: Table, starts: Column, ends: Column, complaints: Complaints) -> When:
    zone = table.hints.timezone or BERLIN
    first, last = parse_times(table.cells(starts)), parse_times(table.cells(ends))
    if first is None or last is None:
        raise refuse(
            "unreadable_periods",
            f"In „{starts.header}“ und „{ends.header}“ stehen keine lesbaren Daten wie 31.12.2024.",
            f"“{starts.header}” and “{ends.header}” hold no readable dates such as 31.12.2024.",
        )
    skipped = _complain(table, starts, table.cells(starts), first.stamps, complaints)
    _complain(table, ends, table.cells(ends), last.stamps, complaints)
    inclusive, why = _inclusive(first.stamps, last)
    end = last.stamps.dt.offset_by(_step(last)) if inclusive else last.stamps
    bad = (end <= first.stamps).fill_null(False)
    if bad.any():
        complaints.add_cells(
            "empty_period", ends.header, table.body[ROW].filter(bad),
            table.cells(ends).filter(bad), NEGATIVE_PERIOD,
        )  # fmt: skip
    frame = pl.DataFrame({"start": first.stamps, "end": end})
    frame = frame.with_columns(pl.when(~bad).then(pl.all()))
    zero = pl.zeros(len(frame), dtype=pl.UInt32, eager=True)
    frame = frame.select(
        start=locate(frame["start"], zero, zone).utc.dt.replace_time_zone("UTC"),
        end=locate(frame["end"], zero, zone).utc.dt.replace_time_zone("UTC"),
    )
    fact = Fact(f"{written(first.form)} – {written(last.form)}", why)
    return When(
        frame, lambda: frame["start"], {}, fact, Fact(zone, LOCAL_DAYS), skipped, bills=True
    )


def _step(times: Times) -> str:
    return {"month": "1mo", "year": "1y"}.get(times.form.grain, "1d")


def _inclusive(starts: pl.Series, last: Times) -> tuple[bool, Text]:
    """Whether the last day belongs to the period: the next bill's first day tells."""
    ends = last.stamps
    if last.form.grain == "time" and (ends.cast(pl.Int64) % 86_400_000_000 != 0).any():
        return False, Text("von/bis mit Uhrzeit", "from and to with time of day")
    firsts = set(starts.drop_nulls())
    follows_same = sum(end in firsts for end in ends.drop_nulls())
    follows_next = sum(end in firsts for end in ends.dt.offset_by(_step(last)).drop_nulls())
    if follows_same > follows_next:
        return False, Text(
            "der letzte Tag ist der erste der nächsten Rechnung und gehört nicht dazu",
            "the last day is the first of the next bill and does not belong to the period",
        )
    return True, Text("der letzte Tag gehört dazu", "the last day belongs to the period")


LOCAL_DAYS = Text("Tage und Monate sind Ortszeit", "days and months are local")


def _times_fact(times: Times, found: Spans, told: str | None) -> Fact:
    spacing = sorted(set(found.spacing.values()) - {IRREGULAR})
    steps = ", ".join(spacing) or IRREGULAR
    if found.stamp == "end":
        why = Text("Zeitstempel am Ende des Intervalls", "stamps mark the end of the interval")
    else:
        why = Text("Zeitstempel am Anfang des Intervalls", "stamps mark the start of the interval")
    if told:
        why = Text(f"{why.de} (so angegeben)", f"{why.en} (as told)")
    return Fact(f"{written(times.form)}; {steps}", why)


def _zone_fact(times: Times, found: Spans, table: Table) -> Fact:
    if table.hints.timezone and found.zone != "UTC":
        return Fact(found.zone, Text("so angegeben", "as told"))
    if found.zone == "UTC":
        return Fact("UTC", Text("die Datei nennt die Zeitzone", "the file names the zone"))
    if found.zone == WITHOUT_SUMMER:
        return Fact(
            found.zone,
            Text(
                "die Stunde, die es bei Sommerzeit nicht gibt, kommt vor: als Winterzeit gelesen",
                "the hour that summer time skips occurs: read as standard time",
            ),
        )
    return Fact(
        found.zone, Text("ohne Angabe gilt Ortszeit", "local time where nothing else is said")
    )
