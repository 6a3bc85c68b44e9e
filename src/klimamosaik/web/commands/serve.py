"""Web and background work in one command."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from klimamosaik.web.commands import app, start_django

if TYPE_CHECKING:
    from klimamosaik.web.serving.watching import ServedPart


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
    start_django()
    from klimamosaik.web.serving.mqtt_parts import mqtt_parts

    with claimed(host=host, port=port) as claims:
        also = mqtt_parts(mqtt_host, mqtt_port) if mqtt else []
        run_server(claims, workers=workers, cluster=cluster, also=also)


@dataclass(frozen=True)
class Claims:
    """A data folder and a port that nobody else serves meanwhile."""

    host: str
    port: int
    folder: int  # number of the open file that locks the folder
    door: int  # number of the open socket


@contextmanager
def claimed(*, host: str, port: int) -> Iterator[Claims]:
    """Hold folder and port. Raises InputRejected where somebody else has either."""
    from django.conf import settings
    from django.db import connection

    from klimamosaik.web.serving.claims import claim_folder, claim_port, place_of

    place = place_of(connection.vendor, port)
    with claim_folder(settings.DATA_DIR, place) as lock, claim_port(host, port) as listening:
        yield Claims(host, port, lock.fileno(), listening.fileno())


def run_server(
    claims: Claims,
    *,
    workers: int | None = None,
    cluster: str = "",
    also: "Sequence[ServedPart]" = (),
) -> None:
    """Serve until stopped, and start again whatever ends before. Never returns."""
    from django.conf import settings

    from klimamosaik.web.serving.watching import WatchedProcess, watch_from_here

    pages = ("-m", "klimamosaik.web.serving.pages", "--socket", str(claims.door))
    processes = [
        WatchedProcess(f"pages {number + 1}", pages, (claims.folder, claims.door))
        for number in range(workers or settings.WORKERS)
    ]
    background = ("-m", "klimamosaik.web.background", "--cluster", cluster)
    processes.append(WatchedProcess("background", background, (claims.folder,)))
    processes += [WatchedProcess(part.name, part.words, (claims.folder,)) for part in also]
    typer.echo(f"Klimamosaik: http://{claims.host}:{claims.port}/   (Ctrl+C)")
    for part in also:
        if part.says:
            typer.echo(f"  {part.says}")
    tell_where_to_set_up(host=claims.host, port=claims.port)
    watch_from_here(processes)


def tell_where_to_set_up(*, host: str, port: int) -> None:
    """Before there is any user: the address that allows set-up."""
    from django.conf import settings
    from django.contrib.auth import get_user_model

    from klimamosaik.people.first_start import setup_token

    if not get_user_model().objects.exists():
        token = setup_token(settings.DATA_DIR)
        address = settings.PUBLIC_ADDRESS or f"http://{host}:{port}"
        typer.echo(f"  Einrichten / set up: {address}/einrichten/?token={token}")
