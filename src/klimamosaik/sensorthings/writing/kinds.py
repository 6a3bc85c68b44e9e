"""What may be written of each entity: its properties, how they are read, what it must link to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import models

from klimamosaik.observations.models import (
    COMPLEX,
    Datastream,
    FeatureOfInterest,
    HistoricalLocation,
    Location,
    ObservedProperty,
    Sensor,
    Thing,
)
from klimamosaik.sensorthings.entities.sets import SETS
from klimamosaik.sensorthings.writing import times, values
from klimamosaik.sensorthings.writing.refusing import refused
from klimamosaik.terms.text import Text

UNIT_LETTERS = 60  # of Datastream.unit


@dataclass(frozen=True)
class WritableProperty:
    """A property as it is sent and as it is stored."""

    name: str  # "observationType"
    field: str  # "observation_type"
    read: Callable[[Any, str], Any]
    needed: bool = True
    empty: Any = None  # what is stored where nothing was sent

    def value_in(self, body: Mapping[str, Any]) -> Any:
        """The value as it is stored. Raises SensingRefused for what cannot be."""
        value = body.get(self.name)
        if value is None and not self.needed:
            return self.empty
        return self.read(value, self.name)


@dataclass(frozen=True)
class WritableKind:
    """An entity set from the writer's side."""

    name: str  # "Things"
    model: type[models.Model]
    properties: tuple[WritableProperty, ...]
    links: Mapping[str, str] = field(default_factory=dict)  # to one entity: relation -> field
    fixed: Mapping[str, Any] = field(default_factory=dict)  # fields nobody sends

    @property
    def single(self) -> str:
        """What one of them is called: "Thing"."""
        return SETS[self.name].single

    def whole(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """The fields of a new entity, or of one that is replaced.

        Raises SensingRefused where a mandatory property is missing, and for what cannot be.
        """
        lacking = [one.name for one in self.properties if one.needed and one.name not in body]
        if lacking:
            raise refused(LACKS, single=self.single, names=", ".join(lacking))
        return {one.field: one.value_in(body) for one in self.properties}

    def part(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """The fields that a change names. Raises SensingRefused for what cannot be."""
        return {one.field: one.value_in(body) for one in self.properties if one.name in body}


LACKS = Text("Zu {single} fehlt: {names}.", "{single} lacks: {names}.")


def sent(
    name: str,
    read: Callable[[Any, str], Any] = values.text,
    *,
    field: str = "",
    needed: bool = True,
) -> WritableProperty:
    """A property; field: where the model calls it otherwise."""
    return WritableProperty(name, field or name, read, needed)


NAME, DESCRIPTION = sent("name"), sent("description")
PROPERTIES = sent("properties", values.properties, needed=False)
ENCODING = sent("encodingType", values.short_text, field="encoding_type")
OBSERVATION_TYPE = sent("observationType", values.short_text, field="observation_type")
AREA = sent("observedArea", values.geometry, field="observed_area", needed=False)
STREAM_LINKS = {"Thing": "thing", "Sensor": "sensor"}

DESCRIBED = (NAME, DESCRIPTION)
ENCODED = (*DESCRIBED, ENCODING)

KINDS: dict[str, WritableKind] = {
    kind.name: kind
    for kind in (
        WritableKind("Things", Thing, (*DESCRIBED, PROPERTIES)),
        WritableKind(
            "Locations", Location, (*ENCODED, sent("location", values.present), PROPERTIES)
        ),
        WritableKind(
            "HistoricalLocations",
            HistoricalLocation,
            (sent("time", times.as_datetime),),
            {"Thing": "thing"},
        ),
        WritableKind("Sensors", Sensor, (*ENCODED, sent("metadata", values.present), PROPERTIES)),
        WritableKind(
            "ObservedProperties",
            ObservedProperty,
            (NAME, sent("definition"), DESCRIPTION, PROPERTIES),
        ),
        WritableKind(
            "FeaturesOfInterest",
            FeatureOfInterest,
            (*ENCODED, sent("feature", values.present), PROPERTIES),
        ),
        WritableKind(
            "Datastreams",
            Datastream,
            (
                *DESCRIBED,
                OBSERVATION_TYPE,
                sent("unitOfMeasurement", values.unit, field="unit_of_measurement"),
                AREA,
                PROPERTIES,
            ),
            STREAM_LINKS | {"ObservedProperty": "observed_property"},
        ),
        WritableKind(
            "MultiDatastreams",
            Datastream,
            (*DESCRIBED, replace(OBSERVATION_TYPE, needed=False, empty=COMPLEX), AREA, PROPERTIES),
            STREAM_LINKS,
            {"several": True},
        ),
    )
}
