"""The evidence engine on files alone: no database, no settings."""

import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from klimamosaik.evidence.ask import effect_of
from klimamosaik.evidence.files import ReadFile, read_series
from klimamosaik.evidence.kernel.effect import CONFIDENCE, Effect
from klimamosaik.evidence.kernel.expectation import Expectation, ModelShape
from klimamosaik.evidence.kernel.question import BASELINE_DAYS, Method, Question
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.complaint import Complaint, refuse
from klimamosaik.terms.text import Text

LOCAL = "Europe/Berlin"  # where days begin unless a time zone is named
NAMED = (  # what a header or file name says of the carrier
    (Carrier.GAS, re.compile(r"gas", re.I)),
    (Carrier.HEAT, re.compile(r"heat|w(ä|ae)rme", re.I)),
    (Carrier.ELECTRICITY, re.compile(r"elec|strom|power", re.I)),
)


RESOLUTION = {Method.HOURLY.value: "hours", Method.BILLS.value: "bills"}  # else days


def measure_effect_from_files(
    *,
    energy: Path,
    weather: Path,
    start: date,
    end: date | None = None,
    baseline_end: date | None = None,
    carrier: Carrier | None = None,
    control: tuple[Path, ...] = (),
    confidence: float = 0.9,
    method: Method = Method.AUTO,
    timezone: str | None = None,
    country: str | None = None,
    subdivision: str | None = None,
) -> Effect:
    """Read CSV files of time and value and answer what changed from `start` on.

    end: first day no longer asked about; default: all readings. baseline_end: first day that is
    no longer baseline, default `start`. carrier: default as the file's header or name says, else
    electricity, with a warning. timezone: of times without an offset, and where days begin
    (default Europe/Berlin). Raises Refused with every reason.
    """
    local = timezone or LOCAL
    used = read_series(energy, timezone=timezone, local=local)
    air = read_series(weather, timezone=timezone, local=local)
    others = [read_series(path, timezone=timezone, local=local) for path in control]
    assumed, told = (carrier, ()) if carrier else _carrier_of(energy, used)
    last = end or _day_after(used)
    before = baseline_end or start
    _in_order(before, start, last, confidence)
    question = Question(
        energy=used.series,
        weather=air.series,
        carrier=assumed,
        baseline_start=np.datetime64(before - timedelta(days=BASELINE_DAYS), "D"),
        baseline_end=np.datetime64(before, "D"),
        start=np.datetime64(start, "D"),
        end=np.datetime64(last, "D"),
        confidence=confidence,
        method=method,
        controls=tuple(other.series for other in others),
        subdivision=subdivision,
        country=country,
    )
    effect = effect_of(question)
    read = [warning for file in (used, air, *others) for warning in file.warnings]
    return replace(effect, warnings=(*told, *read, *effect.warnings))


def _day_after(used: ReadFile) -> date:
    last = used.series.days[-1] + max(round(float(used.series.seconds[-1]) / 86_400), 1)
    day: date = last.astype(object)
    return day


def _in_order(before: date, start: date, last: date, confidence: float) -> None:
    if before > start:
        raise refuse(
            "baseline_after_start",
            f"Der Vergleichszeitraum endet am {before}, nach dem Beginn der Wirkung am {start};"
            " er muss vorher enden.",
            f"The baseline ends on {before}, after the effect starts on {start}; it must end"
            " before.",
        )
    if last <= start:
        raise refuse(
            "nothing_after_start",
            f"Nach dem Beginn am {start} gibt es keinen Tag bis zum Ende am {last}; bitte spätere"
            " Messwerte oder ein späteres Ende angeben.",
            f"There is no day between the start on {start} and the end on {last}; please give"
            " later readings or a later end.",
        )
    if not CONFIDENCE[0] <= confidence <= CONFIDENCE[1]:
        raise refuse(
            "confidence_out_of_range",
            f"Die Sicherheit {confidence:g} liegt nicht zwischen 0,5 und 0,99.",
            f"The confidence {confidence:g} is not between 0.5 and 0.99.",
        )


def _carrier_of(path: Path, used: ReadFile) -> tuple[Carrier, tuple[Complaint, ...]]:
    """What the header, else the file name, says; else electricity, said aloud."""
    for name in (used.column, path.name):
        for carrier, pattern in NAMED:
            if pattern.search(name):
                return carrier, (_assumed(carrier),)
    return Carrier.ELECTRICITY, (_assumed(Carrier.ELECTRICITY),)


def _assumed(carrier: Carrier) -> Complaint:
    return Complaint(
        "carrier_assumed",
        Text(
            f"Ohne Angabe des Energieträgers wurde {carrier.text.de} angenommen; mit --carrier"
            " lässt er sich nennen.",
            f"No carrier was given, so {carrier.text.en} was assumed; name it with --carrier.",
        ),
    )


def reported_cvrmse(expectation: Expectation | None) -> float | None:
    """Root mean square of expected minus measured after the start, over the mean measured [1].

    In a year without a measure this is the error of the prediction.
    """
    if expectation is None:
        return None
    known = expectation.counted
    error = expectation.expected[known] - expectation.measured[known]
    mean = float(expectation.measured[known].mean()) if known.any() else 0.0
    return float(np.sqrt((error**2).mean()) / abs(mean)) if mean else float("nan")


def as_json(effect: Effect) -> dict[str, Any]:
    """The effect as plain values: unknown is null, never NaN."""
    return {
        "saved_kwh": _plain(effect.saved_kwh),
        "saved_percent": _plain(effect.saved_percent),
        "low_kwh": _plain(effect.low_kwh),
        "high_kwh": _plain(effect.high_kwh),
        "confidence": effect.confidence,
        "verdict": effect.verdict.value,
        "expected_kwh": _plain(effect.expected_kwh),
        "measured_kwh": _plain(effect.measured_kwh),
        "method": str(effect.method),
        "model": _model(effect.model),
        "cvrmse": _plain(effect.cvrmse),
        "cvrmse_reported": _plain(reported_cvrmse(effect.expectation)),
        "cvrmse_of": RESOLUTION.get(effect.method, "days"),
        "noise_kwh": _plain(effect.noise_kwh),
        "drift_kwh": _plain(effect.drift_kwh),
        "drift_source": effect.drift_source.en if effect.drift_source else None,
        "days_used": effect.days_used,
        "days_reported": effect.days_reported,
        "control_change_percent": _plain(effect.control_change_percent),
        "warnings": [f"{each.code}: {each.text.en}" for each in effect.warnings],
    }


def _model(shape: ModelShape | None) -> dict[str, Any] | None:
    if shape is None:
        return None
    return {
        "type": shape.type,
        "balance_points": [_plain(point) for point in shape.balance_points],
        "coefficients": {each.name: _plain(each.value) for each in shape.coefficients},
    }


def _plain(value: float | None) -> float | None:
    return None if value is None or not np.isfinite(value) else float(value)
