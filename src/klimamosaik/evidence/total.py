"""Several meters of one measure as one effect."""

from collections.abc import Sequence

import numpy as np

from klimamosaik.evidence.kernel.effect import Effect
from klimamosaik.terms.complaint import Complaint
from klimamosaik.terms.figure import Verdict
from klimamosaik.terms.text import Text

NO_METERS = Complaint(
    "no_meters",
    Text(
        "Der Maßnahme ist kein Zähler zugeordnet: Messstellen oder Gebäude mit Zählern angeben.",
        "The measure has no meter: name meter points, or buildings that have meters.",
    ),
)


def total_effect(effects: Sequence[Effect], *, confidence: float) -> Effect:
    """Add up the effects of all meters; not decidable as soon as one part is not.

    Noise of different meters is independent and adds in quadrature. Drift is not: what changes in
    a building changes several of its meters, so the half widths of drift add up in full.
    """
    if len(effects) == 1:
        return effects[0]
    saved = known([effect.saved_kwh for effect in effects])
    if saved is None or any(e.verdict is Verdict.NOT_DECIDABLE for e in effects):
        return undecidable(effects, confidence)
    noise = float(np.sqrt(sum((effect.noise_kwh or 0.0) ** 2 for effect in effects)))
    drift = sum(effect.drift_kwh or 0.0 for effect in effects)
    half = float(np.hypot(noise, drift))
    expected = known([effect.expected_kwh for effect in effects])
    return Effect(
        saved_kwh=saved,
        saved_percent=100 * saved / expected if expected else None,
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


def verdict_of(low: float, high: float) -> Verdict:
    """What a range says: all above zero, all below, or neither."""
    if low > 0:
        return Verdict.SAVED
    return Verdict.USED_MORE if high < 0 else Verdict.NOT_DISTINGUISHABLE


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
