"""Calendar years: which ones anything here can be of, and a year as somebody typed it."""

from collections.abc import Iterable

from klimamosaik.terms.whole_number import whole_number

YEARS = (1990, 2100)  # the first and the last of balances, plans, measures and reports


def is_possible(year: int) -> bool:
    """True for a year that anything here can be of."""
    return YEARS[0] <= year <= YEARS[1]


def possible_year(text: str) -> int | None:
    """The year of a text of plain digits; None where it is none anything here can be of."""
    year = whole_number(text)
    return year if year is not None and is_possible(year) else None


def calendar_year(text: str) -> int | None:
    """The year of a text of four digits, whichever it is; None for anything else."""
    return whole_number(text) if len(text) == 4 else None


def year_spans(years: Iterable[int]) -> str:
    """Years as one writes them: 1996–2020, 2023."""
    spans: list[list[int]] = []
    for year in sorted(set(years)):
        if spans and year == spans[-1][-1] + 1:
            spans[-1].append(year)
        else:
            spans.append([year])
    return ", ".join(f"{s[0]}–{s[-1]}" if len(s) > 1 else str(s[0]) for s in spans)
