"""What a network's way to write messages is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from klimamosaik.sources.lorawan.fields import Json
from klimamosaik.sources.lorawan.uplink import LorawanNetwork, NoUplink, Uplink
from klimamosaik.terms.text import Text


@dataclass(frozen=True)
class LorawanDialect:
    """One way to write messages."""

    code: str  # stable, English
    recognises: Callable[[Json], bool]
    read: Callable[[Json], Uplink | NoUplink]


WHAT = {
    "join": Text("Anmeldung eines Geräts am Netz", "a device joining the network"),
    "downlink": Text("Meldung an ein Gerät (Downlink)", "a message to a device (downlink)"),
    "receipt": Text("Quittung eines Geräts", "a receipt of a device"),
    "status": Text("Zustand eines Geräts im Netz", "the state of a device in the network"),
    "place": Text("Standort eines Geräts", "the place of a device"),
    "log": Text("Hinweis des Netzes", "a notice of the network"),
    "simulated": Text("von Hand ausgelöste Probe im Netz", "a trial sent by hand in the network"),
    "normalized": Text("zweite Fassung derselben Meldung", "a second version of the same message"),
}


def aside(network: LorawanNetwork | None, kind: str) -> NoUplink:
    """A message about something else, told in a sentence."""
    text = Text("Keine Messwerte: {what}.", "No readings: {what}.").format(what=WHAT[kind])
    return NoUplink(network, kind, text)


def kind_of(names: Mapping[str, str], message: Json) -> str | None:
    """The kind of the first field that is there; names: field -> kind."""
    return next((kind for name, kind in names.items() if name in message), None)
