"""From a measure's one figure to its tonnes counted otherwise, or in a year: each says why."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from klimamosaik.pathway.kernel.contribution import ContributionState, YearContribution
from klimamosaik.pathway.kernel.simulation import Projection
from klimamosaik.pathway.queries.headline import Headline, HeadlineBasis, headline_of
from klimamosaik.pathway.queries.measure_outlook import MeasureOutlook
from klimamosaik.pathway.queries.pathways import Pathway
from klimamosaik.pathway.queries.uses import USE_NAMES
from klimamosaik.pathway.queries.wording import both
from klimamosaik.terms.text import Text
from klimamosaik.terms.tonnes import tonnes

SAME = 0.002  # 1, a smaller difference is that of draws and nobody prints it


@dataclass(frozen=True)
class TonneStep:
    """Another figure of the same measure, and what makes it differ."""

    tonnes: float  # [t CO2e/a]; without upstream chains [t CO2/a]
    said: Text


def stone_of(one: MeasureOutlook, pathway: Pathway) -> YearContribution | None:
    """What a measure lays in the target's year; None where it lays nothing."""
    code = str(one.measure.pk)
    laid = (each for each in pathway.stones if each.state is not ContributionState.STOPPED)
    return next((each for each in laid if each.code == code), None)


def steps_of(one: MeasureOutlook, pathway: Pathway) -> tuple[TonneStep, ...]:
    """All other tonnes of a measure: as entered, without upstream chains, in the target's year."""
    headline = headline_of(one)
    if headline is None:
        return ()
    stone = stone_of(one, pathway)
    in_year = to_year(one, pathway, stone, pathway.goal.year) if stone else None
    return tuple(step for step in (entered(one, headline), direct(one), in_year) if step)


def entered(one: MeasureOutlook, headline: Headline) -> TonneStep | None:
    """The likely value somebody entered; None where it is printed like the headline."""
    expected = one.expected
    if expected is None or tonnes(expected.likely_t) == tonnes(headline.tonnes.mean):
        return None
    likely, mean = tonnes(expected.likely_t), tonnes(headline.tonnes.mean)
    return TonneStep(
        expected.likely_t,
        Text(
            "Als wahrscheinlich eingetragen: {likely} t; {mean} t {why}.",
            "Entered as likely: {likely} t; {mean} t {why}.",
        ).format(likely=likely, mean=mean, why=UNLIKE[headline.basis]),
    )


def direct(one: MeasureOutlook) -> TonneStep | None:
    """What is burnt, without upstream chains; None where it is not known."""
    if one.measured is None or not one.laid or one.direct is None:
        return None
    burnt = tonnes(abs(one.direct.mean))
    if burnt == tonnes(abs(one.measured.mean)):
        return None
    return TonneStep(
        one.direct.mean,
        Text(
            "Davon {burnt} t CO₂ direkt, der Rest entsteht in den Vorketten.",
            "Of this {burnt} t CO₂ directly, the rest arises in upstream chains.",
        ).format(burnt=burnt),
    )


def to_year(
    one: MeasureOutlook, pathway: Pathway, stone: YearContribution, year: int
) -> TonneStep | None:
    """How the headline becomes the stone of a year, with every reason; None where it is it."""
    headline = headline_of(one)
    if headline is None or tonnes(stone.tonnes.mean) == tonnes(headline.tonnes.mean):
        return None
    reasons = tuple(reasons_of(one, pathway, stone, year))
    now, then = tonnes(abs(headline.tonnes.mean)), tonnes(abs(stone.tonnes.mean))
    because = Text(
        " und ".join(reason.de for reason in reasons),
        " and ".join(reason.en for reason in reasons),
    )
    return TonneStep(
        stone.tonnes.mean,
        Text(
            "{now} t werden {year} zu {then} t, weil {because}.",
            "{now} t become {then} t in {year}, because {because}.",
        ).format(now=now, year=year, then=then, because=because),
    )


