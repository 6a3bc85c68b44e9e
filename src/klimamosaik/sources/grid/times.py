"""Columns of cells -> time stamps, in any of the notations offices use."""

from dataclasses import dataclass
from functools import partial

import polars as pl

from klimamosaik.sources.grid.numbers import is_missing
from klimamosaik.sources.grid.repeated import every, of_each, texts_of
from klimamosaik.sources.grid.time_forms import (
    COUNTED,
    EPOCH,
    FORMS,
    GRAINS,
    SERIAL,
    SHAPE,
    TimeForm,
    day_first_in,
    swapped,
    swaps,
)
from klimamosaik.sources.grid.timetext import as_days, normalise

STAMP = pl.Datetime("us")
EARLIEST, LATEST = 1900, 2100  # years; anything else is a misread number
SAMPLE = 200
LONGEST = 60  # characters of a time stamp, also of a range of two
SHAPES = 120  # cells compared with the shape of each notation before it is tried in earnest


@dataclass(frozen=True)
class Times:
    """A parsed column."""

    stamps: pl.Series  # Datetime(us): local wall clock, or UTC where `zoned`; null = not read
    form: TimeForm  # the most common one
    fold: pl.Series | None = None  # 0 or 1 where "2A"/"2B" says which of two equal hours; else null
    day_first: bool | None = None  # False: month before day, told by the values
    order_open: bool = False  # nothing in the column tells whether day or month comes first
    coarse: pl.Series | None = None  # True where a cell names a longer time than the others do


def choose_forms(cells: pl.Series, *, counted: bool) -> list[tuple[TimeForm, float]]:
    """Notations that read the most cells of a sample, best first, with the share each reads."""
    sample = as_days(_sample(cells))
    # a time has a digit and is short; prose is not worth the trouble
    likely = sample.str.contains(r"\d") & (sample.str.len_chars() <= LONGEST)
    if not likely.any():
        return []
    texts = pl.concat([sample, normalise(sample).text])
    shares = []
    shapes = texts.drop_nulls().str.replace_all(r"\d", "0").unique(maintain_order=True)
    seen = shapes.head(SHAPES).to_list()
    for form in (*FORMS, *COUNTED) if counted else FORMS:
        if not any(SHAPE[form].fullmatch(text) for text in seen):
            continue
        read = parse_form(texts, form).is_not_null()
        share = (read[: len(sample)] | read[len(sample) :]).mean()
        if share:
            shares.append((form, float(share)))  # type: ignore[arg-type]
    shares.sort(key=lambda pair: -pair[1])
    return shares


def parse_times(cells: pl.Series, *, order: str | None = None) -> Times | None:
    """Read a column of times; None where nothing in it is one.

    cells: as texts, or numbers of texts that repeat.
    order: "day" or "month" where it is told which comes first in 03/04/2024. Cells that the common
    notation does not read are tried with the other ones of its grain.
    """
    cells = as_days(cells)
    forms = choose_forms(cells, counted=True)
    if not forms:
        return None
    best, is_open = _in_order(cells, forms, order)
    forms = [(best, 1.0), *(pair for pair in forms if not swaps(pair[0], best))]
    stamps = of_each(cells, partial(parse_form, form=best))
    left = stamps.is_null() & ~of_each(cells, is_missing)
    if not left.any():
        return Times(stamps, best, day_first=day_first_in(best), order_open=is_open)
    rest = texts_of(cells.filter(left))
    read, fold = _tidy(rest, forms, best)
    coarse = _coarser(rest, best) & read.is_null()
    return Times(
        _put(stamps, left, read), best, _put_fold(len(cells), left, fold), day_first_in(best),
        is_open, pl.zeros(len(cells), dtype=pl.Int8, eager=True).cast(pl.Boolean).scatter(
            left.arg_true(), coarse),
    )  # fmt: skip


def _in_order(
    cells: pl.Series, forms: list[tuple[TimeForm, float]], order: str | None
) -> tuple[TimeForm, bool]:
    """The best notation, with day and month in the order told or shown by the whole column."""
    best = forms[0][0]
    other = swapped(best)
    if other is None:
        return best, False
    day, month = (best, other) if best.pattern.startswith("%d") else (other, best)
    if order is not None:
        return (day if order == "day" else month), False
    texts = texts_of(cells.drop_nulls().unique(maintain_order=True))
    texts = texts.str.strip_chars().unique(maintain_order=True)
    tidy = normalise(texts).text
    read = {
        form: pl.select(pl.coalesce(parse_form(texts, form), parse_form(tidy, form))).to_series()
        for form in (day, month)
    }
    counts = {form: stamps.count() for form, stamps in read.items()}
    if counts[day] != counts[month]:
        return max(counts, key=lambda form: counts[form]), False
    steady = {form: _steadiness(stamps.drop_nulls()) for form, stamps in read.items()}
    if abs(steady[day] - steady[month]) > CLEARLY:
        return max(steady, key=lambda form: steady[form]), False
    return day, True


CLEARLY = 0.02  # share of regular steps by which one order must be better than the other


def _steadiness(stamps: pl.Series) -> float:
    """Share of steps in the file's order that are the usual one; steps of months count as equal."""
    if len(stamps) < 3:
        return 0.0
    micros = stamps.cast(pl.Int64).diff().drop_nulls()
    months = (stamps.dt.year().cast(pl.Int64) * 12 + stamps.dt.month()).diff().drop_nulls()
    same_day = stamps.dt.day().n_unique() == 1
    usual = float((micros == micros.mode()[0]).mean() or 0)
    monthly = float((months == months.mode()[0]).mean() or 0)
    return max(usual, monthly if same_day else 0.0)


