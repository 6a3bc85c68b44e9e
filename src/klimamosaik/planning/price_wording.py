"""What is said about the cost of a tonne."""

from collections.abc import Sequence

from klimamosaik.pathway.queries.saving import SavingBasis
from klimamosaik.places.queries.heads import UNKNOWN, Heads
from klimamosaik.planning.price import Abatement, Mean, Priced
from klimamosaik.terms.text import Text, joined


def headline(found: Abatement) -> Text:
    """What is cheapest, what is dearest, among those that can be compared."""
    steps = found.steps or found.gross
    if not steps:
        return Text("Kosten je Tonne: noch keine Angaben", "Cost per tonne: nothing entered yet")
    low, high = steps[0].step.euro_per_tonne, steps[-1].step.euro_per_tonne
    if high < 0:  # all of them bring money: nobody should have to read that from a sign
        return (ONE_GAIN if len(steps) == 1 else GAINS).format(least=-high, most=-low)
    text = ONE_PRICE if len(steps) == 1 else FROM_TO
    return text.format(
        low=low,
        high=high,
        beside=Text("", "") if found.steps else WITHOUT_SAVINGS,
    )


def mean_texts(found: Abatement) -> tuple[Text, ...]:
    """The means of both groups, each by itself, and the money that brought nothing."""
    texts = (net_text(found.mean), failed_text(found.mean), gross_text(found))
    return tuple(text for text in texts if text is not None)


def per_head_text(found: Abatement, heads: Heads | None) -> Text | None:
    """Tonnes and yearly cost of all measures with a price, per head; None where there is none."""
    if not found.all_steps:
        return None
    if heads is None:
        return UNKNOWN
    return PER_HEAD.format(
        people=heads.said,
        kg=heads.per(1000 * sum(one.step.tonnes.mean for one in found.all_steps)),
        cost=heads.per(sum(one.step.cost for one in found.all_steps)),
    )


def steps_said(steps: Sequence[Priced]) -> Text:
    """What a curve shows, for who cannot see it: each measure with its price, cheapest first."""
    lines = [
        A_STEP.format(
            name=one.measure.name, price=one.step.euro_per_tonne, tonnes=one.step.tonnes.mean
        )
        for one in steps[:SAID]
    ]
    more = [FURTHER.format(n=len(steps) - SAID)] if len(steps) > SAID else []
    return CURVE.format(steps=joined([*lines, *more], "; "))


def net_text(mean: Mean) -> Text | None:
    """The mean of those whose saved money is known; None where there are none."""
    if not mean.count:
        return None
    if mean.eur_per_t is None:
        return NO_MEAN
    return MEAN.format(price=mean.eur_per_t, count=mean.count)


def failed_text(mean: Mean) -> Text | None:
    """The money that brought nothing, and what the mean would be without it."""
    if not mean.failed:
        return None
    if mean.alone is None or mean.eur_per_t is None:
        return SPENT_FOR_NOTHING.format(spent=mean.spent, count=mean.failed)
    return FAILED_INCLUDED.format(spent=mean.spent, count=mean.failed, alone=mean.alone)


def gross_text(found: Abatement) -> Text | None:
    """The group nobody knows the saved money of."""
    mean = found.gross_mean
    if mean.eur_per_t is None:
        return None
    return APART.format(price=mean.eur_per_t, count=mean.count)


def worth(one: Priced) -> Text:
    """What a price means in words."""
    if one.basis is SavingBasis.UNKNOWN:
        return COSTS_WITHOUT_SAVINGS
    if one.step.euro_per_tonne < 0:
        return GAIN
    return COSTS if one.basis is SavingBasis.MEASURED else COSTS_AS_EXPECTED


PER_HEAD = Text(
    "Je Kopf ({people}): Die Maßnahmen mit einem Preis mindern {kg:rough} kg CO₂e und kosten "
    "{cost:.2n} Euro im Jahr, bekannte Ersparnis abgezogen.",
    "Per head ({people}): the measures with a price save {kg:rough} kg CO₂e and cost {cost:.2n} € "
    "a year, known savings taken off.",
)
SAID = 8  # steps of a curve that are told one by one; the table has all
CURVE = Text(
    "Euro je Tonne, das Billigste zuerst: {steps}.", "EUR per tonne, the cheapest first: {steps}."
)
A_STEP = Text("{name} {price:n} ({tonnes:.1n} t)", "{name} {price:n} ({tonnes:.1n} t)")
FURTHER = Text("{n} weitere in der Tabelle", "{n} more in the table")
ONE_PRICE = Text(
    "Eine Tonne CO₂e kostet {low:n} Euro{beside}", "A tonne of CO₂e costs {low:n} {beside} €"
)
FROM_TO = Text(
    "Eine Tonne CO₂e kostet zwischen {low:n} Euro und {high:n} Euro{beside}",
    "A tonne of CO₂e costs between {low:n} € and {high:n} {beside} €",
)
ONE_GAIN = Text(
    "Jede Tonne CO₂e weniger spart {most:n} Euro", "Each tonne of CO₂e less saves {most:n} €"
)
GAINS = Text(
    "Jede Tonne CO₂e weniger spart zwischen {least:n} und {most:n} Euro",
    "Each tonne of CO₂e less saves between {least:n} and {most:n} €",
)
MEAN = Text(
    "Im Mittel kostet eine Tonne {price:n} Euro ({count:Maßnahme|Maßnahmen}, gesparte "
    "Energiekosten abgezogen).",
    "On average a tonne costs {price:n} € ({count:measure|measures}, saved energy cost taken off).",
)
NO_MEAN = Text(
    "Ein Mittel gibt es nicht: Was gescheitert ist, verbraucht mehr, als der Rest spart.",
    "There is no mean: what failed uses more than the rest saves.",
)
SPENT_FOR_NOTHING = Text(
    "Ohne nachgewiesene Einsparung ausgegeben: {spent:n} Euro ({count:Maßnahme|Maßnahmen}).",
    "Spent without a saving shown: {spent:n} € ({count:measure|measures}).",
)
FAILED_INCLUDED = Text(
    "Darin sind {spent:n} Euro ohne nachgewiesene Einsparung ({count:Maßnahme|Maßnahmen}: "
    "gestoppt, von null nicht zu unterscheiden oder mehr verbraucht); ohne sie wären es {alone:n} "
    "Euro.",
    "Included are {spent:n} € without a saving shown ({count:measure|measures}: stopped, not "
    "distinguishable from zero, or more used); without them it would be {alone:n} €.",
)
APART = Text(
    "Für sich stehen Maßnahmen, deren gesparte Energiekosten niemand eingetragen hat ({count}): "
    "{price:n} Euro je Tonne, ohne diese Ersparnis. Ein gemeinsames Mittel gibt es nicht.",
    "Measures whose saved energy cost nobody entered stand apart ({count}): {price:n} € a tonne, "
    "without that saving. There is no common mean.",
)
GAIN = Text("spart mehr Geld, als sie kostet", "saves more money than it costs")
COSTS = Text("gesparte Energiekosten abgezogen", "saved energy cost taken off")
COSTS_AS_EXPECTED = Text(
    "erwartete Ersparnis bei den Energiekosten abgezogen",
    "expected saving of energy cost taken off",
)
COSTS_WITHOUT_SAVINGS = Text(
    "Ersparnis bei den Energiekosten nicht eingetragen", "saving of energy cost not entered"
)
WITHOUT_SAVINGS = Text(
    ", gesparte Energiekosten nicht abgezogen", ", saved energy cost not taken off"
)
