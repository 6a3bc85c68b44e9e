"""The cards there are, by their names alone: to list them none is made."""

from collections.abc import Mapping
from dataclasses import dataclass

from klimamosaik.publication.public.cards.card import LONGEST_NAME, shortened
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.names import building_names, measure_names
from klimamosaik.publication.queries.sensors import sensor_names
from klimamosaik.terms.text import Text

FILE = "{kind}-{pk}.pdf"
MEASURES, BUILDINGS = Text("Maßnahmen", "Measures"), Text("Gebäude", "Buildings")
SENSORS = Text("Sensoren", "Sensors")


@dataclass(frozen=True)
class CardGroup:
    """The cards of one kind: name and file of each, in the order they are printed."""

    title: Text
    cards: tuple[tuple[str, str], ...]


def card_groups(known: Known) -> tuple[CardGroup, ...]:
    """The cards of all that is published; kinds without any are left out."""
    groups = (
        group(MEASURES, "massnahme", measure_names(known)),
        group(BUILDINGS, "gebaeude", building_names(known)),
        group(SENSORS, "sensor", sensor_names(known)),
    )
    return tuple(each for each in groups if each.cards)


def group(title: Text, kind: str, named: Mapping[int, str]) -> CardGroup:
    """Cards of a kind. named: what they are called, by id."""
    return CardGroup(
        title,
        tuple(
            (shortened(name, LONGEST_NAME), FILE.format(kind=kind, pk=pk))
            for pk, name in named.items()
        ),
    )
