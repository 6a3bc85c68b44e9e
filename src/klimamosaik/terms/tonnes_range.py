"""A figure in tonnes with its range: as it is written, and as JSON documents carry it."""

from dataclasses import replace

from klimamosaik.terms.estimate import Estimate
from klimamosaik.terms.text import Text


def tonnes_range(size: Estimate) -> Text:
    """A figure with its range [t/a], without its unit: 22.2 (8.6 to 35.9)."""
    return replace(size, unit="").text()


def tonnes_document(size: Estimate, before: str = "") -> dict[str, float]:
    """A figure with its range [t] as JSON documents carry it; `before` starts each key."""
    return {f"{before}mean_t": size.mean, f"{before}low_t": size.low, f"{before}high_t": size.high}
