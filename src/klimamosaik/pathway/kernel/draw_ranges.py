"""What draws say of a figure: its mean, and the range most of them lie in."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from klimamosaik.terms.estimate import CONFIDENCE, Estimate
from klimamosaik.terms.tonnes import A_YEAR


def estimate_of(
    draws: NDArray[np.floating[Any]], confidence: float = CONFIDENCE, unit: str = A_YEAR
) -> Estimate:
    """Mean and range of the draws of one figure, of shape (D,)."""
    low, high = np.quantile(draws, tails(confidence))
    mean = draws.mean(dtype=np.float64)
    return Estimate(float(mean), float(low), float(high), unit, confidence)


def estimates_of(draws: NDArray[np.floating[Any]]) -> tuple[Estimate, ...]:
    """Mean and range of each column of draws of shape (D, N); the means add up as the draws do."""
    if not draws.shape[1]:
        return ()
    low, high = np.quantile(draws, tails(CONFIDENCE), axis=0)
    columns = zip(draws.mean(axis=0, dtype=np.float64), low, high, strict=True)
    return tuple(
        Estimate(float(mean), float(first), float(last), A_YEAR, CONFIDENCE)
        for mean, first, last in columns
    )


def tails(confidence: float) -> tuple[float, float]:
    """The shares of all draws below the low and the high end of a range."""
    tail = (1 - confidence) / 2
    return tail, 1 - tail
