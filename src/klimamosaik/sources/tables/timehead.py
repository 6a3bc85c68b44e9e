"""Months or years as headers: each column is one time, each row a meter, a month or a year."""

import re
from collections.abc import Sequence
from itertools import pairwise

from klimamosaik.sources.grid.timetext import MONTHS

YEAR = re.compile(r"^(?:19|20)\d{2}$")
YEAR_WITHIN = re.compile(r"(?<![\d.,])((?:19|20)\d{2})(?![\d.,])")
MONTH_AND_YEAR = re.compile(
    r"^(?:(?:jan|feb|m[äa]r|mrz|apr|ma[iy]|jun|jul|aug|sep|o[kc]t|nov|de[zc])[a-zä]*\.?"
    r"[ /'-]*(?:\d{2}|\d{4})"
    r"|\d{1,2}[/.-](?:19|20)\d{2}|(?:19|20)\d{2}-\d{2})$",
    re.I,
)
MONTH_NAMES = {number: re.compile(rf"(?i)(?:{name})\.?") for number, name in MONTHS.items()}
MOST_LABELS = 12  # columns before the times: name, address, meter number, unit ...


def time_header(row: Sequence[str]) -> str | None:
    """ "months", "years", "months of years" or None: what the cells of a header row name."""
    filled = [cell for cell in row if cell]
    months = sum(is_month_name(cell) for cell in filled)
    if months >= 6 and len(filled) - months <= MOST_LABELS:
        return "months"
    dated = sum(bool(MONTH_AND_YEAR.match(cell)) for cell in filled)
    if dated >= 3 and len(filled) - dated <= MOST_LABELS:
        return "months of years"
    years = [int(cell) for cell in filled if YEAR.match(cell)]
    steps = {later - earlier for earlier, later in pairwise(years)}
    texts = len(filled) - len(years)
    if len(years) >= 2 and steps in ({1}, {-1}) and texts <= MOST_LABELS and not YEAR.match(row[0]):
        return "years"
    within = _years_within(filled)
    if len(within) >= 2 and len(set(within)) >= 2 and len(filled) - len(within) <= MOST_LABELS:
        return "years within"
    return None


def _years_within(cells: Sequence[str]) -> list[str]:
    """Years in headers like "Verbrauch 2023 [kWh]"."""
    found = []
    for cell in cells:
        years = YEAR_WITHIN.findall(cell)
        if len(years) == 1 and re.search(r"[A-Za-zäöü]{3}", cell) and len(cell) < 60:
            rest = YEAR_WITHIN.sub("", cell)
            if re.search(
                r"(?i)verbrauch|strom|wärme|gas|wasser|kwh|mwh|consumption|m³|m3|kosten", rest
            ):
                found.append(years[0])
    return found


def is_month_name(cell: str) -> bool:
    """True for Januar, Jan., January ..., not for numbers."""
    return _number(cell) is not None


def _number(cell: str) -> int | None:
    if len(cell) > 10:
        return None
    return next(
        (number for number, name in MONTH_NAMES.items() if name.fullmatch(cell.strip())), None
    )


def time_of(header: str) -> tuple[str, str] | None:
    """(time as text, what is left of the header), or None where the header names no time."""
    text = header.strip()
    if is_month_name(text):
        return f"{_number(text):02}", ""
    if YEAR.match(text) or MONTH_AND_YEAR.match(text):
        return text, ""
    if _years_within([text]):
        years = YEAR_WITHIN.findall(text)
        return years[0], re.sub(r"\s+", " ", YEAR_WITHIN.sub("", text)).strip(" -·")
    return None
