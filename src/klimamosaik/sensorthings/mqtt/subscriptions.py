"""What is subscribed to, as the broker tells it: choices of properties are told only then.

mosquitto tells each subscription on a topic of its own (`log_type subscribe`). A broker that does
not: the setting KLIMAMOSAIK_MQTT_TOPICS names what is to be told beside the plain topics.
"""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings

from klimamosaik.sensorthings.models import AskedByMqtt
from klimamosaik.sensorthings.mqtt.topics import VERSION, AskedTopic, asked_topic

TOLD_ON = "$SYS/broker/log/M/subscribe"
LINE = re.compile(r"\d+: .* [012] (?P<topic>\S.*)", re.DOTALL)  # time: client QoS topic
USUAL = re.compile(rf"(\+/)*#|{VERSION}/((Multi)?Datastreams\(\d+\)/)?Observations")
MOST = 500  # topics that are kept, the newest
LONGEST = 500  # characters of a topic
KEPT = timedelta(days=30)  # since somebody last subscribed


def needs_telling(text: str) -> bool:
    """True for what is told only where somebody asks for it."""
    return asked_topic(text) is not None and not USUAL.fullmatch(text)


def note_line(payload: bytes, *, at: datetime) -> AskedTopic | None:
    """Keep what a line of the broker says was subscribed to, where it needs telling."""
    found = LINE.fullmatch(payload.decode("utf-8", "replace"))
    if found is None or len(found["topic"]) > LONGEST:
        return None
    if not needs_telling(found["topic"]):
        return None
    AskedByMqtt.objects.update_or_create(topic=found["topic"], defaults={"at": at})
    return asked_topic(found["topic"])


def asked_topics(*, at: datetime) -> list[AskedTopic]:
    """All that is told beside the plain topics; what nobody asked for in a month is forgotten."""
    newest = list(AskedByMqtt.objects.values_list("topic", "at")[: MOST + 1])
    if len(newest) > MOST or (newest and newest[-1][1] < at - KEPT):
        kept = [topic for topic, when in newest[:MOST] if when >= at - KEPT]
        AskedByMqtt.objects.exclude(topic__in=kept).delete()
        newest = [row for row in newest if row[0] in kept]
    named: Iterable[str] = (*settings.MQTT_TOPICS, *(topic for topic, _ in newest))
    return [asked for text in dict.fromkeys(named) if (asked := asked_topic(text))]
