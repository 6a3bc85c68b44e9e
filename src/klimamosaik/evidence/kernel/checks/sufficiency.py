"""Whether there are readings enough on both sides of a measure."""

from dataclasses import dataclass, replace

import numpy as np

from klimamosaik.evidence.kernel.days import all_days, daily_means, seconds_covered
from klimamosaik.evidence.kernel.question import BASELINE_DAYS, EffectQuery
from klimamosaik.evidence.kernel.series import DAY, Flags, Series, Spacing, Times
from klimamosaik.terms.complaint import Problem, problem
from klimamosaik.terms.text import Text

MOST_MISSING = 0.1  # 1, part of the days that may be missing (CalTRACK 2.0, section 2.2.1.3)
PRESENT_PART = 0.9  # 1, part of a day that must be metered for the day to count
LEAST_REPORTED = 28  # [d] known days after the measure, under which nothing can be said
WEATHER_OF_A_DAY = 0.5  # 1, part of a day whose temperature must be known


@dataclass(frozen=True)
class Sufficiency:
    """How well readings and weather cover one side of a measure."""

    first: np.datetime64  # first local day of the span asked about
    days_required: int  # [d] days a whole side has
    days_spanned: int  # [d] from the first to the last day with readings
    days_metered: int  # [d] days with use
    days_present: int  # [d] days with both use and temperature
    longest_gap: int  # [d] longest run of days without both, inside the span asked about


def sufficiency(
    energy: Series, weather: Series, first: np.datetime64, end: np.datetime64
) -> Sufficiency:
    """Count the local days from `first` up to `end` on which use and temperature are known."""
    days = all_days(first, end)
    metered = _covered(energy, days, PRESENT_PART)
    both = metered & _weather_known(weather, days)
    at = np.flatnonzero(metered)
    return Sufficiency(
        first=first,
        days_required=len(days),
        days_spanned=int(at[-1] - at[0]) + 1 if at.size else 0,
        days_metered=int(metered.sum()),
        days_present=int(both.sum()),
        longest_gap=_longest(~both),
    )


def _weather_known(weather: Series, days: Times) -> Flags:
    if weather.spacing is Spacing.BILLS:
        return _covered(weather, days, WEATHER_OF_A_DAY)
    known: Flags = np.isfinite(daily_means(weather, days))
    return known


def _covered(series: Series, days: Times, part: float) -> Flags:
    """Days of which finite readings cover at least `part`, shape (d,)."""
    least = part * (DAY - 3_600)  # the day that loses an hour counts as well
    enough: Flags = seconds_covered(series, days) >= least
    return enough


def _longest(flags: Flags) -> int:
    edges = np.diff(np.concatenate([[0], flags.astype(np.int8), [0]]))
    begins, ends = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)
    return int((ends - begins).max()) if begins.size else 0


def obstacles_before(side: Sufficiency, *, months: int | None) -> tuple[Problem, ...]:
    """Why a baseline cannot be used; nothing if it can. months: monthly readings, else None."""
    if side.days_metered == 0:
        return (_nothing("Vor", "before"),)
    if months is not None and months < 11:
        return (_few_readings(months),)
    least = (1 - MOST_MISSING) * BASELINE_DAYS
    if side.days_required < least or side.days_spanned < least:
        return (_short(min(side.days_required, side.days_spanned)),)
    if side.days_present < (1 - MOST_MISSING) * side.days_required:
        return (_gaps(side),)
    return ()


def obstacles_after(side: Sufficiency) -> tuple[Problem, ...]:
    """Why the days after the measure cannot be used; nothing if they can."""
    if side.days_metered == 0:
        return (_nothing("Nach", "after"),)
    if side.days_present >= LEAST_REPORTED:
        return ()
    text = Text(
        "Nach der Maßnahme gibt es erst {days_present} Tage mit Verbrauch und Temperatur; nötig "
        "sind {least_reported}.",
        "There are only {days_present} days with use and temperature after the measure; "
        "{least_reported} are needed.",
    ).format(days_present=side.days_present, least_reported=LEAST_REPORTED)
    return (Problem("reporting_too_short", text),)


