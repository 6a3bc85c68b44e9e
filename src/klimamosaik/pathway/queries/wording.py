"""What is said about a target and the way to it."""

from klimamosaik.pathway.models import Scope, TargetKind
from klimamosaik.pathway.queries.measure_wording import cautions
from klimamosaik.pathway.queries.pathways import Pathway
from klimamosaik.pathway.queries.required_reduction import Goal
from klimamosaik.terms.text import Text, joined
from klimamosaik.terms.text import both as both
from klimamosaik.terms.text import rough as rough

NO_BALANCE = Text(
    "Noch keine Bilanz: Es gibt hier keine Statistik, und eigene Werte für Haushalte, Gewerbe und "
    "Verkehr sind nicht alle da. Ohne sie weiß niemand, wie viel fehlt.",
    "No balance yet: there are no statistics here, and values of its own for households, commerce "
    "and transport are not all there. Without them nobody knows how much is missing.",
)
NO_START = {
    Scope.TOWN: NO_BALANCE,
    Scope.ADMINISTRATION: Text(
        "Für die Verwaltung fehlt der Ausgangswert: In der Bilanz stehen keine kommunalen "
        "Einrichtungen, deren Emissionen ganz bekannt sind, und zu wenige Zähler haben ein ganzes "
        "Jahr. Bitte die Bilanz ergänzen, Zählerdaten einlesen oder den Minderungsbedarf am Ziel "
        "selbst angeben.",
        "The administration has nothing to start from: the balance has no municipal facilities "
        "whose emissions are all known, and too few meters tell of a whole year. Please add to "
        "the balance, bring in meter data, or give the need with the target.",
    ),
    Scope.COMPANIES: Text(
        "Kommunale Unternehmen stehen weder in der Statistik noch in der Bilanz für sich. Bitte "
        "den Minderungsbedarf am Ziel selbst angeben.",
        "Neither statistics nor the balance tell of municipal companies by themselves. Please "
        "give the need with the target.",
    ),
}
NO_PEOPLE = Text(
    "Das Ziel gilt je Kopf, aber die Zahl der Einwohner ist nicht bekannt.",
    "The target is per head, but the number of inhabitants is not known.",
)
REACHED = Text(
    "Schon nach dem Trend liegen die Emissionen im Zieljahr nicht über dem, was erlaubt ist.",
    "By the trend alone emissions in the target's year are not above what is allowed.",
)
COUNTED = Text(
    "Gemessen werden Kilowattstunden. Sie zählen hier wie in der Bilanz, als CO₂e mit Vorketten; "
    "die direkten CO₂-Emissionen stehen daneben.",
    "Meters count kilowatt-hours. Here they count as in the balance, as CO₂e with upstream "
    "chains; the direct CO₂ emissions stand beside it.",
)
CHANCE = Text(
    "Wahrscheinlichkeit: Anteil von 10.000 Rechenläufen, in denen das Ziel erreicht wird. "
    "Unsicher sind darin der Trend, die Wirkung der Maßnahmen und, soweit die Bilanz geschätzt "
    "ist, die Emissionen des Ausgangsjahrs.",
    "Probability: the share of 10,000 runs in which the target is met. Uncertain in them are the "
    "trend, the effects of the measures and, as far as the balance is estimated, the emissions of "
    "the first year.",
)
EDGE = 0.01  # 1, share of draws below which no figure is told


def goal_text(goal: Goal) -> Text:
    """The target in one sentence, with where it is from."""
    aim = Text("netto null", "net zero")
    if goal.kind is TargetKind.PER_HEAD and goal.per_head_t is not None:
        tonnes = both(goal.per_head_t, 1)
        aim = Text("höchstens {tonnes} t CO₂e je Kopf", "at most {tonnes} t CO₂e per head").format(
            tonnes=tonnes
        )
    scope = goal.scope.text
    said = Text("Ziel bis {year}, {scope}: {aim}.", "Target by {year}, {scope}: {aim}.").format(
        year=goal.year, scope=scope, aim=aim
    )
    if goal.by_law:
        return Text(
            "{said} Gesetzliches Ziel: {source}. Ein Ratsbeschluss ist noch nicht eingetragen.",
            "{said} The law's target: {source}. No decision of the council is entered yet.",
        ).format(said=said, source=goal.source)
    return Text("{said} Quelle: {source}.", "{said} Source: {source}.").format(
        said=said, source=goal.source
    )


