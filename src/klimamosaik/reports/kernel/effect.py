"""What a measure brought, in three plain sentences that never claim more than the range carries."""

from dataclasses import dataclass
from datetime import date, timedelta
from math import floor, log10

from klimamosaik.evidence.kernel.verdict import CLAIMED
from klimamosaik.terms import percent
from klimamosaik.terms.figure import Verdict
from klimamosaik.terms.text import Language, Text, decimal

MONTHS = {
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "en": "January February March April May June July August September October November December",
}


@dataclass(frozen=True)
class EffectFigures:
    """The figures the sentences are made of; None where the readings cannot say."""

    verdict: Verdict
    first_day: date | None  # None: it does not work yet
    end: date | None  # first day after the readings
    confidence: float  # 0..1
    saved_kwh: float | None
    saved_percent: float | None
    low_kwh: float | None
    high_kwh: float | None
    expected_kwh: float | None
    measured_kwh: float | None
    saved_eur: float | None
    low_eur: float | None = None
    high_eur: float | None = None
    low_percent: float | None = None
    high_percent: float | None = None
    reason: Text | None = None  # why nothing can be decided


def sentences(figures: EffectFigures) -> tuple[Text, ...]:
    """The answer, how it is known, and what it is worth in money."""
    parts = [answer(figures), comparison(figures), worth(figures)]
    return tuple(part for part in parts if part is not None)


def answer(figures: EffectFigures) -> Text:
    """The answer in one sentence with its range."""
    return Text(answer_in(figures, "de"), answer_in(figures, "en"))


def answer_in(figures: EffectFigures, language: Language) -> str:
    """The answer in one language."""
    if figures.verdict is Verdict.NOT_DECIDABLE or figures.saved_kwh is None:
        return undecided_in(figures, language)
    form = ANSWERS[figures.verdict][language]
    saved, low, high = figures.saved_kwh, figures.low_kwh or 0.0, figures.high_kwh or 0.0
    if figures.verdict is Verdict.USED_MORE:
        saved, low, high = -saved, -high, -low
    step = step_of(figures.low_kwh, figures.high_kwh)
    return form.format(
        span=span_in(figures, language),
        saved=kwh(saved, step, language),
        percent=percent_in(figures, language),
        low=kwh(low, step, language),
        high=kwh(high, step, language),
        confidence=f"{figures.confidence * 100:.0f}",
    )


ANSWERS: dict[Verdict, dict[Language, str]] = {
    Verdict.SAVED: {
        "de": "Die Maßnahme hat {span} rund {saved}{percent} gespart; mit {confidence} % "
        "Sicherheit liegt die Einsparung zwischen {low} und {high}.",
        "en": "The measure saved about {saved}{percent} {span}; with {confidence} % confidence "
        "the saving lies between {low} and {high}.",
    },
    Verdict.USED_MORE: {
        "de": "Seit der Maßnahme wurde mehr verbraucht als erwartet: {span} rund "
        "{saved}{percent}; mit {confidence} % Sicherheit liegt der Mehrverbrauch zwischen {low} "
        "und {high}.",
        "en": "Since the measure more was used than expected: about {saved}{percent} {span}; "
        "with {confidence} % confidence the extra use lies between {low} and {high}.",
    },
    Verdict.NOT_DISTINGUISHABLE: {
        "de": "Ob die Maßnahme etwas verändert hat, lässt sich noch nicht sagen: {span} ergibt "
        "sich ein Unterschied von {saved}{percent}; mit {confidence} % Sicherheit liegt er "
        "zwischen {low} und {high}, und das schließt null ein.",
        "en": "Whether the measure changed anything cannot be told yet: {span} the difference is "
        "{saved}{percent}; with {confidence} % confidence it lies between {low} and {high}, which "
        "includes zero.",
    },
}


def undecided_in(figures: EffectFigures, language: Language) -> str:
    """Why nothing can be said."""
    if language == "de":
        reason = figures.reason.de if figures.reason else "Die Messwerte reichen nicht aus."
        return f"Was die Maßnahme gebracht hat, ist nicht entscheidbar. {reason}"
    reason = figures.reason.en if figures.reason else "The readings are not enough."
    return f"What the measure brought cannot be decided. {reason}"


