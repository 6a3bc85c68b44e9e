"""The wall in miniature, for lists: the same course and so the same outline."""

from fractions import Fraction

from klimamosaik.pathway.mosaic.course import COLUMNS, ROWS, course
from klimamosaik.pathway.mosaic.ink import safe
from klimamosaik.pathway.mosaic.paint import Paint, colour
from klimamosaik.pathway.mosaic.stone import STONES, Account, State
from klimamosaik.terms.text import Language, Text

SIDE = 6  # [px] of a stone with its joint
STONE = 5  # [px] of a stone


def miniature(account: Account, sentence: Text, language: Language, ident: str) -> str:
    """A small wall without links, named by its sentence; whole stones only."""
    width, height = COLUMNS * SIDE, ROWS * SIDE
    pale = colour("pale", Paint.PAGE)
    drawn = "".join(
        f'<path fill="{colour(field, Paint.PAGE)}"{faint} d="{data}"/>'
        for field, faint, data in runs(account)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="mini" viewBox="0 0 {width} {height}"'
        f' role="img" aria-labelledby="{ident}"><title id="{ident}">'
        f"{safe(sentence.in_(language))}</title>"
        f'<defs><pattern id="{ident}-p" width="{SIDE}" height="{SIDE}"'
        f' patternUnits="userSpaceOnUse"><path fill="{pale}" d="M0 0h{STONE}v{STONE}h-{STONE}z"/>'
        f'</pattern></defs><path fill="url(#{ident}-p)" d="M0 0h{width}v{height}H0z"/>{drawn}</svg>'
    )


def runs(account: Account) -> list[tuple[str, str, str]]:
    """Per measure its colour, how faint it is, and the path of its whole stones."""
    found, at, top = [], Fraction(0), account.laid + account.planned
    for share in account.shares:
        state = share.measure.state
        if state is State.STOPPED or share.mean <= 0:
            continue
        first, at = at, min(at + share.mean, top, Fraction(STONES))
        cells = course()[int(first) : int(at)]
        faint = "" if state is State.MEASURED else ' fill-opacity=".5"'
        if cells:
            found.append((share.measure.field.value, faint, "".join(map(square, cells))))
    return found


def square(cell: tuple[int, int]) -> str:
    """One stone, on the screen."""
    x, y = cell[0] * SIDE, (ROWS - 1 - cell[1]) * SIDE
    return f"M{x} {y}h{STONE}v{STONE}h-{STONE}z"
