"""On which topics a reading or an entity is told."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from klimamosaik.sensorthings.mqtt.topics import OWN, VERSION, AskedTopic

COMMON = "-"  # in place of a municipality's key: of what belongs to none


@dataclass(frozen=True)
class ToldPlaces:
    """The topics of one entity."""

    always: Sequence[str]  # told whether anybody listens or not
    asked: Sequence[str] = ()  # told only where somebody subscribed to them


def reading_places(
    number: int, *, stream: int, several: bool, thing: int | None, feature: int | None
) -> ToldPlaces:
    """The topics of a reading."""
    streams = "MultiDatastreams" if several else "Datastreams"
    below = f"{streams}({stream})/Observations"
    about = [f"FeaturesOfInterest({feature})/Observations"] if feature is not None else []
    return ToldPlaces(
        always=("Observations", below, *about),
        asked=(
            f"Observations({number})",
            f"{below}({number})",
            *([f"Things({thing})/{below}"] if thing is not None else []),
        ),
    )


@dataclass(frozen=True)
class Telling:
    """A topic and the properties that are told on it."""

    topic: str
    selected: Sequence[str] = ()  # none: all


class AskedTopics:
    """What is subscribed to, quick to look up for one topic after the other."""

    def __init__(self, asked: Iterable[AskedTopic] = ()) -> None:
        self.exact: dict[str, list[AskedTopic]] = {}
        self.wild: list[AskedTopic] = []
        self.inside: dict[str, list[str]] = {}  # what is asked for below an entity's own topic
        for each in asked:
            if each.wild:
                self.wild.append(each)
            else:
                self.exact.setdefault(each.topic, []).append(each)
        for topic in self.exact:
            parent, _, last = topic.rpartition("/")
            self.inside.setdefault(parent, []).append(last)

    def of(self, topic: str) -> list[AskedTopic]:
        """All that asks for this topic, whatever the choice of properties."""
        return [*self.exact.get(topic, ()), *(each for each in self.wild if each.covers(topic))]

    def ways(self, before: str, names: Sequence[str]) -> Iterator[str]:
        """What is asked for below a topic by several steps, the last of them one of these names."""
        for parent, lasts in self.inside.items():
            if parent.startswith(f"{before}/"):
                for last in lasts:
                    if last.partition("(")[0] in names:
                        yield f"{parent}/{last}".removeprefix(f"{before}/")

    def any_below(self, level: str) -> bool:
        """True where anybody asks for what lies below a first level."""
        topics = (*self.exact, *(each.topic for each in self.wild))
        return any(topic.startswith(f"{level}/") for topic in topics)


def tellings(
    places: ToldPlaces, *, before: str, public: bool, asked: AskedTopics
) -> Iterator[Telling]:
    """The topics something is told on, each once. before: what stands before them, see `below`.

    What is not public is told only where somebody asks for it. Where somebody chose properties,
    the choice stands behind the topic as it was written. Whoever listens to everything ("#") gets
    a reading on its usual topics, and not again on every other way to it.
    """
    told: dict[str, Telling] = {}
    for usual, names in ((True, places.always), (False, places.asked)):
        for name in names:
            topic = f"{before}/{name}"
            wanted = asked.of(topic)
            if (usual and public) or any(each.means(usual=usual) for each in wanted):
                told[topic] = Telling(topic)
            for each in wanted:
                if each.options:
                    told[topic + each.options] = Telling(topic + each.options, each.selected)
    return iter(told.values())


def below(ags: str | None) -> str:
    """What stands before the topics of what is not public; ags: whose it is."""
    return f"{OWN}/{ags or COMMON}/{VERSION}"
