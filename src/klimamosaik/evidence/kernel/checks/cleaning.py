"""What is left out of readings before any model sees them, each with its sentence."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from klimamosaik.evidence.kernel.checks.catch_up_days import every_day, made_up, makes_up
from klimamosaik.evidence.kernel.checks.standstill import standing_still, stood_still
from klimamosaik.evidence.kernel.series import Flags, Numbers, Series, Spacing
from klimamosaik.signals.odd_days import odd_days
from klimamosaik.signals.zeros import among_low_days, hours_at_zero_are_usual
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.complaint import Problem, problem
from klimamosaik.terms.text import Text

TWICE = 2.0  # a day five times all days about it is odd beyond so many times the percentile, too;
# under that it may be the first hot day of a cooling meter
MANY = 200  # readings from which their upper percentiles are known
UPPER = 99.0  # [%] percentile of the usual size
FEW = 0.02  # 1, more than the part of at least `MANY` readings that lies above it
SEVEN_TIMES = 7.0  # whole days vary less than hours: beyond the upper percentile by so much,
TEN_TIMES, TWENTY_TIMES = 10.0, 20.0  # or hours and bills by so much: no use of this meter
RARE = 0.005  # 1, larger readings than that often are a level, not a spike
OFTEN_BELOW = 0.1  # 1, part of heat's readings below zero from which they are the meter's own way
MEAN_TOO_WARM, EVER_TOO_WARM, EVER_TOO_COLD = 35.0, 55.0, -60.0  # [degC] on this earth


@dataclass(frozen=True)
class Cleaned:
    """Readings without what cannot be true, and what was left out."""

    series: Series
    warnings: tuple[Problem, ...]


def clean_energy(
    series: Series, carrier: Carrier, weather: Series, *, zeros_count: bool = False
) -> Cleaned:
    """Leave out infinite values, spikes, rare negative values and zeros that stand for gaps.

    So are days that make up for a gap, with the zeros of that gap. Of electricity those zeros
    stand for gaps that no low days surround, of heat [kWh] those of long standstills in the cold
    [degC]. zeros_count: somebody said that zeros are values.
    """
    values = series.values
    warnings: list[Problem] = []
    below = rare_negatives(series, carrier)
    if below.any():
        warnings.append(_negative(series, below, carrier))
    values = np.where(below, np.nan, values)
    gaps = _gaps(_with(series, values), carrier, zeros_count=zeros_count)
    late = made_up(_with(series, values), gaps)
    if late.any():
        warnings.append(makes_up(series, late))
    values = np.where(late, np.nan, values)
    finite = np.where(np.isfinite(values), values, np.nan)
    wild = np.isinf(values) | _spikes(series, finite) | _odd(series, finite, carrier)
    if wild.any():
        warnings.append(_spike(series, wild))
    series = _with(series, np.where(wild, np.nan, values))
    if carrier.zero_is_missing and not zeros_count and (zeros := idle(series)).any():
        warnings.append(_zeros(series, zeros))
        series = _with(series, np.where(zeros, np.nan, series.values))
    if carrier.heats and (zeros := standing_still(series, weather)).any():
        warnings.append(stood_still(series, zeros))
        series = _with(series, np.where(zeros, np.nan, series.values))
    return Cleaned(series, tuple(warnings))


def _gaps(series: Series, carrier: Carrier, *, zeros_count: bool) -> Flags:
    """Zeros that stand for gaps if a day after them makes up for them, shape (n,)."""
    if zeros_count:
        return np.zeros(series.values.shape, np.bool_)
    return idle(series) if carrier.zero_is_missing else series.values == 0


def as_caltrack(series: Series, carrier: Carrier) -> Cleaned:
    """Leave out what CalTRACK 2.0 does: infinite values and every zero of electricity (2.2.2)."""
    wild = np.isinf(series.values)
    zeros = (series.values == 0) & carrier.zero_is_missing
    warnings = [_spike(series, wild)] if wild.any() else []
    warnings += [_zeros(series, zeros)] if zeros.any() else []
    return Cleaned(_with(series, np.where(wild | zeros, np.nan, series.values)), tuple(warnings))


def idle(series: Series) -> Flags:
    """Zeros of electricity that are gaps, shape (n,): no low days surround them."""
    zero: Flags = series.values == 0
    if not zero.any():
        return zero
    at = series.days.astype(np.int64)
    hourly = series.spacing is Spacing.HOURS
    zero &= ~(_hours_of_use if hourly else among_low_days)(at, series.values)
    return zero


def _hours_of_use(at: NDArray[np.int64], values: Numbers) -> Flags:
    """Hours whose zero counts: by habit on days with use, else where their day lies low."""
    numbers, place = np.unique(at, return_inverse=True)
    use = np.bincount(place, np.nan_to_num(values), len(numbers)).astype(np.float64)
    low = among_low_days(numbers, use)
    usual = hours_at_zero_are_usual(at, values)
    counts: Flags = np.where(use > 0, usual, low)[place]
    return counts


def rare_negatives(series: Series, carrier: Carrier) -> Flags:
    """Values below zero that no use and no feed-in explains, shape (n,).

    Bills keep theirs, which correct earlier estimates, and so do meters that often go below zero.
    """
    values = series.values
    below = (values < 0) & np.isfinite(values)
    none = np.zeros(values.shape, np.bool_)
    if series.spacing is Spacing.BILLS or not below.any():
        return none
    known = np.isfinite(values)
    most = OFTEN_BELOW if carrier.heats else RARE
    rarely = below.sum() <= max(1, most * known.sum())
    if not carrier.heats:
        at = series.days.astype(np.int64)
        below &= ~among_low_days(at, values)
    return below if rarely else none


def clean_weather(series: Series) -> Cleaned:
    """Leave out temperatures no station on earth has seen, unless they are the rule."""
    with np.errstate(invalid="ignore"):
        outside = (series.values > EVER_TOO_WARM) | (series.values < EVER_TOO_COLD)
    if not outside.any() or outside.mean() > RARE:
        return Cleaned(series, ())
    day = series.days[outside][0]
    text = Text(
        "{sum} Temperaturen außerhalb von -60 bis 55 °C wurden weggelassen, die erste am {day}.",
        "{sum} temperatures outside -60 to 55 °C were left out, the first on {day}.",
    ).format(sum=int(outside.sum()), day=day)
    values = np.where(outside, np.nan, series.values)
    return Cleaned(_with(series, values), (Problem("temperature_left_out", text),))


def implausible_weather(series: Series) -> Problem | None:
    """Say so when temperatures look like Fahrenheit, or like no weather at all."""
    known = series.values[np.isfinite(series.values)]
    if not known.size or (known.mean() <= MEAN_TOO_WARM and known.max() <= EVER_TOO_WARM):
        return None
    mean, most = float(known.mean()), float(known.max())
    return problem(
        "implausible_temperature",
        "Die Temperaturen (Mittel {mean:n}, höchste {most:n}) können keine °C sein, "
        "vermutlich sind es °F; bitte in °C angeben.",
        "The temperatures (mean {mean:n}, highest {most:n}) cannot be °C, they are probably "
        "°F; please give them in °C.",
        mean=mean,
        most=most,
    )


def _with(series: Series, values: Numbers) -> Series:
    return series.with_values(values)


def _spikes(series: Series, values: Numbers) -> Flags:
    """Few readings far beyond the usual size of the others, shape (n,)."""
    size = np.abs(np.nan_to_num(values))
    present = size[size > 0]
    none = np.zeros(values.shape, np.bool_)
    if present.size < 3:
        return none
    if present.size >= MANY:
        times = SEVEN_TIMES if series.spacing is Spacing.DAYS else TEN_TIMES
        most = present.max()
        if most <= times * (present.mean() - FEW * most):  # the percentile is not lower than that
            return none
        limit = times * float(np.percentile(present, UPPER))
    else:
        limit = TWENTY_TIMES * float(np.median(present))
    wild: Flags = size > limit
    return wild if wild.sum() <= max(1, RARE * present.size) else none


def _odd(series: Series, values: Numbers, carrier: Carrier) -> Flags:
    """Single days of electricity far above all days around; a cold day of heating may be one."""
    if carrier.heats or series.spacing is not Spacing.DAYS or not values.size:
        return np.zeros(values.shape, np.bool_)
    at, every = every_day(series, values)
    odd: Flags = odd_days(every)[at]
    if not odd.any():
        return odd
    with_use = values[~odd & (np.nan_to_num(values) > 0)]  # a false day a month is one in thirty
    usual = float(np.percentile(with_use, UPPER)) if with_use.size else np.inf
    far: Flags = odd & (values > TWICE * usual)
    return far


def _spike(series: Series, wild: Flags) -> Problem:
    count, day = int(wild.sum()), series.days[wild][0]
    worst = float(series.values[wild][0])
    return problem(
        "spike_left_out",
        "{count:Messwert|Messwerte} weit außerhalb des Üblichen weggelassen, der erste am"
        " {day:short} ({worst} kWh); bitte den Zähler oder die Datei prüfen.",
        "{count:reading|readings} far beyond the usual left out, the first on {day:short}"
        " ({worst} kWh); please check the meter or the file.",
        count=count,
        day=day.astype("datetime64[D]").item(),
        worst=worst,
    )


def _negative(series: Series, below: Flags, carrier: Carrier) -> Problem:
    first = series.days[below][0]
    said = FLOWS_NOT_BACK if carrier.heats else ONCE_BELOW_ZERO
    return Problem(
        "negative_heat" if carrier.heats else "negative_left_out",
        said.format(count=int(below.sum()), day=first, value=float(series.values[below][0])),
    )


def _zeros(series: Series, zeros: Flags) -> Problem:
    return Problem(
        "zeros_as_missing",
        ZEROS.format(count=int(zeros.sum()), day=series.days[zeros][0]),
    )


FLOWS_NOT_BACK = Text(
    "{count:negativer Wert|negative Werte} weggelassen, zuerst am {day} ({value} kWh): Wärme"
    " fließt nicht zurück; bitte Zähler, Gutschriften oder Datei prüfen.",
    "{count:negative value|negative values} left out, first on {day} ({value} kWh): heat does not"
    " flow back; please check the meter, credit notes or the file.",
)
ONCE_BELOW_ZERO = Text(
    "{count:negativer Wert|negative Werte} weggelassen, zuerst am {day} ({value} kWh): Dieser"
    " Zähler liegt sonst über null; bitte Zähler oder Datei prüfen.",
    "{count:negative value|negative values} left out, first on {day} ({value} kWh): this meter is"
    " above zero otherwise; please check the meter or the file.",
)
ZEROS = Text(
    "Strom: {count:Nullwert gilt|Nullwerte gelten} als fehlend, zuerst am {day}, denn die Tage"
    " davor und danach sind nicht niedrig. Wurde dort wirklich nichts bezogen, bitte bestätigen.",
    "Electricity: {count:zero counts|zeros count} as missing, first on {day}, since the days before"
    " and after are not low. If truly nothing was drawn then, please confirm it.",
)
