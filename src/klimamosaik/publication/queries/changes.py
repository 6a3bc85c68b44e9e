"""What public figures say that they did not say before, and why."""

from collections.abc import Sequence

from klimamosaik.publication.kernel.edition import LIVE, PUBLISHED
from klimamosaik.publication.models import FigureEdition
from klimamosaik.publication.queries.editions import public_editions
from klimamosaik.publication.queries.figures.every import figure_keys
from klimamosaik.publication.queries.figures.kinds import kind_of
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.results import PublicChange
from klimamosaik.terms.text import Text

NEW = Text("Neu veröffentlicht.", "Newly published.")


def public_changes(known: Known, *, most: int | None = None) -> tuple[PublicChange, ...]:
    """Changes of all public figures, the newest first; `most`: no more than these."""
    every = with_earlier(public_editions(known, figure_keys(known)))
    pairs = [(row, before) for row, before in every if is_change(row)][:most]
    titles = {row.figure: kind_of(row.figure).title(known, row.figure) for row, _ in pairs}
    return tuple(change(row, before, titles[row.figure]) for row, before in pairs)


def last_change(known: Known, figure: str) -> PublicChange | None:
    """How a figure last came to say something else; None where it always said what it says."""
    own = with_earlier(public_editions(known, [figure]))
    pairs = ((row, before) for row, before in own if before is not None and is_change(row))
    row, before = next(pairs, (None, None))
    return None if row is None else change(row, before, kind_of(figure).title(known, figure))


def is_change(row: FigureEdition) -> bool:
    """True unless a series that goes on has a newer reading: the figure is no other."""
    return bool(row.because != LIVE.both())


def with_earlier(
    editions: Sequence[FigureEdition],
) -> list[tuple[FigureEdition, FigureEdition | None]]:
    """Each edition with the one before it of the same figure, the newest first."""
    newest: dict[str, FigureEdition] = {}
    pairs = []
    for row in reversed(editions):
        pairs.append((row, newest.get(row.figure)))
        newest[row.figure] = row
    return pairs[::-1]


def change(row: FigureEdition, before: FigureEdition | None, title: Text) -> PublicChange:
    """One edition beside the one before it."""
    why = Text(**row.because) if row.because else NEW
    if before is None and row.because:  # what it was before was taken back
        why = PUBLISHED
    return PublicChange(
        figure=row.figure,
        title=title,
        at=row.at,
        before=Text(**before.said) if before else None,
        after=Text(**row.said),
        because=why,
    )
