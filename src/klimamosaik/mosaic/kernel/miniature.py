"""The wall in miniature, for lists: the same course and so the same outline."""

import random
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from klimamosaik.drawing.course import COLUMNS, ROWS, course
from klimamosaik.drawing.palette import Paint, colour
from klimamosaik.drawing.svg import safe
from klimamosaik.mosaic.kernel.stone import Share, StoneAccount
from klimamosaik.pathway.kernel.contribution import ContributionState
from klimamosaik.terms.text import Language, Text

TILE_COLUMNS, TILE_ROWS = 8, 5  # [stones] after which the joints repeat
MOVED = 0.12  # [stones] a corner is moved at most, each way
JOINT = 0.14  # [stones] width of a joint
FAINT = {ContributionState.MEASURED: "", ContributionState.EXPECTED: ' fill-opacity=".45"'}


def miniature(account: StoneAccount, sentence: Text, language: Language, ident: str) -> str:
    """A small wall without links, named by its sentence; whole stones only.

    One stone is one unit of the picture; joints lie over the colours as a repeated pattern.
    """
    pale, paper = colour("pale", Paint.PAGE), colour("paper", Paint.PAGE)
    whole = f"M0 0h{COLUMNS}v{ROWS}H0z"
    drawn = "".join(
        f'<path fill="{colour(share.measure.field, Paint.PAGE)}"{FAINT[share.measure.state]}'
        f' d="{rows(cells)}"/>'
        for share, cells in stones(account)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="mini" viewBox="0 0 {COLUMNS} {ROWS}"'
        f' role="img" aria-labelledby="{ident}"><title id="{ident}">'
        f"{safe(sentence.in_(language))}</title>"
        f'<defs><pattern id="{ident}-j" width="{TILE_COLUMNS}" height="{TILE_ROWS}"'
        f' patternUnits="userSpaceOnUse"><path fill="none" stroke="{paper}"'
        f' stroke-width="{JOINT}" d="{joints()}"/></pattern></defs>'
        f'<path fill="{pale}" d="{whole}"/>{drawn}<path fill="url(#{ident}-j)" d="{whole}"/></svg>'
    )


def stones(account: StoneAccount) -> Iterator[tuple[Share, Sequence[tuple[int, int]]]]:
    """Cells of each measure, as far as its state lies once what made it worse is taken off."""
    at = Fraction(0)
    ends = {
        ContributionState.MEASURED: account.laid,
        ContributionState.EXPECTED: account.laid + account.planned,
    }
    for share in account.shares:
        end = ends.get(share.measure.state)
        if end is None or share.mean <= 0:
            continue
        first, at = at, max(at, min(at + share.mean, end))
        cells = course()[int(first) : int(at)]
        if cells:
            yield share, cells


def rows(cells: Iterable[tuple[int, int]]) -> str:
    """Path of cells, neighbours in a row as one."""
    data = ""
    left = set(cells)
    for x, up in sorted(left):
        if (x - 1, up) in left:
            continue
        width = next(n for n in range(1, COLUMNS + 1) if (x + n, up) not in left)
        data += f"M{x} {ROWS - 1 - up}h{width}v1h-{width}z"
    return data


def joints() -> str:
    """Lines between hand-cut stones, the same at opposite edges so that tiles fit."""
    dice = random.Random("joints")
    moved = {
        (x, y): ((dice.random() * 2 - 1) * MOVED, (dice.random() * 2 - 1) * MOVED)
        for x in range(TILE_COLUMNS)
        for y in range(TILE_ROWS)
    }

    def corner(x: int, y: int) -> str:
        dx, dy = moved[x % TILE_COLUMNS, y % TILE_ROWS]
        return f"{x + dx:.2f} {y + dy:.2f}"

    across = [[corner(x, y) for x in range(-1, TILE_COLUMNS + 2)] for y in range(TILE_ROWS + 1)]
    upright = [[corner(x, y) for y in range(-1, TILE_ROWS + 2)] for x in range(TILE_COLUMNS + 1)]
    return "".join(f"M{'L'.join(line)}" for line in (*across, *upright))
