"""What somebody wants an item of a balance to say, and whether that can be."""

from dataclasses import dataclass
from math import isclose, isfinite

from klimamosaik.balance.kernel.cell import Cell, CellState, DataGrade
from klimamosaik.balance.kernel.grid import Item
from klimamosaik.terms.complaint import Problem, problem
from klimamosaik.terms.text import Text
from klimamosaik.terms.text_enum import TextEnum
from klimamosaik.terms.years import is_possible

LARGEST = 3_000_000_000.0  # MWh; more than all of Germany uses in a year
LONGEST = 300  # characters of a source


class EntryAction(TextEnum):
    """What an item is to say."""

    VALUE = "value", Text("ein eigener Wert", "a value of our own")
    TO_CONFIRM = (
        "to confirm",
        Text("ein Wert, den noch jemand bestätigen muss", "a value somebody must still confirm"),
    )
    ZERO = "zero", Text("null, wir wissen es", "zero, we know it")
    NOT_APPLICABLE = (
        "not applicable",
        Text("trifft nicht zu, das gibt es hier nicht", "not applicable, there is no such thing"),
    )
    DEFAULT = (  # take the entry back
        "default",
        Text("kein Eintrag: der Standardwert gilt", "no entry: the default counts"),
    )

    @property
    def state(self) -> CellState | None:
        """The state of the cell then; None where the default is in force again."""
        return STATES.get(self)


STATES = {
    EntryAction.VALUE: CellState.OWN,
    EntryAction.TO_CONFIRM: CellState.NEEDS_CONFIRMATION,
    EntryAction.ZERO: CellState.CONFIRMED_ZERO,
    EntryAction.NOT_APPLICABLE: CellState.NOT_APPLICABLE,
}
WITH_VALUE = frozenset({EntryAction.VALUE, EntryAction.TO_CONFIRM})


@dataclass(frozen=True)
class EntryDraft:
    """What an item is to say in a year."""

    year: int
    item: Item
    wanted: EntryAction
    energy: float | None = None  # MWh, with a value only
    grade: DataGrade | None = None  # with a value only
    source: str = ""

    @property
    def cell(self) -> Cell | None:
        """The cell as wished; None where the default is to be in force again."""
        state = self.wanted.state
        if state is None:
            return None
        energy = 0.0 if self.wanted is EntryAction.ZERO else self.energy
        return Cell(
            sector=self.item.sector,
            carrier=self.item.carrier,
            mode=self.item.mode,
            state=state,
            energy=energy if self.wanted is not EntryAction.NOT_APPLICABLE else None,
            grade=self.grade if self.wanted in WITH_VALUE else None,
            source=self.source.strip(),
        )


def says_the_same(cell: Cell | None, other: Cell | None) -> bool:
    """True where two entries differ in nothing a person entered."""
    if cell is None or other is None:
        return cell is other
    same = (cell.state, cell.grade, cell.source) == (other.state, other.grade, other.source)
    return same and isclose(cell.known, other.known, rel_tol=1e-12)


def complaints_about(wish: EntryDraft) -> list[Problem]:
    """Everything that keeps a wish from being carried out, as sentences."""
    found = []
    if not is_possible(wish.year):
        found.append(
            problem(
                "unusable_year",
                "Jahr {year}: erlaubt ist 1990 bis 2100.",
                "Year {year}: 1990 to 2100 is allowed.",
                year=str(wish.year),
            )
        )
    if not wish.item.possible:
        carrier, sector = wish.item.carrier.text, wish.item.sector.text
        found.append(
            problem(
                "impossible_cell",
                "{carrier} gibt es so im Sektor {sector} nicht.",
                "There is no {carrier} in the sector {sector} like that.",
                carrier=carrier,
                sector=sector,
            )
        )
    if wish.wanted in WITH_VALUE:
        found += energy_complaints(wish.energy)
    if wish.wanted is not EntryAction.DEFAULT:
        found += source_complaints(wish.source)
    return found


def energy_complaints(energy: float | None) -> list[Problem]:
    """What is wrong with an amount [MWh]."""
    if energy is None or not isfinite(energy) or not 0.0 <= energy <= LARGEST:
        shown = "–" if energy is None else f"{energy:g}"
        return [
            problem(
                "unusable_energy",
                "Endenergie {shown} MWh: erlaubt ist eine Zahl ab 0 bis 3 Milliarden MWh.",
                "Final energy {shown} MWh: a number from 0 to 3 billion MWh is allowed.",
                shown=shown,
            )
        ]
    if energy == 0.0:
        return [
            problem(
                "silent_zero",
                "Eine Null ist ausdrücklich zu bestätigen: „Null bestätigen“ mit Quelle.",
                "A zero must be confirmed on purpose: “confirm zero”, with its source.",
            )
        ]
    return []


def source_complaints(source: str) -> list[Problem]:
    """What is wrong with a source."""
    if not source.strip():
        return [
            problem(
                "no_source",
                "Jeder Wert nennt seine Quelle, z. B. „Netzbetreiber, Mail vom 3. Mai 2024“.",
                "Every value names its source, e.g. “network operator, mail of 3 May 2024”.",
            )
        ]
    if len(source.strip()) > LONGEST or not source.isprintable():
        return [
            problem(
                "unusable_source",
                "Die Quelle hat {length:n} Zeichen: erlaubt ist eine Zeile bis {most:n} Zeichen.",
                "The source has {length:n} characters: one line of up to {most:n} is allowed.",
                length=len(source.strip()),
                most=LONGEST,
            )
        ]
    return []
