"""The notations of times offices use: their patterns, how a cell of each looks, their names."""

import re
from dataclasses import dataclass
from typing import Literal

from klimamosaik.terms.text import Text

Grain = Literal["time", "day", "month", "year"]


@dataclass(frozen=True)
class TimeForm:
    """One notation."""

    pattern: str  # chrono pattern; "epoch s", "epoch ms", "serial" for counted times
    grain: Grain
    zoned: bool = False  # gives UTC


def _clock_forms() -> tuple[TimeForm, ...]:
    days: tuple[str, ...] = (
        "%d.%m.%Y",
        "%Y-%m-%d",
        "%d.%m.%y",
        "%d/%m/%Y",
        "%m/%d/%Y",
        "%Y/%m/%d",
        "%d-%m-%Y",
    )
    days = (*days, "%d/%m/%y", "%m/%d/%y", "%Y.%m.%d", "%Y%m%d")
    clocks = (" %H:%M", " %H:%M:%S", "T%H:%M:%S", "T%H:%M")
    forms = [TimeForm(day + clock, "time") for clock in clocks for day in days]
    zoned = [TimeForm(day + clock + "%z", "time", True) for clock in clocks for day in days]
    return (*forms, *zoned)


FORMS = (
    TimeForm("%Y-%m-%dT%H:%M:%SZ", "time", True),
    *_clock_forms(),
    TimeForm("%Y%m%d %H%M", "time"),
    TimeForm("%d.%m.%Y", "day"),
    TimeForm("%Y-%m-%d", "day"),
    TimeForm("%d.%m.%y", "day"),
    TimeForm("%d/%m/%Y", "day"),
    TimeForm("%m/%d/%Y", "day"),
    TimeForm("%Y/%m/%d", "day"),
    TimeForm("%d-%m-%Y", "day"),
    TimeForm("%d/%m/%y", "day"),
    TimeForm("%m/%d/%y", "day"),
    TimeForm("%Y.%m.%d", "day"),
    TimeForm("%G-W%V-%u", "day"),
    TimeForm("%m/%Y", "month"),
    TimeForm("%Y-%m", "month"),
    TimeForm("%m.%Y", "month"),
    TimeForm("%Y/%m", "month"),
    TimeForm("%m-%Y", "month"),
    TimeForm("%m/%y", "month"),
)
COUNTED = (
    TimeForm("%Y%m%d%H%M%S", "time"),
    TimeForm("%Y%m%d%H%M", "time"),
    TimeForm("%Y%m%d%H", "time"),
    TimeForm("%Y%m%d", "day"),
    TimeForm("%Y%m", "month"),
    TimeForm("%Y", "year"),
    TimeForm("epoch ms", "time", True),
    TimeForm("epoch s", "time", True),
    TimeForm("serial", "time"),
)
EPOCH = {"epoch s": (3e8, 4.2e9), "epoch ms": (3e11, 4.2e12)}  # 1979 .. 2103
SERIAL = (20_000, 75_000)  # 1954 .. 2105 as Excel counts days
DIGITS = {"%Y": r"\d{4}", "%z": r"[+-]\d{4}", "%G": r"\d{4}", "%V": r"\d{2}", "%u": r"\d"}


def _shape(form: TimeForm) -> re.Pattern[str]:
    if "%" not in form.pattern:
        return re.compile(r"\d{5,14}([.,]\d+)?")
    spaced = "%Y%m" not in form.pattern
    parts = re.split(r"(%[A-Za-z])", form.pattern)
    return re.compile(
        "".join(
            DIGITS.get(part, r"\d{1,2}" if spaced else r"\d{2}")
            if part.startswith("%")
            else re.escape(part)
            for part in parts
        )
    )


SHAPE = {form: _shape(form) for form in (*FORMS, *COUNTED)}
ORDERS = {"%d/%m/": "%m/%d/", "%m/%d/": "%d/%m/"}


def swapped(form: TimeForm) -> TimeForm | None:
    """The same notation with day and month exchanged; None where they cannot be confused."""
    for mark, other in ORDERS.items():
        if form.pattern.startswith(mark):
            return TimeForm(form.pattern.replace(mark, other), form.grain, form.zoned)
    return None


def swaps(form: TimeForm, best: TimeForm) -> bool:
    """True for the other reading of slashes than the one decided for, and for itself."""
    return form == best or form.pattern[:6] == ORDERS.get(best.pattern[:6])


GRAINS = ("time", "day", "month", "year")


def day_first_in(form: TimeForm) -> bool | None:
    """True where a notation with slashes begins with the day, False with the month; else None."""
    if form.pattern.startswith("%m/%d"):
        return False
    return True if form.pattern.startswith("%d/%m") else None


NAMES: dict[str, Text] = {
    "epoch ms": Text("Millisekunden seit 1970 (UTC)", "milliseconds since 1970 (UTC)"),
    "epoch s": Text("Sekunden seit 1970 (UTC)", "seconds since 1970 (UTC)"),
    "serial": Text("Excel-Tageszahl", "Excel day number"),
}
LETTERS = {"%d": "TT", "%m": "MM", "%Y": "JJJJ", "%y": "JJ", "%H": "hh", "%M": "mm", "%S": "ss"}
LETTERS |= {"%G": "JJJJ", "%V": "WW", "%u": "T"}  # 2024-W05-1


def written(form: TimeForm) -> str:
    """The notation as an office would write it, e.g. TT.MM.JJJJ hh:mm."""
    if form.pattern in NAMES:
        return NAMES[form.pattern].de
    shown = form.pattern.replace("%z", "±hh:mm")
    for code, letters in LETTERS.items():
        shown = shown.replace(code, letters)
    return shown
