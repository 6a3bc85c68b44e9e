"""A connection that a broker remembers: whatever comes while it is down waits there."""

import logging
from collections.abc import Callable

import paho.mqtt.client as paho
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

from klimamosaik.sources.mqtt.address import BrokerAddress
from klimamosaik.sources.mqtt.read_ahead import ReadAheadClient

KEEP_ALIVE = 30  # [s] between signs of life
FIRST, LONGEST = 1, 30  # [s] between two tries to connect
REMEMBERED = 7 * 24 * 60 * 60  # [s] the broker keeps what comes while we are away
AT_ONCE = 2_000  # messages handed over before the first of them is acknowledged
LARGEST = 1_000_000  # [bytes] of a message; the broker drops what is larger instead of sending it
Connected = Callable[[bool], None]  # told with whether the broker remembered us
Refused = Callable[[bool], None]  # told with whether the broker is too old for this MQTT
TOO_NEW = "Unsupported protocol version"  # paho's word for a broker that knows MQTT 3.1.1 only
logger = logging.getLogger("klimamosaik.mqtt")


def remembered_client(
    address: BrokerAddress, name: str, connected: Connected, refused: Refused, *, version: int
) -> ReadAheadClient:
    """A client under a fixed name; not connected yet. version: paho.MQTTv5 or MQTTv311."""
    fifth = version == paho.MQTTv5
    client = ReadAheadClient(
        CallbackAPIVersion.VERSION2,
        client_id=name,
        clean_session=None if fifth else False,
        protocol=MQTTProtocolVersion(version),
        manual_ack=True,
    )
    client.reconnect_delay_set(FIRST, LONGEST)
    if address.user:
        client.username_pw_set(address.user, address.password)
    if address.encrypted:
        client.tls_set()

    def on_connect(
        client: paho.Client, _: object, flags: paho.ConnectFlags, reason: object, __: object
    ) -> None:
        if failed(reason):
            logger.warning("%s does not let %s in: %s", address.without_name, name, reason)
            refused(str(reason) == TOO_NEW)
            return
        connected(flags.session_present)

    client.on_connect = on_connect
    properties = session_properties() if fifth else None
    client.connect_async(
        address.host,
        address.port,
        keepalive=KEEP_ALIVE,
        clean_start=False if fifth else paho.MQTT_CLEAN_START_FIRST_ONLY,
        properties=properties,
    )
    return client


def failed(reason: object) -> bool:
    """True where the broker refuses, in either version of MQTT."""
    return bool(getattr(reason, "is_failure", False))


def session_properties() -> Properties:
    """What is agreed with a broker of MQTT 5."""
    properties = Properties(PacketTypes.CONNECT)  # type: ignore[no-untyped-call]
    properties.SessionExpiryInterval = REMEMBERED
    properties.ReceiveMaximum = AT_ONCE
    properties.MaximumPacketSize = LARGEST
    return properties


def farewell() -> Properties:
    """What is said to a broker of MQTT 5 that need not remember us any longer."""
    properties = Properties(PacketTypes.DISCONNECT)  # type: ignore[no-untyped-call]
    properties.SessionExpiryInterval = 0
    return properties
