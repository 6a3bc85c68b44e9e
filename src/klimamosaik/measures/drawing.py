"""Small pictures of the register: a heap of stones, one per measure."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from klimamosaik.drawing.palette import Paint, patterns
from klimamosaik.drawing.stones import Brush, StoneLook, StoneRows, StoneRun, stones
from klimamosaik.drawing.svg import picture
from klimamosaik.terms.field import FIELDS_WITH_TONNES

A_ROW = 6  # stones beside each other
SHOWN = 0.5  # size on the page relative to the drawing


@dataclass(frozen=True)
class HeapStone:
    """One measure in a heap."""

    look: StoneLook
    field: str  # of action; empty where none is chosen


def heap(laid: Sequence[HeapStone], *, ident: str) -> SafeString:
    """The stones piled from the ground up, decoration: the words stand beside it."""
    ground = StoneRows(min(max(1, len(laid)), A_ROW), max(1, -(-len(laid) // A_ROW)))
    runs = [StoneRun(at, at + 1, each.look, tint(each.field)) for at, each in enumerate(laid)]
    hatched = {run.field for run in runs if run.look is StoneLook.PLANNED}
    width, height = ground.size
    return mark_safe(
        picture(
            [
                f"<defs>{patterns(ident, Paint.PAGE, sorted(hatched))}</defs>",
                stones(runs, Brush(ground, "de", Paint.PAGE, ident)),
            ],
            size=ground.size,
            said="",
            language="de",
            shown=(width * SHOWN, height * SHOWN),
        )
    )


def tint(field: str) -> str:
    """The colour of a field; quiet for those that have none."""
    return field if field in FIELDS_WITH_TONNES else "second"
