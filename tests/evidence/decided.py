"""What a test asks of an effect that must have been decided."""

from klimamosaik.evidence.kernel.effect import Effect
from klimamosaik.terms.estimate import Estimate


def decided(effect: Effect) -> Estimate:
    """The saving [kWh] with its range."""
    assert effect.saving is not None, effect.warnings
    return effect.saving
