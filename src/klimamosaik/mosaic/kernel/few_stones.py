"""A few stones by themselves: a measure's own, on its page."""

import math
from fractions import Fraction

from klimamosaik.drawing.palette import Paint, patterns, style
from klimamosaik.drawing.stones import Brush, StoneLook, StoneRows, hole, stones
from klimamosaik.drawing.svg import picture
from klimamosaik.mosaic.kernel import wording
from klimamosaik.mosaic.kernel.layout import SURE, UNSURE, StoneSpan
from klimamosaik.mosaic.kernel.picture import runs_of
from klimamosaik.mosaic.kernel.stone import Share
from klimamosaik.pathway.kernel.contribution import ContributionState
from klimamosaik.terms.text import Language, Text

MOST = 300  # [stones] drawn; the label tells the rest


def few_stones(
    *,
    share: Share,
    what: Text,
    language: Language,
    columns: int = 20,
    paint: Paint = Paint.PAGE,
    ident: str = "few",
) -> str:
    """Draw the stones of one thing by themselves.

    Full up to the low end of the range, lighter up to its high end; with holes where the mean is
    negative, pale with a cross where it was stopped, dashed where it was not decided. `what` says
    whose stones they are and what one stone stands for.
    """
    runs = runs_of(spans_of(share), language)
    ground = StoneRows(columns, max(math.ceil(runs[-1].end / columns) if runs else 0, 1))
    brush = Brush(ground, language, paint, ident)
    holes = "".join(hole(run, brush) for run in runs) if share.mean < 0 else ""
    own = f"<style>{style()}</style>" if paint is Paint.ALONE else ""
    return picture(
        [own, f"<defs>{patterns(ident, paint)}</defs>", stones(runs, brush), holes],
        size=ground.size,
        said=f"{what.in_(language)}: {wording.stones_said(share, language)}",
        language=language,
        ident=ident,
        kind="stones",
    )


def spans_of(share: Share) -> list[StoneSpan]:
    """Sure stones, then those up to the high end; as many pale ones where more was used."""
    most, nothing = Fraction(MOST), Fraction(0)
    state = share.measure.state
    if share.mean < 0:
        return [StoneSpan(nothing, min(-share.mean, most), StoneLook.OPEN, None)]
    high = min(max(share.high, nothing), most)
    low = min(max(share.low, nothing), high)
    if state is ContributionState.UNDECIDED:
        spans = [StoneSpan(nothing, high, StoneLook.UNDECIDED, share)]
    elif state is ContributionState.STOPPED:
        spans = [StoneSpan(nothing, min(share.mean, most), StoneLook.STOPPED, share)]
    else:
        spans = [
            StoneSpan(nothing, low, SURE[state], share),
            StoneSpan(low, high, UNSURE[state], share),
        ]
    return [span for span in spans if span.end > span.start]
