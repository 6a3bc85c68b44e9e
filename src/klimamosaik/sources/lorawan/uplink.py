"""A radio message of a device, however its network writes it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from klimamosaik.terms.text import Text
from klimamosaik.terms.text_enum import TextEnum


class LorawanNetwork(TextEnum):
    """The network servers whose messages are read."""

    THINGS_STACK = "things stack", Text("The Things Stack", "The Things Stack")
    CHIRPSTACK = "chirpstack", Text("ChirpStack 4", "ChirpStack 4")
    CHIRPSTACK_3 = "chirpstack 3", Text("ChirpStack 3", "ChirpStack 3")
    LORIOT = "loriot", Text("LORIOT", "LORIOT")
    THINGPARK = "thingpark", Text("Actility ThingPark", "Actility ThingPark")


@dataclass(frozen=True)
class GatewayReception:
    """One gateway that heard the message."""

    gateway: str
    rssi: float | None  # [dBm] None: not told
    snr: float | None  # [dB]
    at: datetime | None  # UTC, by the gateway's own clock


@dataclass(frozen=True)
class DevicePlace:
    """Where a device is, as its network says: WGS 84."""

    latitude: float  # degrees
    longitude: float  # degrees
    altitude: float | None = None  # m above sea level


@dataclass(frozen=True)
class Uplink:
    """One radio message with readings."""

    network: LorawanNetwork
    device: str  # EUI: 16 hexadecimal digits, small
    name: str  # as its owner calls the device, or the EUI
    port: int  # 0 carries no reading
    counter: int  # of frames, from 0 with each session
    session: str  # key or address that changes with each join; "": the network does not tell
    payload: bytes | None  # None: the network did not pass it on
    decoded: Mapping[str, Any] | None  # by the network's own decoder; None: it has none
    received: datetime | None = None  # UTC, by the network server's clock
    gateways: tuple[GatewayReception, ...] = ()
    place: DevicePlace | None = None
    model: str = ""  # of the device, as the network calls it: brand, model or profile
    tags: Mapping[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """What makes the message one and the same, however often it comes."""
        return f"{self.device}/{self.session}/{self.counter}"


@dataclass(frozen=True)
class NoUplink:
    """A message of the network about something else: a join, a command, a receipt."""

    network: LorawanNetwork | None  # None: no network's own form
    kind: str  # stable, English: join, downlink, receipt, status, place, log, simulated
    text: Text  # the sentence
