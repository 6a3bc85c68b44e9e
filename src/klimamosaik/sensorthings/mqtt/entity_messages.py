"""What is told of one entity: messages with their topics, for those who may hear them."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from klimamosaik.people.models import ApiToken, TokenScope
from klimamosaik.publication.queries.paths import SENSORS
from klimamosaik.sensorthings.answering.documents import document
from klimamosaik.sensorthings.answering.links import Links
from klimamosaik.sensorthings.entities.observed import ObservationRow, StreamFacts
from klimamosaik.sensorthings.entities.sets import OBSERVATIONS, SETS
from klimamosaik.sensorthings.mqtt.places import (
    AskedTopics,
    ToldPlaces,
    below,
    reading_places,
    tellings,
)
from klimamosaik.sensorthings.mqtt.topics import OWN, VERSION
from klimamosaik.sensorthings.sight import Sight

ASKED_AT_ONCE = 500  # datastreams a query; SQLite allows a limited number of parameters


def everything_of(ags: str | None) -> ApiToken:
    """A token nobody holds, that sees all of a municipality, or of all; nothing of it is kept."""
    return ApiToken(municipality_id=ags, scopes=[TokenScope.ADMIN.value])


ALL = everything_of(None)


@dataclass(frozen=True)
class ToldMessage:
    """A message to the broker."""

    topic: str
    payload: bytes


@dataclass(frozen=True)
class Hearing:
    """Who may hear of what belongs to a datastream."""

    before: str  # what stands before its topics
    public: bool
    thing: int


@dataclass(frozen=True)
class Hearers:
    """Of some datastreams, those that anybody can hear of."""

    facts: dict[int, StreamFacts]
    streams: dict[int, Hearing]

    @classmethod
    def of(cls, datastreams: Sequence[int], asked: AskedTopics) -> "Hearers":
        """What is not public is left out where nobody asks for it."""
        found = cls({}, {})
        for begin in range(0, len(datastreams), ASKED_AT_ONCE):
            found.add(datastreams[begin : begin + ASKED_AT_ONCE], own=asked.any_below(OWN))
        return found

    def add(self, some: Sequence[int], *, own: bool) -> None:
        """Look a few up."""
        # looked up each time: what a sight sees stays as it was when it was first asked
        public = set(Sight().every_datastream.filter(pk__in=some).values_list("pk", flat=True))
        looked_up = Sight(ALL).every_datastream.filter(pk__in=some if own else public)
        columns = ("pk", "several", "feature", "thing")
        whose = ("thing__building__municipality", "thing__municipality")
        for pk, several, feature, thing, *owner in looked_up.values_list(*columns, *whose):
            self.facts[pk] = StreamFacts(several, feature)
            told = VERSION if pk in public else below(owner[0] or owner[1])
            self.streams[pk] = Hearing(told, pk in public, thing)


def messages_of(row: ObservationRow, hearing: Hearing, asked: AskedTopics) -> Iterator[ToldMessage]:
    """What is told of one reading."""
    places = reading_places(
        row.number,
        stream=row.datastream,
        several=row.several,
        thing=hearing.thing,
        feature=row.feature,
    )
    yield from messages(
        OBSERVATIONS, row, row.said, places, asked, before=hearing.before, public=hearing.public
    )
    own = f"{hearing.before}/{OBSERVATIONS}({row.number})"
    for name in asked.inside.get(own, ()):
        if name in row.said:
            yield ToldMessage(f"{own}/{name}", as_payload({name: row.said[name]}))


def messages(
    entities: str,
    row: Any,
    said: Any,
    places: ToldPlaces,
    asked: AskedTopics,
    *,
    before: str,
    public: bool,
) -> Iterator[ToldMessage]:
    """A message a topic: the entity, or what was chosen of it."""
    written: dict[tuple[str, ...], bytes] = {}
    for each in tellings(places, before=before, public=public, asked=asked):
        choice = tuple(each.selected)
        if choice not in written:
            told = document(links(), SETS[entities], row, said, choice)
            written[choice] = as_payload(told)
        yield ToldMessage(each.topic, written[choice])


def links() -> Links:
    """Addresses inside what is told: below KLIMAMOSAIK_ADDRESS, or paths where it is not set."""
    return Links(settings.PUBLIC_ADDRESS + SENSORS)


def as_payload(told: Any) -> bytes:
    """A document as it is sent."""
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
