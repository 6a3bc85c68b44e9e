"""What `serve` does, however its words were read."""

from collections.abc import Sequence
from typing import NoReturn

from klimamosaik.web.serving.plain_words import ServeOptions
from klimamosaik.web.serving.processes import House, ServedPart, serve_from_here


def serve_as_told(told: ServeOptions) -> NoReturn:
    """Run all that was asked for, from this process on."""
    also = spoken_beside(told.mqtt_host, told.mqtt_port) if told.mqtt else ()
    serve_from_here(House(told.host, told.port, told.workers, told.cluster, also))


def spoken_beside(host: str, port: int) -> Sequence[ServedPart]:
    """What speaks MQTT beside the pages, by an own broker at host and port where there is none."""
    from klimamosaik.web.serving.mqtt_parts import mqtt_parts

    return mqtt_parts(host, port)
