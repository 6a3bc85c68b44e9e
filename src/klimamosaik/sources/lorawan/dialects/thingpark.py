"""Actility ThingPark: {DevEUI_uplink: {Time, DevEUI, FPort, FCntUp, payload_hex}}.

`Time` is the clock of the gateway that heard it best. LrrLAT and LrrLON are that gateway's place;
the device's own is DevLAT and DevLON, or what its owner entered (CustomerData.loc).
"""

from klimamosaik.sources.lorawan import fields
from klimamosaik.sources.lorawan.dialects.dialect import LorawanDialect, aside, kind_of
from klimamosaik.sources.lorawan.dialects.things_stack import placed
from klimamosaik.sources.lorawan.fields import Json
from klimamosaik.sources.lorawan.uplink import (
    DevicePlace,
    GatewayReception,
    LorawanNetwork,
    NoUplink,
    Uplink,
)

OTHER = {
    "DevEUI_downlink": "downlink",
    "DevEUI_downlink_Sent": "downlink",
    "DevEUI_downlink_Rejected": "downlink",
    "DevEUI_multicast_summary": "downlink",
    "DevEUI_location": "place",
    "DevEUI_notification": "status",
}


def recognises(message: Json) -> bool:
    """True for messages of ThingPark."""
    return any(name.startswith("DevEUI_") for name in message)


def read(message: Json) -> Uplink | NoUplink:
    """The uplink, or what else the message is."""
    up = fields.part(message, "DevEUI_uplink")
    if not up:
        return aside(LorawanNetwork.THINGPARK, kind_of(OTHER, message) or "log")
    device = fields.eui_of(fields.words(up, "DevEUI"))
    owner = fields.part(up, "CustomerData")
    return Uplink(
        network=LorawanNetwork.THINGPARK,
        device=device,
        name=fields.words(owner, "name") or device,
        port=fields.whole_in_text(up, "FPort", most=fields.LARGEST_PORT),
        counter=fields.whole_in_text(up, "FCntUp", most=fields.LARGEST_COUNTER),
        session=fields.words(up, "DevAddr").lower(),
        payload=fields.hex_bytes(up, "payload_hex"),
        decoded=fields.part(up, "payload") or None,
        gateways=receptions(up),
        place=place_of(up, owner),
        model=model_of(fields.part(up, "DriverCfg", "mod")),
        tags={"tags": owner["tags"]} if owner.get("tags") else {},
    )


def receptions(up: Json) -> tuple[GatewayReception, ...]:
    """The gateways; the time is that of the best."""
    best, at = fields.words(up, "Lrrid"), fields.instant(up, "Time")
    listed = fields.parts(fields.part(up, "Lrrs"), "Lrr") or [up]
    return tuple(
        GatewayReception(
            name := fields.words(each, "Lrrid"),
            fields.number(each, "LrrRSSI"),
            fields.number(each, "LrrSNR"),
            at if name == best else None,
        )
        for each in listed
    )


def place_of(up: Json, owner: Json) -> DevicePlace | None:
    """Where the device is: worked out by the network, or entered by its owner."""
    entered = fields.part(owner, "loc")
    known = (
        {"latitude": up.get("DevLAT"), "longitude": up.get("DevLON")} if "DevLAT" in up else {},
        {"latitude": entered.get("lat"), "longitude": entered.get("lon")} if entered else {},
    )
    return next(filter(None, (placed(each) for each in known)), None)


def model_of(driver: Json) -> str:
    """Maker and model as ThingPark's list of drivers calls them."""
    return " ".join(filter(None, (fields.words(driver, name) for name in ("pId", "mId"))))


THINGPARK = LorawanDialect("thingpark", recognises, read)
