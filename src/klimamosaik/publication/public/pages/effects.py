"""What worked and what did not: all measured measures on one scale."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from klimamosaik.drawing.range_bar import common_ends, range_bar
from klimamosaik.publication.queries.results import PublicMeasure
from klimamosaik.terms.estimate import Estimate
from klimamosaik.terms.field import FIELDS_WITH_TONNES
from klimamosaik.terms.figure import Verdict
from klimamosaik.terms.text import Language, Text

LEARNED = Text("Gelernt: {what}", "Learned: {what}")
REASON = Text("Grund: {what}", "Reason: {what}")
NO_REASON = Text("Der Grund ist noch nicht geklärt.", "The reason is not known yet.")
DECIDED_ON = Text("Nächste Entscheidung: {day:short}.", "Next decision: {day:short}.")
COST = Text("{cost:n} €", "{cost:n} €")


@dataclass(frozen=True)
class TriedMeasure:
    """A measured measure with its bar on the common scale."""

    measure: PublicMeasure
    bar: str  # SVG
    after: Text | None  # what was learned, or why it got worse
    next: Text | None
    cost: Text | None


Shares = Sequence[tuple[PublicMeasure, Estimate]]


def measured(measures: Iterable[PublicMeasure]) -> Shares:
    """Those with a measured share, in the order given."""
    return [(one, one.share) for one in measures if one.share is not None and not one.withheld]


def tried(shown: Shares, seen: Shares, language: Language) -> tuple[TriedMeasure, ...]:
    """Measured measures that are shown, on the scale of all that are seen."""
    ends = common_ends([share for _, share in seen])
    return tuple(on_scale(one, share, ends, language) for one, share in shown)


def on_scale(
    one: PublicMeasure, share: Estimate, ends: tuple[float, float], language: Language
) -> TriedMeasure:
    """One measure on the scale."""
    return TriedMeasure(
        one,
        range_bar(share, ends=ends, ink=ink_of(one), language=language),
        after(one),
        decision_of(one),
        COST.format(cost=one.cost) if one.cost is not None else None,
    )


def decision_of(one: PublicMeasure) -> Text | None:
    """When it is decided on next; where that day has passed, that nobody knows the outcome."""
    coming = DECIDED_ON.format(day=one.next_decision) if one.next_decision else None
    return coming or one.undecided


def ink_of(one: PublicMeasure) -> str:
    """The colour of its field where it saved, a warning where it got worse, pale otherwise."""
    if one.verdict is Verdict.SAVED:
        return one.field_code if one.field_code in FIELDS_WITH_TONNES else "good"
    return "warning" if one.verdict is Verdict.USED_MORE else "edge"


def after(one: PublicMeasure) -> Text | None:
    """What was learned; where it got worse, why, or that nobody knows yet."""
    lesson = one.lessons[0] if one.lessons else None
    if one.verdict is Verdict.USED_MORE:
        return REASON.format(what=lesson.cause) if lesson and lesson.cause else NO_REASON
    return LEARNED.format(what=lesson.advice) if lesson and lesson.advice else None
