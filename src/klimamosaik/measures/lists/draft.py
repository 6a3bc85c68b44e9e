"""One measure of a list on its way into the register: what is known of it, what is said of it."""

from dataclasses import dataclass, replace
from datetime import date

from klimamosaik.measures.lists.register_entries import Stored
from klimamosaik.measures.models import Measure
from klimamosaik.sources.measure_lists import ListedMeasure, ListedNote
from klimamosaik.terms.complaint import Problem
from klimamosaik.terms.years import is_possible


@dataclass
class Draft:
    """What the list says of one measure, what the register holds of it, and notes on the way."""

    listed: ListedMeasure
    stored: Stored
    as_of: date  # for reports without a day
    phase: str  # where the list names none; "" as derived
    own: bool  # from our own workbook
    odd: list[Problem]

    def __post_init__(self) -> None:
        self.notes: list[ListedNote] = list(self.listed.notes)
        found = self.stored.find(self.listed)
        self.measure = found or Measure(municipality=self.stored.municipality)

    @property
    def source(self) -> str:
        """Where it was said: file, sheet and row."""
        return self.listed.at.text.de[:200]

    @property
    def new(self) -> bool:
        """True where the register does not hold it yet."""
        return self.measure._state.adding

    def note(self, heading: str, text: str) -> None:
        """Keep what has no field of its own under its heading."""
        self.notes.append(ListedNote(heading, text))

    def say(self, said: Problem) -> None:
        """Say what looks wrong, and where."""
        self.odd.append(replace(said.about(self.listed.at.text), row=self.listed.at.row))


def year_held(year: int | None) -> int | None:
    """A year the register can hold; None for any other."""
    return year if year is not None and is_possible(year) else None
