"""The choice among several municipalities."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest

from klimamosaik.drawing.use_bar import use_bar_svg
from klimamosaik.mosaic.queries.glance import Glance
from klimamosaik.mosaic.queries.walls import glances
from klimamosaik.places.models import Municipality
from klimamosaik.records.paging import Paged, asked, found_in, paged
from klimamosaik.terms.text import Language, Text

MANY = 20  # municipalities from which on one looks for a name
TOLD = Text("{first} bis {last} von {all} Gemeinden", "{first} to {last} of {all} municipalities")


@dataclass(frozen=True)
class TownsPage:
    """Municipalities with stones as walls, those without as one quiet line each."""

    list: Paged[Municipality]
    searched: bool  # there are so many that one looks for a name
    walls: tuple[Glance, ...]
    lines: tuple[tuple[Glance, str], ...]  # each with its emissions per head as a bar
    all_estimated: bool  # the lines stand on public statistics alone: said once


def towns_page(
    *, request: HttpRequest, towns: Sequence[Municipality], language: Language, at: datetime
) -> TownsPage:
    """Each municipality at a glance: what was invented first, then by name."""
    words = asked(request)
    wanted = [town for town in towns if found_in(words, town.name, town.ags)]
    ordered = sorted(wanted, key=lambda town: (not town.synthetic, town.name.casefold()))
    listed = paged(request, ordered, told=TOLD)
    found = glances(municipalities=listed.rows, language=language, at=at)
    rest = [line for line in found if not line.stones]
    most = max((line.per_head for line in rest if line.per_head is not None), default=0.0)
    return TownsPage(
        list=listed,
        searched=len(towns) > MANY,
        walls=tuple(line for line in found if line.stones),
        lines=tuple(
            (line, use_bar_svg(line.uses, most=most, language=language) if line.uses else "")
            for line in rest
        ),
        all_estimated=bool(rest) and all(line.estimated for line in rest),
    )
