"""klimamosaik doctor: how this installation is."""

from typing import Annotated

import typer

from klimamosaik.web.commands import app, spoken
from klimamosaik.web.commands.echoing import echo_line
from klimamosaik.web.django_setup import begin_with_django


@app.command()
def doctor(
    deep: Annotated[bool, typer.Option(help="Read every settled reading, too.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
) -> None:
    """Say how settings, disk, database, readings, weather and backups are; change nothing."""
    begin_with_django()
    from klimamosaik.web.doctor.examination import Seriousness, look

    found = list(look(deep=deep))
    if as_json:
        told = [
            {"code": each.code, "condition": each.condition, **each.text.both()} for each in found
        ]
        echo_line(told)
    else:
        signs = {Seriousness.WELL: "ok", Seriousness.ODD: "!", Seriousness.ILL: "!!"}
        for each in found:
            typer.echo(f"{signs[each.condition]:>2}  {spoken(each.text)}")
    if any(each.condition is Seriousness.ILL for each in found):
        raise typer.Exit(1)
