"""The door to the engine: a question in, an effect out, with the shipped knowledge of drift."""

from dataclasses import replace

from klimamosaik.evidence.kernel.effect import Effect, measure_effect
from klimamosaik.evidence.kernel.expecting import method_of
from klimamosaik.evidence.kernel.question import EffectQuery
from klimamosaik.evidence.priors import Priors, shipped_priors
from klimamosaik.evidence.unusual_years import words_on_years


def effect_of(question: EffectQuery, *, priors: Priors | None = None) -> Effect:
    """Answer `question`; see `kernel.effect.measure_effect` for what it raises."""
    known = priors or shipped_priors()
    effect = measure_effect(question, known.of(question.carrier, method_of(question)))
    return replace(
        effect,
        warnings=(*effect.warnings, *words_on_years(question)),
        confirmed=question.confirmed,
    )
