"""What a measure brought, in three plain sentences that never claim more than the range carries."""

from dataclasses import dataclass
from datetime import date, timedelta
from math import floor, log10

from klimamosaik.evidence.kernel.verdict import CLAIMED
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
    saved_tonnes: float | None
    reason: Text | None = None  # why nothing can be decided


def sentences(figures: EffectFigures) -> tuple[Text, ...]:
    """The answer, how it is known, and what it is worth."""
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
    step = rounding(min(high - low, 20 * nearer_zero(low, high)))
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
    step = rounding(abs(figures.expected_kwh) / 10)
    values = {
        language: (
            kwh(figures.expected_kwh, step, language),
            kwh(figures.measured_kwh, step, language),
        )
        for language in ("de", "en")
    }
    return Text(
        f"Bei dem Wetter, das war, wären ohne die Maßnahme {values['de'][0]} zu erwarten gewesen; "
        f"gemessen wurden {values['de'][1]}.",
        f"In the weather there was, {values['en'][0]} would have been expected without the "
        f"measure; {values['en'][1]} were measured.",
    )


def worth(figures: EffectFigures) -> Text | None:
    """What it is worth; nothing is claimed where the effect may be zero."""
    if figures.verdict not in CLAIMED:
        return None
    parts = {language: worth_parts(figures, language) for language in ("de", "en")}
    if not parts["de"]:
        return None
    more = figures.verdict is Verdict.USED_MORE
    return Text(
        f"Das sind rund {' und '.join(parts['de'])}{' mehr' if more else ''}.",
        f"That is about {' and '.join(parts['en'])}{' more' if more else ''}.",
    )


def worth_parts(figures: EffectFigures, language: str) -> list[str]:
    """Money and CO2, as far as known."""
    parts = []
    if figures.saved_eur is not None:
        amount = abs(figures.saved_eur)
        shown = decimal(nearest(amount, rounding(amount / 3)), language=language)
        parts.append(f"{shown} Euro" if language == "de" else f"{shown} euros")
    if figures.saved_tonnes is not None:
        tonnes = abs(figures.saved_tonnes)
        digits = 1 if tonnes < 10 else 0
        shown = decimal(tonnes, digits=digits, language=language)
        parts.append(f"{shown} Tonnen CO₂" if language == "de" else f"{shown} tonnes of CO₂")
    return parts


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
    share = figures.saved_percent
    if figures.verdict is Verdict.USED_MORE:
        share = -share
    return f" ({decimal(share, digits=1, language=language)} %)"


def rounding(width: float) -> float:
    """The step a figure is rounded to: a hundredth to a tenth of what it may be wrong by."""
    return 10.0 ** floor(log10(width / 10)) if width > 0 else 1.0


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
