"""The figures of an effect as its page prints them, each rounded in one way only."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from klimamosaik.evidence.kernel.verdict import combined
from klimamosaik.evidence.models import MeasuredEffect
from klimamosaik.reports.kernel.effect import EffectFigures, kwh, money, step_of
from klimamosaik.terms.figure import Verdict
from klimamosaik.terms.text import Text


@dataclass(frozen=True)
class Rounded:
    """The figures of one meter, rounded as in the sentences."""

    saved: Text
    low: Text
    high: Text
    noise: Text
    drift: Text
    share: Text | None
    money: Text | None  # [EUR] None: nothing is claimed, or no price is known


def rounded_of(row: MeasuredEffect) -> Rounded | None:
    """A meter's figures as the page prints them; None where the readings cannot say."""
    if row.saved_kwh is None or row.low_kwh is None or row.high_kwh is None:
        return None
    step = step_of(row.low_kwh, row.high_kwh)

    def written(value: float | None) -> Text:
        return Text(kwh(value or 0.0, step, "de"), kwh(value or 0.0, step, "en"))

    euros, half = row.saved_eur, (row.high_kwh - row.low_kwh) / 2 * (row.price or 0.0)
    worth = row.claims and euros is not None
    return Rounded(
        saved=written(row.saved_kwh),
        low=written(row.low_kwh),
        high=written(row.high_kwh),
        noise=written(row.noise_kwh),
        drift=written(row.drift_kwh),
        share=row.share_said if row.claims else None,
        money=money(euros, euros - half, euros + half) if worth and euros is not None else None,
    )


def ends_in_euros(
    total: MeasuredEffect, rows: Sequence[MeasuredEffect]
) -> tuple[float | None, float | None]:
    """Ends of the range in money [EUR]: each meter's half widths at its own price, as in kWh."""
    rows = [row for row in rows if row.counts]
    if total.saved_eur is None or any(row.price is None for row in rows):
        return None, None
    _, _, half = combined(
        [(row.noise_kwh or 0.0) * (row.price or 0.0) for row in rows],
        [(row.drift_kwh or 0.0) * (row.price or 0.0) for row in rows],
    )
    return total.saved_eur - half, total.saved_eur + half


def mind(warnings: Iterable[Text], figures: EffectFigures) -> tuple[Text, ...]:
    """Each warning once, without the one the answer gives as its reason already."""
    told = figures.reason if figures.verdict is Verdict.NOT_DECIDABLE else None
    return tuple(dict.fromkeys(text for text in warnings if text != told))
