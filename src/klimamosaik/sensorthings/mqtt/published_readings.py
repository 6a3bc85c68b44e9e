"""Readings as they are published: a topic and a JSON object, read or refused in a sentence."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from klimamosaik.sensorthings.mqtt.topics import CreatingTopic, creating_topic
from klimamosaik.sensorthings.writing.refusing import refused
from klimamosaik.sensorthings.writing.values import an_object, parsed
from klimamosaik.sources.mqtt.message import BrokerMessage
from klimamosaik.terms.text import Text

LARGEST = 100_000  # [bytes] of a reading, what belongs to it included
MOST = 2**63 - 1  # of an id
STREAMS = {"Datastream": "Datastreams", "MultiDatastream": "MultiDatastreams"}

NO_TOPIC = Text(
    "Unter „{topic}“ wird nichts angelegt: möglich sind v1.1/Observations, "
    "v1.1/Datastreams(1)/Observations und v1.1/FeaturesOfInterest(1)/Observations.",
    "Nothing is created by “{topic}”: possible are v1.1/Observations, "
    "v1.1/Datastreams(1)/Observations and v1.1/FeaturesOfInterest(1)/Observations.",
)
TOO_LARGE = Text(
    "Ein Messwert von {size} Bytes ist zu groß: erlaubt sind {most}.",
    "A reading of {size} bytes is too large: {most} are allowed.",
)
NO_STREAM = Text(
    "Der Messwert nennt keine Messreihe: mit ihrer @iot.id, oder im Topic.",
    "The reading names no datastream: by its @iot.id, or in the topic.",
)
TWO_STREAMS = Text(
    "Der Messwert nennt eine andere Messreihe als sein Topic.",
    "The reading names another datastream than its topic.",
)


@dataclass
class SentReading:
    """What a message says, before anybody looked whether it may be stored."""

    message: BrokerMessage
    handle: str  # of the token; "": the broker let it in by the topic
    stream: int
    several: bool  # a MultiDatastream is named
    feature: int | None  # what it is about, where it says so
    body: Mapping[str, Any]
    came: datetime  # when it came first


def sent_reading(message: BrokerMessage) -> SentReading:
    """Read a message. Raises SensingRefused for what is no reading."""
    topic = creating_topic(message.topic)
    if topic is None:
        raise refused(NO_TOPIC, topic=message.topic[:100])
    if len(message.payload) > LARGEST:
        raise refused(TOO_LARGE, size=len(message.payload), most=LARGEST)
    body = an_object(parsed(message.payload))
    stream, several = stream_of(topic, body)
    feature = topic.number if topic.parent == "FeaturesOfInterest" else None
    if feature is None:
        feature = link(body.get("FeatureOfInterest"))
    return SentReading(message, topic.handle, stream, several, feature, body, message.at)


def stream_of(topic: CreatingTopic, body: Mapping[str, Any]) -> tuple[int, bool]:
    """The datastream a reading belongs to, and whether its results are lists.

    The topic counts: by it the broker decides who may write. A body that says otherwise is refused.
    """
    named = {
        (number, name == "MultiDatastream")
        for name in STREAMS
        if (number := link(body.get(name))) is not None
    }
    if topic.parent in STREAMS.values():
        named.add((topic.number, topic.parent == "MultiDatastreams"))
    if not named:
        raise refused(NO_STREAM)
    if len(named) > 1:
        raise refused(TWO_STREAMS)
    return named.pop()


def link(told: Any) -> int | None:
    """The id a body links to; None where there is none."""
    number = told.get("@iot.id") if isinstance(told, Mapping) else None
    if not isinstance(number, int) or isinstance(number, bool):
        return None
    return number if 0 <= number <= MOST else None
