"""Oddities of a meter that a colleague would mention; none of them changes a reading."""

import numpy as np

from klimamosaik.evidence.kernel.series import DAY, Flags, Numbers, Series, Spacing
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.complaint import Problem, problem

STUCK_DAYS = 21.0  # [d] one and the same value for so long: the meter stands still or guesses
STUCK_BILLS = 4  # equal monthly readings in a row are estimates
FEW_STEPS, MANY_READINGS = 8, 100  # so few different values among so many readings are steps
RISING, FEWEST_RISES = 0.95, 8  # 1 and readings: use does not rise for ever, a counter does
RISING_PART = 0.4  # 1, part of the readings that must truly rise
ABOUT_ZERO = 0.1  # 1, mean over mean size below which a meter nets two directions
FEEDS_IN = 0.05  # 1, part of all energy that flows back, from which a meter counts both ways
FELL = 0.9  # 1, use over expectation below which a carrier fell


def is_counter(series: Series) -> bool:
    """True where values rise almost all the time, as the reading of a counter does."""
    known = series.values[np.isfinite(series.values)]
    if known.size <= FEWEST_RISES:
        return False
    steps = np.diff(known)
    drops = int((steps < 0).sum())
    often = (steps > 0).mean() > RISING_PART
    return bool(often and drops <= max(1, (1 - RISING) * steps.size) and known[-1] > 0)


def counter(series: Series) -> Problem | None:
    """Say so when the values are readings of a counter rather than use."""
    if not is_counter(series):
        return None
    return problem(
        "counter_not_use",
        "Die Werte steigen fast immer: Das sind Zählerstände, keine Verbräuche; bitte als"
        " Zählerstände einlesen.",
        "The values rise almost all the time: these are counter readings, not use; please"
        " import them as counter readings.",
    )


def suspicions(series: Series, carrier: Carrier) -> tuple[Problem, ...]:
    """Every oddity of the readings [kWh] that is worth a sentence."""
    known = series.values[np.isfinite(series.values)]
    if known.size < 2:
        return ()
    found = [_negative(known, carrier), _net(known, carrier), _constant(known)]
    if found[-1] is None:
        found += [_stuck(series), _coarse(known)]
    return tuple(each for each in found if each is not None)


def nets_to_zero(known: Numbers) -> bool:
    """True where use and feed-in cancel, so that per cent of the mean say nothing."""
    size = float(np.abs(known).mean()) if known.size else 0.0
    return size > 0 and bool((known < 0).any()) and abs(float(known.mean())) < ABOUT_ZERO * size


def feeds_in(known: Numbers) -> bool:
    """True where a noticeable part of the energy flows back, as from the sun."""
    return bool(meters_that_feed_in(known[None])[0])


def meters_that_feed_in(use: Numbers) -> Flags:
    """The same of many meters, nan where missing, shape (m, n) -> (m,)."""
    if not (use < 0).any():  # as of nearly all
        return np.zeros(len(use), np.bool_)
    size = np.nansum(np.abs(use), axis=1)
    back = -np.nansum(np.minimum(use, 0), axis=1)
    flags: Flags = (size > 0) & (back >= FEEDS_IN * size)
    return flags


def _negative(known: Numbers, carrier: Carrier) -> Problem | None:
    count = int((known < 0).sum())
    if not count or not carrier.heats:
        return None
    return problem(
        "negative_heat",
        "{count:negativer Wert|negative Werte} bei {carrier}: Wärme fließt nicht zurück; bitte "
        "Gutschriften oder den Zähler prüfen.",
        "{count:negative value|negative values} of {carrier}: heat does not flow back; please "
        "check credit notes or the meter.",
        count=count,
        carrier=carrier.text,
    )


def _net(known: Numbers, carrier: Carrier) -> Problem | None:
    if not nets_to_zero(known) and (carrier.heats or not feeds_in(known)):
        return None
    return problem(
        "net_meter",
        "An diesem Zähler wird auch eingespeist, Bezug und Einspeisung heben sich zum Teil auf:"
        " Prozente sind hier ohne Sinn; bitte beide Richtungen getrennt angeben.",
        "Energy also flows back through this meter, so that use and feed-in cancel in part:"
        " per cent mean nothing here; please give both directions apart.",
    )


def _constant(known: Numbers) -> Problem | None:
    if np.ptp(known) > 0:
        return None
    return problem(
        "constant",
        "Jeder Messwert ist {value} kWh: Das ist eher eine Schätzung oder ein stehender"
        " Zähler als ein Verbrauch.",
        "Every reading is {value} kWh: an estimate or a standing meter rather than use.",
        value=float(known[0]),
    )


def _stuck(series: Series) -> Problem | None:
    """The longest run of one value other than zero."""
    known = np.isfinite(series.values)
    values, seconds, days = series.values[known], series.seconds[known], series.days[known]
    edges = np.flatnonzero(np.concatenate([[True], np.diff(values) != 0]))
    lasting = np.add.reduceat(seconds, edges) / DAY
    counts = np.diff(np.concatenate([edges, [len(values)]]))
    bills = series.spacing is Spacing.BILLS
    long = (counts >= STUCK_BILLS) if bills else (lasting >= STUCK_DAYS)
    long &= values[edges] != 0
    if not long.any():
        return None
    at = int(np.flatnonzero(long)[0])
    return problem(
        "stuck_meter",
        "Ab {days} steht {lasting:n} Tage lang derselbe Wert: Der Zähler steht, wurde "
        "getauscht oder es wurde geschätzt.",
        "From {days} on one value repeats for {lasting:n} days: the meter stands still, was "
        "exchanged, or readings were estimated.",
        days=days[edges[at]],
        lasting=lasting[at],
    )


def _coarse(known: Numbers) -> Problem | None:
    if known.size < MANY_READINGS or len(set(known[:MANY_READINGS].tolist())) > FEW_STEPS:
        return None
    sizes = np.unique(known)
    if sizes.size > FEW_STEPS:
        return None
    step = float(np.diff(sizes).min())
    return problem(
        "coarse_steps",
        "Der Zähler zählt in Schritten von {step} kWh: Einzelne Werte sind grob, Summen über"
        " Wochen stimmen.",
        "The meter counts in steps of {step} kWh: single values are coarse, sums over weeks"
        " are right.",
        step=step,
    )


def fell_together(heat_ratio: float, electricity_ratio: float) -> Problem | None:
    """Say so when heat and electricity (measured over expected) fell at once: use changed."""
    if not (0 <= heat_ratio < FELL and 0 <= electricity_ratio < FELL):
        return None
    heat, power = 100 * (1 - heat_ratio), 100 * (1 - electricity_ratio)
    return problem(
        "fell_together",
        "Wärme (-{heat:n} %) und Strom (-{power:n} %) sind zugleich gefallen: Das sieht nach "
        "geänderter Nutzung aus, nicht nach der Maßnahme.",
        "Heat (-{heat:n} %) and electricity (-{power:n} %) fell at once: that looks like a "
        "change of use, not like the measure.",
        heat=heat,
        power=power,
    )
