"""klimamosaik alarms: what needs somebody, after looking whether promises are kept."""

from typing import TYPE_CHECKING, Annotated

import typer

from klimamosaik.terms.text import Text
from klimamosaik.web.commands import app, spoken, start_django
from klimamosaik.web.commands.echoing import echo_json

if TYPE_CHECKING:
    from klimamosaik.alarms.queries import TroubleLine

TOWN = "Only of this municipality: official key (AGS), eight digits."


@app.command()
def alarms(
    town: Annotated[str | None, typer.Option(help=TOWN)] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Machine-readable.")] = False,
) -> None:
    """Troubles that last: broken promises, silent and odd series, buildings that waste.

    Exit code 0, also where there is none; 2 for a municipality nobody knows.
    """
    start_django()
    from django.utils import timezone

    from klimamosaik.alarms.operations.mail import tell
    from klimamosaik.alarms.operations.promise_round import watch
    from klimamosaik.alarms.queries import trouble_document, troubles_of
    from klimamosaik.places.models import Municipality
    from klimamosaik.places.queries.places import known_municipality
    from klimamosaik.web.background_state import state

    towns = list(Municipality.objects.all()) if town is None else [known_municipality(ags=town)]
    now = timezone.now()
    watch(at=now, works=False)
    tell(at=now)
    today = timezone.localdate(now)
    lines = {one.name: troubles_of(municipality=one, now=now, today=today) for one in towns}
    if as_json:
        found = [trouble_document(line) for own in lines.values() for line in own]
        document = {"at": now, "background": state().alive, "troubles": found}
        echo_json(document)
        return
    for name, own in lines.items():
        tell_town(name, own)
    if not state().alive:
        typer.echo(spoken(NOT_RUNNING))


def tell_town(name: str, lines: "list[TroubleLine]") -> None:
    """The troubles of one municipality, a sentence each."""
    head = Text("{name}: {n:offene Störung|offene Störungen}", "{name}: {n:trouble|troubles}")
    typer.echo(spoken(head.format(name=name, n=len(lines))))
    for line in lines:
        said = COSTS.format(because=line.because, cost=line.cost) if line.cost else line.because
        typer.echo(f"– {spoken(said)}")


COSTS = Text("{because} ({cost:rough} im Jahr)", "{because} ({cost:rough} a year)")
NOT_RUNNING = Text(
    "Die Hintergrundarbeit läuft nicht: Bis auf diesen Blick sieht gerade niemand nach.",
    "The background work does not run: beside this look nobody looks just now.",
)
