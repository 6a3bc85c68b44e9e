"""Whether a word can be the name of a building, and which words name no place at all."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from klimamosaik.observations.intake.spelling import (
    METER_WORDS,
    normalised,
    without_carrier,
    words,
    words_of,
)
from klimamosaik.sources.tables import SeriesPreview
from klimamosaik.sources.tables.basics.vocabulary import vocabulary

# Numbers, dates, times of day and spans of them: digits with what stands between and behind them.
NUMBER_OR_TIME = re.compile(
    r"(?i)[\W_]*\d[\d\s.,:;/\\\-–—+TZ_]*(uhr|h|utc|gmt|mesz?|mez|cest|cet|am|pm)?[\W_]*"
)
MONTHS = (
    "jan|feb|mär|mrz|mar|apr|mai|may|jun|jul|aug|sep|sept|okt|oct|nov|dez|dec|januar|january|"
    "februar|february|märz|march|april|juni|june|juli|july|august|september|oktober|october|"
    "november|dezember|december"
)
PART_OF_YEAR = re.compile(
    r"(?i)(q|kw|cw|h|quartal|quarter|woche|week|tag|day|jahr|year)[\W_]*\d+([\W_]+\d+)?"
    rf"|({MONTHS})([\W_]*\d+)?|\d+[\W_]*({MONTHS})([\W_]*\d+)?"
)
IN_UNIT = re.compile(r"(?i)[\[(]\s*(?:[km]?wh?|mw|m³|m3|l)\s*[\])]")  # a quantity, no place


def is_odd(name: str) -> bool:
    """True where a word is a time, a number, a flag or too short to be a building's name."""
    flat = " ".join(name.split())
    word = normalised(flat)
    return is_number_or_time(flat) or is_flag(word) or bool(IN_UNIT.search(flat))


def is_odd_header(name: str) -> bool:
    """True where a header is a time, a number or a register; "A" and "B" may be buildings there."""
    flat = " ".join(name.split())
    word = normalised(flat)
    return is_number_or_time(flat) or (len(word) > 1 and word in words("flags"))


def is_number_or_time(name: str) -> bool:
    """True for a number, a date, a time of day, a month, a span of them."""
    return any(form.fullmatch(name) for form in (NUMBER_OR_TIME, PART_OF_YEAR))


def is_flag(word: str) -> bool:
    """True for a state, a register, a direction, and for one or two letters."""
    short = len(word) < 3 and (word.isalpha() or not word)
    return short or word in words("flags") or word in quality_words()


@cache
def quality_words() -> frozenset[str]:
    """Words files use for the quality of a value."""
    return frozenset(normalised(word) for _, known in vocabulary().qualities for word in known)


def names_no_place(name: str) -> bool:
    """True where each word says what is metered or which way it flows, and none where."""
    no_place = METER_WORDS | words("flags") | words("files")
    return all(word in no_place for word in words_of(name) if word)


def tells_place(name: str) -> bool:
    """True where a series' name says where it belongs: no "Strom", "HT", "Kanal 1", "Zähler 2"."""
    no_place = METER_WORDS | words("flags") | words("files") | CHANNELS
    return any(
        not (word in no_place or (word.isdigit() and len(word) < SHORTEST_NUMBER))
        for word in words_of(name)
    )


CHANNELS = frozenset({"kanal", "channel", "ch", "reihe", "spalte", "column", "eingang", "input"})
SHORTEST_NUMBER = 4  # digits of a number that may be a meter's


def stem_of(file_name: str) -> str:
    """A file's name without its folder and endings, as series without a name are called."""
    return re.sub(r"(\.[A-Za-z0-9]{1,5})+$", "", re.split(r"[\\/]", file_name)[-1])


def place_in(file_name: str) -> str | None:
    """The place a file's name tells: "Lastgang_Rathaus_2024.csv" is the Rathaus."""
    parts = [part for part in re.split(r"[\W_]+", stem_of(file_name)) if part]
    telling = [word for word in parts if not (word.isdigit() or names_no_place(word))]
    name = without_carrier(" ".join(telling))
    return name[:1].upper() + name[1:] if telling and not is_odd(name) else None


def placed_by_file(series: Sequence[SeriesPreview], *, file_name: str) -> tuple[SeriesPreview, ...]:
    """Series that name no place ("Bezug", "Einspeisung") belong where the file's name says."""
    place, stem = place_in(file_name), stem_of(file_name)
    if place is None:
        return tuple(series)

    def nowhere(each: SeriesPreview) -> bool:
        named = each.name if each.building is None else each.building
        return named == stem or (each.building is None and names_no_place(named))

    return tuple(replace(each, building=place) if nowhere(each) else each for each in series)
