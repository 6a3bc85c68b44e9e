"""What is said about a target and the way to it."""

from klimamosaik.pathway.models import Scope, TargetKind
from klimamosaik.pathway.queries.headline import headline_of
from klimamosaik.pathway.queries.measure_outlook import MeasureOutlook
from klimamosaik.pathway.queries.pathways import Pathway
from klimamosaik.pathway.queries.required_reduction import Goal
from klimamosaik.terms.text import Text
from klimamosaik.terms.text import both as both
from klimamosaik.terms.text import rough as rough
from klimamosaik.terms.tonnes import tonnes

SCOPES = {
    Scope.TOWN: Text("ganze Gemeinde", "the whole municipality"),
    Scope.ADMINISTRATION: Text("Verwaltung", "administration"),
    Scope.COMPANIES: Text("kommunale Unternehmen", "municipal companies"),
}
NO_BALANCE = Text(
    "Noch keine Bilanz: Es gibt hier keine Statistik, und eigene Werte für Haushalte, Gewerbe und "
    "Verkehr sind nicht alle da. Ohne sie weiß niemand, wie viel fehlt.",
    "No balance yet: there are no statistics here, and values of its own for households, commerce "
    "and transport are not all there. Without them nobody knows how much is missing.",
)
NO_START = {
    Scope.TOWN: NO_BALANCE,
    Scope.ADMINISTRATION: Text(
        "Für die Verwaltung fehlt der Anfang: In der Bilanz stehen keine kommunalen Einrichtungen, "
        "und zu wenige Zähler haben ein ganzes Jahr. Bitte die Bilanz ergänzen, Zählerdaten "
        "einlesen oder den Bedarf am Ziel selbst angeben.",
        "The administration has nothing to start from: the balance has no municipal facilities, "
        "and too few meters tell of a whole year. Please add to the balance, bring in meter data, "
        "or give the need with the target.",
    ),
    Scope.COMPANIES: Text(
        "Kommunale Unternehmen stehen weder in der Statistik noch in der Bilanz für sich. Bitte "
        "den Bedarf am Ziel selbst angeben.",
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
    "Gemessen werden Kilowattstunden. Sie zählen hier wie in der Bilanz, als CO2e mit Vorketten; "
    "die direkten CO2-Emissionen stehen daneben.",
    "Meters count kilowatt-hours. Here they count as in the balance, as CO2e with upstream "
    "chains; the direct CO2 emissions stand beside it.",
)
CHANCE = Text(
    "Wahrscheinlichkeit: Anteil von 10.000 Ziehungen, in denen das Ziel erreicht wird. Gezogen "
    "werden der Trend, die Wirkung der Maßnahmen und, soweit die Bilanz geschätzt ist, die "
    "Emissionen des Anfangsjahrs.",
    "Probability: the share of 10,000 draws in which the target is met. Drawn are the trend, the "
    "effects of the measures and, as far as the balance is estimated, the emissions of the first "
    "year.",
)
EDGE = 0.01  # 1, share of draws below which no figure is told
WHOLE_YEAR = 365  # [d] below: part of a heating season is missing or counted twice
NEARLY_ALL = 0.995  # share of a year's effect from which one says all of it


def goal_text(goal: Goal) -> Text:
    """The target in one sentence, with where it is from."""
    aim = Text("netto null", "net zero")
    if goal.kind is TargetKind.PER_HEAD and goal.per_head_t is not None:
        tonnes = both(goal.per_head_t, 1)
        aim = Text(
            "höchstens {tonnes} t CO2e je Kopf",
            "at most {tonnes} t CO2e per head",
        ).format(tonnes=tonnes)
    scope = SCOPES[goal.scope]
    said = Text(
        "Ziel bis {year}, {scope}: {aim}.",
        "Target by {year}, {scope}: {aim}.",
    ).format(year=goal.year, scope=scope, aim=aim)
    if goal.by_law:
        return Text(
            "{said} So will es das Gesetz, ein eigener Beschluss ist nicht eingetragen: {source}.",
            "{said} This is the law's default, no decision of its own is entered: {source}.",
        ).format(said=said, source=goal.source)
    return Text(
        "{said} Quelle: {source}.",
        "{said} Source: {source}.",
    ).format(said=said, source=goal.source)


def need_text(found: Pathway) -> Text:
    """How much is needed, from when and from where; or why nobody knows."""
    start, chance = found.start, found.chance
    if found.complaints:
        return joined([complaint.text for complaint in found.complaints])
    if start is None:
        return NO_START[found.goal.scope]
    if chance is None or found.limit_t is None:
        return NO_PEOPLE
    if chance.need <= 0:
        return REACHED
    need = both(chance.need)
    if start.by_hand:
        return Text(
            "Nötig sind {need} t CO2e weniger im Jahr als {year} ({source}).",
            "Needed are {need} t CO2e a year less than in {year} ({source}).",
        ).format(need=need, year=start.year, source=start.source)
    now, later, limit = both(start.emissions_t), rough(chance.trend.mean), both(found.limit_t)
    low, high, year = rough(chance.trend.low), rough(chance.trend.high), found.goal.year
    need = rough(chance.need)
    return Text(
        "{year} waren es {now} t CO2e ({source}). Ginge es weiter wie bisher, wären es {loaded} "
        "noch {later} t ({low} bis {high}); erlaubt sind {limit} t. Nötig sind {need} t weniger.",
        "In {year} it was {now} t CO2e ({source}). If things went on as they are, {later} t "
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


def joined(texts: list[Text]) -> Text:
    """Sentences one after the other."""
    return Text(" ".join(text.de for text in texts), " ".join(text.en for text in texts))


def missing_text(found: Pathway) -> tuple[Text, ...]:
    """The gap with its range and the chance of the target."""
    chance = found.chance
    if chance is None or chance.need <= 0:
        return ()
    mean, low, high = rough(chance.gap.mean), rough(chance.gap.low), rough(chance.gap.high)
    span = Text(
        " ({low} bis {high})",
        " ({low} to {high})",
    ).format(low=low, high=high)
    if low == high:
        span = Text("", "")
    if found.probability is None:
        none, year = none_counts(found), found.goal.year
        return (
            Text(
                "{none} Ohne sie fehlen {year} {mean} t CO2e im Jahr{span}.",
                "{none} Without them {mean} t CO2e a year{span} are missing in {year}.",
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
    return Text(
        "{whole} %",
        "{whole} %",
    ).format(whole=whole)


def notes(found: Pathway) -> tuple[Text, ...]:
    """What to know before believing the wall."""
    start = found.start
    if start is None:
        return tuple(text for one in found.known for text in cautions(one, found))
    of_measures = (text for one in found.known for text in cautions(one, found))
    chance = () if found.probability is None else (CHANCE,)
    return (*start.reasons, COUNTED, *chance, *of_measures)


def cautions(one: MeasureOutlook, found: Pathway) -> tuple[Text, ...]:
    """What to mind about one measure's figures."""
    texts = (
        measured_text(one),
        brought_to_a_year(one),
        corrected_text(one),
        inside_text(one, found),
        not_counted_text(one),
    )
    return tuple(text for text in texts if text is not None)


def brought_to_a_year(one: MeasureOutlook) -> Text | None:
    """That less than a year was measured; None where it was more, or nothing was seen."""
    if not one.laid or one.days is None or one.days >= WHOLE_YEAR:
        return None
    return Text(
        "„{name}“: aus {days} Tagen auf ein Jahr hochgerechnet.",
        "“{name}”: brought to a year from {days} days.",
    ).format(name=one.measure.name, days=one.days)


def corrected_text(one: MeasureOutlook) -> Text | None:
    """How evidence corrected what was expected; None where it did not."""
    if one.measured is None or one.expected is None or one.belief is None:
        return None
    name, belief = one.measure.name, one.belief
    believed, weight = tonnes(belief.mean), both(100 * belief.weight)
    likely, seen = tonnes(one.expected.likely_t), tonnes(one.measured.mean)
    return Text(
        "„{name}“: erwartet {likely} t, gemessen {seen} t, angenommen {believed} t; die Messung "
        "zählt zu {weight} %.",
        "“{name}”: expected {likely} t, measured {seen} t, believed {believed} t; the measurement "
        "counts for {weight} %.",
    ).format(name=name, likely=likely, seen=seen, believed=believed, weight=weight)


def inside_balance(one: MeasureOutlook, found: Pathway) -> float | None:
    """Share 0..1 of a measure's effect that the start's year already holds; None: not counted."""
    codes = [each.code for each in found.outlook.measures] if found.outlook else []
    code = str(one.measure.pk)
    if found.outlook is None or code not in codes:
        return None
    return float(found.outlook.explained[codes.index(code)])


def inside_text(one: MeasureOutlook, found: Pathway) -> Text | None:
    """That a saving is inside the start already; None where it is all to come."""
    share = inside_balance(one, found)
    if not share or found.start is None:
        return None
    name, year = one.measure.name, found.start.year
    part = Text("", "")
    if share < NEARLY_ALL:
        whole = both(100 * share)
        part = Text(
            " zu {whole} %",
            " for {whole} %",
        ).format(whole=whole)
    return Text(
        "„{name}“ wirkte{part} schon {year}: Das steckt in dessen Emissionen, erklärt sie und "
        "wird nicht noch einmal abgezogen.",
        "“{name}” worked{part} in {year} already: that is inside that year's emissions, explains "
        "them, and is not taken off again.",
    ).format(name=name, part=part, year=year)


def not_counted_text(one: MeasureOutlook) -> Text | None:
    """Why a measure has no stones; None where it counts."""
    name = one.measure.name
    if one.stopped:
        return Text(
            "„{name}“ ist gestoppt und zählt nicht.",
            "“{name}” was stopped and does not count.",
        ).format(name=name)
    if not one.field.has_tonnes:
        return Text(
            "„{name}“ zählt nicht in Tonnen; ihre Kennzahlen stehen bei der Maßnahme.",
            "“{name}” does not count in tonnes; its indicators stand with the measure.",
        ).format(name=name)
    if one.belief is None:
        return Text(
            "„{name}“ hat keine Steine: weder eine Wirkung, die sich von null unterscheidet, noch "
            "eine Erwartung.",
            "“{name}” has no stones: neither an effect distinguishable from zero nor an "
            "expectation.",
        ).format(name=name)
    if one.begins is None:
        return Text(
            "„{name}“ zählt noch nicht: Sie ist nicht beschlossen oder hat kein geplantes Jahr.",
            "“{name}” does not count yet: it is not decided or has no planned year.",
        ).format(name=name)
    return None


def measured_text(one: MeasureOutlook) -> Text | None:
    """What meters say, and which readings it stands on; None where they saw nothing."""
    if not one.laid:
        return None
    name, headline = one.measure.name, headline_of(one)
    said = headline.said if headline else one.verdict.text
    return Text(
        "„{name}“: {said}; aus {days} Tagen, Datenstand {data_version}.",
        "“{name}”: {said}; from {days} days, data version {data_version}.",
    ).format(name=name, said=said, days=one.days, data_version=one.data_version)
