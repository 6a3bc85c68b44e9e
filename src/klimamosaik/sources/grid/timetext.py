"""Time stamps as people write them -> one normal form a pattern can read."""

from dataclasses import dataclass

import polars as pl

MONTHS = {
    1: r"jan(?:uary|uar)?|jän(?:ner)?",
    2: r"feb(?:ruary|ruar)?|feber",
    3: r"m(?:ä|ae|a)r(?:z|ch)?|mrz",
    4: r"apr(?:il)?",
    5: r"ma[iy]",
    6: r"jun[ie]?",
    7: r"jul[iy]?",
    8: r"aug(?:ust)?",
    9: r"sep(?:t(?:ember)?)?",
    10: r"o[kc]t(?:ober)?",
    11: r"nov(?:ember)?",
    12: r"de[zc](?:ember)?",
}
WEEKDAY = r"(?i)^(mo|di|mi|do|fr|sa|so|mon|tue|wed|thu|fri|sat|sun)[a-zäö]*\.?,?\s+"
RANGE = r"^(.*\d)\s*(?:-|–|bis)\s+?(?:\d{1,2}[.:]\d{2}|\d{1,2}\.\d{1,2}\.).*$"
CLOCK_RANGE = r"(\d{1,2}:\d{2}(?::\d{2})?)\s*(?:-|–|bis)\s*\d{1,2}:\d{2}(?::\d{2})?$"
ZONES = ((r"(?i)\s*(mesz|cest)$", "+0200"), (r"(?i)\s*(mez|cet)$", "+0100"))
FOLD = r"(?i)[ T](0?2)([AB])(:\d{2}|$)"  # 2A:15 is the first, 2B:15 the second pass of the hour


@dataclass(frozen=True)
class Normal:
    """Cells in normal form."""

    text: pl.Series
    next_day: pl.Series  # True where 24:00 was written
    fold: pl.Series | None  # Int8 0 for 2A, 1 for 2B, null otherwise


def normalise(cells: pl.Series) -> Normal:
    """Undo weekdays, month names, "Uhr", 24:00, 2A/2B, time ranges and spelled-out zones."""
    text = cells.str.strip_chars().str.replace_all(r"[\s\u00a0]+", " ")
    text = text.str.replace(WEEKDAY, "").str.replace(r"(?i) ?uhr$", "")
    text = text.str.replace(r"^(\S+), (\d)", "${1} ${2}").str.replace(CLOCK_RANGE, "${1}")
    if text.str.contains(r"\p{L}{3}").any():
        text = _month_names(text)
    fold = _folds(text)
    if fold is not None:
        text = text.str.replace(FOLD, " ${1}${3}")
    text = _clock(text)
    for zone, offset in ZONES:
        text = text.str.replace(zone, offset)
    text = text.str.replace(r"(?i) ?(?:utc|gmt|z)$", "+0000")
    text = text.str.replace(r" ?([+-]\d{2}):?(\d{2})$", "${1}${2}").str.replace(
        r"([+-]\d{2}:?\d{2})$", "${1}"
    )
    late = text.str.contains(r"[ T]24:00(:00)?$").fill_null(False)
    text = text.str.replace(r"([ T])24:00", "${1}00:00")
    return Normal(text, late, fold)


def _clock(text: pl.Series) -> pl.Series:
    """Fractions of seconds away; 7.30 and a lone hour become a clock."""
    text = text.str.replace(r"(:\d{2})[.,]\d+", "${1}")
    text = text.str.replace(r" (\d{1,2})\.(\d{2})$", " ${1}:${2}")
    return text.str.replace(
        r"^(\d{1,2}\.\d{1,2}\.\d{2,4}|\d{4}-\d{2}-\d{2}) (\d{1,2})$", "${1} ${2}:00"
    )


def _month_names(text: pl.Series) -> pl.Series:
    for number, names in MONTHS.items():
        before = rf"(?i)^(\d{{1,2}})[. -]+(?:{names})\.?[ -]+(\d{{4}})"
        text = text.str.replace(before, f"${{1}}.{number:02}.${{2}}")
        text = text.str.replace(rf"(?i)^(?:{names})\.?[ /'’-]*(\d{{4}})$", f"{number:02}/${{1}}")
        text = text.str.replace(rf"(?i)^(?:{names})\.?[ /'’-]*(\d{{2}})$", f"{number:02}/20${{1}}")
        text = text.str.replace(rf"(?i)^(\d{{4}})[ /-]*(?:{names})\.?$", f"{number:02}/${{1}}")
    return text


def _folds(text: pl.Series) -> pl.Series | None:
    letters = text.str.extract(FOLD, 2).str.to_uppercase()
    if not letters.is_not_null().any():
        return None
    return letters.replace_strict({"A": 0, "B": 1}, default=None, return_dtype=pl.Int8)


def month_number(cells: pl.Series) -> pl.Series:
    """1..12 from "Januar", "Jan.", "01" or "1"; null otherwise."""
    text = cells.str.strip_chars()
    number = text.str.extract(r"^0?(\d{1,2})\.?$", 1).cast(pl.Int64, strict=False)
    for month, names in MONTHS.items():
        named = text.str.contains(rf"(?i)^(?:{names})\.?$").fill_null(False)
        number = pl.select(pl.when(named).then(month).otherwise(number)).to_series()
    return pl.select(pl.when((number >= 1) & (number <= 12)).then(number)).to_series()
