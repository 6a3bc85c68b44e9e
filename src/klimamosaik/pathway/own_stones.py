"""The stones of one measure by themselves, for its own page."""

from dataclasses import dataclass

from klimamosaik.pathway.mosaic.small import counted, stones
from klimamosaik.pathway.mosaic.stone import Share, State, account
from klimamosaik.pathway.queries import Pathway
from klimamosaik.pathway.wording import both
from klimamosaik.terms.text import Language, Text

A_ROW = 15  # [stones]


@dataclass(frozen=True)
class OwnStones:
    """What a measure lays in its town's mosaic."""

    svg: str
    said: Text


def own_stones(*, pathway: Pathway, measure: int, language: Language) -> OwnStones | None:
    """The stones of the measure with this id in the target's year; None where it lays none."""
    need = pathway.need_t
    if need is None or need <= 0:
        return None
    shares = account(pathway.stones, need).shares
    share = next((each for each in shares if each.measure.code == str(measure)), None)
    if share is None:
        return None
    what = Text(f"Im Mosaik bis {pathway.goal.year}", f"In the mosaic by {pathway.goal.year}")
    svg = stones(share=share, what=what, language=language, columns=A_ROW, ident="own")
    return OwnStones(svg=svg, said=sentence(share, what, need))


def sentence(share: Share, what: Text, need_t: float) -> Text:
    """How many stones they are, how sure, and what one stands for."""
    state = share.measure.state
    told = TOLD[state] if share.mean >= 0 else MORE
    one = both(need_t / 1000, 1)
    return Text(
        f"{what.de}: {counted(share, 'de')}, {told.de}. Ein Stein: {one.de} t CO2e im Jahr.",
        f"{what.en}: {counted(share, 'en')}, {told.en}. One stone: {one.en} t CO2e a year.",
    )


TOLD = {
    State.MEASURED: Text("gemessen", "measured"),
    State.EXPECTED: Text("erwartet, noch nicht gemessen", "expected, not measured yet"),
    State.STOPPED: Text("gestoppt, sie bleiben leer", "stopped, they stay empty"),
}
MORE = Text("sie fehlen jetzt zusätzlich", "missing on top now")
