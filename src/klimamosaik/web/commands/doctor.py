"""klimamosaik doctor: how this installation is."""

import json
import os
from typing import Annotated

import typer

from klimamosaik.web.commands import app, language


@app.command()
def doctor(
    deep: Annotated[bool, typer.Option(help="Read every settled reading, too.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
) -> None:
    """Say how settings, disk, database, readings, weather and backups are; change nothing."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "klimamosaik.web.settings")
    django.setup()
    from klimamosaik.web.doctor.looking import Seriousness, look

    found = list(look(deep=deep))
    if as_json:
        told = [
            {"code": each.code, "condition": each.condition, **each.text.both()} for each in found
        ]
        typer.echo(json.dumps(told, ensure_ascii=False))
    else:
        signs = {Seriousness.WELL: "ok", Seriousness.ODD: "!", Seriousness.ILL: "!!"}
        for each in found:
            typer.echo(f"{signs[each.condition]:>2}  {each.text.in_(language())}")
    if any(each.condition is Seriousness.ILL for each in found):
        raise typer.Exit(1)
