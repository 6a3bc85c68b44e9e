"""Time stamps as people write them -> one normal form a pattern can read."""

from dataclasses import dataclass

import polars as pl

from klimamosaik.sources.grid.repeated import of_each, texts_of

MONTHS = {  # German, English, French, Dutch, Spanish, Italian, Danish
    1: r"jan(?:uary|uar|uari|vier|v)?|jän(?:ner)?|ene(?:ro)?|gen(?:naio)?",
    2: r"feb(?:ruary|ruar|ruari|rero|braio)?|feber|f[ée]v(?:rier|r)?",
    3: r"m(?:ä|ae|a)r(?:z|ch|s|zo)?|mrz|mrt|maart|marts",
    4: r"apr(?:il|ile)?|avr(?:il)?|abr(?:il)?",
    5: r"ma[iyj]|mei|mayo|mag(?:gio)?",
    6: r"jun[ie]?|juin|junio|giu(?:gno)?",
    7: r"jul[iy]?|juil(?:let)?|julio|lug(?:lio)?",
    8: r"aug(?:ust|ustus)?|ao[uû]t|ago(?:sto)?",
    9: r"sep(?:t(?:ember|embre|iembre)?|tember)?|set(?:tembre)?",
    10: r"o[kc]t(?:ober|obre|ubre)?|ott(?:obre)?",
    11: r"nov(?:ember|embre|iembre)?",
    12: r"de[zc](?:ember|embre)?|déc(?:embre)?|dic(?:iembre|embre)?",
}
WEEKDAY = r"(?i)^(mo|di|mi|do|fr|sa|so|mon|tue|wed|thu|fri|sat|sun)[a-zäö]*\.?,?\s+"
CLOCK_RANGE = r"(\d{1,2}:\d{2}(?::\d{2})?)\s*(?:-|–|bis|to)\s*(\d{1,2}:\d{2}(?::\d{2})?)$"
PLAIN = (  # stamps in which there is nothing to undo
    r"^(\d+|\d{4}-\d{2}-\d{2}([ T]([01]\d|2[0-3]):\d{2}(:\d{2})?)?"
    r"|\d{1,2}\.\d{1,2}\.\d{2,4}( ([01]\d|2[0-3]):\d{2}(:\d{2})?)?)$"
)
ZONES = ((r"(?i)\s*(mesz|cest)$", "+0200"), (r"(?i)\s*(mez|cet)$", "+0100"))
ZONE_BEHIND = r"(?: (?:mesz|mez|cest|cet|utc|gmt))"  # "12:00:00 AM CET"
FOLD = r"(?i)[ T](0?2)([AB])(:\d{2}|$)"  # 2A:15 is the first, 2B:15 the second pass of the hour


@dataclass(frozen=True)
class Normal:
    """Cells in normal form."""

    text: pl.Series
    next_day: pl.Series  # True where 24:00 was written
    fold: pl.Series | None  # Int8 0 for 2A, 1 for 2B, null otherwise


def normalise(cells: pl.Series) -> Normal:
    """Undo weekdays, month names, "Uhr", 24:00, 2A/2B, time ranges and spelled-out zones."""
    if cells.str.contains(PLAIN).all():
        return Normal(cells, pl.repeat(False, len(cells), eager=True), None)
    text = cells.str.strip_chars().str.replace_all(r"[\s\u00a0]+", " ")
    text = text.str.replace(WEEKDAY, "").str.replace(r"(?i) ?uhr$", "")
    text = text.str.replace(r"^(\S+), (\d)", "${1} ${2}")
    text = text.str.replace_all(r"(\d{2}-?\d{2})t(\d{2})", "${1}T${2}")  # as RFC 3339 allows
    if not _are_offsets(text):
        text = text.str.replace(CLOCK_RANGE, "${1}")
    text = _half_days(text)
    if text.str.contains(r"\p{L}{3}").any():
        text = _month_names(text)
    fold = _folds(text)
    if fold is not None:
        text = text.str.replace(FOLD, " ${1}${3}")
    text = _clock(text)
    for zone, offset in ZONES:
        text = text.str.replace(zone, offset)
    text = text.str.replace(r"(?i) ?(?:utc|gmt|z)$", "+0000")
    text = text.str.replace(r"(:\d{2}:\d{2}) ?([+-]\d{2})$", "${1}${2}00")
    text = text.str.replace(r" ?([+-]\d{2}):?(\d{2})$", "${1}${2}").str.replace(
        r"([+-]\d{2}:?\d{2})$", "${1}"
    )
    late = text.str.contains(r"[ T]24:00(:00)?$").fill_null(False)
    text = text.str.replace(r"([ T])24:00", "${1}00:00")
    return Normal(text, late, fold)


