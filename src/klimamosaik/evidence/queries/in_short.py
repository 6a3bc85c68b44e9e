"""A measure's effect in a few words, for the summary on its page."""

from klimamosaik.evidence.queries.newest import newest_with_effects
from klimamosaik.measures.models import Measure
from klimamosaik.measures.models.in_short import EffectInShort
from klimamosaik.terms.text import Text


def measured_in_short(measure: Measure, begun: bool) -> EffectInShort | None:
    """The newest effect with its range; None before the first day and where nothing was asked."""
    if not begun:
        return None
    found = newest_with_effects([measure]).get(measure.pk)
    if found is not None and found.effects.all():
        whole = found.whole
        return EffectInShort(whole.share_said or whole.said.text, whole.said.mark)
    if found is None and measure.meter_points.exists():
        return EffectInShort(AWAITED, "open")
    return None


AWAITED = Text("wird gerechnet", "being worked out")
