"""What is said about the course, the chances, the budget, and what matters most."""

from klimamosaik.pathway.kernel.simulation import TargetProbability
from klimamosaik.pathway.models import Milestone
from klimamosaik.pathway.projection import MilestoneChance, PathwayProjection
from klimamosaik.pathway.queries.pathways import Pathway
from klimamosaik.pathway.queries.required_reduction import Goal
from klimamosaik.pathway.queries.wording import both, percent, rough
from klimamosaik.terms.text import Text, joined

OPEN = Text("offen", "open")
LIKELY = (  # up to which probability one says what; bounds as the IPCC uses them
    (0.01, Text("so gut wie ausgeschlossen", "as good as ruled out")),
    (0.10, Text("sehr unwahrscheinlich", "very unlikely")),
    (0.33, Text("unwahrscheinlich", "unlikely")),
    (0.66, OPEN),
    (0.90, Text("wahrscheinlich", "likely")),
    (0.99, Text("sehr wahrscheinlich", "very likely")),
    (1.00, Text("so gut wie sicher", "as good as certain")),
)


def in_words(probability: float) -> Text:
    """A probability as a person would say it."""
    return next(text for bound, text in LIKELY if probability <= bound)


def goal_name(goal: Goal) -> Text:
    """A target in two words."""
    scope = goal.scope.text
    first = Text(scope.de[0].upper() + scope.de[1:], scope.en[0].upper() + scope.en[1:])
    return Text("{scope} {year}", "{scope} {year}").format(scope=first, year=goal.year)


def milestone_name(milestone: Milestone) -> Text:
    """A milestone in one line."""
    less = both(milestone.reduction)
    return Text(
        "Zwischenziel {year}: {less}\u00a0% weniger als {base_year}",
        "Milestone {year}: {less}\u00a0% less than in {base_year}",
    ).format(year=milestone.year, less=less, base_year=milestone.base_year)


def headline(pathway: Pathway) -> Text:
    """The answer in one sentence."""
    chance, year = pathway.chance, pathway.goal.year
    if chance is None:
        return Text(
            "Der Minderungspfad bis {year} lässt sich noch nicht zeigen",
            "The reduction pathway to {year} cannot be shown yet",
        ).format(year=year)
    if pathway.probability is None:
        return WITHOUT_MEASURES if chance.need > 0 else TREND_REACHES.format(year=year)
    words = in_words(pathway.probability)
    if words is OPEN:
        return Text(
            "Ob das Ziel {year} erreicht wird, ist offen",
            "Whether the target of {year} is met is open",
        ).format(year=year)
    return Text(
        "Das Ziel {year} so zu erreichen, ist {words}",
        "Meeting the target of {year} this way is {words}",
    ).format(year=year, words=words)


WITHOUT_MEASURES = Text("Noch zählt keine Maßnahme", "No measure counts yet")
TREND_REACHES = Text(
    "Nach dem Trend wird das Ziel {year} im Mittel erreicht",
    "By the trend the target of {year} is met on average",
)


def course_text(way: PathwayProjection) -> Text:
    """What the picture of the course shows."""
    start, goal = way.start, way.pathway.goal
    chance = way.pathway.chance
    assert chance is not None
    now, alone = both(start.emissions_t), rough(chance.trend.mean)
    planned = Text("", "")
    if way.pathway.measured_up:
        left = rough(way.planned[-1].mean)
        planned = Text(", mit allen Maßnahmen {left} t", ", with all measures {left} t").format(
            left=left
        )
    return Text(
        "Emissionen: {year} {now} t CO₂e; {target}, ginge es weiter wie bisher, im Mittel {alone} "
        "t{planned}. Der nötige Pfad führt gerade auf {limit} t im Jahr {target}{aims}.",
        "Emissions: {now} t CO₂e in {year}; in {target}, if things went on as they are, {alone} t "
        "on average{planned}. The path needed leads straight to {limit} t in {target}{aims}.",
    ).format(
        year=start.year,
        now=now,
        target=goal.year,
        alone=alone,
        planned=planned,
        limit=both(way.pathway.limit_t or 0.0),
        aims=joined(map(milestone_said, way.milestones), ""),
    )


def milestone_said(stand: MilestoneChance) -> Text:
    """A milestone and whether the mean with all measures keeps it."""
    milestone, chance = stand.milestone, stand.chance
    if chance is None:
        return Text("", "")
    said = KEPT if chance.gap.mean <= 0 else MISSED
    return said.format(year=milestone.year, limit=both(milestone.limit_t))


KEPT = Text(
    "; das Zwischenziel {year} ({limit} t) wird im Mittel erreicht",
    "; the milestone of {year} ({limit} t) is met on average",
)
MISSED = Text(
    "; das Zwischenziel {year} ({limit} t) wird im Mittel verfehlt",
    "; the milestone of {year} ({limit} t) is missed on average",
)


def swing_text(way: PathwayProjection) -> Text:
    """Which uncertainty matters most, and how much."""
    swing, year = way.swings[0], way.pathway.goal.year
    ends = sorted((swing.influence.at_lowest, swing.influence.at_highest))
    low, high = rough(ends[0]), rough(ends[1])
    return Text(
        "Am meisten hängt ab von „{name}“: Je nachdem, wie das ausfällt, sind es {year} zwischen "
        "{low} und {high} t CO₂e.",
        "Most depends on “{name}”: by how that turns out, {year} sees between {low} and {high} t "
        "CO₂e.",
    ).format(name=swing.name, year=year, low=low, high=high)


def chance_text(chance: TargetProbability, pathway: Pathway) -> Text:
    """Words and figure together; none where no measure counts yet."""
    if pathway.probability is None:
        return NO_CHANCE
    words, figure = in_words(chance.probability), percent(chance.probability)
    return Text("{words} ({figure})", "{words} ({figure})").format(words=words, figure=figure)


NO_CHANCE = Text("keine Angabe ohne Maßnahmen", "not stated without measures")


def budget_text(way: PathwayProjection) -> tuple[Text, ...]:
    """What may still be emitted, what would be, and the chance to stay within."""
    budget, spending = way.budget, way.budget.spending
    allowed, mean = rough(spending.allowed), rough(spending.spent.mean)
    low, high = rough(spending.spent.low), rough(spending.spent.high)
    words, measures = in_words(spending.probability), way.pathway.measured_up
    return (
        Text(
            "Von {first} bis {until} dürfen es zusammen {allowed} t CO₂e sein ({source}).",
            "From {first} to {until} it may be {allowed} t CO₂e in all ({source}).",
        ).format(first=budget.first, until=spending.until, allowed=allowed, source=budget.source),
        Text(
            "Mit allen Maßnahmen wären es {mean} t ({low} bis {high}). Damit auszukommen, ist "
            "{words}.",
            "With all measures it would be {mean} t ({low} to {high}). Keeping within the budget "
            "is {words}.",
        ).format(mean=mean, low=low, high=high, words=words)
        if measures
        else Text(
            "Ohne Maßnahmen wären es {mean} t ({low} bis {high}).",
            "Without measures it would be {mean} t ({low} to {high}).",
        ).format(mean=mean, low=low, high=high),
    )
