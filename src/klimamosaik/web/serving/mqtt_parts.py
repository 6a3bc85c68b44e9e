"""What `serve --mqtt` starts beside the pages, and where it can be reached."""

import os
import secrets
from contextlib import closing

from django.conf import settings

from klimamosaik.sensorthings.mqtt.configuration import program
from klimamosaik.sensorthings.mqtt.rights import SERVER
from klimamosaik.terms.complaint import rejected
from klimamosaik.web.serving.claims import claim_port
from klimamosaik.web.serving.processes import ServedPart
from klimamosaik.web.setting_refusals import PREFIX

TALKING = ("-m", "klimamosaik.web.serving.mqtt")
BROKER = ("-m", "klimamosaik.web.serving.broker")
ENDING = 10.0  # [s] the broker of a `serve` that was killed has to write its notes and end


def mqtt_parts(host: str, port: int) -> list[ServedPart]:
    """The processes; what they have to know stands in the environment they inherit.

    host, port: of an own broker. Raises InputRejected where there is none to be had.
    """
    if settings.MQTT:
        return [ServedPart("mqtt", TALKING, "MQTT: KLIMAMOSAIK_MQTT")]
    if program() is None:
        raise no_broker()
    doors = (port, port + 1)
    for each in doors:
        with closing(claim_port(host, each, patience=ENDING)):
            pass  # free; the broker takes it itself
    secret = secrets.token_urlsafe(32)
    receiving, creating = (f"mqtt://{host}:{each}" for each in doors)
    os.environ[f"{PREFIX}MQTT"] = f"mqtt://{SERVER}:{secret}@{host}:{port}"
    os.environ.setdefault(f"{PREFIX}MQTT_RECEIVING", receiving)
    os.environ.setdefault(f"{PREFIX}MQTT_CREATING", creating)
    words = ("--host", host, "--receiving", str(port), "--creating", str(port + 1))
    return [
        ServedPart("broker", (*BROKER, *words), f"MQTT: {receiving}   ({creating}: POST)"),
        ServedPart("mqtt", TALKING, ""),
    ]


def no_broker() -> Exception:
    """The sentence for a machine without a broker."""
    return rejected(
        "no_mosquitto",
        "Hier ist kein mosquitto installiert (apt-get install mosquitto), und KLIMAMOSAIK_MQTT "
        "nennt keinen anderen Broker: ohne einen geht --mqtt nicht.",
        "There is no mosquitto here (apt-get install mosquitto), and KLIMAMOSAIK_MQTT names no "
        "other broker: without one there is no --mqtt.",
    )
