"""ChirpStack 4: {deviceInfo, fCnt, fPort, data, object, rxInfo}; events differ by their fields."""

from klimamosaik.sources.lorawan import fields
from klimamosaik.sources.lorawan.dialects.dialect import LorawanDialect, aside, kind_of
from klimamosaik.sources.lorawan.fields import Json
from klimamosaik.sources.lorawan.uplink import GatewayReception, LorawanNetwork, NoUplink, Uplink

OTHER = {  # fields only other events have
    "acknowledged": "receipt",
    "gatewayId": "downlink",  # txack: the gateway sent what waited
    "queueItemId": "downlink",
    "batteryLevel": "status",
    "margin": "status",
    "location": "place",
    "level": "log",
    "integrationName": "log",
}
UPLINK = ("data", "object", "rxInfo", "fPort", "dr")


def recognises(message: Json) -> bool:
    """True for events of ChirpStack 4."""
    return isinstance(message.get("deviceInfo"), dict)


def read(message: Json) -> Uplink | NoUplink:
    """The uplink, or what else the event is."""
    if not any(name in message for name in UPLINK):
        return aside(LorawanNetwork.CHIRPSTACK, kind_of(OTHER, message) or "join")
    about = fields.part(message, "deviceInfo")
    device = fields.eui_of(fields.words(about, "devEui"))
    decoded = fields.part(message, "object")
    return Uplink(
        network=LorawanNetwork.CHIRPSTACK,
        device=device,
        name=fields.words(about, "deviceName") or device,
        port=fields.whole(message, "fPort", most=fields.LARGEST_PORT),
        counter=fields.whole(message, "fCnt", most=fields.LARGEST_COUNTER),
        session=fields.words(message, "devAddr").lower(),
        payload=fields.base64_bytes(message, "data"),
        decoded=decoded or None,
        received=fields.instant(message, "time"),
        gateways=tuple(reception(each) for each in fields.parts(message, "rxInfo")),
        model=fields.words(about, "deviceProfileName"),
        tags=fields.part(about, "tags"),
    )


def reception(each: Json) -> GatewayReception:
    """One gateway of rxInfo."""
    return GatewayReception(
        gateway=fields.words(each, "gatewayId", "gatewayID"),
        rssi=fields.number(each, "rssi"),
        snr=fields.number(each, "snr", "loRaSNR"),
        at=fields.instant(each, "gwTime", "time"),
    )


CHIRPSTACK = LorawanDialect("chirpstack", recognises, read)
