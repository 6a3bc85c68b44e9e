"""Web and background work in one command."""

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
    from granian import Granian
    from granian.constants import Interfaces

    from klimamosaik.web.background import start_background

    background = start_background()
    typer.echo(f"Klimamosaik: http://{host}:{port}/   (Ctrl+C)")
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
