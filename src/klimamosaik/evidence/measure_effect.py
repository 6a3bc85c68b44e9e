"""The evidence engine on files alone: no database, no settings."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import numpy as np

from klimamosaik.evidence.engine import effect_of
from klimamosaik.evidence.given.energy import Controls, EnergyFile, read_controls, read_energy
from klimamosaik.evidence.given.file import GivenFile, of_file
from klimamosaik.evidence.given.weather import WeatherSeries, read_weather
from klimamosaik.evidence.kernel.confirmed import Confirmed
from klimamosaik.evidence.kernel.effect import CONFIDENCES, Effect
from klimamosaik.evidence.kernel.expectation import AdjustedBaseline, ModelShape
from klimamosaik.evidence.kernel.question import BASELINE_DAYS, BaselineMethod, EffectQuery
from klimamosaik.evidence.kernel.series import Series
from klimamosaik.evidence.worth import with_worth
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.complaint import InputRejected, Problem, rejected
from klimamosaik.terms.document import ranged
from klimamosaik.terms.estimate import CONFIDENCE

LOCAL = "Europe/Berlin"  # where days begin unless a time zone is named
RESOLUTION = {
    BaselineMethod.HOURLY.value: "hours",
    BaselineMethod.BILLS.value: "bills",
}  # else days


def measure_effect_from_files(
    *,
    energy: GivenFile,
    weather: GivenFile,
    start: date,
    end: date | None = None,
    baseline_end: date | None = None,
    carrier: Carrier | None = None,
    control: tuple[GivenFile, ...] = (),
    confidence: float = CONFIDENCE,
    method: BaselineMethod = BaselineMethod.AUTO,
    timezone: str | None = None,
    country: str | None = None,
    subdivision: str | None = None,
    confirmed: tuple[Confirmed, ...] = (),
    price: float | None = None,
) -> Effect:
    """Read files as `import` reads them and answer what changed from `start` on.

    end: first day no longer asked about; default: all readings. baseline_end: first day that is
    no longer baseline, default `start`. carrier: default as the file's header or name says.
    timezone: of times without an offset, and where days begin (default Europe/Berlin). confirmed:
    what a person says happened at the meter. price: of a kilowatt-hour [EUR]. Raises InputRejected
    with every reason and every open question.
    """
    files = [_in_zone(file, timezone) for file in (energy, weather, *control)]
    read = _read_all(files, carrier=carrier, local=timezone or LOCAL)
    sides = SidesAsked(baseline_end or start, start, end or _day_after(read.used.series))
    _in_order(sides, confidence)
    question = replace(
        read.asked_of(sides),
        confidence=confidence,
        method=method,
        subdivision=subdivision,
        country=country,
        confirmed=confirmed,
    )
    effect = effect_of(question)
    effect = replace(effect, warnings=(*read.warnings, *effect.warnings))
    return with_worth(effect, carrier=question.carrier, year=sides.last_year, price=price)


@dataclass(frozen=True)
class SidesAsked:
    """The days compared."""

    before: date  # first day that is no longer baseline
    start: date  # first day of the effect
    end: date  # first day no longer asked about

    @property
    def last_year(self) -> int:
        """Year of the last day asked about."""
        return (self.end - timedelta(days=1)).year


@dataclass(frozen=True)
class FilesRead:
    """What the files of a question say."""

    used: EnergyFile
    air: WeatherSeries
    others: Controls

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """What is to be said of the files."""
        return (*self.used.warnings, *self.air.warnings, *self.others.warnings)

    def asked_of(self, sides: SidesAsked) -> EffectQuery:
        """What is asked of these readings, with a year before the measure."""
        begin = sides.before - timedelta(days=BASELINE_DAYS)
        return EffectQuery(
            energy=self.used.series,
            weather=self.air.series,
            carrier=self.used.carrier,
            baseline_start=np.datetime64(begin, "D"),
            baseline_end=np.datetime64(sides.before, "D"),
            start=np.datetime64(sides.start, "D"),
            end=np.datetime64(sides.end, "D"),
            controls=self.others.series,
            zeros_count=self.used.zeros_count,
        )


def _in_zone(file: GivenFile, timezone: str | None) -> GivenFile:
    """The zone told for all files, where none is told for this one."""
    if timezone is None or file.hints.timezone is not None:
        return file
    return replace(file, hints=replace(file.hints, timezone=timezone))


def _read_all(files: Sequence[GivenFile], *, carrier: Carrier | None, local: str) -> FilesRead:
    """Read every file; what is wrong with any of them is said of all."""
    complaints: list[Problem] = []
    with _of(files[0], complaints):
        used = read_energy(files[0], carrier=carrier, local=local)
    with _of(files[1], complaints):
        air = read_weather(files[1], local=local)
    others = Controls()
    for file in files[2:]:
        with _of(file, complaints):
            others += read_controls(file, carrier=carrier, local=local, but=files[0])
    if complaints:
        raise InputRejected(complaints)
    return FilesRead(used, air, others)


@contextmanager
def _of(file: GivenFile, complaints: list[Problem]) -> Iterator[None]:
    """Collect why a file was refused."""
    try:
        yield
    except InputRejected as refusal:
        complaints += of_file(file, refusal.complaints)


def _day_after(used: Series) -> date:
    last = used.days[-1] + max(round(float(used.seconds[-1]) / 86_400), 1)
    day: date = last.astype(object)
    return day


def _in_order(sides: SidesAsked, confidence: float) -> None:
    if sides.before > sides.start:
        raise rejected(
            "baseline_after_start",
            "Der Vergleichszeitraum endet am {before}, nach dem Beginn der Wirkung am {start}; er "
            "muss vorher enden.",
            "The baseline ends on {before}, after the effect starts on {start}; it must end "
            "before.",
            before=sides.before,
            start=sides.start,
        )
    if sides.end <= sides.start:
        raise rejected(
            "nothing_after_start",
            "Nach dem Beginn am {start} gibt es keinen Tag bis zum Ende am {last}; bitte spätere "
            "Messwerte oder ein späteres Ende angeben.",
            "There is no day between the start on {start} and the end on {last}; please give "
            "later readings or a later end.",
            start=sides.start,
            last=sides.end,
        )
    if not CONFIDENCES[0] <= confidence <= CONFIDENCES[1]:
        raise rejected(
            "confidence_out_of_range",
            "Die Sicherheit {confidence} liegt nicht zwischen {least} und {most}.",
            "The confidence {confidence} is not between {least} and {most}.",
            confidence=confidence,
            least=CONFIDENCES[0],
            most=CONFIDENCES[1],
        )


def reported_cvrmse(expectation: AdjustedBaseline | None) -> float | None:
    """Root mean square of expected minus measured after the start, over the mean measured [1].

    In a year without a measure this is the error of the prediction.
    """
    if expectation is None:
        return None
    known = expectation.counted
    error = expectation.expected[known] - expectation.measured[known]
    mean = float(expectation.measured[known].mean()) if known.any() else 0.0
    return float(np.sqrt((error**2).mean()) / abs(mean)) if mean else float("nan")


def as_json(effect: Effect, *, confidence: float) -> dict[str, Any]:
    """The effect as plain values: unknown is null, never NaN; `confidence` as it was asked for."""
    saving, share = effect.saving, effect.share
    return {
        "saved_kwh": saving.mean if saving else None,
        "saved_percent": _plain(effect.saved_percent),
        "low_percent": share.low if share else None,
        "high_percent": share.high if share else None,
        "low_kwh": saving.low if saving else None,
        "high_kwh": saving.high if saving else None,
        "confidence": confidence,
        "verdict": effect.verdict.value,
        **ranged(effect.euros, "saved_eur", "eur"),
        **ranged(effect.tonnes, "t_co2e_a_year", "t"),
        "t_factor": effect.tonnes_from.en if effect.tonnes_from else None,
        "expected_kwh": _plain(effect.expected_kwh),
        "measured_kwh": _plain(effect.measured_kwh),
        "method": str(effect.method),
        "model": _model(effect.model),
        "cvrmse": _plain(effect.cvrmse),
        "cvrmse_reported": _plain(reported_cvrmse(effect.expectation)),
        "cvrmse_of": RESOLUTION.get(effect.method, "days"),
        "noise_kwh": saving.noise if saving else None,
        "drift_kwh": saving.drift if saving else None,
        "drift_source": effect.drift_source.en if effect.drift_source else None,
        "days_used": effect.days_used,
        "days_reported": effect.days_reported,
        "years_reported": _plain(effect.years_reported),
        "control_change_percent": _plain(effect.control_change_percent),
        "confirmed": [{"what": each.what.value, "note": each.note} for each in effect.confirmed],
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
