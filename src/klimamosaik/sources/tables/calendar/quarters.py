"""Quarters and half years as offices write them, as the days they run from and to."""

import re
from datetime import date, timedelta

import polars as pl

from klimamosaik.sources.grid.numbers import is_missing
from klimamosaik.sources.grid.repeated import every, texts_of
from klimamosaik.sources.grid.timetext import MONTHS

MOST = 0.6  # share of the cells that must be one; among months they are totals
SAMPLE = 100
ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
LENGTHS = {"quarter": 3, "half": 6}  # months
WORDS = {
    "quarter": r"q|quartale?|qrtl|quarter|trim(?:estre)?|kwartaal|vierteljahr|t",
    "half": r"hj|h|halbjahr|half(?:[- ]?year)?|semest(?:re|er)|halfjaar",
}
PART = r"(?P<number>[1-4]|iv|i{1,3})(?:\.|er|e|st|nd|rd|th|ème)?"
YEAR = r"[ /.'’-]*(?P<year>(?:19|20)\d\d|\d\d)"
GAP = r"[ ./-]*"


def _forms() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Each way to write them: word first, word behind, year first; the roman ones with no word."""
    found = []
    for kind, words in WORDS.items():
        word = rf"(?:{words})\.?"
        found += [
            (kind, rf"{word}{GAP}{PART}{YEAR}"),
            (kind, rf"{PART}{GAP}{word}{YEAR}"),
            (kind, rf"(?P<year>(?:19|20)\d\d){GAP}(?:{word}{GAP}{PART}|{PART}{GAP}{word})"),
        ]
    roman = r"(?P<number>iv|i{1,3})\.?"
    found += [("quarter", rf"{roman}{YEAR}"), ("quarter", rf"(?P<year>(?:19|20)\d\d){GAP}{roman}")]
    return tuple((kind, re.compile(_once(text), re.I)) for kind, text in found)


def _once(text: str) -> str:
    """A pattern with the second group of a name called by another: no name may come twice."""
    first, *rest = text.split("?P<number>")
    return first + "?P<number>" + "?P<behind>".join(rest) if len(rest) > 1 else text


FORMS = _forms()


def as_spans(cells: pl.Series) -> pl.Series:
    """ "I/2024" -> "01.01.2024 - 31.03.2024", in a column of such cells; others as they are."""
    some = every(cells, 5 * SAMPLE)
    some = some.filter(~is_missing(some)).head(SAMPLE)
    told = [span_of(text) for text in some.to_list()]
    if not told or sum(each is not None for each in told) < MOST * len(told):
        return cells
    cells = texts_of(cells)
    texts = cells.unique().drop_nulls()
    spans = {text: span for text in texts if (span := span_of(text) or _single(text))}
    return cells.replace(spans)


MONTH_NAMES = {number: re.compile(rf"(?:{name})\.?", re.I) for number, name in MONTHS.items()}
MONTHS_TOGETHER = re.compile(  # "Jan/Feb 2024", "Januar bis März 24"
    r"(?i)(?P<first>[a-zä]{3,9}\.?)\s*(?:/|-|–|—|\+|&|bis|und|to|and)\s*(?P<last>[a-zä]{3,9}\.?)"
    + YEAR
)
MONTH_ALONE = re.compile(rf"(?i)(?P<first>[a-zä]{{3,9}}\.?){YEAR}")


def _single(text: str) -> str | None:
    """The first and the last day of a month among several: "März 2024" below "Jan/Feb 2024"."""
    found = MONTH_ALONE.fullmatch(text.strip())
    month = _month(found["first"]) if found else None
    return _days(month, month, found["year"]) if found and month else None


def _together(text: str) -> str | None:
    """The first and the last day of months of one year; None where they run backwards."""
    found = MONTHS_TOGETHER.fullmatch(text.strip())
    if found is None:
        return None
    first, last = _month(found["first"]), _month(found["last"])
    return _days(first, last, found["year"]) if first and last and first < last else None


def _month(name: str) -> int | None:
    return next((n for n, form in MONTH_NAMES.items() if form.fullmatch(name.strip())), None)


def _days(first: int, last: int, written: str) -> str:
    year = int(written) + (2000 if len(written) == 2 else 0)
    after = date(year + last // 12, last % 12 + 1, 1)
    return f"{date(year, first, 1):%d.%m.%Y} - {after - timedelta(days=1):%d.%m.%Y}"


def span_of(text: str) -> str | None:
    """The first and the last day of a quarter, half year or months; None for any other text."""
    if together := _together(text):
        return together
    for kind, form in FORMS:
        found = form.fullmatch(text.strip())
        if found is None:
            continue
        groups = found.groupdict()
        number = (groups["number"] or groups.get("behind") or "").lower()
        part = ROMAN.get(number) or int(number)
        months = LENGTHS[kind]
        if part * months > 12:
            return None
        return _days((part - 1) * months + 1, part * months, groups["year"])
    return None