def _tidy(
    cells: pl.Series, forms: list[tuple[TimeForm, float]], best: TimeForm
) -> tuple[pl.Series, pl.Series | None]:
    """Read cells after bringing them to normal form, with the notations seen in the sample.

    A month among days and a year among months are totals, not times of the same kind.
    """
    tidy = normalise(cells)
    read = pl.Series([None], dtype=STAMP).new_from_index(0, len(cells))
    for form, _ in forms[:8]:
        if form.zoned == best.zoned and GRAINS.index(form.grain) <= GRAINS.index(best.grain) + 1:
            if GRAINS.index(form.grain) > max(1, GRAINS.index(best.grain)):
                continue
            read = _first(read, parse_form(tidy.text, form))
    return _plus_days(read, tidy.next_day), tidy.fold


def _coarser(cells: pl.Series, best: TimeForm) -> pl.Series:
    """True where a cell is a month or year in a column of something finer."""
    found = pl.zeros(len(cells), dtype=pl.Int8, eager=True).cast(pl.Boolean)
    for form in (*FORMS, *COUNTED):
        longer = GRAINS.index(form.grain) > max(1, GRAINS.index(best.grain))
        if longer and form.grain in ("month", "year"):
            found = found | parse_form(normalise(cells).text, form).is_not_null()
    return found


def _plus_days(stamps: pl.Series, days: pl.Series) -> pl.Series:
    if not days.any():
        return stamps
    frame = pl.DataFrame({"stamp": stamps, "days": days.cast(pl.Int64)})
    return frame.select(pl.col("stamp") + pl.duration(days=pl.col("days"))).to_series()


def _first(stamps: pl.Series, others: pl.Series) -> pl.Series:
    return pl.select(pl.coalesce(stamps, others)).to_series()


def parse_form(texts: pl.Series, form: TimeForm) -> pl.Series:
    """Read every cell in one notation; null where it does not fit."""
    if form.pattern in EPOCH or form.pattern == "serial":
        return _counted(texts, form.pattern)
    if "%d" not in form.pattern and "%u" not in form.pattern:
        stamps = _without_day(texts, form.pattern)
    elif "%H" in form.pattern and "%M" not in form.pattern:
        stamps = (texts + "00").str.to_datetime(form.pattern + "%M", strict=False, time_unit="us")
    elif form.grain == "day":
        stamps = texts.str.to_date(form.pattern, strict=False).cast(STAMP)
    elif "%z" in form.pattern:
        aware = texts.str.to_datetime(form.pattern, strict=False, time_unit="us", time_zone="UTC")
        stamps = aware.dt.replace_time_zone(None)
    else:
        stamps = texts.str.to_datetime(form.pattern, strict=False, time_unit="us")
    return _plausible(stamps)


def _without_day(texts: pl.Series, pattern: str) -> pl.Series:
    length = 4 if pattern == "%Y" else {"%Y%m": 6, "%m/%y": 5}.get(pattern)
    if length is not None:
        frame = texts.to_frame("text")
        fits = pl.col("text").str.len_chars() == length
        texts = frame.select(pl.when(fits).then(pl.col("text"))).to_series()
    more = {"%Y": ("-01-01", "%Y-%m-%d")}.get(pattern, ("-01", pattern + "-%d"))
    return (texts + more[0]).str.to_date(more[1], strict=False).cast(STAMP)


def _plausible(stamps: pl.Series) -> pl.Series:
    year = stamps.dt.year()
    good = ((year >= EARLIEST) & (year <= LATEST)).fill_null(False)
    if good.all():
        return stamps
    return pl.select(pl.when(good).then(stamps)).to_series()


def _counted(texts: pl.Series, pattern: str) -> pl.Series:
    numbers = texts.str.replace(",", ".", literal=True).cast(pl.Float64, strict=False)
    low, high = EPOCH.get(pattern, SERIAL)
    frame = numbers.to_frame("number")
    fits = (pl.col("number") >= low) & (pl.col("number") <= high)
    per_second = {"epoch s": 1.0, "epoch ms": 1e-3, "serial": 86_400.0}[pattern]
    # Excel's serial keeps seconds only to about 1e-5 of a day's fraction: round to whole seconds
    seconds = (pl.col("number") * per_second).round(0).cast(pl.Int64)
    shift = -2_209_161_600 if pattern == "serial" else 0  # 1899-12-30
    micros = (seconds + shift) * 1_000_000
    return frame.select(pl.when(fits).then(micros).cast(STAMP)).to_series()


def _sample(cells: pl.Series) -> pl.Series:
    some = every(cells, 10 * SAMPLE)
    filled = some.filter(~is_missing(some))
    step = max(1, len(filled) // SAMPLE)
    return filled.gather_every(step).str.strip_chars()


def _put(stamps: pl.Series, where: pl.Series, read: pl.Series) -> pl.Series:
    return stamps.scatter(where.arg_true(), read)


def _put_fold(length: int, where: pl.Series, fold: pl.Series | None) -> pl.Series | None:
    if fold is None:
        return None
    empty = pl.Series("fold", [None], dtype=pl.Int8).new_from_index(0, length)
    return empty.scatter(where.arg_true(), fold)
