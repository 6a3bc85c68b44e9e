"""A lamp post whose readings are public, and one whose are not."""

from dataclasses import dataclass
from typing import Any

import pytest

from klimamosaik.observations.models import Datastream, Thing
from klimamosaik.places.models import Municipality
from tests.sensorthings.answers.scene import (
    Asker,
    new_datastream,
    new_thing,
    new_town,
    program,
    publish,
    readings,
)


@dataclass
class Scene:
    """What there is, and who asks."""

    town: Municipality
    thing: Thing  # public
    stream: Datastream  # of it, 12 readings
    hidden: Thing  # not public
    stranger: Asker
    office: Asker  # a program of the town


@pytest.fixture
def scene(db: None, settings: Any) -> Scene:
    """Two lamp posts; the first one's readings 1..12 are public."""
    settings.API_PER_MINUTE = 1_000_000  # tests ask more often than strangers may
    town = new_town("03404000", "Musterstadt")
    thing, hidden = new_thing(town, "Laterne"), new_thing(town, "Geheim", (8.1, 52.4))
    stream, other = new_datastream(thing, "Feuchte"), new_datastream(hidden, "Geheimfeuchte")
    readings(stream, list(range(1, 13)))
    readings(other, [47.11, 47.11])
    publish(thing)
    return Scene(town, thing, stream, hidden, Asker(), program(town))
