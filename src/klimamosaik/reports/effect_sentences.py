"""What a measure brought, in three plain sentences that never claim more than the range carries."""

from dataclasses import replace
from datetime import date, timedelta

from klimamosaik.evidence.models import MeasuredEffect
from klimamosaik.terms.estimate import Estimate
from klimamosaik.terms.figure import Verdict
from klimamosaik.terms.rounding import nearest, step_for
from klimamosaik.terms.text import Text

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
        "Ob die Maßnahme etwas verändert hat, lässt sich noch nicht sagen: {span} waren es rund "
        "{saved}{share} {side} als erwartet; mit {confidence:n} % Sicherheit liegt der Unterschied "
        "zwischen {low} und {high}; die Daten reichen für eine Aussage nicht.",
        "Whether the measure changed anything cannot be told yet: {span} it was about "
        "{saved}{share} {side} than expected; with {confidence:n} % confidence the difference lies "
        "between {low} and {high}; the data are not enough to tell.",
    ),
}
MORE, LESS = Text("mehr", "more"), Text("weniger", "less")  # used than expected
ON_A_SIDE = Text("{amount} {side}", "{amount} {side}")
UNDECIDED = Text("Noch keine Aussage möglich. {reason}", "Nothing can be said yet. {reason}")
NOT_ENOUGH = Text("Die Messwerte reichen nicht aus.", "The readings are not enough.")
COMPARED = Text(
    "Ohne die Maßnahme wären bei gleichem Wetter rund {expected} verbraucht worden; gemessen "
    "wurden {measured}.",
    "Without the measure about {expected} would have been used in the same weather; {measured} "
    "were measured.",
)
SPAN = Text("vom {first} bis {last}", "from {first} to {last}")
SINCE = Text("seit dem {first}", "since {first}")
IN_BRACKETS = Text(" ({share})", " ({share})")
BARE_SHARE = Text(" ({share:.1n} %)", " ({share:.1n} %)")
WORTH = Text("In dieser Zeit sind das rund {money}.", "In that time this is about {money}.")
COSTS_MORE = Text(
    "In dieser Zeit sind das rund {money} mehr.", "In that time this is about {money} more."
)
STILL_COSTS_MORE = Text(
    "In Geld sind das in dieser Zeit dennoch rund {money} mehr.",
    "In money this is still about {money} more in that time.",
)
STILL_SAVES = Text(
    "In Geld sind das in dieser Zeit dennoch rund {money} weniger.",
    "In money this is still about {money} less in that time.",
)
UNSURE_IN_MONEY = Text(
    "In Geld ist das {verdict}: rund {money}.", "In money this is {verdict}: about {money}."
)
MONEY = Text(
    "{mean:n} Euro ({low:n} bis {high:n} Euro)", "{mean:n} euros ({low:n} to {high:n} euros)"
)


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
    """The answer in one sentence with its range; nothing in it has a sign to be understood."""
    told = saving.scaled(-1) if effect.said is Verdict.USED_MORE else saving
    ends = (told.carried(told.low), told.carried(told.high))
    if not effect.claims:
        ends = (on_its_side(told, told.low), on_its_side(told, told.high))
    return ANSWERS[effect.said].format(
        span=span,
        saved=told.carried(abs(told.mean)),
        side=side_of(told.mean),
        share=share_of(effect, -1 if saving.mean < 0 else 1),
        low=ends[0],
        high=ends[1],
        confidence=told.confidence * 100,
    )


def on_its_side(saving: Estimate, value: float) -> Text:
    """An end of the range as so much more or less use."""
    return ON_A_SIDE.format(amount=saving.carried(abs(value)), side=side_of(value))


def side_of(saved: float) -> Text:
    """Whether less was used or more."""
    return MORE if saved < 0 else LESS


def span_of(first: date, end: date | None) -> Text:
    """The days asked about."""
    if end is None:
        return SINCE.format(first=first)
    return SPAN.format(first=first, last=end - timedelta(days=1))


def share_of(effect: MeasuredEffect, sign: int) -> Text:
    """In brackets; nothing where a share makes no sense."""
    share = effect.percent
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
    """What it is worth in that time; nothing is claimed where the effect may be zero.

    Meters have prices of their own: energy may be saved and money not.
    """
    if not effect.claims or worth is None:
        return None
    if worth.verdict is effect.said:
        form = WORTH if effect.said is Verdict.SAVED else COSTS_MORE
    elif worth.verdict.claims:
        form = STILL_COSTS_MORE if effect.said is Verdict.SAVED else STILL_SAVES
    else:
        form = UNSURE_IN_MONEY
    return form.format(money=money(worth), verdict=worth.verdict.text)


def money(worth: Estimate) -> Text:
    """An amount with its range [EUR], rounded to what it can carry.

    Without sign where the sentence says the side; with it where the range holds zero.
    """
    told = carried_worth(worth)
    return MONEY.format(mean=told.mean, low=told.low, high=told.high)


def carried_worth(worth: Estimate) -> Estimate:
    """An amount with its range [EUR], rounded to what it can carry, extra cost above zero."""
    told = worth.scaled(-1) if worth.verdict is Verdict.USED_MORE else worth
    step = step_for(abs(told.mean) / PARTS)
    mean, low, high = (nearest(each, step) + 0.0 for each in (told.mean, told.low, told.high))
    return replace(told, mean=mean, low=low, high=high)
