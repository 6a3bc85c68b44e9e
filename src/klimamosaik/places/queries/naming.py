"""A meter below the name of its building: what tells it from its neighbours."""

from klimamosaik.places.models import MeterPoint
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.direction import Direction
from klimamosaik.terms.text import Text, joined


def meter_named(point: MeterPoint) -> Text:
    """Carrier; name, number and direction where they say more than it and the building."""
    carrier = Carrier(point.carrier).text
    told, rest = [carrier], point.name.removeprefix(point.building.name).strip(" ,:·–-")
    if not carrier.de.lower().endswith(rest.lower()) and rest.lower() != carrier.en.lower():
        told.append(Text(rest, rest))
    if point.number and point.number not in point.name:
        told.append(Text(point.number, point.number))
    if point.direction != Direction.DRAWN:
        told.append(point.direction_text)
    return joined(told, " · ")
