"""What is said about the cost of a tonne."""

from klimamosaik.pathway.planning.price import Abatement, Mean, Priced
from klimamosaik.pathway.planning.saving import Basis
from klimamosaik.pathway.wording import both
from klimamosaik.terms.text import Text


def headline(found: Abatement) -> Text:
    """What is cheapest, what is dearest, among those that can be compared."""
    steps = found.steps or found.gross
    if not steps:
        return Text("Noch hat keine Tonne einen Preis", "No tonne has a price yet")
    low, high = price_text(steps[0]), price_text(steps[-1])
    beside = Text("", "") if found.steps else WITHOUT_SAVINGS
    if len(steps) == 1:
        return Text(
            f"Eine Tonne CO2e kostet {low.de}{beside.de}",
            f"A tonne of CO2e costs {low.en}{beside.en}",
        )
    return Text(
        f"Eine Tonne CO2e kostet zwischen {low.de} und {high.de}{beside.de}",
        f"A tonne of CO2e costs between {low.en} and {high.en}{beside.en}",
    )


def euros(value: float) -> Text:
    """An amount as it is printed, with a true minus."""
    said = both(round(value))
    return Text(f"{said.de.replace('-', '−')} Euro", f"{said.en.replace('-', '−')} EUR")


def price_text(one: Priced) -> Text:
    """The price of a tonne, rounded to whole euros."""
    return euros(one.step.euro_per_tonne)


def mean_texts(found: Abatement) -> tuple[Text, ...]:
    """The means of both groups, each by itself, and the money that brought nothing."""
    texts = (net_text(found.mean), failed_text(found.mean), gross_text(found))
    return tuple(text for text in texts if text is not None)


def net_text(mean: Mean) -> Text | None:
    """The mean of those whose saved money is known; None where there are none."""
    if not mean.count:
        return None
    if mean.eur_per_t is None:
        return Text(
            "Ein Mittel gibt es nicht: Was gescheitert ist, verbraucht mehr, als der Rest spart.",
            "There is no mean: what failed uses more than the rest saves.",
        )
    price = euros(mean.eur_per_t)
    return Text(
        f"Im Mittel kostet eine Tonne {price.de} (Maßnahmen: {mean.count}, gesparte Energiekosten "
        "abgezogen).",
        f"On average a tonne costs {price.en} (measures: {mean.count}, saved energy cost taken "
        "off).",
    )


def failed_text(mean: Mean) -> Text | None:
    """The money that brought nothing, and what the mean would be without it."""
    if not mean.failed:
        return None
    spent = euros(mean.spent)
    if mean.alone is None or mean.eur_per_t is None:
        return Text(
            f"Ohne Wirkung ausgegeben: {spent.de} (Maßnahmen: {mean.failed}).",
            f"Spent without effect: {spent.en} (measures: {mean.failed}).",
        )
    alone = euros(mean.alone)
    return Text(
        f"Darin sind {spent.de}, die nichts gebracht haben (gestoppt, ohne nachweisbare Wirkung "
        f"oder mehr verbraucht: {mean.failed}); ohne sie wären es {alone.de}.",
        f"Included are {spent.en} that brought nothing (stopped, no effect shown or more used: "
        f"{mean.failed}); without them it would be {alone.en}.",
    )


def gross_text(found: Abatement) -> Text | None:
    """The group nobody knows the saved money of."""
    mean = found.gross_mean
    if mean.eur_per_t is None:
        return None
    price = euros(mean.eur_per_t)
    return Text(
        f"Für sich stehen Maßnahmen, deren gesparte Energiekosten niemand eingetragen hat "
        f"({mean.count}): {price.de} je Tonne, ohne diese Ersparnis. Ein gemeinsames Mittel gibt "
        "es nicht.",
        f"Measures whose saved energy cost nobody entered stand apart ({mean.count}): {price.en} a "
        "tonne, without that saving. There is no common mean.",
    )


def worth(one: Priced) -> Text:
    """What a price means in words."""
    if one.basis is Basis.UNKNOWN:
        return COSTS_WITHOUT_SAVINGS
    if one.step.euro_per_tonne < 0:
        return GAIN
    return COSTS if one.basis is Basis.MEASURED else COSTS_AS_EXPECTED


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
