"""Readings and bills of any length, shared out over calendar months by days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from klimamosaik.reports.kernel.estimated import NOTHING_ESTIMATED, EstimatedPart
from klimamosaik.terms.amount import Amount, UnknownBecause, unknown

Floats = np.ndarray[Any, np.dtype[np.float64]]
Whole = np.ndarray[Any, np.dtype[np.int64]]
Flags = np.ndarray[Any, np.dtype[np.bool_]]

MONTHS = 12
MISSING_DAYS = 0.5  # [d] a month lacking more than half a day is named as a gap
DOUBLED_DAYS = 0.5  # [d] more days than the month has: the same days are told twice
LONGEST_MONTH = 31  # [d]


@dataclass(frozen=True)
class MonthSums:
    """Sums by calendar month of several series."""

    amount: Floats  # [series, month] in the unit of the readings
    days: Floats  # [series, month] days covered [d]
    split: Flags  # [series, month] True where an interval across new year gave its share
    estimated: Floats  # [series, month] amount of the days with estimated readings
    estimated_days: Floats  # [series, month] these days [d]


def month_edges(first_year: int, last_year: int) -> Floats:
    """Days since 1970-01-01 at which the months of the years begin, and the end of the last."""
    starts = [
        date(year, month, 1) for year in range(first_year, last_year + 1) for month in range(1, 13)
    ]
    starts.append(date(last_year + 1, 1, 1))
    return np.array([day_number(day) for day in starts], dtype=np.float64)


def day_number(day: date) -> float:
    """Days since 1970-01-01."""
    return float((day - date(1970, 1, 1)).days)


def share_out(
    series: Whole,
    start: Floats,
    end: Floats,
    value: Floats,
    *,
    count: int,
    edges: Floats,
    guessed: Flags | None = None,
) -> MonthSums:
    """Share each interval's value over the months it touches, by days.

    `series` [n] says which of the `count` series an interval belongs to, `start` and `end` [n]
    are local days since 1970-01-01 (end exclusive), `value` [n]; values that are not finite count
    as not there. What lies outside `edges` is left out. guessed: which are estimated; None: none.
    """
    kept = np.isfinite(value) & (end > start) & (end > edges[0]) & (start < edges[-1])
    series, start, end, value = series[kept], start[kept], end[kept], value[kept]
    marked = np.zeros(len(value)) if guessed is None else guessed[kept].astype(np.float64)
    low = np.clip(np.searchsorted(edges, start, side="right") - 1, 0, len(edges) - 2)
    high = np.clip(np.searchsorted(edges, end, side="left") - 1, 0, len(edges) - 2)
    parts = high - low + 1
    row = np.repeat(np.arange(len(start)), parts)
    month = np.arange(len(row)) - np.repeat(np.cumsum(parts) - parts, parts) + low[row]
    days = np.minimum(end[row], edges[month + 1]) - np.maximum(start[row], edges[month])
    place = series[row] * (len(edges) - 1) + month
    size = count * (len(edges) - 1)
    crossing = crosses_new_year(start, end)[row].astype(np.float64)
    shape = (count, len(edges) - 1)
    shares = value[row] * days / (end - start)[row]
    return MonthSums(
        amount=sums_at(place, shares, size).reshape(shape),
        days=sums_at(place, days, size).reshape(shape),
        split=sums_at(place, crossing, size).reshape(shape) > 0,
        estimated=sums_at(place, shares * marked[row], size).reshape(shape),
        estimated_days=sums_at(place, days * marked[row], size).reshape(shape),
    )


def sums_at(place: Whole, values: Floats, size: int) -> Floats:
    """Sum of the values at each of `size` places."""
    return np.bincount(place, values, size).astype(np.float64)


def crosses_new_year(start: Floats, end: Floats) -> Flags:
    """True where an interval has days in two years. Years of the first and the last moment."""
    first = start.astype("datetime64[D]").astype("datetime64[Y]")
    last = np.ceil(end - 1).astype("datetime64[D]").astype("datetime64[Y]")
    crossing: Flags = first != last
    return crossing


def speaking(sums: MonthSums, owner: Whole, *, count: int, edges: Floats) -> Flags:
    """Which series speaks for its meter point in a month, shape (series, month).

    All of them where their days do not overlap. Where more days are told than the month has (a
    monthly and a quarter-hourly series of the same meter), the one with the most days alone.
    `owner` [series] is the meter point.
    """
    length = np.diff(edges)
    found = np.ones(sums.days.shape, dtype=np.bool_)
    for point in range(count):
        own = np.flatnonzero(owner == point)
        if len(own) < 2:
            continue
        doubled = sums.days[own].sum(axis=0) > length + DOUBLED_DAYS
        best = own[np.argmax(sums.days[own], axis=0)]
        found[own] = ~doubled | (best == own[:, None])
    return found


def merge(sums: MonthSums, owner: Whole, *, count: int, edges: Floats) -> MonthSums:
    """Several series of one meter point become one: those that speak are added."""
    heard = speaking(sums, owner, count=count, edges=edges)
    amount, days, split, guessed, marked = (np.zeros((count, len(edges) - 1)) for _ in range(5))
    np.add.at(amount, owner, np.where(heard, sums.amount, 0.0))
    np.add.at(days, owner, np.where(heard, sums.days, 0.0))
    np.add.at(split, owner, sums.split)
    if sums.estimated_days.any():
        np.add.at(guessed, owner, np.where(heard, sums.estimated, 0.0))
        np.add.at(marked, owner, np.where(heard, sums.estimated_days, 0.0))
    return MonthSums(amount, days, split > 0, guessed, marked)


@dataclass(frozen=True)
class YearSum:
    """One series in one year."""

    amount: Amount
    missing: tuple[int, ...]  # months 1..12 that lack days
    split: bool  # True where an interval across new year was split by days
    estimated: EstimatedPart = NOTHING_ESTIMATED


def year_sums(sums: MonthSums, due: Floats, why: UnknownBecause) -> list[list[YearSum]]:
    """The sums of each series over each year, by series; `why` where no day of the year is known.

    due: days due of each series and month [d], shape (series, month). Months before or after the
    use of the building do not count; a year without any day due is answered with 'not in use'.
    """
    shape = (len(due), due.shape[1] // MONTHS, MONTHS)
    asked, in_use = due.reshape(shape), due.reshape(shape) > 0
    days = np.where(in_use, sums.days.reshape(shape), 0.0)
    all_due, known = asked.sum(axis=2), days.sum(axis=2)
    with np.errstate(invalid="ignore"):  # nothing due is told apart below
        covered = np.minimum(np.minimum(days, asked).sum(axis=2) / all_due, 1.0)
    doubled = days.max(axis=2) > LONGEST_MONTH + DOUBLED_DAYS
    kinds = np.select([all_due <= 0, known <= 0, doubled], [1, 2, 3])
    reasons = (UnknownBecause.NOT_IN_USE, why, UnknownBecause.OVERLAPPING)
    told = (None, *map(unknown, reasons))
    rows = zip(
        kinds.tolist(),
        summed(sums.amount.reshape(shape), in_use).tolist(),
        covered.tolist(),
        missing_months(asked - days > MISSING_DAYS),
        np.any(sums.split.reshape(shape), axis=2).tolist(),
        estimated_parts(sums, in_use),
        strict=True,
    )
    return [
        [
            YearSum(told[kind] or amount_of(value, share), missing, split, part)
            for kind, value, share, missing, split, part in zip(*row, strict=True)
        ]
        for row in rows
    ]


def estimated_parts(sums: MonthSums, in_use: Flags) -> list[list[EstimatedPart]]:
    """What of each year lies on days with estimated readings, by series and year.

    in_use: which months count, shape (series, year, month).
    """
    days = np.where(in_use, sums.estimated_days.reshape(in_use.shape), 0.0).sum(axis=2)
    amount = np.where(in_use, sums.estimated.reshape(in_use.shape), 0.0).sum(axis=2)
    return [
        [
            EstimatedPart(*part) if part[0] > 0 else NOTHING_ESTIMATED
            for part in zip(*row, strict=True)
        ]
        for row in zip(days.tolist(), amount.tolist(), strict=True)
    ]


def amount_of(value: float, covered: float) -> Amount:
    """What is known of a year, and that it is a part where it is one."""
    amount = Amount(value, covered)
    return Amount(value, covered, UnknownBecause.PARTIAL) if amount.whole is None else amount


def summed(amount: Floats, in_use: Flags) -> Floats:
    """Sums over the months in use, shape (series, year).

    Where some months are not in use, only the others are added: with a zero in between, the last
    digit may be another one.
    """
    found: Floats = amount.sum(axis=2)
    for series, year in np.argwhere(~in_use.all(axis=2)).tolist():
        found[series, year] = amount[series, year][in_use[series, year]].sum()
    return found


def missing_months(lacking: Flags) -> list[list[tuple[int, ...]]]:
    """The numbers 1..12 of the months marked, by series and year."""
    return [
        [tuple(month for month, gone in enumerate(year, 1) if gone) for year in series]
        for series in lacking.tolist()
    ]


def stack(parts: Sequence[MonthSums]) -> MonthSums:
    """Several sets of series as one, in order."""
    return MonthSums(
        np.concatenate([part.amount for part in parts]),
        np.concatenate([part.days for part in parts]),
        np.concatenate([part.split for part in parts]),
        np.concatenate([part.estimated for part in parts]),
        np.concatenate([part.estimated_days for part in parts]),
    )


def of_days(
    values: Floats, covered: Floats, guessed: Flags, days: Floats, edges: Floats
) -> MonthSums:
    """Monthly sums of daily values.

    `values`, `covered` [series, day] are sums over the share 0..1 of the day that has readings,
    `guessed` marks days with estimated readings, `days` [day] days since 1970-01-01 without gaps,
    from the first to the last of `edges`.
    """
    starts = np.searchsorted(days, edges[:-1])
    known = np.nan_to_num(values)
    amount = np.add.reduceat(known, starts, axis=1)
    told = np.add.reduceat(np.minimum(np.nan_to_num(covered), 1.0), starts, axis=1)
    estimated, marked = np.zeros(amount.shape), np.zeros(amount.shape)
    rows = guessed.any(axis=1)  # mostly none
    if rows.any():
        estimated[rows] = np.add.reduceat(known[rows] * guessed[rows], starts, axis=1)
        marked[rows] = np.add.reduceat(guessed[rows].astype(np.float64), starts, axis=1)
    return MonthSums(amount, told, np.zeros(amount.shape, dtype=np.bool_), estimated, marked)


def days_due(edges: Floats, since: date | None, until: date | None) -> Floats:
    """Days of each month [d] on which a building was in use, from `since` to before `until`."""
    first = day_number(since) if since else edges[0]
    end = day_number(until) if until else edges[-1]
    due: Floats = np.clip(np.minimum(edges[1:], end) - np.maximum(edges[:-1], first), 0, None)
    return due
