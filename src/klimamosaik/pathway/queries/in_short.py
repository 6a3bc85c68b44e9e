"""What is expected of a measure in a few words, for the summary on its page."""

from klimamosaik.measures.models import Measure
from klimamosaik.measures.models.in_short import EffectInShort
from klimamosaik.pathway.models import ExpectedEffect
from klimamosaik.terms.text import Text


def expected_in_short(measure: Measure, begun: bool) -> EffectInShort | None:
    """The expectation with its range; None where nobody entered one."""
    found = ExpectedEffect.objects.filter(measure=measure).first()
    if found is None:
        return None
    return EffectInShort(
        EXPECTED.format(likely=found.likely_t, low=found.low_t, high=found.high_t), "quiet"
    )


EXPECTED = Text(
    "{likely:rough} t CO₂e im Jahr erwartet ({low:rough} bis {high:rough})",
    "{likely:rough} t CO₂e a year expected ({low:rough} to {high:rough})",
)
