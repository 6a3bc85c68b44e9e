"""klimamosaik weather: temperatures of Deutscher Wetterdienst, fetched."""

from typing import Annotated

import typer

from klimamosaik.terms.text import Text
from klimamosaik.web.commands import app, language, start_django
from klimamosaik.web.commands.afterwards import By, author, print_renewed, renew_effects


@app.command()
def weather(
    municipality: Annotated[str, typer.Option(help="Official key (AGS), eight digits.")],
    station: Annotated[
        str | None, typer.Option(help="DWD's number, 1766; left out: the nearest complete one.")
    ] = None,
    by: By = None,
) -> None:
    """Fetch daily temperatures of Deutscher Wetterdienst (needs the network)."""
    start_django()
    from django.utils import timezone

    from klimamosaik.observations.fetching import fetch_weather
    from klimamosaik.places.queries import known_municipality
    from klimamosaik.sources.weather.fetch import over_https

    town, who = known_municipality(ags=municipality), author(by)
    found = fetch_weather(
        municipality=town,
        number=station,
        transport=over_https,
        by=who.user,
        by_name=who.name,
        at=timezone.now(),
    )
    renewed = renew_effects(town, who, quiet=False, language=language())
    typer.echo(f"{found.station.name} ({found.station.id}): {found.because.in_(language())}")
    told = Text("{new} neue, {changed} berichtigte Tage", "{new} new, {changed} corrected days")
    counts = told.format(new=found.delivery.new, changed=found.delivery.changed)
    typer.echo(counts.in_(language()))
    print_renewed(renewed, language())
