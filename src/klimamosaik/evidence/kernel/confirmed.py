"""What a person says happened at a meter: told with the result, and answers what was doubted."""

from dataclasses import dataclass
from datetime import date

from klimamosaik.terms.complaint import Problem
from klimamosaik.terms.happening import Happening
from klimamosaik.terms.text import Text


@dataclass(frozen=True)
class Confirmed:
    """One thing that a person confirmed."""

    what: Happening
    note: str = ""  # in the person's own words
    by: str = ""  # name; empty on the command line
    on: date | None = None


def confirmations_in_words(confirmed: tuple[Confirmed, ...]) -> tuple[Problem, ...]:
    """Each confirmation as a sentence beside the result."""
    return tuple(_sentence(each) for each in confirmed)


def change_is_explained(confirmed: tuple[Confirmed, ...]) -> bool:
    """Whether somebody said why use is far more or less than expected."""
    return any(each.what.explains_change for each in confirmed)


def zeros_are_right(confirmed: tuple[Confirmed, ...]) -> bool:
    """Whether somebody said that zeros are values."""
    return any(each.what is Happening.ZEROS for each in confirmed)


def _sentence(one: Confirmed) -> Problem:
    said = BESIDE if one.what.beside_the_measure else PLAIN
    return Problem("confirmed", said.format(what=_what(one), by=_by(one)))


def _what(one: Confirmed) -> Text:
    return NOTED.format(what=one.what.text, note=one.note) if one.note else one.what.text


def _by(one: Confirmed) -> Text:
    if not one.by or one.on is None:
        return Text("", "")
    return BY.format(name=one.by, day=one.on)


NOTED = Text("{what} („{note}“)", "{what} (“{note}”)")
BY = Text(" ({name}, {day:short})", " ({name}, {day:short})")
PLAIN = Text("Bestätigt{by}: {what}.", "Confirmed{by}: {what}.")
BESIDE = Text(
    "Bestätigt{by}: {what}. Was dadurch weniger oder mehr verbraucht wurde, steckt in der Zahl; sie"
    " ist nicht allein die Wirkung der Maßnahme.",
    "Confirmed{by}: {what}. What was used less or more because of it is in the figure; it is not"
    " the effect of the measure alone.",
)
