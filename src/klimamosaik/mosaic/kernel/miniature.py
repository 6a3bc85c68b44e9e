"""Which stones of a wall its miniature shows."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from klimamosaik.drawing.course import course
from klimamosaik.drawing.miniature import miniature
from klimamosaik.mosaic.kernel.stone import Share, StoneAccount
from klimamosaik.pathway.kernel.contribution import ContributionState
from klimamosaik.terms.text import Language, Text


def small_wall(account: StoneAccount, sentence: Text, language: Language, ident: str) -> str:
    """The wall in miniature; whole stones only."""
    laid = (
        (share.measure.field, share.measure.state is ContributionState.MEASURED, cells)
        for share, cells in whole_stones(account)
    )
    return miniature(laid, said=sentence.in_(language), language=language, ident=ident)


def whole_stones(account: StoneAccount) -> Iterator[tuple[Share, Sequence[tuple[int, int]]]]:
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
