"""A few stones by themselves: a building's year, a measure's effect beside what it cost."""

import math
from dataclasses import dataclass
from fractions import Fraction

from klimamosaik.drawing.geometry import SIZE, Polygon, quarry
from klimamosaik.drawing.palette import Paint, patterns, style
from klimamosaik.drawing.svg import safe
from klimamosaik.mosaic.kernel import wording
from klimamosaik.mosaic.kernel.layout import SURE, UNSURE, SliceKind, StoneSpan
from klimamosaik.mosaic.kernel.picture import Brush, grouped, hole
from klimamosaik.mosaic.kernel.stone import Share
from klimamosaik.pathway.kernel.contribution import ContributionState
from klimamosaik.terms.text import Language, Text

MARGIN = 8.0  # [px] around the stones
MOST = 300  # [stones] drawn; the label tells the rest


@dataclass(frozen=True)
class StoneRows:
    """Stones in rows from the lower left, each row from left to right."""

    columns: int
    height: float  # [px]

    def stone(self, cell: int) -> Polygon:
        """The stone at a place, first edge towards the one on its left."""
        row, column = divmod(cell, self.columns)
        return quarry(column, row, (column - 1, row))

    def on_screen(self, polygon: Polygon) -> Polygon:
        """Turn upright."""
        return tuple((MARGIN + x, self.height - MARGIN - y) for x, y in polygon)


def stones(
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
    negative, pale with a cross where it was stopped. `what` says whose stones they are and what
    one stone stands for.
    """
    spans = spans_of(share)
    rows = max(math.ceil(spans[-1].end / columns) if spans else 0, 1)
    width, height = columns * SIZE + 2 * MARGIN, rows * SIZE + 2 * MARGIN
    brush = Brush(StoneRows(columns, height), language, paint, ident)
    holes = "".join(hole(span, brush) for span in spans) if share.mean < 0 else ""
    own = f"<style>{style()}</style>" if paint is Paint.ALONE else ""
    label = f"{what.in_(language)}: {wording.stones_said(share, language)}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="stones" lang="{language}"'
        f' viewBox="0 0 {width:.0f} {height:.0f}" role="img" aria-labelledby="{ident}-t">'
        f'<title id="{ident}-t">{safe(label)}</title>{own}'
        f"<defs>{patterns(ident, paint)}</defs>{grouped(spans, brush)}{holes}</svg>"
    )


def spans_of(share: Share) -> list[StoneSpan]:
    """Sure stones, then those up to the high end; as many pale ones where more was used."""
    most, nothing = Fraction(MOST), Fraction(0)
    state = share.measure.state
    if share.mean < 0:
        return [StoneSpan(nothing, min(-share.mean, most), SliceKind.OPEN, None)]
    high = min(max(share.high, nothing), most)
    low = min(max(share.low, nothing), high)
    if state is ContributionState.STOPPED:
        spans = [StoneSpan(nothing, min(share.mean, most), SliceKind.STOPPED, share)]
    else:
        spans = [
            StoneSpan(nothing, low, SURE[state], share),
            StoneSpan(low, high, UNSURE[state], share),
        ]
    return [span for span in spans if span.end > span.start]
