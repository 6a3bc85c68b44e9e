"""Whether a cell of a table holds a number, a time, a text or nothing."""

import re

from klimamosaik.sources.grid.numbers import MARKED, MISSING
from klimamosaik.sources.grid.timetext import MONTHS

NUMBER = re.compile(
    r"^(?:ca\.? ?|~ ?|≈ ?)?[+-]?[\d.,'\s\u00a0\u202f]*\d[\d.,'\s\u00a0]*(?:[eE][+-]?\d+)?\s*"
    r"(?:[kmgt]?wh|[kmt]?w|[mgt]j|€|\$|m³|m3|cbm|h?l|lit(?:er|re)s?|%|eur|therms?|[km]*btu|[cm]cf|°c|°f)?-?$",
    re.I,
)
TIME = re.compile(
    r"^(?:[a-zä]{2,10}\.?,? )?\d{1,2}\.\s?(?:\d{1,2}\.|[a-zä]{3,9}\.?)\s?\d{2,4}"
    r"|^\d{4}-\d{1,2}(?:-\d{1,2})?(?:[ t]|$)"
    r"|^q[1-4][ /.-]?\d{4}$|^\d{4}[ /.-]?q[1-4]$|^[1-4]\. ?quartal \d{4}$"
    r"|^\d{1,2}[/-]\d{1,2}[/-]\d{2,4}|^\d{4}/\d{1,2}|^\d{1,2}/\d{4}$|^\d{1,2}[.-]\d{4}$|^\d{1,2}:\d{2}"
    rf"|^(?:{'|'.join(MONTHS.values())})\.?[ /'’-]*(?:\d{{2}}|\d{{4}})$",  # no "Markt 10"
    re.I,
)


def kind_of(cell: str) -> str:
    """ "" missing, "n" number, "t" time, "s" text."""
    if cell.lower() in MISSING:
        return ""
    number = re.fullmatch(r"\d{1,3}(?:\.\d{3})*\.?\d*", cell)
    if TIME.match(cell) and (not number or MONTH.fullmatch(cell)):
        return "t"
    return "n" if NUMBER.match(BEHIND.sub(r"\1", cell)) else "s"


BEHIND = re.compile(MARKED)
MONTH = re.compile(r"0[1-9]\.(?:19|20)\d\d")  # no number begins with a nought before digits
