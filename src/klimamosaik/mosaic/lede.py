"""The sentence under the headline: in per cent of what is needed, and why the years differ."""

from collections.abc import Sequence
from fractions import Fraction

from klimamosaik.drawing.course import STONES
from klimamosaik.mosaic.kernel.moment import Moment, WallMoment
from klimamosaik.mosaic.kernel.stone import StoneAccount, account
from klimamosaik.mosaic.kernel.wording import per_cent
from klimamosaik.pathway.kernel.contribution import YearContribution
from klimamosaik.pathway.queries.heads import heads_on, kilograms
from klimamosaik.pathway.queries.pathways import Pathway, stones_in
from klimamosaik.pathway.queries.steps import reasons_between
from klimamosaik.places.queries.heads import UNKNOWN
from klimamosaik.terms.text import Text, joined


def lede(pathway: Pathway, stones: Sequence[YearContribution], seen: WallMoment) -> Text:
    """Measured, at work or planned, and missing; today's says what the target's year brings, too.

    The pathway must have a need.
    """
    assert pathway.need_t is not None
    counted = account(stones, pathway.need_t)
    at_last = account(pathway.stones, pathway.need_t)
    if not any((counted.laid, counted.planned, at_last.laid, at_last.planned)):
        return NOTHING
    if seen.moment is not Moment.TODAY:
        return then(counted, seen.year)
    return joined([*now(counted), coming(at_last, pathway.goal.year)], " ")


def now(counted: StoneAccount) -> list[Text]:
    """What is measured today, and what works without a measurement."""
    said = [measured(counted)]
    if counted.planned:
        share = share_of(counted.planned_whole, counted.planned)
        said.append(UNMEASURED.format(share=share))
    return said


def share_of(whole: int, exact: Fraction) -> Text:
    """Whole stones as per cent; what is begun but not one yet is less than the smallest share."""
    return per_cent(whole) if whole or not exact else LESS


def missing(counted: StoneAccount) -> Text:
    """What is missing as per cent; all of it only where nothing is begun."""
    begun = counted.laid or counted.planned
    whole = counted.missing_whole
    return NEARLY_ALL if begun and whole == STONES else per_cent(whole)


def measured(counted: StoneAccount) -> Text:
    """How much of the need is measured."""
    if not counted.laid:
        return NOTHING_MEASURED
    if not counted.laid_whole:
        return HARDLY_MEASURED
    share = per_cent(counted.laid_whole)
    return MEASURED[counted.laid_whole == TEN].format(share=share)


def coming(counted: StoneAccount, year: int) -> Text:
    """What all that is planned makes of it by the target's year."""
    if not counted.planned:
        return NOTHING_PLANNED.format(missing=missing(counted))
    together = counted.laid + counted.planned
    reached = share_of(counted.laid_whole + counted.planned_whole, together)
    if not counted.missing_whole:
        return ENOUGH.format(year=year)
    return WITH_PLANNED.format(year=year, reached=reached, missing=missing(counted))


def then(counted: StoneAccount, year: int) -> Text:
    """Another year than this: reached in all, and of it measured and expected."""
    laid, planned = counted.laid_whole, counted.planned_whole
    return THEN.format(
        year=year,
        reached=share_of(laid + planned, counted.laid + counted.planned),
        laid=share_of(laid, counted.laid),
        planned=share_of(planned, counted.planned),
        missing=missing(counted),
    )


def per_head(pathway: Pathway, stones: Sequence[YearContribution]) -> Text:
    """Need, measured and planned per head, with the people counted."""
    heads, need = heads_on(pathway), pathway.need_t
    if heads is None or need is None:
        return UNKNOWN
    counted, one = account(stones, need), kilograms(heads, need / STONES)
    if not counted.laid and not counted.planned:
        return NEED_PER_HEAD.format(people=heads.said, need=kilograms(heads, need))
    words = PER_HEAD if counted.planned else MEASURED_PER_HEAD
    return words.format(
        people=heads.said,
        need=kilograms(heads, need),
        laid=one * float(counted.laid),
        planned=one * float(counted.planned),
    )


