"""klimamosaik own-years: a town's own years without a measure set the range of its effects."""

from typing import Annotated

import typer

from klimamosaik.terms.text import Text
from klimamosaik.web.commands import app, spoken, start_django
from klimamosaik.web.commands.afterwards import author, print_renewed, renew_effects
from klimamosaik.web.commands.echoing import number


@app.command("own-years")
def own_years(
    context: typer.Context,
    municipality: Annotated[str, typer.Option(help="Official key (AGS), eight digits.")],
) -> None:
    """Learn from stored years without a measure how far the town's use drifts by itself."""
    start_django()
    from django.utils import timezone

    from klimamosaik.evidence.operations import learn_drift
    from klimamosaik.places.queries.places import known_municipality
    from klimamosaik.terms.carrier import Carrier

    town = known_municipality(ags=municipality)
    rows = learn_drift(municipality=town, by=None, at=timezone.now())
    for row in rows:
        carrier = Carrier(row.carrier).text
        kind = Text("Monate", "months") if row.bills else Text("Tage", "days")
        said = Text(
            "{carrier}, {kind}: {pairs} Vergleichsjahre ({meters} Zähler), übliche Schwankung ×",
            "{carrier}, {kind}: {pairs} comparison years ({meters} meters), usual change ×",
        ).format(carrier=carrier, kind=kind, pairs=row.pairs, meters=row.meters)
        times = number(row.factor, digits=2)
        typer.echo(f"{spoken(said)} {times}")
    if not rows:
        none = Text(
            "Noch keine vollen Vergleichsjahre ohne Maßnahme: Die mitgelieferte Schwankung gilt "
            "weiter.",
            "No full comparison years without a measure yet: the shipped usual change holds on.",
        )
        typer.echo(spoken(none))
    print_renewed(renew_effects(town, author(context, None), quiet=False))
