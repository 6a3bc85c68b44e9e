"""Web and background work in one command."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from klimamosaik.web.commands import app

if TYPE_CHECKING:
    from klimamosaik.web.serving.processes import ServedPart


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.", min=1, max=65535)] = 8000,
    workers: Annotated[
        int | None,
        typer.Option(
            help="Processes that answer requests; limits per address hold in each. "
            "Else KLIMAMOSAIK_WORKERS, else 1.",
            min=1,
            max=64,
        ),
    ] = None,
    cluster: Annotated[
        str, typer.Option(help="Work effects out by a Dask scheduler's workers, tcp://host:port.")
    ] = "",
    mqtt: Annotated[
        bool,
        typer.Option(
            "--mqtt", help="Speak MQTT, by the broker in KLIMAMOSAIK_MQTT or an own mosquitto."
        ),
    ] = False,
    mqtt_host: Annotated[
        str, typer.Option(help="Address the own mosquitto listens on.")
    ] = "127.0.0.1",
    mqtt_port: Annotated[
        int,
        typer.Option(
            help="Its port for receiving; the next one is for creating.", min=1, max=65534
        ),
    ] = 1883,
) -> None:
    """Run the web pages and the background work until Ctrl+C.

    Sensors are read and written by the SensorThings standard below /sensorthings/v1.1.
    """
    from klimamosaik.web.serving.processes import House, serve_from_here

    also = spoken_beside(mqtt_host, mqtt_port) if mqtt else ()
    serve_from_here(House(host, port, workers, cluster, also))


def spoken_beside(host: str, port: int) -> "Sequence[ServedPart]":
    """What speaks MQTT beside the pages, by an own broker at host and port where there is none."""
    from klimamosaik.web.serving.mqtt_parts import mqtt_parts

    return mqtt_parts(host, port)
