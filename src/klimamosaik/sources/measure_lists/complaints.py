"""Collects what is refused, what looks wrong and what is left out, never without end."""

from dataclasses import dataclass, field

from klimamosaik.sources.measure_lists.listed import At
from klimamosaik.terms.complaint import Problem
from klimamosaik.terms.text import Text, about

PER_KIND = 20  # sentences of one code; the rest is counted
LONGEST = 60  # characters of a cell that are quoted


@dataclass
class ListProblems:
    """Grows while files are read."""

    shown: list[Problem] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """All there were, also those not shown."""
        return sum(self.counts.values())

    def add(self, code: str, at: At, said: Text, *, column: str | None = None) -> None:
        """Add one: where it stands, then `said`."""
        self.counts[code] = self.counts.get(code, 0) + 1
        if self.counts[code] > PER_KIND:
            return
        text = about(Text(*place(at, column)), said)
        self.shown.append(Problem(code, text, at.row, column))


def place(at: At, column: str | None) -> tuple[str, str]:
    """Sheet, row and column in both languages."""
    de = [at.sheet] if at.sheet else []
    en = list(de)
    if at.row is not None:
        de, en = [*de, f"Zeile {at.row}"], [*en, f"row {at.row}"]
    if column:
        de, en = [*de, f"Spalte „{quoted(column)}“"], [*en, f"column “{quoted(column)}”"]
    return ", ".join(de) or at.file, ", ".join(en) or at.file


def quoted(cell: str) -> str:
    """A cell short enough to be read in a sentence."""
    flat = " ".join(cell.split())
    return flat if len(flat) <= LONGEST else flat[: LONGEST - 1] + "…"
