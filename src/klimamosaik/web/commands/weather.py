"""klimamosaik weather: temperatures of Deutscher Wetterdienst, fetched."""

from typing import Annotated

import typer

from klimamosaik.terms.complaint import rejected
from klimamosaik.terms.text import Text
from klimamosaik.web.commands import app, spoken, start_django
from klimamosaik.web.commands.afterwards import Author, By, author, print_renewed, renew_effects


@app.command()
def weather(
    context: typer.Context,
    municipality: Annotated[str, typer.Option(help="Official key (AGS), eight digits.")],
    station: Annotated[
        str | None, typer.Option(help="DWD's number, 1766; left out: the nearest complete one.")
    ] = None,
    use: Annotated[
        str | None,
        typer.Option(help="Fetch nothing: this held station stands for the municipality."),
    ] = None,
    by: By = None,
) -> None:
    """Fetch daily temperatures of Deutscher Wetterdienst, or say whose weather counts."""
    start_django()
    if use is not None:
        chosen(municipality, use, author(context, by))
        return
    from django.utils import timezone

    from klimamosaik.observations.weather.fetching import fetch_weather
    from klimamosaik.places.queries.places import known_municipality
    from klimamosaik.sources.weather.fetch import over_https

    town, who = known_municipality(ags=municipality), author(context, by)
    found = fetch_weather(
        municipality=town,
        number=station,
        transport=over_https,
        by=who.user,
        by_name=who.name,
        at=timezone.now(),
    )
    renewed = renew_effects(town, who, quiet=False)
    typer.echo(f"{found.station.name} ({found.station.id}): {spoken(found.because)}")
    told = Text("{new} neue, {changed} berichtigte Tage", "{new} new, {changed} corrected days")
    counts = told.format(new=found.delivery.new, changed=found.delivery.changed)
    typer.echo(spoken(counts))
    print_renewed(renewed)


def chosen(municipality: str, number: str, who: Author) -> None:
    """A person confirms that a station stands for the municipality.

    Raises InputRejected for others.
    """
    from klimamosaik.observations.weather.queries.stations import candidates_for
    from klimamosaik.places.operations import choose_station
    from klimamosaik.places.queries.places import known_municipality

    town = known_municipality(ags=municipality)
    held = {each.station.number: str(each.station) for each in candidates_for(town, town)}
    found = next((each for each in held if number in (each, held[each])), None)
    if found is None:
        there = ", ".join(sorted(held)) or "–"
        raise rejected(
            "unknown_station",
            "Von einer Station „{number}“ gibt es keine Werte; es gibt: {there}.",
            "There are no values of a station “{number}”; there are: {there}.",
            number=number,
            there=there,
        )
    choose_station(municipality=town, number=found, by=who.user)
    renewed = renew_effects(town, who, quiet=False)
    said = Text("{station} steht jetzt für {town}.", "{station} now stands for {town}.")
    typer.echo(spoken(said.format(station=held[found], town=town.name)))
    print_renewed(renewed)
