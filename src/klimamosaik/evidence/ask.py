"""The door to the engine: a question in, an effect out, with the shipped knowledge of drift."""

from klimamosaik.evidence.kernel.effect import Effect, measure_effect
from klimamosaik.evidence.kernel.expecting import method_of
from klimamosaik.evidence.kernel.question import Question
from klimamosaik.evidence.priors import Priors, shipped_priors


def effect_of(question: Question, *, priors: Priors | None = None) -> Effect:
    """Answer `question`; see `kernel.effect.measure_effect` for what it raises."""
    known = priors or shipped_priors()
    return measure_effect(question, known.of(question.carrier, method_of(question)))
