"""What is said about a target and the way to it."""

from klimamosaik.pathway.documents import CHANCE, DIRECT
from klimamosaik.pathway.measured import Measured
from klimamosaik.pathway.models import Kind, Scope
from klimamosaik.pathway.need import NO_TREND, Goal
from klimamosaik.pathway.queries import Known, Pathway
from klimamosaik.terms.text import Text, decimal

SCOPES = {
    Scope.TOWN: Text("ganze Gemeinde", "the whole municipality"),
    Scope.ADMINISTRATION: Text("Verwaltung", "administration"),
    Scope.COMPANIES: Text("kommunale Unternehmen", "municipal companies"),
}
NO_BALANCE = Text(
    "Noch keine Bilanz: Es gibt hier weder Statistik noch eigene Werte. Ohne sie weiß niemand, "
    "wie viel fehlt.",
    "No balance yet: there are neither statistics nor values of its own here. Without them nobody "
    "knows how much is missing.",
)
NO_PEOPLE = Text(
    "Das Ziel gilt je Kopf, aber die Zahl der Einwohner ist nicht bekannt.",
    "The target is per head, but the number of inhabitants is not known.",
)
REACHED = Text(
    "Die Emissionen liegen schon jetzt nicht über dem, was im Zieljahr erlaubt ist.",
    "Emissions are not above what is allowed in the target's year even now.",
)
EDGE = 0.01  # 1, share of draws below which no figure is told
WHOLE_YEAR = 365  # [d] below: part of a heating season is missing or counted twice


def both(value: float, digits: int = 0) -> Text:
    """A number in both languages."""
    return Text(decimal(value, digits=digits), decimal(value, digits=digits, language="en"))


def goal_text(goal: Goal) -> Text:
    """The target in one sentence, with where it is from."""
    aim = Text("netto null", "net zero")
    if goal.kind is Kind.PER_HEAD and goal.per_head_t is not None:
        tonnes = both(goal.per_head_t, 1)
        aim = Text(f"höchstens {tonnes.de} t CO2e je Kopf", f"at most {tonnes.en} t CO2e per head")
    scope = SCOPES[goal.scope]
    said = Text(
        f"Ziel bis {goal.year}, {scope.de}: {aim.de}.",
        f"Target by {goal.year}, {scope.en}: {aim.en}.",
    )
    if goal.by_law:
        return Text(
            f"{said.de} So will es das Gesetz, ein eigener Beschluss ist nicht eingetragen: "
            f"{goal.source.de}.",
            f"{said.en} This is the law's default, no decision of its own is entered: "
            f"{goal.source.en}.",
        )
    return Text(f"{said.de} Quelle: {goal.source.de}.", f"{said.en} Source: {goal.source.en}.")


def need_text(found: Pathway) -> Text:
    """How much is needed, from when and from where; or why nobody knows."""
    start, need = found.start, found.need_t
    if start is None:
        return NO_BALANCE
    if need is None:
        return NO_PEOPLE
    if need <= 0:
        return REACHED
    tonnes = both(need)
    return Text(
        f"Nötig sind {tonnes.de} t CO2e weniger im Jahr als {start.year} ({start.source.de}).",
        f"Needed are {tonnes.en} t CO2e a year less than in {start.year} ({start.source.en}).",
    )


def missing_text(found: Pathway) -> tuple[Text, ...]:
    """The gap with its range and the chance of the target."""
    chance = found.chance
    if chance is None or chance.need <= 0:
        return ()
    mean, low, high = both(chance.gap_mean), both(chance.gap_low), both(chance.gap_high)
    likely = percent(chance.probability)
    span = Text(f" ({low.de} bis {high.de})", f" ({low.en} to {high.en})")
    if low == high:
        span = Text("", "")
    return (
        Text(
            f"Mit allen Maßnahmen fehlen im Zieljahr noch {mean.de} t{span.de}.",
            f"With all measures {mean.en} t{span.en} are still missing in the target's year.",
        ),
        Text(
            f"Wahrscheinlichkeit, das Ziel so zu erreichen: {likely.de}.",
            f"Probability of meeting the target this way: {likely.en}.",
        ),
    )


def percent(probability: float) -> Text:
    """A share of draws; never 0 or 100 %, for nobody knows that."""
    if probability < EDGE:
        return Text("unter 1 %", "below 1 %")
    if probability > 1 - EDGE:
        return Text("über 99 %", "above 99 %")
    whole = both(100 * probability)
    return Text(f"{whole.de} %", f"{whole.en} %")


def notes(found: Pathway) -> tuple[Text, ...]:
    """What to know before believing the wall."""
    shared = (NO_TREND, DIRECT, CHANCE) if found.start else ()
    return (*shared, *(text for one in found.known for text in cautions(one)))


def cautions(one: Known) -> tuple[Text, ...]:
    """What to mind about one measure's figures."""
    said = []
    name, measured, belief = one.measure.name, one.measured, one.belief
    if measured is not None and measured.claimed:
        said.append(measured_text(name, measured))
    if measured is not None and measured.claimed and measured.days < WHOLE_YEAR:
        said.append(
            Text(
                f"„{name}“: aus {measured.days} Tagen auf ein Jahr hochgerechnet.",
                f"“{name}”: brought to a year from {measured.days} days.",
            )
        )
    if measured is not None and one.expected is not None and belief is not None:
        believed, weight = both(belief.mean, 1), both(100 * belief.weight)
        likely, seen = both(one.expected.likely_t, 1), both(measured.evidence.mean, 1)
        said.append(
            Text(
                f"„{name}“: erwartet {likely.de} t, gemessen {seen.de} t, angenommen "
                f"{believed.de} t; die Messung zählt zu {weight.de} %.",
                f"“{name}”: expected {likely.en} t, measured {seen.en} t, believed "
                f"{believed.en} t; the measurement counts for {weight.en} %.",
            )
        )
    if belief is None:
        said.append(
            Text(
                f"„{name}“ hat keine Steine: weder eine Wirkung, die sich von null unterscheidet, "
                "noch eine Erwartung.",
                f"“{name}” has no stones: neither an effect distinguishable from zero nor an "
                "expectation.",
            )
        )
    return tuple(said)


def measured_text(name: str, measured: Measured) -> Text:
    """What meters say, and which readings it stands on."""
    evidence = measured.evidence
    mean, low, high = both(evidence.mean, 1), both(evidence.low, 1), both(evidence.high, 1)
    return Text(
        f"„{name}“: gemessen {mean.de} t CO2 im Jahr ({low.de} bis {high.de}), direkte Emissionen, "
        f"aus {measured.days} Tagen, Datenstand {measured.data_version}.",
        f"“{name}”: measured {mean.en} t CO2 a year ({low.en} to {high.en}), direct emissions, "
        f"from {measured.days} days, data version {measured.data_version}.",
    )