def need_text(found: Pathway) -> Text:
    """How much is needed, from when and from where; or why nobody knows."""
    start, chance = found.start, found.chance
    if found.complaints:
        return joined((complaint.text for complaint in found.complaints), " ")
    if start is None:
        return NO_START[found.goal.scope]
    if chance is None or found.limit_t is None:
        return NO_PEOPLE
    if chance.need <= 0:
        return REACHED
    need = both(chance.need)
    if start.by_hand:
        return Text(
            "Nötig sind {need} t CO₂e weniger im Jahr als {year} ({source}).",
            "Needed are {need} t CO₂e a year less than in {year} ({source}).",
        ).format(need=need, year=start.year, source=start.source)
    now, later, limit = both(start.emissions_t), rough(chance.trend.mean), both(found.limit_t)
    low, high, year = rough(chance.trend.low), rough(chance.trend.high), found.goal.year
    need = rough(chance.need)
    return Text(
        "{year} waren es {now} t CO₂e ({source}). Ginge es weiter wie bisher, wären es {loaded} "
        "noch {later} t ({low} bis {high}); erlaubt sind {limit} t. Nötig sind {need} t weniger.",
        "In {year} it was {now} t CO₂e ({source}). If things went on as they are, {later} t "
        "({low} to {high}) would be left in {loaded}; allowed are {limit} t. Needed are {need} t "
        "less.",
    ).format(
        year=start.year,
        now=now,
        source=start.source,
        loaded=year,
        later=later,
        low=low,
        high=high,
        limit=limit,
        need=need,
    )


def missing_text(found: Pathway) -> tuple[Text, ...]:
    """The gap with its range and the chance of the target."""
    chance = found.chance
    if chance is None or chance.need <= 0:
        return ()
    mean, low, high = rough(chance.gap.mean), rough(chance.gap.low), rough(chance.gap.high)
    span = Text(" ({low} bis {high})", " ({low} to {high})").format(low=low, high=high)
    if low == high:
        span = Text("", "")
    if found.probability is None:
        none, year = none_counts(found), found.goal.year
        return (
            Text(
                "{none} Ohne sie fehlen {year} {mean} t CO₂e im Jahr{span}.",
                "{none} Without them {mean} t CO₂e a year{span} are missing in {year}.",
            ).format(none=none, year=year, mean=mean, span=span),
        )
    likely = percent(found.probability)
    return (
        Text(
            "Mit allen Maßnahmen fehlen im Zieljahr noch {mean} t{span}.",
            "With all measures {mean} t{span} are still missing in the target's year.",
        ).format(mean=mean, span=span),
        Text(
            "Wahrscheinlichkeit, das Ziel so zu erreichen: {likely}.",
            "Probability of meeting the target this way: {likely}.",
        ).format(likely=likely),
    )


def none_counts(found: Pathway) -> Text:
    """That no measure counts yet: none was written down, or none has tonnes and a time."""
    count = len(found.known)
    if not count:
        return NO_MEASURES
    if count == 1:
        return ONE_UNCOUNTED
    return Text(
        "{count} Maßnahmen sind eingetragen, noch zählt keine: Keine Wirkung ist nachgewiesen, und "
        "eine erwartete Minderung, ein Beschluss oder ein geplantes Jahr fehlen.",
        "{count} measures are entered, none counts yet: no effect is shown, and an expected "
        "reduction, a decision or a planned year is missing.",
    ).format(count=count)


NO_MEASURES = Text("Noch keine Maßnahmen eingetragen.", "No measures are entered yet.")
ONE_UNCOUNTED = Text(
    "Eine Maßnahme ist eingetragen, sie zählt noch nicht: Keine Wirkung ist nachgewiesen, "
    "und eine erwartete Minderung, ein Beschluss oder ein geplantes Jahr fehlen.",
    "One measure is entered, it does not count yet: no effect is shown, and an "
    "expected reduction, a decision or a planned year is missing.",
)


def percent(probability: float) -> Text:
    """A share of draws; never 0 or 100 %, for nobody knows that."""
    if probability < EDGE:
        return Text("unter 1 %", "below 1 %")
    if probability > 1 - EDGE:
        return Text("über 99 %", "above 99 %")
    whole = both(100 * probability)
    return Text("{whole} %", "{whole} %").format(whole=whole)


def notes(found: Pathway) -> tuple[Text, ...]:
    """What to know before believing the wall."""
    of_measures = (text for one in found.known for text in cautions(one, found))
    return (*notes_without_names(found), *of_measures)


def notes_without_names(found: Pathway) -> tuple[Text, ...]:
    """The part of it that names no measure: what strangers may read."""
    if found.start is None:
        return ()
    chance = () if found.probability is None else (CHANCE,)
    return (*found.start.reasons, COUNTED, *chance)
