"""Several meters of one measure as one effect."""

from collections.abc import Sequence

from klimamosaik.evidence.kernel.effect import Effect
from klimamosaik.evidence.kernel.verdict import combined
from klimamosaik.terms.complaint import Problem
from klimamosaik.terms.estimate import verdict_of
from klimamosaik.terms.figure import Verdict
from klimamosaik.terms.text import Text

NO_METERS = Problem(
    "no_meters",
    Text(
        "Der Maßnahme ist kein Zähler zugeordnet: Messstellen oder Gebäude mit Zählern angeben.",
        "The measure has no meter: name meter points, or buildings that have meters.",
    ),
)


def total_effect(effects: Sequence[Effect], *, confidence: float) -> Effect:
    """Add up the effects of all meters; not decidable as soon as one part is not.

    Where a part has no percentage (a meter of both directions), neither has the whole.
    """
    if len(effects) == 1:
        return effects[0]
    saved = known([effect.saved_kwh for effect in effects])
    if saved is None or any(e.verdict is Verdict.NOT_DECIDABLE for e in effects):
        return undecidable(effects, confidence)
    noise, drift, half = combined(
        [effect.noise_kwh or 0.0 for effect in effects],
        [effect.drift_kwh or 0.0 for effect in effects],
    )
    expected = known([effect.expected_kwh for effect in effects])
    in_percent = expected and all(effect.saved_percent is not None for effect in effects)
    return Effect(
        saved_kwh=saved,
        saved_percent=100 * saved / expected if expected and in_percent else None,
        low_kwh=saved - half,
        high_kwh=saved + half,
        confidence=confidence,
        verdict=verdict_of(saved - half, saved + half),
        expected_kwh=expected,
        measured_kwh=known([effect.measured_kwh for effect in effects]),
        method="sum of meters",
        model=None,
        cvrmse=None,
        noise_kwh=noise,
        drift_kwh=drift,
        days_used=min(effect.days_used for effect in effects),
        days_reported=max(effect.days_reported for effect in effects),
        warnings=(),
    )


def undecidable(effects: Sequence[Effect], confidence: float) -> Effect:
    """The whole where a part cannot be decided, or where there is no meter at all."""
    return Effect(
        saved_kwh=None,
        saved_percent=None,
        low_kwh=None,
        high_kwh=None,
        confidence=confidence,
        verdict=Verdict.NOT_DECIDABLE,
        expected_kwh=None,
        measured_kwh=None,
        method="sum of meters",
        model=None,
        cvrmse=None,
        noise_kwh=None,
        drift_kwh=None,
        days_used=0,
        days_reported=0,
        warnings=() if effects else (NO_METERS,),
    )


def known(parts: Sequence[float | None]) -> float | None:
    """Sum of the parts; unknown as soon as one of them is."""
    found = [part for part in parts if part is not None]
    return sum(found) if parts and len(found) == len(parts) else None
