"""The door to the engine: questions in, effects out, with the shipped knowledge of drift."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from klimamosaik.evidence.kernel.effect import Effect, measure_effects
from klimamosaik.evidence.kernel.model_choice import method_of
from klimamosaik.evidence.kernel.question import BaselineMethod, EffectQuery
from klimamosaik.evidence.priors import Priors, shipped_priors
from klimamosaik.evidence.unusual_years import words_on_years
from klimamosaik.terms.carrier import Carrier

TOGETHER = 512  # questions: what a few hundred meters need at once stays small


def effect_of(question: EffectQuery, *, priors: Priors | None = None) -> Effect:
    """Answer `question`; see `kernel.effect.measure_effects` for what it raises."""
    (effect,) = effects_of([question], priors=priors)
    return effect


def effects_of(
    questions: Sequence[EffectQuery], *, priors: Priors | None = None
) -> Iterator[Effect]:
    """Answer each question as it would be answered alone, many that are alike at a time.

    See `kernel.effect.measure_effects` for what it raises.
    """
    known = priors or shipped_priors()
    for begin in range(0, len(questions), TOGETHER):
        some = questions[begin : begin + TOGETHER]
        effects = zip(some, measured(some, known), strict=True)
        yield from (said(question, effect) for question, effect in effects)


def measured(questions: Sequence[EffectQuery], priors: Priors) -> list[Effect]:
    """The effects of some questions, those of one carrier and method together."""
    groups: dict[tuple[Carrier, BaselineMethod], list[int]] = defaultdict(list)
    for place, question in enumerate(questions):
        groups[question.carrier, method_of(question)].append(place)
    found: dict[int, Effect] = {}
    for (carrier, method), places in groups.items():
        effects = measure_effects([questions[at] for at in places], priors.of(carrier, method))
        found |= dict(zip(places, effects, strict=True))
    return [found[place] for place in range(len(questions))]


def said(question: EffectQuery, effect: Effect) -> Effect:
    """An effect with a word on unusual years, and with what a person said happened."""
    words = words_on_years(question)
    if not words and not question.confirmed:
        return effect
    return replace(effect, warnings=(*effect.warnings, *words), confirmed=question.confirmed)
