"""Web and background work in one command."""

import multiprocessing
from typing import Annotated

import typer

from klimamosaik.web.commands import app, start_django


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.", min=1, max=65535)] = 8000,
) -> None:
    """Run the web pages and the background work until Ctrl+C."""
    start_django()
    run_server(host=host, port=port)


def run_server(*, host: str, port: int) -> None:
    """Serve until stopped; the background work stops with it."""
    # a forked worker would wait for ever for threads that drew charts before (demo)
    multiprocessing.set_start_method("spawn", force=True)
    from granian import Granian
    from granian.constants import Interfaces

    from klimamosaik.web.background import start_background

    background = start_background()
    typer.echo(f"Klimamosaik: http://{host}:{port}/   (Ctrl+C)")
    tell_where_to_set_up(host=host, port=port)
    try:
        Granian(
            "klimamosaik.web.wsgi:application",
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            blocking_threads=4,
            log_enabled=False,
        ).serve()
    finally:
        background.terminate()


def tell_where_to_set_up(*, host: str, port: int) -> None:
    """Before there is any user: the address that allows set-up from another machine."""
    from django.conf import settings
    from django.contrib.auth import get_user_model

    from klimamosaik.people.first_start import setup_token

    if not get_user_model().objects.exists():
        token = setup_token(settings.DATA_DIR)
        typer.echo(f"  Einrichten / set up: http://{host}:{port}/einrichten/?token={token}")