def comparison(figures: EffectFigures) -> Text | None:
    """How it is known: what was expected in this weather and what was measured."""
    if figures.expected_kwh is None or figures.measured_kwh is None:
        return None
    if figures.low_kwh is None:
        step = rounding(abs(figures.expected_kwh) / 10)
    else:
        step = step_of(figures.low_kwh, figures.high_kwh)  # so that the three figures subtract
    sides = {
        name: Text(kwh(value, step, "de"), kwh(value, step, "en"))
        for name, value in (
            ("expected", figures.expected_kwh),
            ("measured", figures.measured_kwh),
        )
    }
    return Text(
        "Bei dem Wetter, das war, wären ohne die Maßnahme {expected} zu erwarten gewesen; "
        "gemessen wurden {measured}.",
        "In the weather there was, {expected} would have been expected without the measure; "
        "{measured} were measured.",
    ).format(**sides)


def worth(figures: EffectFigures) -> Text | None:
    """What it is worth in that time; nothing is claimed where the effect may be zero."""
    if figures.verdict not in CLAIMED or figures.saved_eur is None:
        return None
    more = figures.verdict is Verdict.USED_MORE
    shown = money(figures.saved_eur, figures.low_eur, figures.high_eur)
    if more:
        said = Text(
            "In dieser Zeit sind das rund {money} mehr.",
            "In that time this is about {money} more.",
        )
    else:
        said = Text("In dieser Zeit sind das rund {money}.", "In that time this is about {money}.")
    return said.format(money=shown)


def money(saved: float, low: float | None, high: float | None) -> Text:
    """An amount with its range [EUR], without sign, rounded to what it can carry."""
    ends = sorted((abs(low), abs(high))) if low is not None and high is not None else []
    step = rounding(abs(saved) / 3)
    words = []
    for language, to, unit in (("de", "bis", "Euro"), ("en", "to", "euros")):
        mean, *rest = (
            decimal(nearest(amount, step), language=language) for amount in (abs(saved), *ends)
        )
        words.append(f"{mean} {unit}" + (f" ({rest[0]} {to} {rest[1]} {unit})" if rest else ""))
    return Text(*words)


def span_in(figures: EffectFigures, language: Language) -> str:
    """The days asked about."""
    assert figures.first_day is not None, "what has not begun is not decidable"
    first = day_in(figures.first_day, language)
    if figures.end is None:
        return f"seit dem {first}" if language == "de" else f"since {first}"
    last = day_in(figures.end - timedelta(days=1), language)
    return f"vom {first} bis {last}" if language == "de" else f"from {first} to {last}"


def day_in(day: date, language: Language) -> str:
    """1. September 2024, 1 September 2024"""
    month = MONTHS[language].split()[day.month - 1]
    return f"{day.day}. {month} {day.year}" if language == "de" else f"{day.day} {month} {day.year}"


def percent_in(figures: EffectFigures, language: Language) -> str:
    """In brackets; nothing where a share makes no sense."""
    if figures.saved_percent is None:
        return ""
    share, low, high = figures.saved_percent, figures.low_percent, figures.high_percent
    if figures.verdict is Verdict.USED_MORE:
        share = -share
    if low is None or high is None:
        return f" ({decimal(share, digits=1, language=language)} %)"
    return f" ({percent.percent_in(share, low, high, language)} %)"


def rounding(width: float) -> float:
    """The step a figure is rounded to: a hundredth to a tenth of what it may be wrong by."""
    return 10.0 ** floor(log10(width / 10)) if width > 0 else 1.0


def step_of(low: float | None, high: float | None) -> float:
    """The step all figures of an effect with this range are rounded to, any unit."""
    low, high = low or 0.0, high or 0.0
    return rounding(min(high - low, 20 * nearer_zero(low, high)) / 2)


def nearer_zero(low: float, high: float) -> float:
    """Distance from zero of the nearer end: rounding must not let a range touch zero."""
    return min(abs(low), abs(high)) or abs(high - low)


def nearest(value: float, step: float) -> float:
    """The nearest multiple of the step."""
    return round(value / step) * step


def kwh(value: float, step: float, language: str) -> str:
    """A number of kilowatt-hours, rounded to what it can carry."""
    shown = nearest(value, step) + 0.0
    digits = max(0, -floor(log10(step)))
    return f"{decimal(shown, digits=min(digits, 1), language=language)} kWh"
