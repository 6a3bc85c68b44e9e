"""Topics as the standard names them, and where ours lie.

What clients publish and what the server tells must not meet on one topic, or whoever listens to
`v1.1/Observations` hears a reading twice: as it was sent and as it was stored. So the broker puts
`create/` before all that comes in by its door for creating, and nobody but the server may write
below `v1.1/`.
"""

import re
from dataclasses import dataclass

from django.utils.crypto import salted_hmac
from paho.mqtt.client import topic_matches_sub

VERSION = "v1.1"
CREATE = "create"  # what the broker puts before topics at its door for creating
OWN = "own"  # own/03404000/v1.1/…: what is not public, for tokens of that municipality
SELECT = "?$select="
CREATES = re.compile(
    rf"{CREATE}/(?:(?P<handle>[0-9A-Za-z_-]+)/)?{VERSION}/"
    r"(?:(?P<parent>Datastreams|MultiDatastreams|FeaturesOfInterest)\((?P<number>\d{1,18})\)/)?"
    r"Observations"
)


def client_name(part: str) -> str:
    """The name a part of the server has at the broker: always the same, and nobody can guess it.

    A broker lets whoever comes under a name take over what waits for it.
    """
    return "-".join(("klimamosaik", part, salted_hmac("klimamosaik.mqtt", part).hexdigest()[:20]))


@dataclass(frozen=True)
class CreatingTopic:
    """A topic that a reading is created by."""

    handle: str = ""  # of the token, where the topic names it: the broker lets nobody else write
    parent: str = ""  # "Datastreams", "MultiDatastreams", "FeaturesOfInterest"; "": the body says
    number: int = 0  # id of the parent


def creating_topic(topic: str) -> CreatingTopic | None:
    """Read a topic at the door for creating; None for one that creates nothing."""
    found = CREATES.fullmatch(topic)
    if found is None:
        return None
    return CreatingTopic(found["handle"] or "", found["parent"] or "", int(found["number"] or 0))


@dataclass(frozen=True)
class AskedTopic:
    """What somebody subscribed to; it may hold + and #."""

    topic: str  # without the choice of properties
    options: str = ""  # as written: "?$select=result,phenomenonTime"

    @property
    def selected(self) -> tuple[str, ...]:
        """The properties that are asked for; none for all."""
        named = self.options.removeprefix(SELECT)
        return tuple(name.strip() for name in named.split(",") if name.strip())

    @property
    def wild(self) -> bool:
        """True where it stands for more than one topic."""
        return "+" in self.topic or "#" in self.topic

    def means(self, *, usual: bool) -> bool:
        """True where whole entities are asked for by this way to them; usual: by the plain one."""
        return not self.options and (usual or "#" not in self.topic)

    def covers(self, topic: str) -> bool:
        """True where what is told on this topic was subscribed to."""
        return topic_matches_sub(self.topic, topic)


def asked_topic(text: str) -> AskedTopic | None:
    """Read what somebody subscribed to; None where nothing of ours can be meant."""
    topic, mark, rest = text.partition("?")
    if not topic.startswith((f"{VERSION}/", f"{OWN}/", "+/", "#")):
        return None
    if mark and not rest.startswith("$select="):
        return None
    return AskedTopic(topic, mark + rest)
