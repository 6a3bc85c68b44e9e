"""klimamosaik effects: works out what is older than its readings, here or on several machines."""

from typing import Annotated

import typer

from klimamosaik.web.commands import app, start_django
from klimamosaik.web.commands.afterwards import print_renewed
from klimamosaik.web.commands.echoing import echo_line
from klimamosaik.web.commands.progress import shown_progress


@app.command()
def effects(
    cluster: Annotated[
        str, typer.Option(help="Workers of a Dask scheduler, tcp://host:port; left out: here.")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
) -> None:
    """Work out every effect that is older than the readings it stands on."""
    start_django()
    from django.utils import timezone

    from klimamosaik.evidence.operations import renew
    from klimamosaik.web.cluster import asked

    shown = shown_progress(quiet=as_json)
    with asked(cluster) as ask, shown as report:
        done = renew(by=None, at=timezone.now(), progress=report, wait=True, ask=ask)
    if as_json:
        told = {"renewed": [each.pk for each in done.measures]}
        echo_line(told | {"failed": [each.pk for each in done.failed]})
        return
    print_renewed(done)
