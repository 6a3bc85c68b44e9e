"""What a measure brought, in three plain sentences that never claim more than the range carries."""

from datetime import date, timedelta

from klimamosaik.evidence.models import MeasuredEffect
from klimamosaik.terms.estimate import Estimate, nearest, step_for
from klimamosaik.terms.figure import Verdict
from klimamosaik.terms.text import Text, both

PARTS = 3  # an amount of money is rounded to what a third of it can carry
ANSWERS = {
    Verdict.SAVED: Text(
        "Die Maßnahme hat {span} rund {saved}{share} gespart; mit {confidence:n} % Sicherheit "
        "liegt die Einsparung zwischen {low} und {high}.",
        "The measure saved about {saved}{share} {span}; with {confidence:n} % confidence the "
        "saving lies between {low} and {high}.",
    ),
    Verdict.USED_MORE: Text(
        "Seit der Maßnahme wurde mehr verbraucht als erwartet: {span} rund {saved}{share}; mit "
        "{confidence:n} % Sicherheit liegt der Mehrverbrauch zwischen {low} und {high}.",
        "Since the measure more was used than expected: about {saved}{share} {span}; with "
        "{confidence:n} % confidence the extra use lies between {low} and {high}.",
    ),
    Verdict.NOT_DISTINGUISHABLE: Text(
        "Ob die Maßnahme etwas verändert hat, lässt sich noch nicht sagen: {span} ergibt sich ein "
        "Unterschied von {saved}{share}; mit {confidence:n} % Sicherheit liegt er zwischen {low} "
        "und {high}, und das schließt null ein.",
        "Whether the measure changed anything cannot be told yet: {span} the difference is "
        "{saved}{share}; with {confidence:n} % confidence it lies between {low} and {high}, which "
        "includes zero.",
    ),
}
UNDECIDED = Text(
    "Was die Maßnahme gebracht hat, ist nicht entscheidbar. {reason}",
    "What the measure brought cannot be decided. {reason}",
)
NOT_ENOUGH = Text("Die Messwerte reichen nicht aus.", "The readings are not enough.")
COMPARED = Text(
    "Bei dem Wetter, das war, wären ohne die Maßnahme {expected} zu erwarten gewesen; "
    "gemessen wurden {measured}.",
    "In the weather there was, {expected} would have been expected without the measure; "
    "{measured} were measured.",
)
SPAN = Text("vom {first} bis {last}", "from {first} to {last}")
SINCE = Text("seit dem {first}", "since {first}")
IN_BRACKETS = Text(" ({share})", " ({share})")
BARE_SHARE = Text(" ({share:.1n} %)", " ({share:.1n} %)")
WORTH = Text("In dieser Zeit sind das rund {money}.", "In that time this is about {money}.")
COSTS_MORE = Text(
    "In dieser Zeit sind das rund {money} mehr.", "In that time this is about {money} more."
)
MONEY = Text("{mean} Euro ({low} bis {high} Euro)", "{mean} euros ({low} to {high} euros)")


def sentences(
    effect: MeasuredEffect,
    *,
    first_day: date | None,
    end: date | None,
    worth: Estimate | None,
    reason: Text | None,
) -> tuple[Text, ...]:
    """The answer, how it is known, and what it is worth in money.

    first_day: None where the measure does not work yet; end: first day after the readings; worth:
    [EUR], None where it is not known; reason: why nothing can be decided.
    """
    saving = effect.estimate
    if effect.said is Verdict.NOT_DECIDABLE or saving is None:
        return (UNDECIDED.format(reason=reason or NOT_ENOUGH),)
    assert first_day is not None, "what has not begun is not decidable"
    span = span_of(first_day, end)
    parts = (answer(effect, saving, span), comparison(effect, saving), worth_said(effect, worth))
    return tuple(part for part in parts if part is not None)


def answer(effect: MeasuredEffect, saving: Estimate, span: Text) -> Text:
    """The answer in one sentence with its range; extra use is told in positive numbers."""
    told = saving.scaled(-1) if effect.said is Verdict.USED_MORE else saving
    return ANSWERS[effect.said].format(
        span=span,
        saved=told.carried(told.mean),
        share=share_of(effect),
        low=told.carried(told.low),
        high=told.carried(told.high),
        confidence=told.confidence * 100,
    )


def span_of(first: date, end: date | None) -> Text:
    """The days asked about."""
    if end is None:
        return SINCE.format(first=first)
    return SPAN.format(first=first, last=end - timedelta(days=1))


def share_of(effect: MeasuredEffect) -> Text:
    """In brackets; nothing where a share makes no sense."""
    share, sign = effect.percent, -1 if effect.said is Verdict.USED_MORE else 1
    if share is not None:
        return IN_BRACKETS.format(share=share.carried(sign * share.mean))
    if effect.saved_percent is None:
        return Text("", "")
    return BARE_SHARE.format(share=sign * effect.saved_percent)


def comparison(effect: MeasuredEffect, saving: Estimate) -> Text | None:
    """How it is known: what was expected in this weather and what was measured.

    Both carry the figures of the saving, so that the three subtract as printed.
    """
    if effect.expected_kwh is None or effect.measured_kwh is None:
        return None
    return COMPARED.format(
        expected=saving.carried(effect.expected_kwh), measured=saving.carried(effect.measured_kwh)
    )


def worth_said(effect: MeasuredEffect, worth: Estimate | None) -> Text | None:
    """What it is worth in that time; nothing is claimed where the effect may be zero."""
    if not effect.claims or worth is None:
        return None
    form = COSTS_MORE if effect.said is Verdict.USED_MORE else WORTH
    return form.format(money=money(worth))


def money(worth: Estimate) -> Text:
    """An amount with its range [EUR], without sign, rounded to what it can carry."""
    low, high = sorted((abs(worth.low), abs(worth.high)))
    step = step_for(abs(worth.mean) / PARTS)
    mean, low, high = (nearest(amount, step) for amount in (abs(worth.mean), low, high))
    return MONEY.format(mean=both(mean), low=both(low), high=both(high))
