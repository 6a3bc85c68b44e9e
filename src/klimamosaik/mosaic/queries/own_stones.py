"""The stones of one measure by themselves, for its own page."""

from dataclasses import dataclass

from klimamosaik.mosaic.kernel.few_stones import few_stones
from klimamosaik.mosaic.kernel.stone import Share, account
from klimamosaik.mosaic.kernel.wording import stones_said
from klimamosaik.mosaic.summary import measured_line
from klimamosaik.pathway.kernel.contribution import ContributionState
from klimamosaik.pathway.queries.headline import Headline, headline_of
from klimamosaik.pathway.queries.pathways import Pathway
from klimamosaik.pathway.queries.steps import steps_of
from klimamosaik.pathway.queries.undecided import undecided_of
from klimamosaik.terms.text import Language, Text
from klimamosaik.terms.tonnes import tonnes

A_ROW = 15  # [stones]


@dataclass(frozen=True)
class OwnStones:
    """A measure's one figure, the steps away from it, and what it lays in its town's mosaic."""

    headline: Headline | None  # None: neither measured nor expected, or not in tonnes
    unsure: Text | None  # measured, but about zero in tonnes
    steps: tuple[Text, ...]
    svg: str  # empty where it lays nothing
    said: Text | None  # the stones in words


def own_stones(*, pathway: Pathway, measure: int, language: Language) -> OwnStones:
    """What the measure with this id brings, and its stones in the target's year."""
    one = next((each for each in pathway.known if each.measure.pk == measure), None)
    if one is None:
        return OwnStones(None, None, (), "", None)
    headline, steps = headline_of(one), tuple(step.said for step in steps_of(one, pathway))
    unsure = None if one.laid else measured_line(one)
    share = share_of(measure, pathway)
    if share is None or pathway.need_t is None:
        return OwnStones(headline, unsure, steps, "", None)
    what = Text("Im Mosaik bis {year}", "In the mosaic by {year}").format(year=pathway.goal.year)
    svg = few_stones(share=share, what=what, language=language, columns=A_ROW, ident="own")
    return OwnStones(headline, unsure, steps, svg, sentence(share, what, pathway.need_t))


def share_of(measure: int, pathway: Pathway) -> Share | None:
    """The stones of the measure with this id in the target's year; None where it lays none."""
    if pathway.need_t is None or pathway.need_t <= 0:
        return None
    shares = account([*pathway.stones, *undecided_of(pathway)], pathway.need_t).shares
    return next((each for each in shares if each.measure.code == str(measure)), None)


def sentence(share: Share, what: Text, need_t: float) -> Text:
    """How many stones they are, how sure, and what one stands for."""
    state = share.measure.state
    told = TOLD[state] if share.mean >= 0 else MORE
    one, stones = tonnes(need_t / 1000), Text(stones_said(share, "de"), stones_said(share, "en"))
    return Text(
        "{what}: {share}, {told}. Ein Stein: {one} t CO₂e im Jahr.",
        "{what}: {share}, {told}. One stone: {one} t CO₂e a year.",
    ).format(
        what=what,
        share=stones,
        told=told,
        one=one,
    )


TOLD = {
    ContributionState.MEASURED: Text("gemessen", "measured"),
    ContributionState.EXPECTED: Text("erwartet, noch nicht gemessen", "expected, not measured yet"),
    ContributionState.UNDECIDED: Text(
        "möglich, nicht beschlossen: sie zählen noch nicht mit",
        "possible, not decided: they do not count yet",
    ),
    ContributionState.STOPPED: Text("gestoppt, sie bleiben leer", "stopped, they stay empty"),
}
MORE = Text("sie fehlen jetzt zusätzlich", "missing on top now")
