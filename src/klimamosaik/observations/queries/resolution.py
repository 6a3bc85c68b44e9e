"""Which of a meter point's datastreams counts, each use once, and what its spacing can tell."""

from collections.abc import Sequence

from klimamosaik.observations.models import Datastream, Quantity
from klimamosaik.observations.queries.states import DatastreamState
from klimamosaik.terms.carrier import Carrier

ORDER = ("PT10M", "PT15M", "PT30M", "PT1H", "P1D", "P1M", "P1Y", "")
HOURLY = ("PT1M", "PT5M", "PT10M", "PT15M", "PT30M", "PT1H")  # spacings that tell night from day


def tells_use(stream: Datastream) -> bool:
    """True for energy, and for volume where the volume is what is used."""
    point = stream.meter_point
    return says_use(stream.quantity, point.carrier if point is not None else "")


def says_use(quantity: str, carrier: str) -> bool:
    """The same by what is counted, and of what."""
    water = carrier == Carrier.WATER and quantity == Quantity.VOLUME
    return quantity == Quantity.ENERGY or water


def finest(states: Sequence[DatastreamState]) -> tuple[DatastreamState, ...]:
    """Of each meter point the datastream with the finest spacing."""
    best: dict[int, DatastreamState] = {}
    for state in states:
        held = best.get(state.meter_point)
        if held is None or rank(state) < rank(held):
            best[state.meter_point] = state
    return tuple(best.values())


def rank(state: DatastreamState) -> tuple[int, int]:
    """Finer comes first; of equals, the older datastream."""
    return place_of(state.spacing), state.datastream


def place_of(spacing: str) -> int:
    """Place of a spacing among all, the finest first."""
    return ORDER.index(spacing) if spacing in ORDER else len(ORDER)
