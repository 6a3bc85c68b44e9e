"""Web and background work in one command."""

from typing import Annotated

import typer

from klimamosaik.web.commands import app
from klimamosaik.web.serving.as_told import serve_as_told
from klimamosaik.web.serving.plain_words import OWN_PORTS, PORTS, WORKERS, ServeOptions

UNTOLD = ServeOptions()


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = UNTOLD.host,
    port: Annotated[
        int, typer.Option(help="Port to listen on.", min=PORTS[0], max=PORTS[1])
    ] = UNTOLD.port,
    workers: Annotated[
        int | None,
        typer.Option(
            help="Processes that answer requests; limits per address hold in each. "
            "Else KLIMAMOSAIK_WORKERS, else 1.",
            min=WORKERS[0],
            max=WORKERS[1],
        ),
    ] = UNTOLD.workers,
    cluster: Annotated[
        str, typer.Option(help="Work effects out by a Dask scheduler's workers, tcp://host:port.")
    ] = UNTOLD.cluster,
    mqtt: Annotated[
        bool,
        typer.Option(
            "--mqtt", help="Speak MQTT, by the broker in KLIMAMOSAIK_MQTT or an own mosquitto."
        ),
    ] = UNTOLD.mqtt,
    mqtt_host: Annotated[
        str, typer.Option(help="Address the own mosquitto listens on.")
    ] = UNTOLD.mqtt_host,
    mqtt_port: Annotated[
        int,
        typer.Option(
            help="Its port for receiving; the next one is for creating.",
            min=OWN_PORTS[0],
            max=OWN_PORTS[1],
        ),
    ] = UNTOLD.mqtt_port,
) -> None:
    """Run the web pages and the background work until Ctrl+C.

    Sensors are read and written by the SensorThings standard below /sensorthings/v1.1.
    """
    serve_as_told(ServeOptions(host, port, workers, cluster, mqtt, mqtt_host, mqtt_port))
