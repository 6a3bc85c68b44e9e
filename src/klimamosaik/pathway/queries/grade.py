"""How well a measure's effect is known."""

from klimamosaik.pathway.queries.measure_outlook import MeasureOutlook
from klimamosaik.terms.figure import Verdict
from klimamosaik.terms.text import Text
from klimamosaik.terms.text_enum import TextEnum

ABOUT_ZERO = Verdict.NOT_DISTINGUISHABLE


class EvidenceClass(TextEnum):
    """Evidence class of an effect."""

    MEASURED = "measured", Text("gemessen", "measured")  # a meter has seen it, and it is not zero
    ABOUT_ZERO = (
        "measured, not distinguishable from zero",
        Text("gemessen, {ABOUT_ZERO}", "measured, {ABOUT_ZERO}").format(
            ABOUT_ZERO=Verdict.NOT_DISTINGUISHABLE.text
        ),
    )
    # not measured yet; a reasoning stands behind it
    EXPECTED = "expected", Text("erwartet", "expected")
    UNKNOWN = "unknown", Text("unbekannt", "unknown")

    @property
    def mark(self) -> str:
        """How it is marked on a page: by shape, not by colour alone."""
        return MARKS[self]


MARKS = {
    EvidenceClass.MEASURED: "ok",
    EvidenceClass.ABOUT_ZERO: ABOUT_ZERO.mark,
    EvidenceClass.EXPECTED: "open",
    EvidenceClass.UNKNOWN: "quiet",
}


def grade_of(known: MeasureOutlook) -> EvidenceClass:
    """The evidence class of what is known about a measure."""
    if known.laid:
        return EvidenceClass.MEASURED
    if known.measured is not None:
        return EvidenceClass.ABOUT_ZERO
    return EvidenceClass.EXPECTED if known.expected is not None else EvidenceClass.UNKNOWN
