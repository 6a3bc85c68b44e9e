"""A number as people write it, between figures and words: read in one place, or refused.

what is written     German   English   a file of no language
1.000,5  1,000.5    1000.5   1000.5    1000.5      only the last mark stands before decimals
1.000               1000     1         refused     the language says which of the two
0.125               0.125    0.125     0.125       no group of thousands begins with 0
1,5                 1.5      1.5       1.5         no group has but one digit
1 000,5  1'000,5    1000.5   1000.5    1000.5      blanks and apostrophes group everywhere
1,2,3  12 00        refused  refused   refused
"""

import math
import re
from collections.abc import Mapping
from decimal import Decimal

from klimamosaik.terms.complaint import InputRejected, Problem
from klimamosaik.terms.text import Text
from klimamosaik.terms.writing import MINUS, decimal, signs_of

OTHER = {",": ".", ".": ","}  # the mark before decimals, and the one that may group thousands then
LONGEST = 450  # characters; what a computer can hold at all has 411 with its thousands
SHOWN = 40  # characters of what was written that a sentence repeats
BLANKS = re.compile(r"\s")  # also the ones that never break, as Excel and our own pages write them
APOSTROPHES = re.compile("[’‘´`ʼ]")
MINUSES = re.compile(f"^[{MINUS}–‐‑]")
SIGN = r"[-+]?"
POWER = r"(?:[eE][-+]?[0-9]{1,3})?"  # of ten: 1,5E+05, as Excel writes it
UNGROUPED = re.compile(rf"{SIGN}(?:[0-9]+|[0-9]*[.,][0-9]+){POWER}")
SHAPES = {
    mark: re.compile(
        rf"{SIGN}(?:[0-9]+|(?:0|[1-9][0-9]*)?[{mark}][0-9]+){POWER}"
        rf"|{SIGN}[1-9][0-9]{{0,2}}(?P<between>[ '{group}])[0-9]{{3}}(?:(?P=between)[0-9]{{3}})*"
        rf"(?:[{mark}][0-9]+)?"
    )
    for mark, group in OTHER.items()
}


def read_number(written: str, language: str | None = None) -> Decimal:
    """The number somebody wrote in a language; without one its marks alone must say which it is.

    Raises InputRejected with one sentence where it is none, or could be another one as well.
    """
    known = readings(written)
    if language is not None and all_known(written, language):
        own = known.get(decimal_mark(language))
        if own is not None:
            return own
    if len(set(known.values())) == 1:
        return next(iter(known.values()))
    raise InputRejected([two_ways(written, known) if known else unreadable(written)])


def number_by_mark(written: str, mark: str) -> Decimal | None:
    """The number of a text where "," or "." is known to stand before decimals.

    One that can be written the other way only is that one; None where it is no number at all.
    """
    known = readings(written)
    return known.get(mark, known.get(OTHER[mark]))


def ungrouped_number(written: str) -> float | None:
    """A number where none has thousands, with comma or point; None for anything else."""
    number = tidied(written)
    if not UNGROUPED.fullmatch(number):
        return None
    found = float(number.replace(",", "."))
    return found if math.isfinite(found) else None


def number_within(written: str, least: float, most: float) -> float | None:
    """The only number of a text that is possible where it stands; None where none is, or two are.

    0 is always possible.
    """
    found = {float(value) for value in readings(written).values()}
    fitting = [value for value in found if value == 0 or least <= value <= most]
    return fitting[0] if len(fitting) == 1 else None


def readings(written: str) -> Mapping[str, Decimal]:
    """What a text says with "," before decimals, and with ".": only what is well formed."""
    number = tidied(written)
    if len(number) > LONGEST:
        return {}
    found = {mark: by_mark(number, mark) for mark in OTHER if SHAPES[mark].fullmatch(number)}
    return {mark: value for mark, value in found.items() if math.isfinite(value)}


def tidied(written: str) -> str:
    """With one kind of blank, of apostrophe and of minus."""
    blank = BLANKS.sub(" ", written.strip())
    return MINUSES.sub("-", APOSTROPHES.sub("'", blank))


def by_mark(number: str, mark: str) -> Decimal:
    """A well-formed number with this mark before decimals."""
    return Decimal(re.sub(rf"[ '{OTHER[mark]}]", "", number).replace(mark, "."))


def decimal_mark(language: str) -> str:
    """What stands before decimals in a language: a comma in German, a point in English."""
    return signs_of(language)[1]


def all_known(written: str, language: str) -> bool:
    """True where a language knows all marks of a text: in French no point groups anything."""
    return all(mark in signs_of(language) for mark in OTHER if mark in written)


def for_a_field(value: float | Decimal, language: str, *, grouped: bool = True) -> str:
    """The number as a field shows it, to be changed: `read_number` reads the same out of it."""
    exact = value if isinstance(value, Decimal) else in_decimals(value)
    shown = decimal(exact, digits=places(exact), language=language).replace(MINUS, "-")
    return shown if grouped else shown.replace(signs_of(language)[0], "")


def in_decimals(value: float) -> Decimal:
    """All the digits Python tells a number by; a whole one has no decimals."""
    exact = Decimal(repr(value))
    return exact.to_integral_value() if float(value).is_integer() else exact


def places(value: Decimal) -> int:
    """Digits behind the comma; an amount of money keeps its 00."""
    exponent = value.as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def unreadable(written: str) -> Problem:
    """It is no number."""
    return Problem("unreadable_number", UNREADABLE.format(written=written.strip()[:SHOWN]))


def two_ways(written: str, known: Mapping[str, Decimal]) -> Problem:
    """It is a number with thousands, or one with three decimals."""
    large, small = max(known.values(), key=abs), min(known.values(), key=abs)
    told = TWO_WAYS.format(written=written.strip()[:SHOWN], large=int(large), small=small)
    return Problem("two_ways", told)


UNREADABLE = Text(
    "„{written}“ ist keine Zahl, die sich hier lesen lässt. Schreiben Sie zum Beispiel 1234,5 oder "
    "1.234,5.",
    "“{written}” is no number that can be read here. Write for example 1234.5 or 1,234.5.",
)
TWO_WAYS = Text(
    "„{written}“ kann mit oder ohne Tausenderzeichen gemeint sein. Schreiben Sie {large} oder "
    "{small:.4n}.",
    "“{written}” could be meant with or without a separator of thousands. Write {large} or "
    "{small:.4n}.",
)
