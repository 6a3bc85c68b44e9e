"""Lengths of time as a person writes and reads them: "15 Minuten", "täglich", "dauerhaft"."""

import re
from datetime import timedelta

from django.utils.dateparse import parse_duration

from klimamosaik.terms.spans import DAY, UNITS

OFTEN = {
    "viertelstündlich": timedelta(minutes=15), "stündlich": timedelta(hours=1), "täglich": DAY,
    "wöchentlich": 7 * DAY, "monatlich": 31 * DAY, "jährlich": 366 * DAY,
    "hourly": timedelta(hours=1), "daily": DAY,
    "weekly": 7 * DAY, "monthly": 31 * DAY, "yearly": 366 * DAY,
}  # fmt: skip
FOR_GOOD = ("dauerhaft", "für immer", "unbegrenzt", "for good", "forever", "unlimited")
LONGEST = 200 * 365 * DAY
ISO_YEARS = re.compile(r"p(\d+)([ymw])", re.IGNORECASE)


def span_in(text: str) -> timedelta | None:
    """The length of time a person wrote; None where it says none, or none above zero."""
    said = " ".join(text.casefold().split())
    if said in OFTEN:
        return OFTEN[said]
    if told := ISO_YEARS.fullmatch(said):  # Django reads days and shorter
        days = {"y": 365, "m": 30, "w": 7}[told[2]]
        found: timedelta | None = int(told[1][:6]) * days * DAY
    elif said.startswith("p"):
        found = parse_duration(said.upper())
    else:
        found = in_words(said)
    return found if found is not None and timedelta(0) < found <= LONGEST else None


def in_words(said: str) -> timedelta | None:
    """A number with its unit."""
    told = re.fullmatch(r"(?:alle |every )?(\d{1,6})\s*([a-zäöü]+\.?)", said)
    if told is None:
        return None
    units = (length for length, words, _ in UNITS if re.fullmatch(words, told[2]))
    return next((int(told[1]) * length for length in units), None)


def is_for_good(text: str) -> bool:
    """True where a person says that readings are kept for good."""
    return " ".join(text.casefold().split()) in FOR_GOOD
