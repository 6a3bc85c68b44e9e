"""What is said about the course, the chances, the budget, and what matters most."""

from klimamosaik.pathway.kernel.simulation import Chance
from klimamosaik.pathway.models import Milestone
from klimamosaik.pathway.need import Goal
from klimamosaik.pathway.queries import Pathway
from klimamosaik.pathway.way import Way
from klimamosaik.pathway.wording import SCOPES, both, percent, rough
from klimamosaik.terms.text import Text

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
    scope = SCOPES[goal.scope]
    return Text(
        f"{scope.de[0].upper()}{scope.de[1:]} {goal.year}",
        f"{scope.en[0].upper()}{scope.en[1:]} {goal.year}",
    )


def milestone_name(milestone: Milestone) -> Text:
    """A milestone in one line."""
    less = both(milestone.reduction)
    return Text(
        f"Etappe {milestone.year}: {less.de}\u00a0% weniger als {milestone.base_year}",
        f"Milestone {milestone.year}: {less.en}\u00a0% less than in {milestone.base_year}",
    )


def headline(pathway: Pathway) -> Text:
    """The answer in one sentence."""
    chance, year = pathway.chance, pathway.goal.year
    if chance is None:
        return Text(
            f"Der Weg bis {year} lässt sich noch nicht zeigen",
            f"The way to {year} cannot be shown yet",
        )
    if pathway.probability is None:
        return WITHOUT_MEASURES if chance.need > 0 else TREND_REACHES.format(year=year)
    words = in_words(pathway.probability)
    if words is OPEN:
        return Text(
            f"Ob das Ziel {year} erreicht wird, ist offen",
            f"Whether the target of {year} is met is open",
        )
    return Text(
        f"Das Ziel {year} so zu erreichen, ist {words.de}",
        f"Meeting the target of {year} this way is {words.en}",
    )


WITHOUT_MEASURES = Text("Noch zählt keine Maßnahme", "No measure counts yet")
TREND_REACHES = Text(
    "Nach dem Trend wird das Ziel {year} im Mittel erreicht",
    "By the trend the target of {year} is met on average",
)


def course_text(way: Way) -> Text:
    """What the picture of the course shows."""
    start, goal = way.start, way.pathway.goal
    chance = way.pathway.chance
    assert chance is not None
    now, alone = both(start.emissions_t), rough(chance.trend_mean)
    planned = Text("", "")
    if way.pathway.measured_up:
        left = rough(float(way.planned.mean[-1]))
        planned = Text(f", mit allen Maßnahmen {left.de} t", f", with all measures {left.en} t")
    return Text(
        f"Emissionen: {start.year} {now.de} t CO2e; {goal.year}, ginge es weiter wie bisher, im "
        f"Mittel {alone.de} t{planned.de}. Die Flächen sind die Spannen, in denen neun von zehn "
        "Ziehungen liegen.",
        f"Emissions: {now.en} t CO2e in {start.year}; in {goal.year}, if things went on as they "
        f"are, {alone.en} t on average{planned.en}. The areas are the ranges nine in ten draws "
        "lie in.",
    )


def swing_text(way: Way) -> Text:
    """Which uncertainty matters most, and how much."""
    swing, year = way.swings[0], way.pathway.goal.year
    ends = sorted((swing.influence.low_t, swing.influence.high_t))
    low, high = rough(ends[0]), rough(ends[1])
    return Text(
        f"Am meisten hängt ab von „{swing.name.de}“: Je nachdem, wie das ausfällt, sind es {year} "
        f"zwischen {low.de} und {high.de} t CO2e.",
        f"Most depends on “{swing.name.en}”: by how that turns out, {year} sees between {low.en} "
        f"and {high.en} t CO2e.",
    )


def chance_text(chance: Chance, pathway: Pathway) -> Text:
    """Words and figure together; none where no measure counts yet."""
    if pathway.probability is None:
        return NO_CHANCE
    words, figure = in_words(chance.probability), percent(chance.probability)
    return Text(f"{words.de} ({figure.de})", f"{words.en} ({figure.en})")


NO_CHANCE = Text("keine Angabe ohne Maßnahmen", "not stated without measures")


def budget_text(way: Way) -> tuple[Text, ...]:
    """What may still be emitted, what would be, and the chance to stay within."""
    budget, spent = way.budget, way.budget.spending
    allowed, mean = rough(spent.allowed), rough(spent.mean)
    low, high = rough(spent.low), rough(spent.high)
    words, measures = in_words(spent.probability), way.pathway.measured_up
    return (
        Text(
            f"Von {budget.first} bis {spent.until} dürfen es zusammen {allowed.de} t CO2e sein "
            f"({budget.source.de}).",
            f"From {budget.first} to {spent.until} it may be {allowed.en} t CO2e in all "
            f"({budget.source.en}).",
        ),
        Text(
            f"Mit allen Maßnahmen wären es {mean.de} t ({low.de} bis {high.de}). Damit "
            f"auszukommen, ist {words.de}.",
            f"With all measures it would be {mean.en} t ({low.en} to {high.en}). Keeping within "
            f"the budget is {words.en}.",
        )
        if measures
        else Text(
            f"Ohne Maßnahmen wären es {mean.de} t ({low.de} bis {high.de}).",
            f"Without measures it would be {mean.en} t ({low.en} to {high.en}).",
        ),
    )
