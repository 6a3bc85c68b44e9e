"""Web and background work in one command."""

import os
from typing import Annotated

import typer

from klimamosaik.web.commands import app, start_django

PROCESSES = 2  # that answer requests, where there are two cores: one answers while one starts anew


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.", min=1, max=65535)] = 8000,
    workers: Annotated[
        int | None, typer.Option(help="Processes that answer requests.", min=1, max=64)
    ] = None,
) -> None:
    """Run the web pages and the background work until Ctrl+C."""
    start_django()
    run_server(host=host, port=port, workers=workers)


def run_server(*, host: str, port: int, workers: int | None = None) -> None:
    """Serve until stopped, and start again whatever ends before.

    Raises InputRejected where another one serves the same folder, or something the same port.
    """
    from django.conf import settings

    from klimamosaik.web.serving.claims import claim_folder, claim_port
    from klimamosaik.web.serving.watching import WatchedProcess, keep_running, on_stop_signals

    stopping = on_stop_signals()
    with claim_folder(settings.DATA_DIR) as lock, claim_port(host, port) as listening:
        folder, door = lock.fileno(), listening.fileno()
        pages = ("-m", "klimamosaik.web.serving.pages", "--socket", str(door))
        number = workers or min(PROCESSES, os.cpu_count() or 1)
        processes = [WatchedProcess(f"pages {n + 1}", pages, (folder, door)) for n in range(number)]
        processes.append(
            WatchedProcess("background", ("-m", "klimamosaik.web.background"), (folder,))
        )
        typer.echo(f"Klimamosaik: http://{host}:{port}/   (Ctrl+C)")
        tell_where_to_set_up(host=host, port=port)
        keep_running(processes, stopping)


def tell_where_to_set_up(*, host: str, port: int) -> None:
    """Before there is any user: the address that allows set-up."""
    from django.conf import settings
    from django.contrib.auth import get_user_model

    from klimamosaik.people.first_start import setup_token

    if not get_user_model().objects.exists():
        token = setup_token(settings.DATA_DIR)
        address = settings.PUBLIC_ADDRESS or f"http://{host}:{port}"
        typer.echo(f"  Einrichten / set up: {address}/einrichten/?token={token}")
