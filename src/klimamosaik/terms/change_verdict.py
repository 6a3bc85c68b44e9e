"""Which way something went: better, worse, or nobody can say."""

from klimamosaik.terms.text import Text
from klimamosaik.terms.text_enum import TextEnum


class ChangeVerdict(TextEnum):
    """Which way an indicator went since before the measure."""

    WORSE = "worse", Text("schlechter geworden", "got worse")
    BETTER = "better", Text("besser geworden", "got better")
    SAME = "same", Text("unverändert", "unchanged")
    CHANGED = "changed", Text("verändert", "changed")  # which side is good nobody said
    UNKNOWN = "unknown", Text("noch nicht zu sagen", "cannot be told yet")

    @property
    def mark(self) -> str:
        """How pages mark it: by shape, not by colour alone."""
        return TURN_MARKS[self]


TURN_MARKS = {
    ChangeVerdict.WORSE: "bad",
    ChangeVerdict.BETTER: "ok",
    ChangeVerdict.SAME: "quiet",
    ChangeVerdict.CHANGED: "quiet",
    ChangeVerdict.UNKNOWN: "quiet",
}
