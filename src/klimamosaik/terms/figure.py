"""What a figure can say of itself: what its range claims, what became of a criterion, and why."""

from dataclasses import dataclass

from klimamosaik.terms.text import Text
from klimamosaik.terms.text_enum import TextEnum


class Verdict(TextEnum):
    """What the readings say about a measure."""

    SAVED = "saved", Text("gespart", "saved")
    USED_MORE = "used more", Text("mehr verbraucht", "used more")
    NOT_DISTINGUISHABLE = (
        "not distinguishable from zero",
        Text("nicht von null zu unterscheiden", "not distinguishable from zero"),
    )
    NOT_DECIDABLE = "not decidable", Text("noch keine Aussage möglich", "nothing can be said yet")

    @property
    def mark(self) -> str:
        """How it is marked on a page: by shape, not by colour alone."""
        return VERDICT_MARKS[self]

    @property
    def claims(self) -> bool:
        """True where all of the range is on one side of zero: an effect is claimed."""
        return self in (Verdict.SAVED, Verdict.USED_MORE)


VERDICT_MARKS = {
    Verdict.SAVED: "ok",
    Verdict.USED_MORE: "bad",
    Verdict.NOT_DISTINGUISHABLE: "unsure",
    Verdict.NOT_DECIDABLE: "quiet",
}


class GateVerdict(TextEnum):
    """Did the measure reach what was written beforehand?"""

    REACHED = "reached", Text("erreicht", "reached")
    MISSED = "missed", Text("verfehlt", "missed")
    NOT_SHOWN = (  # measured, but what was asked lies inside the range
        "not shown",
        Text("noch nicht nachweisbar", "cannot be shown yet"),
    )
    OPEN = (
        "open",
        Text("noch nicht gemessen", "not measured yet"),
    )  # nothing measured yet that could say so

    @property
    def mark(self) -> str:
        """How it is marked on a page: by shape, not by colour alone."""
        return GATE_MARKS[self]

    @property
    def judges(self) -> bool:
        """True where it says yes or no."""
        return self in (GateVerdict.REACHED, GateVerdict.MISSED)


GATE_MARKS = {
    GateVerdict.REACHED: "ok",
    GateVerdict.MISSED: "bad",
    GateVerdict.NOT_SHOWN: "unsure",
    GateVerdict.OPEN: "quiet",
}


@dataclass(frozen=True)
class Because:
    """One step back on the way to the readings."""

    text: Text
    link: str | None = None  # path of the page that shows it
