"""Days, years and spans of them as lists write them."""

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import date

from klimamosaik.sources.grid.timetext import MONTHS
from klimamosaik.sources.measure_lists.listed import DaySpan

EARLIEST, LATEST = 1980, 2100
YEAR = r"(?<![\d.,])((?:19|20)\d{2})(?!\d|,\d)"  # "2024, 2025" are two, "2024,5" is an amount
DAY = re.compile(r"(?<!\d)(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d{2})(?!\d)")
ISO = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")
SLASHED = re.compile(r"(?<!\d)(\d{1,2})/(\d{1,2})/(\d{4})(?!\d)")
TWO_DAYS = re.compile(r"(\d{4}-\d{2}-\d{2})\s*–\s*(\d{4}-\d{2}-\d{2})")
MONTH = re.compile(r"(?<![\d.])(\d{1,2})\s?[/.]\s?((?:19|20)\d{2})(?!\d)")
ISO_MONTH = re.compile(r"(?<!\d)((?:19|20)\d{2})-(0[1-9]|1[0-2])(?![-\d])")
QUARTER = re.compile(
    r"(?i)(?:\b([1-4])\.?\s*quartal|\bq\s?([1-4]))\s*/?\s*((?:19|20)\d{2})"
    r"|((?:19|20)\d{2})\s*/?\s*q([1-4])"
)
SHORT_YEARS = re.compile(  # 2015/16, 2015-16; 2024-03 is a month and 2024-03-01 a day
    r"(?<![\d-])((?:19|20)\d{2})\s*(?:[/–]|-(?!0\d|1[0-2]))\s*(\d{2})(?![\d-])"
)
LONGEST_LABEL = 25  # characters of a label that is a day, a month or a year
SERIAL = re.compile(r"\d{5}(?:\.\d+)?")


def day_of(cell: str, *, month_first: bool = False) -> date | None:
    """The one day a cell names; the last day where it names a month.

    month_first: 03/04/2024 is the 4 March.
    """
    found = span_of(cell, month_first=month_first)
    if found is None:
        return None
    return found.first if found.first == found.last else found.last


def single_day(text: str, *, month_first: bool = False) -> date | None:
    """A calendar day written out; None for months, years and days that never were."""
    if (iso := ISO.search(text)) is not None:
        return _day(int(iso[1]), int(iso[2]), int(iso[3]))
    if (german := DAY.search(text)) is not None:
        year = int(german[3])
        return _day(year + 2000 if year < 100 else year, int(german[2]), int(german[1]))
    if (slashed := SLASHED.search(text)) is not None:
        first, second = int(slashed[1]), int(slashed[2])
        day, month = (second, first) if month_first else (first, second)
        return _day(int(slashed[3]), month, day)
    if (named := _with_month_name(text)) is not None:
        return named
    return None


def day_order(cells: Iterable[str]) -> str:
    """What comes first in days such as 31/12/2024: "day" or "month".

    "either" where no cell shows it; "" where there are no such days.
    """
    pairs = [(int(found[1]), int(found[2])) for cell in cells if (found := SLASHED.search(cell))]
    if any(first > 12 for first, _ in pairs):
        return "day"
    if any(second > 12 for _, second in pairs):
        return "month"
    return "either" if any(first != second for first, second in pairs) else ""


def _day(year: int, month: int, day: int) -> date | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if EARLIEST <= year <= LATEST else None


def _with_month_name(text: str) -> date | None:
    for month, names in MONTHS.items():
        found = re.search(rf"(?i)\b(\d{{1,2}})\.?\s+(?:{names})\.?\s+(\d{{4}})", text)
        if found:
            return _day(int(found[2]), month, int(found[1]))
    return None


def month_of(text: str) -> DaySpan | None:
    """The month or quarter a text names."""
    if (quarter := QUARTER.search(text)) is not None:
        number = int(quarter[1] or quarter[2] or quarter[5])
        return _months(int(quarter[3] or quarter[4]), 3 * number - 2, 3 * number)
    if (iso := ISO_MONTH.search(text)) is not None:
        return _months(int(iso[1]), int(iso[2]), int(iso[2]))
    if (month := MONTH.search(text)) is not None and 1 <= int(month[1]) <= 12:
        return _months(int(month[2]), int(month[1]), int(month[1]))
    for number, names in MONTHS.items():
        if (named := re.search(rf"(?i)\b(?:{names})\.?\s*'?((?:19|20)\d{{2}})", text)) is not None:
            return _months(int(named[1]), number, number)
    return None


def _months(year: int, first: int, last: int) -> DaySpan | None:
    if not EARLIEST <= year <= LATEST:
        return None
    return DaySpan(date(year, first, 1), date(year, last, monthrange(year, last)[1]))


def years_of(text: str) -> tuple[int, ...]:
    """All years a text names, "2015/16" being two of them, in order."""
    found = [int(year) for year in re.findall(YEAR, text)]
    short = SHORT_YEARS.search(text)
    if short and short[2] > short[1][2:]:
        found.append(int(short[1][:2] + short[2]))
    return tuple(sorted({year for year in found if EARLIEST <= year <= LATEST}))


def span_of(text: str, *, month_first: bool = False) -> DaySpan | None:
    """The days a label covers: a day, a month, a year or several."""
    if (two := TWO_DAYS.fullmatch(text.strip())) is not None:
        first, last = single_day(two[1]), single_day(two[2])
        return DaySpan(first, last) if first and last and first <= last else None
    day = single_day(text, month_first=month_first)
    if day is not None:
        return DaySpan(day, day)
    return None if SLASHED.search(text) else _longer_span(text)


def only_a_span(text: str) -> DaySpan | None:
    """The days of a text that names them and says nothing else: "März 2017", "12.03.2017"."""
    words = re.findall(r"[A-Za-zäÄ]+", text)
    known = re.compile(
        "|".join((*MONTHS.values(), "stand", "quartal", "q", "ende", "anfang")), re.I
    )
    if len(text) > LONGEST_LABEL or not all(known.fullmatch(word) for word in words):
        return None
    return None if SERIAL.fullmatch(text.strip()) else span_of(text)


def _longer_span(text: str) -> DaySpan | None:
    """The days of a spreadsheet's day number, a month, a quarter, a year or several."""
    if SERIAL.fullmatch(text.strip()):
        return _serial(float(text))
    if (month := month_of(text)) is not None:
        return month
    years = years_of(text)
    return DaySpan(date(years[0], 1, 1), date(years[-1], 12, 31)) if years else None


def _serial(days: float) -> DaySpan | None:
    """A spreadsheet's day number."""
    if not 29_000 < days < 73_000:
        return None
    found = date.fromordinal(date(1899, 12, 30).toordinal() + int(days))
    return DaySpan(found, found)


def first_and_last_year(text: str) -> tuple[int | None, int | None]:
    """ "2024-2030", "ab 2024", "bis 2030", "seit 03/2022", "2025" -> years of the work."""
    years = years_of(text)
    if not years and (span := span_of(text)) is not None:
        years = (span.first.year, span.last.year)
    if not years:
        return None, None
    lower = text.lower()
    if len(years) == 1:
        if re.search(r"\b(?:ab|seit|from|since|beginnend)\b|[-–]\s*$", lower):
            return years[0], None
        if re.search(r"\b(?:bis|until|by|spätestens|to)\b|^\s*[-–]", lower):
            return None, years[0]
    return years[0], years[-1]