def as_days(cells: pl.Series) -> pl.Series:
    """Quarters of years -> their first days, in a column of them; among months they are totals."""
    quarters = of_each(cells, lambda some: some.str.contains(r"(?i)q[1-4]|quartal"))
    if float(quarters.mean() or 0) < 0.6:  # type: ignore[arg-type]
        return cells
    text = texts_of(cells).str.strip_chars()
    for number in range(1, 5):
        first = f"01.{3 * number - 2:02}.${{1}}"
        text = text.str.replace(rf"(?i)^(?:q{number}|{number}\. ?quartal)[ /.-]*(\d{{4}})$", first)
        text = text.str.replace(rf"(?i)^(\d{{4}})[ /.-]*q{number}$", first)
    return text


def _are_offsets(text: pl.Series) -> bool:
    """True where "00:00-06:00" is a time in a zone west of Greenwich, not a span of six hours.

    Spans have many ends; a zone has one or two, before and after the change of the clock.
    """
    ends = text.str.extract(CLOCK_RANGE, 2).drop_nulls()
    tight = text.str.contains(r"\d-\d{2}:\d{2}$").any()
    stamped = text.str.contains(r"T\d{2}:\d{2}.*-\d{2}:\d{2}$").any()
    quarter = ends.str.contains(r"^(0\d|1[0-2]):(00|30|45)$").all() if len(ends) else False
    return bool(stamped or (tight and quarter and len(ends) > 2 and ends.n_unique() <= 2))


def _half_days(text: pl.Series) -> pl.Series:
    """1:15 PM -> 13:15; a zone behind stays there."""
    if not text.str.contains(rf"(?i)\d ?[ap]\.?m\.?{ZONE_BEHIND}?$").any():
        return text
    zone = text.str.extract(rf"(?i)[ap]\.?m\.?({ZONE_BEHIND})$").fill_null("")
    frame = text.str.replace(rf"(?i)([ap]\.?m\.?){ZONE_BEHIND}$", "${1}").alias("text").to_frame()
    hour = pl.col("text").str.extract(r"(?i)(\d{1,2})(?::\d{2}){0,2} ?[ap]\.?m\.?$").cast(pl.Int64)
    late = pl.col("text").str.contains(r"(?i)p\.?m\.?$")
    full = (hour % 12 + pl.when(late).then(12).otherwise(0)).cast(pl.String).str.zfill(2)
    rest = pl.col("text").str.extract(r"(?i)\d{1,2}((?::\d{2}){0,2}) ?[ap]\.?m\.?$")
    head = pl.col("text").str.extract(r"(?i)^(.*?)\d{1,2}(?::\d{2}){0,2} ?[ap]\.?m\.?$")
    clock = pl.when(rest == "").then(pl.lit(":00")).otherwise(rest)
    return frame.select(pl.coalesce(head + full + clock, pl.col("text"))).to_series() + zone


def _clock(text: pl.Series) -> pl.Series:
    """Fractions of seconds away; 7.30 and a lone hour become a clock."""
    text = text.str.replace(r"(:\d{2})[.,]\d+", "${1}")
    text = text.str.replace(r" (\d{1,2})\.(\d{2})$", " ${1}:${2}")
    return text.str.replace(
        r"^(\d{1,2}\.\d{1,2}\.\d{2,4}|\d{4}-\d{2}-\d{2}) (\d{1,2})$", "${1} ${2}:00"
    )


def _month_names(text: pl.Series) -> pl.Series:
    for number, names in MONTHS.items():
        before = rf"(?i)^(\d{{1,2}})[. /-]+(?:{names})\.?[ /-]+(\d{{4}})"
        text = text.str.replace(before, f"${{1}}.{number:02}.${{2}}")
        short = rf"(?i)^(\d{{1,2}})[. /-]+(?:{names})\.?[ /-]+(\d{{2}})( |T|$)"
        text = text.str.replace(short, f"${{1}}.{number:02}.20${{2}}${{3}}")
        english = rf"(?i)^(?:{names})\.? +(\d{{1,2}}),? +(\d{{4}})"
        text = text.str.replace(english, f"${{1}}.{number:02}.${{2}}")
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
    for month, names in MONTHS.items() if text.str.contains(r"\p{L}").any() else ():
        named = text.str.contains(rf"(?i)^(?:{names})\.?$").fill_null(False)
        number = pl.select(pl.when(named).then(month).otherwise(number)).to_series()
    return pl.select(pl.when((number >= 1) & (number <= 12)).then(number)).to_series()
