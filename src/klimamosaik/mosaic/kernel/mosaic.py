"""The door to the mosaic: measures in, picture, sentence and table out."""

from collections.abc import Sequence
from dataclasses import dataclass

from klimamosaik.drawing.palette import Paint, colour, patterns, style
from klimamosaik.drawing.stones import Brush
from klimamosaik.drawing.svg import picture, safe
from klimamosaik.mosaic.kernel import wording
from klimamosaik.mosaic.kernel.caption import Lines, below, lines_for
from klimamosaik.mosaic.kernel.labels import labels
from klimamosaik.mosaic.kernel.layout import Wall, lay
from klimamosaik.mosaic.kernel.moment import WallMoment
from klimamosaik.mosaic.kernel.picture import (
    Frame,
    Orientation,
    frame_for,
    label_for,
    wall_stones,
)
from klimamosaik.mosaic.kernel.stone import StoneAccount, account
from klimamosaik.mosaic.kernel.table import TABLE, MosaicTable, table
from klimamosaik.pathway.kernel.contribution import YearContribution
from klimamosaik.terms.text import Language, Text


@dataclass(frozen=True)
class Mosaic:
    """The wall as picture, sentence and table; all three say the same."""

    svg: str
    headline: Text
    table: MosaicTable
    account: StoneAccount


def mosaic(
    *,
    measures: Sequence[YearContribution],
    need_t: float,
    language: Language,
    orientation: Orientation = Orientation.LYING,
    paint: Paint = Paint.PAGE,
    caption: Text | None = None,
    target_year: int | None = None,
    seen: WallMoment | None = None,
    ident: str = "mosaic",
) -> Mosaic:
    """Draw the wall of a municipality.

    `need_t` [t CO2e/a] is the yearly reduction from the base year to the target; the measures'
    effects are in t CO2e a year with overlaps taken off. `caption` says whose wall it is: with it,
    sentence and legend are written into the picture (posters, downloads); on a page they are text
    beside it. `ident` must differ between pictures on one page. `seen` is the moment the measures
    are those of; None: the target's year. Raises InputRejected for figures that cannot be laid.
    """
    added_up = account(measures, need_t)
    wall = lay(added_up)
    frame = frame_for(wall, orientation)
    brush = Brush(frame, language, paint, ident, label_for(frame) if paint is Paint.PAGE else None)
    sentence = wording.headline(added_up, seen)
    lines = Lines()
    if caption is not None:
        lines = lines_for(
            sentence, (caption, wording.what_a_stone_is(target_year)), wall, frame, brush
        )
    return Mosaic(
        svg=drawing(added_up, wall, brush, lines, sentence),
        headline=sentence,
        table=table(added_up, seen.year if seen else target_year),
        account=added_up,
    )


def drawing(added_up: StoneAccount, wall: Wall, brush: Brush, lines: Lines, sentence: Text) -> str:
    """The whole SVG; on a page the table is named as its twin.

    A picture with links inside is a group to assistive technology: the content of role="img" is
    hidden from it, and the links with it.
    """
    frame, paint, ident = brush.ground, brush.paint, brush.ident
    assert isinstance(frame, Frame)
    linked = any(share.measure.href is not None for share in added_up.shares)
    room = brush.below.room if brush.below and linked else 0.0
    height = lines.above + frame.height + lines.below + room
    explained = ", ".join(text.in_(brush.language) for text in wording.LEGEND.values())
    parts = [f'<desc id="{ident}-d">{safe(explained)}.</desc>']
    if paint is Paint.ALONE:
        parts.append(f"<style>{style()}</style>")
    parts.append(f"<defs>{patterns(ident, paint)}</defs>")
    if paint is not Paint.PAGE:
        parts.append(background(frame, paint, height))
    laid = wall_stones(wall, frame, brush) + labels(wall, frame, brush)
    parts.append(f'<g transform="translate(0 {lines.above:.0f})">{laid}</g>')
    parts += [lines.head, below(lines, lines.above + frame.height)]
    twin = f" {TABLE}" if paint is Paint.PAGE else ""
    return picture(
        parts,
        size=(frame.width, height),
        said=sentence.in_(brush.language),
        language=brush.language,
        ident=ident,
        kind="stones",
        role="group" if linked else "img",
        more=f' aria-describedby="{ident}-d{twin}"',
    )


def background(frame: Frame, paint: Paint, height: float) -> str:
    """Paper behind the stones, where no page provides it."""
    paper = colour("paper", paint)
    return f'<path fill="{paper}" d="M0 0h{frame.width:.0f}v{height:.0f}H0z"/>'
