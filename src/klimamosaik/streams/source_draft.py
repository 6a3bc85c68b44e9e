"""A source as a person wishes it, checked as a whole: what is missing is said all at once."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from klimamosaik.places.models import Municipality
from klimamosaik.sources.sensorthings.address import service_root
from klimamosaik.streams.models import SourceKind
from klimamosaik.streams.spans import is_for_good, span_in
from klimamosaik.terms.complaint import InputRejected, Problem
from klimamosaik.terms.parts_of_address import split_address
from klimamosaik.terms.text import Text

BROKERS = ("mqtt", "mqtts")
DIALECTS = ("tts", "chirpstack", "loriot", "thingpark", "sensorthings")


@dataclass(frozen=True)
class SourceWish:
    """What somebody says of a source they want."""

    municipality: Municipality
    kind: SourceKind
    name: str
    address: str = ""
    topic: str = ""  # of a broker
    dialect: str = ""  # of what comes; "": recognised by itself
    user: str = ""  # to log in with
    secret: str = field(default="", repr=False)
    internal: bool = False  # a host inside may be asked
    counts: bool = False  # the files of a folder are those of counting stations
    owner: str = ""
    legal_basis: str = ""
    licence: str = ""
    promised: str = ""  # "15 Minuten"
    kept: str = ""  # "dauerhaft", "2 Jahre"

    @property
    def promised_every(self) -> timedelta | None:
        """The promised interval; None where the text says none."""
        return span_in(self.promised)

    @property
    def options(self) -> dict[str, object]:
        """The settings that belong to this kind."""
        told = {
            "topic": self.topic,
            "dialect": self.dialect,
            "user": self.user,
            "internal": self.internal,
            "counts": self.counts,
        }
        return {name: value for name, value in told.items() if value}


def refuse_incomplete(wish: SourceWish) -> None:
    """Refuse what a source cannot be without, with every complaint."""
    found = [*missing(wish), *odd_times(wish), *odd_address(wish)]
    if found:
        raise InputRejected(found)


def refuse_address(wish: SourceWish) -> None:
    """Refuse an address that cannot be looked at; all else may still be said."""
    if found := list(odd_address(wish)):
        raise InputRejected(found)


def missing(wish: SourceWish) -> Iterator[Problem]:
    """What must be said and is not."""
    asked = {"name": NAME, "owner": OWNER, "legal_basis": LEGAL_BASIS, "licence": LICENCE}
    for name, text in asked.items():
        if not getattr(wish, name).strip():
            yield Problem(f"no_{name}", text)


def odd_times(wish: SourceWish) -> Iterator[Problem]:
    """A promise or a retention that is no length of time."""
    if wish.promised_every is None:
        yield Problem("no_promise", NO_PROMISE.format(said=wish.promised.strip() or "–"))
    if span_in(wish.kept) is None and not is_for_good(wish.kept):
        yield Problem("no_retention", NO_RETENTION.format(said=wish.kept.strip() or "–"))


def odd_address(wish: SourceWish) -> Iterator[Problem]:
    """An address that its kind cannot use."""
    if wish.kind is SourceKind.SENSORTHINGS:
        try:
            service_root(wish.address)
        except InputRejected as refusal:
            yield from refusal.complaints
    if wish.kind is SourceKind.MQTT:
        url = split_address(wish.address)
        if url.scheme not in BROKERS or not url.hostname:
            yield Problem("no_broker", NO_BROKER.format(address=wish.address or "–"))
        if not wish.topic.strip():
            yield Problem("no_topic", NO_TOPIC)
        if wish.dialect and wish.dialect not in DIALECTS:
            allowed = ", ".join(DIALECTS)
            yield Problem("no_dialect", NO_DIALECT.format(said=wish.dialect, allowed=allowed))
    if wish.kind is SourceKind.FOLDER and not Path(wish.address).is_dir():
        yield Problem("no_folder", NO_FOLDER.format(address=wish.address or "–"))


NAME = Text(
    "Wie heißt die Quelle? Bitte einen Namen angeben.",
    "What is the source called? Please give a name.",
)
OWNER = Text(
    "Wem gehören die Daten? Bitte den Eigentümer angeben.",
    "Whose data are these? Please name the owner.",
)
LEGAL_BASIS = Text(
    "Auf welcher Rechtsgrundlage werden die Daten verarbeitet? Bitte angeben.",
    "On which legal basis are the data processed? Please say so.",
)
LICENCE = Text(
    "Unter welcher Lizenz stehen die Daten? Bitte angeben, z. B. dl-de/by-2-0 oder „nur intern“.",
    "Under which licence are the data? Please say so, e.g. dl-de/by-2-0 or “internal only”.",
)
NO_PROMISE = Text(
    "Wie oft ist ein neuer Wert zugesagt? „{said}“ ist kein Zeitabstand; möglich sind z. B. "
    "15 Minuten, 1 Stunde, täglich.",
    "How often is a new value promised? “{said}” is no interval; possible are e.g. 15 minutes, "
    "1 hour, daily.",
)
NO_RETENTION = Text(
    "Wie lange werden die Werte aufbewahrt? „{said}“ ist keine Dauer; möglich sind z. B. 2 Jahre, "
    "90 Tage oder dauerhaft.",
    "How long are the values kept? “{said}” is no length of time; possible are e.g. 2 years, "
    "90 days or for good.",
)
NO_BROKER = Text(
    "„{address}“ ist keine Adresse eines MQTT-Brokers; sie sieht so aus: "
    "mqtts://broker.example.org:8883",
    "“{address}” is no address of an MQTT broker; it looks like this: "
    "mqtts://broker.example.org:8883",
)
NO_TOPIC = Text(
    "Welches Thema wird abonniert? Bitte angeben, z. B. v3/+/devices/+/up",
    "Which topic is subscribed to? Please say so, e.g. v3/+/devices/+/up",
)
NO_DIALECT = Text(
    "„{said}“ ist keine bekannte Sprache eines Netzwerkservers; möglich sind {allowed}.",
    "“{said}” is no known dialect of a network server; possible are {allowed}.",
)
NO_FOLDER = Text(
    "„{address}“ ist kein Ordner dieses Servers.",
    "“{address}” is no folder of this server.",
)
