"""What a figure can say of itself: how it came to be, what its range claims, and why."""

from dataclasses import dataclass
from enum import StrEnum

from klimamosaik.terms.text import Text


class Quality(StrEnum):
    """How a value came to be. Unknown is a value of its own, never zero."""

    MEASURED = "measured"
    ESTIMATED = "estimated"
    DEFAULT = "default"
    UNKNOWN = "unknown"


class Verdict(StrEnum):
    """What the readings say about a measure."""

    SAVED = "saved"
    USED_MORE = "used more"
    NOT_DISTINGUISHABLE = "not distinguishable from zero"
    NOT_DECIDABLE = "not decidable"

    @property
    def text(self) -> Text:
        """The verdict as a person would say it, the same words everywhere."""
        return VERDICTS[self]

    @property
    def mark(self) -> str:
        """How it is marked on a page: by shape, not by colour alone."""
        return VERDICT_MARKS[self]

    @property
    def claims(self) -> bool:
        """True where all of the range is on one side of zero: an effect is claimed."""
        return self in (Verdict.SAVED, Verdict.USED_MORE)


VERDICTS = {
    Verdict.SAVED: Text("gespart", "saved"),
    Verdict.USED_MORE: Text("mehr verbraucht", "used more"),
    Verdict.NOT_DISTINGUISHABLE: Text(
        "nicht von null zu unterscheiden", "not distinguishable from zero"
    ),
    Verdict.NOT_DECIDABLE: Text("nicht entscheidbar", "not decidable"),
}
VERDICT_MARKS = {
    Verdict.SAVED: "ok",
    Verdict.USED_MORE: "bad",
    Verdict.NOT_DISTINGUISHABLE: "unsure",
    Verdict.NOT_DECIDABLE: "quiet",
}


class GateVerdict(StrEnum):
    """Did the measure reach what was written beforehand?"""

    REACHED = "reached"
    MISSED = "missed"
    NOT_SHOWN = "not shown"  # measured, but what was asked lies inside the range
    OPEN = "open"  # nothing measured yet that could say so

    @property
    def text(self) -> Text:
        """The verdict as a person would say it."""
        return GATES[self]

    @property
    def mark(self) -> str:
        """How it is marked on a page: by shape, not by colour alone."""
        return GATE_MARKS[self]

    @property
    def judges(self) -> bool:
        """True where it says yes or no."""
        return self in (GateVerdict.REACHED, GateVerdict.MISSED)


GATES = {
    GateVerdict.REACHED: Text("erreicht", "reached"),
    GateVerdict.MISSED: Text("verfehlt", "missed"),
    GateVerdict.NOT_SHOWN: Text("noch nicht nachweisbar", "cannot be shown yet"),
    GateVerdict.OPEN: Text("noch nicht gemessen", "not measured yet"),
}
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
