"""What is left out of readings before any model sees them, each with its sentence."""

from dataclasses import dataclass

import numpy as np

from klimamosaik.evidence.kernel.series import Flags, Numbers, Series
from klimamosaik.evidence.kernel.standstill import standing_still, stood_still
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.complaint import Complaint
from klimamosaik.terms.text import Text

MANY = 200  # readings from which their upper percentiles are known
UPPER = 99.0  # [%] percentile of the usual size
TEN_TIMES, TWENTY_TIMES = 10.0, 20.0  # beyond the usual size by so much: no use of this meter
RARE = 0.005  # 1, larger readings than that often are a level, not a spike
MEAN_TOO_WARM, EVER_TOO_WARM, EVER_TOO_COLD = 35.0, 55.0, -60.0  # [degC] on this earth


@dataclass(frozen=True)
class Cleaned:
    """Readings without what cannot be true, and what was left out."""

    series: Series
    warnings: tuple[Complaint, ...]


def clean_energy(series: Series, carrier: Carrier, weather: Series) -> Cleaned:
    """Leave out infinite values, spikes and zeros that stand for gaps.

    Of electricity all zeros do, of heat [kWh] those of long standstills in the cold [degC].
    """
    values = series.values
    warnings: list[Complaint] = []
    wild = np.isinf(values) | _spikes(np.where(np.isfinite(values), values, np.nan))
    if wild.any():
        warnings.append(_spike(series, wild))
    values = np.where(wild, np.nan, values)
    zeros = (values == 0) if carrier.zero_is_missing else np.zeros(values.shape, np.bool_)
    if zeros.any():
        warnings.append(_zeros(int(zeros.sum())))
    if carrier.heats and (zeros := standing_still(series, weather)).any():
        warnings.append(stood_still(series, zeros))
    return Cleaned(_with(series, np.where(zeros, np.nan, values)), tuple(warnings))


def clean_weather(series: Series) -> Cleaned:
    """Leave out temperatures no station on earth has seen, unless they are the rule."""
    with np.errstate(invalid="ignore"):
        outside = (series.values > EVER_TOO_WARM) | (series.values < EVER_TOO_COLD)
    if not outside.any() or outside.mean() > RARE:
        return Cleaned(series, ())
    day = series.days[outside][0]
    text = Text(
        f"{int(outside.sum())} Temperaturen außerhalb von -60 bis 55 °C wurden weggelassen, die"
        f" erste am {day}.",
        f"{int(outside.sum())} temperatures outside -60 to 55 °C were left out, the first on"
        f" {day}.",
    )
    values = np.where(outside, np.nan, series.values)
    return Cleaned(_with(series, values), (Complaint("temperature_left_out", text),))


def implausible_weather(series: Series) -> Complaint | None:
    """Say so when temperatures look like Fahrenheit, or like no weather at all."""
    known = series.values[np.isfinite(series.values)]
    if not known.size or (known.mean() <= MEAN_TOO_WARM and known.max() <= EVER_TOO_WARM):
        return None
    mean, most = float(known.mean()), float(known.max())
    return Complaint(
        "implausible_temperature",
        Text(
            f"Die Temperaturen (Mittel {mean:.0f}, höchste {most:.0f}) können keine °C sein,"
            " vermutlich sind es °F; bitte in °C angeben.",
            f"The temperatures (mean {mean:.0f}, highest {most:.0f}) cannot be °C, they are"
            " probably °F; please give them in °C.",
        ),
    )


def _with(series: Series, values: Numbers) -> Series:
    return Series(series.starts, series.local, series.seconds, values)


def _spikes(values: Numbers) -> Flags:
    """Few readings far beyond the usual size of the others, shape (n,)."""
    size = np.abs(np.nan_to_num(values))
    present = size[size > 0]
    none = np.zeros(values.shape, np.bool_)
    if present.size < 3:
        return none
    if present.size >= MANY:
        limit = TEN_TIMES * float(np.percentile(present, UPPER))
    else:
        limit = TWENTY_TIMES * float(np.median(present))
    wild: Flags = size > limit
    return wild if wild.sum() <= max(1, RARE * present.size) else none


def _spike(series: Series, wild: Flags) -> Complaint:
    count, day = int(wild.sum()), series.days[wild][0]
    worst = float(series.values[wild][0])
    return Complaint(
        "spike_left_out",
        Text(
            f"{count} Messwert(e) weit außerhalb des Üblichen wurden weggelassen, der erste am"
            f" {day} ({worst:g} kWh); bitte den Zähler oder die Datei prüfen.",
            f"{count} reading(s) far beyond the usual were left out, the first on {day}"
            f" ({worst:g} kWh); please check the meter or the file.",
        ),
    )


def _zeros(count: int) -> Complaint:
    return Complaint(
        "zeros_as_missing",
        Text(
            f"{count} Nullwerte beim Strom gelten als fehlend: Ein Gebäude braucht immer etwas.",
            f"{count} zeros of electricity count as missing: a building always uses some.",
        ),
    )
