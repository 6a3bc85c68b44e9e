"""Periods of a figure: their first and last day, and how a reader writes them."""

import calendar
from datetime import date

from klimamosaik.terms.text import Language
from klimamosaik.terms.writing import written_day

YEAR, MONTH = len("2024"), len("2024-03")


def first_day(period: str) -> date | None:
    """The first day of "2024", "2024-03" or "2024-03-01"; None where there is no period."""
    if not period:
        return None
    year, month, day = ([int(part) for part in period.split("-")] + [1, 1])[:3]
    return date(year, month, day)


def last_day(period: str) -> date | None:
    """The last day of a period."""
    first = first_day(period)
    if first is None or len(period) > MONTH:
        return first
    month = 12 if len(period) == YEAR else first.month
    return date(first.year, month, calendar.monthrange(first.year, month)[1])


def written_period(period: str, language: Language) -> str:
    """A period as a table names it: 2024, März 2024, 18.08.2026."""
    first = first_day(period)
    if first is None or len(period) == YEAR:
        return period
    return written_day(first, language, "month" if len(period) == MONTH else "short")


def short_period(period: str, language: Language) -> str:
    """A period as it stands below a picture: months in figures."""
    first = first_day(period)
    if first is not None and len(period) == MONTH:
        return f"{first:%m/%y}"
    return written_period(period, language)