def reasons_of(
    one: MeasureOutlook, pathway: Pathway, stone: YearContribution, year: int
) -> Iterator[Text]:
    """Why a measure's stones of a year differ from its headline; what nothing explains overlaps."""
    outlook, belief = pathway.outlook, one.belief
    if outlook is None or belief is None:
        return
    place = [each.code for each in outlook.measures].index(stone.code)
    if one.laid and one.expected is not None and belief.weight < 1:
        yield weighed(1 - belief.weight)
    force = float(outlook.force[place, year - int(outlook.years[0])])
    if abs(force - 1) > SAME:
        yield working(float(outlook.explained[place]), outlook.balance_year, force)
    use, left = left_of_use(outlook, outlook.measures[place].use, year)
    if use and abs(left - 1) > SAME:
        yield trending(use, left)
    reached = belief.mean * force * left
    if abs(stone.tonnes.mean - reached) > SAME * abs(reached):
        yield OVERLAPS


def reasons_between(
    pathway: Pathway, early: Sequence[YearContribution], year: int
) -> tuple[Text, ...]:
    """Why measured stones of the target's year differ from those of an earlier one, `early`.

    Each reason that holds for one of them then and does not hold in `year`, once.
    """
    known = {str(one.measure.pk): one for one in pathway.known}
    first = {stone.code: stone for stone in early if stone.state is ContributionState.MEASURED}
    last = {stone.code: stone for stone in pathway.stones}
    found: dict[Text, None] = {}
    for code, stone in first.items():
        then = last.get(code)
        if then is None:
            found[ENDED] = None
            continue
        before = set(reasons_of(known[code], pathway, stone, year))
        after = reasons_of(known[code], pathway, then, pathway.goal.year)
        found |= dict.fromkeys(reason for reason in after if reason not in before)
    return tuple(found)


def left_of_use(outlook: Projection, use: str | None, year: int) -> tuple[str | None, float]:
    """A use, and the share of its emissions the trend leaves in a year; a sink has none."""
    for place, each in enumerate(outlook.uses):
        if each.code == use:
            trend = outlook.baseline[place, :, year - int(outlook.years[0])]
            trend = trend / outlook.starts[:, place]  # tonnes are saved of any start alike
            return use, float(trend.mean(dtype="float64")) / each.emissions_t
    return None, 1.0


def weighed(weight: float) -> Text:
    """What was expected counts beside the measurement."""
    percent = both(100 * weight)
    return Text(
        "dort die Erwartung zu {percent} % mitzählt", "there the expectation counts for {percent} %"
    ).format(percent=percent)


def working(inside: float, balance_year: int, force: float) -> Text:
    """It worked in the balance's year already, or does not work all year."""
    if inside > SAME:
        percent = both(100 * inside)
        return Text(
            "{percent} % davon schon in den Emissionen von {balance_year} stecken",
            "{percent} % of it is inside the emissions of {balance_year} already",
        ).format(percent=percent, balance_year=balance_year)
    percent = both(100 * force)
    return Text(
        "sie dann {percent} % des Jahres wirkt", "it then works for {percent} % of the year"
    ).format(percent=percent)


def trending(use: str, left: float) -> Text:
    """The use it acts on emits less by itself: cleaner electricity, cleaner heat."""
    name, percent = USE_NAMES[use], both(100 * abs(1 - left))
    less = Text("weniger", "less") if left < 1 else Text("mehr", "more")
    return Text(
        "{name} nach dem Trend bis dahin {percent} % {less} verursacht",
        "{name} by the trend emits {percent} % {less} by then",
    ).format(name=name, percent=percent, less=less)


UNLIKE = {
    HeadlineBasis.MEASURED: Text("sind gemessen", "is measured"),
    HeadlineBasis.CORRECTED: Text(
        "sind es, durch die Messung berichtigt", "it is, corrected by the measurement"
    ),
    HeadlineBasis.EXPECTED: Text("sind das Mittel der Spanne", "is the mean of the range"),
}
ENDED = Text("einzelne bis dahin enden", "some end by then")
OVERLAPS = Text(
    "andere Maßnahmen einen Teil davon mindern", "other measures already reduce a part of it"
)
