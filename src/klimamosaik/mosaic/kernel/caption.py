"""Sentence and legend inside the picture, for posters and downloads."""

from collections.abc import Sequence
from dataclasses import dataclass

from klimamosaik.drawing.palette import colour
from klimamosaik.drawing.stones import Brush, StoneLook
from klimamosaik.drawing.svg import safe
from klimamosaik.mosaic.kernel import wording
from klimamosaik.mosaic.kernel.layout import Wall
from klimamosaik.mosaic.kernel.picture import MARGIN, Frame, Orientation
from klimamosaik.terms.field import FIELDS_WITH_TONNES
from klimamosaik.terms.text import Text

SERIF = "Georgia,'Source Serif 4','DejaVu Serif',serif"
SANS = "system-ui,'Segoe UI','Liberation Sans',sans-serif"
HEADLINE = {Orientation.LYING: 40.0, Orientation.STANDING: 58.0}  # [px] size of the sentence
SMALL = 23.0  # [px] size of the legend
WIDE = 0.57  # width of a letter of the widest serif, in its size
LEADING = 1.35  # line height in font sizes
SWATCH = 22.0  # [px] side of a colour sample


@dataclass(frozen=True)
class Lines:
    """Text above and below the wall, and the room it takes."""

    head: str = ""
    foot: str = ""
    above: float = 0.0  # [px]
    below: float = 0.0  # [px]


def lines_for(
    sentence: Text, said: Sequence[Text], wall: Wall, frame: Frame, brush: Brush
) -> Lines:
    """Sentence above; below what is said of the wall, what its stones mean, and the fields."""
    head, above = headline(sentence.in_(brush.language), frame, brush)
    foot, height = legend(said, wall, frame, brush)
    return Lines(head=head, foot=foot, above=above, below=height)


def below(lines: Lines, top: float) -> str:
    """The foot, moved under the wall."""
    return f'<g transform="translate(0 {top:.0f})">{lines.foot}</g>' if lines.foot else ""


def headline(sentence: str, frame: Frame, brush: Brush) -> tuple[str, float]:
    """The sentence in as many lines as it needs, and its height [px]."""
    size = HEADLINE[frame.orientation]
    room = (frame.width - 2 * MARGIN) / (WIDE * size)
    rows = wrapped(sentence.replace(". ", ".\n").split("\n"), room)
    ink = colour("ink", brush.paint)
    text = "".join(
        f'<tspan x="{MARGIN:.0f}" y="{MARGIN + size * (0.9 + LEADING * place):.0f}">'
        f"{safe(row)}</tspan>"
        for place, row in enumerate(rows)
    )
    written = f'<text fill="{ink}" font-family="{SERIF}" font-size="{size:.0f}">{text}</text>'
    return written, MARGIN + size * (0.2 + LEADING * (len(rows) - 0.35))


def wrapped(parts: list[str], room: float) -> list[str]:
    """Put parts on lines of at most `room` letters; a part is never broken."""
    rows: list[str] = []
    for part in parts:
        if rows and len(rows[-1]) + 1 + len(part) <= room:
            rows[-1] += f" {part}"
        else:
            rows.append(part)
    return rows


def legend(said: Sequence[Text], wall: Wall, frame: Frame, brush: Brush) -> tuple[str, float]:
    """What is said of the wall and its stones, a sample of each field that occurs; its height."""
    room = (frame.width - 2 * MARGIN) / (0.5 * SMALL)
    words = [text.in_(brush.language) + " ·" for text in (*said, *meanings(wall))]
    rows = wrapped(words, room)
    second = colour("second", brush.paint)
    lines = "".join(
        f'<tspan x="{MARGIN:.0f}" y="{SMALL * (0.7 + LEADING * place):.0f}">'
        f"{safe(row.removesuffix(' ·'))}</tspan>"
        for place, row in enumerate(rows)
    )
    text = f'<text fill="{second}">{lines}</text>'
    top = SMALL * (1.1 + LEADING * len(rows))
    samples = fields(wall, top, frame, brush)
    height = top + MARGIN if samples else SMALL * (0.2 + LEADING * len(rows)) + MARGIN
    return f'<g font-family="{SANS}" font-size="{SMALL:.0f}">{text}{samples}</g>', height


def meanings(wall: Wall) -> list[Text]:
    """What each kind of stone that occurs means."""
    names = {"laid", "planned", "open", *marks_in(wall)}
    return [text for name, text in wording.LEGEND.items() if name in names]


def marks_in(wall: Wall) -> set[str]:
    """The marks that occur in a wall beside the usual ones, as the legend names them."""
    kinds = {span.kind for span in wall.spans}
    occurs = {
        "unsure": bool(kinds & {StoneLook.LAID_UNSURE, StoneLook.PLANNED_UNSURE}),
        "possible": StoneLook.POSSIBLE in kinds,
        "undecided": StoneLook.UNDECIDED in kinds,
        "stopped": StoneLook.STOPPED in kinds,
        "broken": bool(wall.broken),
    }
    return {name for name, there in occurs.items() if there}


def fields(wall: Wall, top: float, frame: Frame, brush: Brush) -> str:
    """Colour samples with the fields' names, side by side."""
    present = {span.share.measure.field for span in wall.spans if span.share is not None}
    step = (frame.width - 2 * MARGIN) / len(FIELDS_WITH_TONNES)
    if frame.orientation is Orientation.LYING:
        step = 200.0
    ink = colour("ink", brush.paint)
    samples = ""
    for place, field in enumerate(each for each in FIELDS_WITH_TONNES if each in present):
        x = MARGIN + step * place
        name = safe(field.text.in_(brush.language).capitalize())
        samples += (
            f'<path fill="{colour(field, brush.paint)}"'
            f' d="M{x:.0f} {top - SWATCH + 4:.0f}h{SWATCH:.0f}v{SWATCH:.0f}h-{SWATCH:.0f}z"/>'
            f'<text fill="{ink}" x="{x + SWATCH + 8:.0f}" y="{top:.0f}">{name}</text>'
        )
    return samples
