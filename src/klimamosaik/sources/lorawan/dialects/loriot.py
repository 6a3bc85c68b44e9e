"""LORIOT: {cmd, EUI, ts, fcnt, port, data}; "rx" comes at once, "gw" again with all gateways.

The same message so comes twice, and only one of the two tells the device's address: the session
is left open, and what is told apart by time is told apart by time.
"""

from klimamosaik.sources.lorawan import fields
from klimamosaik.sources.lorawan.dialects.dialect import LorawanDialect, aside
from klimamosaik.sources.lorawan.fields import Json
from klimamosaik.sources.lorawan.uplink import GatewayReception, LorawanNetwork, NoUplink, Uplink
from klimamosaik.terms.complaint import rejected

UPLINKS = {"rx", "gw"}
OTHER = {"tx": "downlink", "txd": "downlink", "txq": "downlink", "cq": "downlink", "join": "join"}


def recognises(message: Json) -> bool:
    """True for messages of LORIOT."""
    return isinstance(message.get("cmd"), str)


def read(message: Json) -> Uplink | NoUplink:
    """The uplink, or what else the message is.

    Raises InputRejected where the payload is encrypted.
    """
    if message["cmd"] not in UPLINKS:
        return aside(LorawanNetwork.LORIOT, OTHER.get(message["cmd"], "log"))
    if message.get("encdata") and not message.get("data"):
        raise rejected(
            "uplink_encrypted",
            "Die Nutzlast ist verschlüsselt: Bitte in LORIOT beim Gerät den AppSKey hinterlegen.",
            "The payload is encrypted: please give LORIOT the device's AppSKey.",
        )
    device = fields.eui_of(fields.words(message, "EUI"))
    return Uplink(
        network=LorawanNetwork.LORIOT,
        device=device,
        name=fields.words(message, "name", "devName") or device,
        port=fields.whole(message, "port", most=fields.LARGEST_PORT),
        counter=fields.whole(message, "fcnt", most=fields.LARGEST_COUNTER),
        session="",
        payload=fields.hex_bytes(message, "data"),
        decoded=fields.part(message, "decoded", "data") or fields.part(message, "decoded") or None,
        received=fields.of_milliseconds(message, "ts"),
        gateways=receptions(message),
    )


def receptions(message: Json) -> tuple[GatewayReception, ...]:
    """The gateways of "gw"; of "rx" the one whose strength is told."""
    listed = fields.parts(message, "gws")
    if not listed:
        rssi, snr = fields.number(message, "rssi"), fields.number(message, "snr")
        return (GatewayReception("", rssi, snr, None),) if rssi is not None else ()
    return tuple(
        GatewayReception(
            fields.words(each, "gweui"),
            fields.number(each, "rssi"),
            fields.number(each, "snr"),
            fields.instant(each, "time"),
        )
        for each in listed
    )


LORIOT = LorawanDialect("loriot", recognises, read)
