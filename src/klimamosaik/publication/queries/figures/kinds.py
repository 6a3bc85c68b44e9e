"""All kinds of figures there are."""

from functools import lru_cache

from klimamosaik.publication.queries.figures.balance import BALANCE_SERIES, BALANCE_YEAR
from klimamosaik.publication.queries.figures.change import CHANGE
from klimamosaik.publication.queries.figures.effects import EFFECTS
from klimamosaik.publication.queries.figures.indicator import INDICATOR
from klimamosaik.publication.queries.figures.kind import FigureKind
from klimamosaik.publication.queries.figures.measure import MEASURE
from klimamosaik.publication.queries.figures.stones import STONES
from klimamosaik.publication.queries.figures.use import BUILDING_USE, TOWN_USE
from klimamosaik.publication.queries.published import NotPublic

KINDS = (
    STONES,
    EFFECTS,
    TOWN_USE,
    CHANGE,
    BALANCE_SERIES,
    BALANCE_YEAR,
    MEASURE,
    BUILDING_USE,
    INDICATOR,
)


@lru_cache(maxsize=10_000)  # asked several times of each figure
def kind_of(key: str) -> FigureKind:
    """The kind a key belongs to. Raises NotPublic where there is none."""
    kind = next((each for each in KINDS if each.recognises(key)), None)
    if kind is None:
        raise NotPublic
    return kind
