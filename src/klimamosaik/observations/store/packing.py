"""A year of days in few bytes, without losing a bit.

Daily values are decimals that people or meters wrote, or sums of such: 213.4 is kept as 2134 with
one digit behind the point, in two to four bytes instead of eight, and where a sum of doubles is not
the double next to its decimal, with how many steps it lies beside. What is no such number (means
of temperatures) stays eight bytes.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

LENGTH = 366  # places a year; the last stays empty in common years
MOST_DIGITS = 6  # behind the point
WHOLE = 2.0**53  # whole numbers below are exact as doubles
HEAD = np.dtype([("digits", "u1"), ("width", "u1"), ("beside", "?"), ("base", "<i8")])
HIGH = {2: "", 3: "u1", 4: "<u2"}  # how the bytes above two are kept, by width
MISSING = {width: 2 ** (8 * width) - 1 for width in HIGH}  # stands for nan
BESIDE = 127  # steps from double to double that one byte holds
MASK = (LENGTH + 7) // 8  # bytes
PARTLY = np.dtype([("day", "<u2"), ("share", "<f4")])
MANY_PARTLY = 200  # days; then they take less room as they are

Numbers = NDArray[np.float64]
Shares = NDArray[np.float32]
Flags = NDArray[np.bool_]
Rows = NDArray[np.intp]
Packed = Sequence[bytes | memoryview]


def packed_values(values: Numbers) -> list[bytes]:
    """Years of daily values, shape (n, LENGTH), nan where nothing is known; each packed."""
    rows = [row.tobytes() for row in values.astype("<f8", copy=False)]
    left = np.arange(len(values))
    for digits in range(MOST_DIGITS + 1):
        fitting = as_decimals(values[left], digits)
        for place, packed in fitting.items():
            rows[left[place]] = packed
        left = np.delete(left, list(fitting))
    return rows


def as_decimals(values: Numbers, digits: int) -> dict[int, bytes]:
    """Of years, those that are decimals of so many digits, packed, by their place."""
    known = ~np.isnan(values)
    told = np.where(known, values, 0.0)
    whole = np.rint(told * 10.0**digits) + 0.0  # no whole number keeps the sign of -0.0
    beside = told.view(np.int64) - (whole / 10.0**digits).view(np.int64)
    base = np.where(known, whole, np.inf).min(axis=1)
    span = np.where(known, whole, -np.inf).max(axis=1) - base
    fits = ((beside >= -BESIDE) & (beside <= BESIDE)).all(axis=1)
    fits &= (np.abs(whole) < WHOLE).all(axis=1)
    fits &= (span < MISSING[4]) & known.any(axis=1)
    return {
        int(place): year_of_decimals(whole[place], known[place], beside[place], digits)
        for place in np.flatnonzero(fits)
    }


def year_of_decimals(
    whole: Numbers, known: NDArray[np.bool_], beside: NDArray[np.int64], digits: int
) -> bytes:
    """One year of decimals, packed: head, numbers from the least on, and steps beside if any."""
    base = int(whole[known].min())
    above = np.where(known, whole - base, 0.0)
    width = next(width for width, missing in MISSING.items() if above.max() < missing)
    numbers = np.where(known, above, MISSING[width]).astype(np.uint32)
    high = HIGH[width]
    parts = [
        np.array((digits, width, bool(beside.any()), base), HEAD).tobytes(),
        numbers.astype("<u2").tobytes(),
        (numbers >> 16).astype(high).tobytes() if high else b"",
        beside.astype("i1").tobytes() if beside.any() else b"",
    ]
    return b"".join(parts)


def opened_values(packed: Packed) -> Numbers:
    """Years of daily values as they were packed, shape (n, LENGTH)."""
    values = np.empty((len(packed), LENGTH))
    alike: dict[bytes, list[int]] = defaultdict(list)
    for place, each in enumerate(packed):
        alike[b"" if len(each) == LENGTH * 8 else bytes(each[:3])].append(place)
    for kind, places in alike.items():
        whole = b"".join([packed[place] for place in places])
        if kind:
            values[places] = decimals_of(whole, *kind)
        else:
            values[places] = np.frombuffer(whole, "<f8").reshape(-1, LENGTH)
    return values


def decimals_of(whole: bytes, digits: int, width: int, beside: int) -> Numbers:
    """Years of decimals of one kind."""
    parts: list[Any] = [("head", HEAD), ("low", "<u2", LENGTH)]
    parts += [("high", HIGH[width], LENGTH)] if HIGH[width] else []
    parts += [("beside", "i1", LENGTH)] if beside else []
    years = np.frombuffer(whole, np.dtype(parts))
    numbers = years["low"].astype(np.uint32)
    if HIGH[width]:
        numbers |= years["high"].astype(np.uint32) << 16
    values: Numbers = np.add(numbers, years["head"]["base"][:, None], dtype=np.float64)  # exact
    values /= 10.0**digits
    if beside:
        values = (values.view(np.int64) + years["beside"]).view(np.float64)
    values[numbers == MISSING[width]] = np.nan
    return values


def packed_shares(shares: Shares) -> list[bytes]:
    """Years of shares of days 0..1, shape (n, LENGTH); each packed.

    Nearly all days are whole or empty: a bit says which, the others follow one by one.
    """
    bits = np.packbits(shares == 1, axis=1)
    return [
        packed_share(row, mask, np.flatnonzero((row != 0) & (row != 1)))
        for row, mask in zip(shares.astype("<f4", copy=False), bits, strict=True)
    ]


def packed_share(row: Shares, mask: NDArray[np.uint8], partly: Rows) -> bytes:
    """One year of shares."""
    if partly.size > MANY_PARTLY:
        return row.tobytes()
    others = np.empty(partly.size, PARTLY)
    others["day"], others["share"] = partly, row[partly]
    return mask.tobytes() + others.tobytes()


def opened_shares(packed: Packed) -> Shares:
    """Years of shares as they were packed, shape (n, LENGTH)."""
    shares = np.empty((len(packed), LENGTH), np.float32)
    as_they_are = [place for place, each in enumerate(packed) if len(each) == LENGTH * 4]
    few = [place for place, each in enumerate(packed) if len(each) != LENGTH * 4]
    if as_they_are:
        whole = b"".join([packed[place] for place in as_they_are])
        shares[as_they_are] = np.frombuffer(whole, "<f4").reshape(-1, LENGTH)
    if few:
        masks = np.frombuffer(b"".join([packed[place][:MASK] for place in few]), np.uint8)
        bits = np.unpackbits(masks.reshape(-1, MASK), axis=1, count=LENGTH)
        shares[few] = bits
        others = np.frombuffer(b"".join([packed[place][MASK:] for place in few]), PARTLY)
        counts = [(len(packed[place]) - MASK) // PARTLY.itemsize for place in few]
        shares[np.repeat(few, counts), others["day"]] = others["share"]
    return shares


def packed_flags(flags: Flags) -> list[bytes | None]:
    """Years of days marked, shape (n, LENGTH); each packed, None where no day is."""
    marked = set(np.flatnonzero(flags.any(axis=1)).tolist())
    bits = np.packbits(flags, axis=1)
    return [row.tobytes() if place in marked else None for place, row in enumerate(bits)]


def opened_flags(packed: Packed) -> Flags:
    """Years of days marked as they were packed, shape (n, LENGTH)."""
    bits = np.frombuffer(b"".join(packed), np.uint8).reshape(-1, MASK)
    return np.unpackbits(bits, axis=1, count=LENGTH).astype(np.bool_)
