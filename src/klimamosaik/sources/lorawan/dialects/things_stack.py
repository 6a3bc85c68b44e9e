"""The Things Stack v3, Community and Industries alike: {end_device_ids, uplink_message}.

Written from protobuf: fields that are 0, false or empty are left out, so a message without f_cnt
is the first of its session and one without f_port was sent on port 0.
"""

from klimamosaik.sources.lorawan import fields
from klimamosaik.sources.lorawan.dialects.dialect import LorawanDialect, aside, kind_of
from klimamosaik.sources.lorawan.fields import Json
from klimamosaik.sources.lorawan.uplink import (
    DevicePlace,
    GatewayReception,
    LorawanNetwork,
    NoUplink,
    Uplink,
)

OTHER = {  # what a message holds instead of an uplink
    "uplink_normalized": "normalized",
    "join_accept": "join",
    "downlink_ack": "receipt",
    "downlink_nack": "receipt",
    "downlink_sent": "downlink",
    "downlink_failed": "downlink",
    "downlink_queued": "downlink",
    "downlink_queue_invalidated": "downlink",
    "downlinks": "downlink",
    "location_solved": "place",
    "service_data": "log",
}
WRAPPED = ("data", "result")  # as the console exports a message, and as its storage answers


def inner(message: Json) -> Json:
    """The message itself, where console or storage wrapped it."""
    wrapped = (fields.part(message, name) for name in WRAPPED)
    return next((each for each in wrapped if "end_device_ids" in each), message)


def recognises(message: Json) -> bool:
    """True for messages of The Things Stack, and for its queue of downlinks."""
    asked = inner(message)
    return "end_device_ids" in asked or isinstance(asked.get("downlinks"), list)


def read(message: Json) -> Uplink | NoUplink:
    """The uplink, or what else the message is."""
    asked = inner(message)
    if "uplink_message" not in asked:
        kind = kind_of(OTHER, asked) or "log"
        return aside(LorawanNetwork.THINGS_STACK, kind)
    if asked.get("simulated") is True:
        return aside(LorawanNetwork.THINGS_STACK, "simulated")
    ids, up = fields.part(asked, "end_device_ids"), fields.part(asked, "uplink_message")
    device = fields.eui_of(fields.words(ids, "dev_eui"))
    decoded = fields.part(up, "decoded_payload")
    return Uplink(
        network=LorawanNetwork.THINGS_STACK,
        device=device,
        name=fields.words(ids, "device_id") or device,
        port=fields.whole(up, "f_port", most=fields.LARGEST_PORT),
        counter=fields.whole(up, "f_cnt", most=fields.LARGEST_COUNTER),
        session=fields.words(up, "session_key_id") or fields.words(ids, "dev_addr").lower(),
        payload=fields.base64_bytes(up, "frm_payload"),
        decoded=decoded or None,
        received=fields.instant(up, "received_at") or fields.instant(asked, "received_at"),
        gateways=tuple(reception(each) for each in fields.parts(up, "rx_metadata")),
        place=place_of(up),
        model=model_of(fields.part(up, "version_ids")),
        tags=fields.part(up, "attributes"),
    )


def reception(each: Json) -> GatewayReception:
    """One gateway of rx_metadata; rssi and snr of 0 are left out, and then not told."""
    ids = fields.part(each, "gateway_ids")
    through = fields.part(each, "packet_broker")
    return GatewayReception(
        gateway=fields.words(through, "forwarder_gateway_id")
        or fields.words(ids, "gateway_id", "eui"),
        rssi=fields.number(each, "rssi", "channel_rssi"),
        snr=fields.number(each, "snr"),
        at=fields.instant(each, "time"),
    )


def place_of(up: Json) -> DevicePlace | None:
    """Where the device is: as its owner set it, or as the network worked it out."""
    places = fields.part(up, "locations")
    known = [fields.part(places, name) for name in ("user", *places)]
    return next(filter(None, (placed(each) for each in known)), None)


def placed(each: Json) -> DevicePlace | None:
    """A place from latitude and longitude; one coordinate of 0 is left out, both mean none."""
    if "latitude" not in each and "longitude" not in each:
        return None
    latitude = fields.number(each, "latitude") or 0.0
    longitude = fields.number(each, "longitude") or 0.0
    if abs(latitude) > 90 or abs(longitude) > 180 or latitude == longitude == 0.0:
        return None
    return DevicePlace(latitude, longitude, fields.number(each, "altitude"))


def model_of(versions: Json) -> str:
    """Brand and model as the device repository calls them."""
    return " ".join(filter(None, (fields.words(versions, n) for n in ("brand_id", "model_id"))))


THINGS_STACK = LorawanDialect("things stack", recognises, read)