def why_years_differ(pathway: Pathway, choice: Sequence[WallMoment]) -> Text | None:
    """Why today's measured stones are others in the target's year; None where they are not.

    Also None where nothing explains it: a sentence without a reason helps nobody.
    """
    if pathway.outlook is None or pathway.need_t is None or len(choice) == 1:
        return None
    today = choice[0].year
    stones = stones_in(pathway.outlook, pathway.known, today)
    first = account(stones, pathway.need_t).laid_whole
    last = account(pathway.stones, pathway.need_t).laid_whole
    because = reasons_between(pathway, stones, today)
    if first == last or not because:
        return None
    reasons = joined(because, Text(" und ", " and "))
    return WHY.format(first=first, year=pathway.goal.year, last=last, reasons=reasons)


NOTHING = Text(
    "Noch ist nichts gemessen und nichts geplant: Die ganze nötige Minderung fehlt.",
    "Nothing is measured and nothing planned yet: the whole reduction needed is missing.",
)
NEED_PER_HEAD = Text(
    "Je Kopf ({people}): nötig sind {need:rough} kg CO₂e weniger im Jahr.",
    "Per head ({people}): needed are {need:rough} kg CO₂e less a year.",
)
MEASURED_PER_HEAD = Text(
    "Je Kopf ({people}): nötig sind {need:rough} kg CO₂e weniger im Jahr, davon {laid:rough} kg "
    "gemessen.",
    "Per head ({people}): needed are {need:rough} kg CO₂e less a year, {laid:rough} kg of it "
    "measured.",
)
PER_HEAD = Text(
    "Je Kopf ({people}): nötig sind {need:rough} kg CO₂e weniger im Jahr, davon {laid:rough} kg "
    "gemessen, {planned:rough} kg erwartet.",
    "Per head ({people}): needed are {need:rough} kg CO₂e less a year, {laid:rough} kg of it "
    "measured, {planned:rough} kg expected.",
)
LESS = Text("weniger als 0,1\u00a0%", "less than 0.1\u00a0%")
NEARLY_ALL = Text("mehr als 99,9\u00a0%", "more than 99.9\u00a0%")
TEN = 10  # [stones] are one per cent: the one number with a verb in the singular
MEASURED = {
    False: Text(
        "{share} der nötigen Minderung sind gemessen.",
        "{share} of the reduction needed is measured.",
    ),
    True: Text(
        "{share} der nötigen Minderung ist gemessen.",
        "{share} of the reduction needed is measured.",
    ),
}
HARDLY_MEASURED = Text(
    "Weniger als 0,1\u00a0% der nötigen Minderung ist gemessen.",
    "Less than 0.1\u00a0% of the reduction needed is measured.",
)
NOTHING_MEASURED = Text(
    "Von der nötigen Minderung ist noch nichts gemessen.",
    "Nothing of the reduction needed is measured yet.",
)
UNMEASURED = Text(
    "Weitere {share} wirken schon, sind aber noch nicht gemessen.",
    "Another {share} is at work already but not measured yet.",
)
WITH_PLANNED = Text(
    "Mit allem, was geplant ist, sind {reached} im Jahr {year} erreicht; {missing} fehlen noch.",
    "With all that is planned {reached} is reached in {year}; {missing} is still missing.",
)
ENOUGH = Text(
    "Mit allem, was geplant ist, wird {year} die ganze Minderung erreicht.",
    "With all that is planned the whole reduction is reached in {year}.",
)
NOTHING_PLANNED = Text(
    "Darüber hinaus ist nichts geplant; {missing} fehlen noch.",
    "Beyond that nothing is planned; {missing} is still missing.",
)
THEN = Text(
    "Im Jahr {year} sind mit allem, was geplant ist, {reached} der nötigen Minderung erreicht: "
    "{laid} gemessen, {planned} erwartet; {missing} fehlen noch.",
    "In {year} all that is planned reaches {reached} of the reduction needed: {laid} measured, "
    "{planned} expected; {missing} is still missing.",
)
WHY = Text(
    "Gemessene Steine: heute {first}, im Jahr {year} {last}, weil {reasons}.",
    "Measured stones: {first} today, {last} in {year}, because {reasons}.",
)
