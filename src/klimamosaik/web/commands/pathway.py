"""The way to a municipality's targets, from the command line."""

from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from klimamosaik.terms.text import Text
from klimamosaik.web.commands import app, spoken, start_django
from klimamosaik.web.commands.echoing import echo_json

if TYPE_CHECKING:
    from klimamosaik.pathway.queries.pathways import MeasureOutlook, Pathway
    from klimamosaik.places.models import Municipality


@app.command()
def pathway(
    ags: Annotated[str, typer.Argument(help="Official key (AGS), eight digits.")],
    as_json: Annotated[bool, typer.Option("--json", help="Machine-readable.")] = False,
) -> None:
    """Targets, the reduction they need, what measures bring, and what is still missing."""
    start_django()
    from django.utils import timezone

    from klimamosaik.evidence.operations import renew
    from klimamosaik.pathway.documents import pathways_document
    from klimamosaik.pathway.queries.pathways import pathways_of

    town = municipality_of(ags)
    renew(municipality=town, by=None, at=timezone.now(), wait=True)
    found = pathways_of(municipality=town, at=timezone.now())
    if as_json:
        echo_json(pathways_document(found))
        return
    for one in found:
        print_pathway(one)
    whole = max(found, key=lambda one: len(one.known))
    print_measures(whole.known)


def municipality_of(ags: str) -> "Municipality":
    """The stored municipality, or one that ships and is known by its balance only."""
    from klimamosaik.balance.queries.balances import balance_of
    from klimamosaik.places.models import Municipality
    from klimamosaik.web.commands.balance import NEWEST

    stored = Municipality.objects.filter(ags=ags).first()
    if stored is not None:
        return stored
    return Municipality(ags=ags, name=balance_of(ags=ags, year=NEWEST).name)


def print_pathway(found: "Pathway") -> None:
    """One target for people."""
    from klimamosaik.pathway.page_wording import chance_text, milestone_name
    from klimamosaik.pathway.projection import stands
    from klimamosaik.pathway.queries.wording import goal_text, missing_text, need_text

    console = Console()
    console.print(f"[bold]{found.municipality.name}[/bold] ({found.municipality.ags})")
    said = [goal_text(found.goal), need_text(found)]
    if found.start is not None:
        said += found.start.reasons
    for text in (*said, *missing_text(found)):
        console.print(spoken(text))
    for stand in stands(found):
        chance = spoken(chance_text(stand.chance, found)) if stand.chance else "–"
        console.print(f"{spoken(milestone_name(stand.milestone))}: {chance}")


def print_measures(known: "tuple[MeasureOutlook, ...]") -> None:
    """What is known of each measure [t a year]."""

    from klimamosaik.pathway.page_tables import figures_of

    if not known:
        typer.echo(spoken(Text("Noch keine Maßnahmen.", "No measures yet.")))
        return
    table = Table(
        spoken(Text("Maßnahme", "Measure")),
        spoken(Text("t CO₂e im Jahr", "t CO₂e a year")),
        spoken(Text("gemessen", "measured")),
        spoken(Text("eingetragen", "entered")),
    )
    for one in known:
        line = figures_of(one)
        table.add_row(
            one.measure.name,
            *(spoken(text) for text in (line.headline, line.measured, line.expected)),
        )
    Console().print(table)
