"""ChirpStack 3: {applicationID, devEUI, data, objectJSON}; EUIs in base64 or in hexadecimal.

Which it is depends on the server's marshaler; `objectJSON` is JSON written as text.
"""

import json
from collections.abc import Mapping
from typing import Any

from klimamosaik.sources.lorawan import fields
from klimamosaik.sources.lorawan.dialects.chirpstack import reception
from klimamosaik.sources.lorawan.dialects.dialect import LorawanDialect, aside, kind_of
from klimamosaik.sources.lorawan.fields import Json
from klimamosaik.sources.lorawan.uplink import LorawanNetwork, NoUplink, Uplink

OTHER = {
    "acknowledged": "receipt",
    "gatewayID": "downlink",
    "battery": "status",
    "margin": "status",
    "location": "place",
    "type": "log",
    "error": "log",
    "integrationName": "log",
}
UPLINK = ("data", "objectJSON", "object", "rxInfo", "fPort")


def recognises(message: Json) -> bool:
    """True for events of ChirpStack 3."""
    return "devEUI" in message and ("applicationID" in message or "applicationName" in message)


def read(message: Json) -> Uplink | NoUplink:
    """The uplink, or what else the event is."""
    if not any(name in message for name in UPLINK):
        return aside(LorawanNetwork.CHIRPSTACK_3, kind_of(OTHER, message) or "join")
    device = fields.eui_of(fields.words(message, "devEUI"))
    return Uplink(
        network=LorawanNetwork.CHIRPSTACK_3,
        device=device,
        name=fields.words(message, "deviceName") or device,
        port=fields.whole(message, "fPort", most=fields.LARGEST_PORT),
        counter=fields.whole(message, "fCnt", most=fields.LARGEST_COUNTER),
        session=address_of(fields.words(message, "devAddr")),
        payload=fields.base64_bytes(message, "data"),
        decoded=decoded_in(message) or None,
        received=fields.instant(message, "publishedAt"),
        gateways=tuple(reception(each) for each in fields.parts(message, "rxInfo")),
        model=fields.words(message, "deviceProfileName"),
        tags=fields.part(message, "tags"),
    )


def address_of(written: str) -> str:
    """The device's address; base64 keeps its capitals, hexadecimal digits become small."""
    return written if "=" in written else written.lower()


def decoded_in(message: Json) -> Mapping[str, Any]:
    """What the server's decoder made of the payload."""
    written = message.get("objectJSON")
    if not isinstance(written, str):
        return fields.part(message, "object")
    try:
        found = json.loads(written)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


CHIRPSTACK_3 = LorawanDialect("chirpstack 3", recognises, read)