def gap_warning(side: Sufficiency, *, after: bool) -> Problem | None:
    """Say how many days are missing, if any are."""
    missing = side.days_required - side.days_present
    if missing <= 0 or (after and side.days_spanned == side.days_present):
        return None
    when = Text("Nach", "After") if after else Text("Vor", "Before")
    return problem(
        "gaps_after" if after else "gaps_before",
        "{when} der Maßnahme fehlen {missing:n} von {days:n} Tagen (längste Lücke"
        " {longest:Tag|Tage}); sie zählen auf keiner Seite.",
        "{when} the measure {missing:n} of {days:n} days are missing (longest gap"
        " {longest:day|days}); they count on neither side.",
        when=when,
        missing=missing,
        days=side.days_required,
        longest=side.longest_gap,
    )


def trimmed(question: EffectQuery) -> tuple[EffectQuery, Problem | None]:
    """Keep the last 365 days of a longer baseline, and say so."""
    length = question.sides[1] - question.sides[0]
    if length <= BASELINE_DAYS + 1:
        return question, None
    start = question.baseline_end - np.timedelta64(BASELINE_DAYS, "D")
    text = Text(
        "Von {length} Tagen vor der Maßnahme dienen die letzten {baseline_days} als Vergleich; "
        "die früheren zeigen, wie sehr der Verbrauch von selbst schwankt.",
        "Of {length} days before the measure the last {baseline_days} are the baseline; the "
        "earlier ones show how much use drifts by itself.",
    ).format(length=length, baseline_days=BASELINE_DAYS)
    return replace(question, baseline_start=start), Problem("baseline_trimmed", text)


def _nothing(german: str, english: str) -> Problem:
    side = {"before": "baseline", "after": "reporting"}[english]
    text = Text(
        "{when} der Maßnahme gibt es keine Messwerte; bitte für diese Zeit welche einlesen.",
        "There are no readings {when} the measure; please import readings of that time.",
    ).format(when=Text(german, english))
    return Problem(f"no_readings_{side}", text)


def _short(days: int) -> Problem:
    text = Text(
        "Vor der Maßnahme gibt es nur {days} Tage; nötig ist ein ganzes Jahr mit einer Heizzeit "
        "({baseline_days} Tage, davon höchstens 10 % Lücken).",
        "There are only {days} days before the measure; a whole year with its heating season is "
        "needed ({baseline_days} days, at most 10 % of them gaps).",
    ).format(days=days, baseline_days=BASELINE_DAYS)
    return Problem("baseline_too_short", text)


def _few_readings(months: int) -> Problem:
    text = Text(
        "Vor der Maßnahme gibt es nur {months} Ablesungen mit Wetter in einem Jahr; nötig sind "
        "zwölf Monatswerte (einer darf fehlen). Jahreswerte zeigen nur den Vergleich der Jahre.",
        "There are only {months} readings with weather in the year before the measure; twelve "
        "monthly ones are needed (one may be missing). Yearly ones only compare years.",
    ).format(months=months)
    return Problem("too_few_readings", text)


def _gaps(side: Sufficiency) -> Problem:
    missing = side.days_required - side.days_present
    cause = Text("Verbrauch oder Temperatur", "use or temperature")
    if side.days_metered >= (1 - MOST_MISSING) * side.days_required:
        cause = Text("die Temperatur", "the temperature")
    text = Text(
        "Vor der Maßnahme fehlt an {missing} von {days_required} Tagen {cause} (längste Lücke "
        "{longest_gap} Tage); erlaubt sind 10 %. Bitte Werte ergänzen.",
        "Before the measure {cause} is missing on {missing} of {days_required} days (longest gap "
        "{longest_gap} days); 10 % are allowed. Please add values.",
    ).format(
        missing=missing, days_required=side.days_required, cause=cause, longest_gap=side.longest_gap
    )
    return Problem("too_many_gaps", text)
