"""The choice among several municipalities."""

from collections.abc import Sequence
from datetime import datetime

from klimamosaik.mosaic.queries.glance import Glance
from klimamosaik.mosaic.queries.walls import glances
from klimamosaik.places.models import Municipality
from klimamosaik.terms.text import Language


def towns_page(
    *, towns: Sequence[Municipality], language: Language, at: datetime
) -> tuple[Glance, ...]:
    """Each municipality with its wall: what was invented first, then by name."""
    ordered = sorted(towns, key=lambda town: (not town.synthetic, town.name))
    return glances(municipalities=ordered, language=language, at=at)
