"""klimamosaik source: data sources that report by themselves."""

from pathlib import Path
from typing import Annotated

import typer

from klimamosaik.terms.text import Text
from klimamosaik.web.commands import app, spoken, start_django
from klimamosaik.web.commands.afterwards import By, author
from klimamosaik.web.commands.echoing import echo_json
from klimamosaik.web.commands.source_named import (
    KINDS,
    kind_meant,
    kind_named,
    secret_in,
    source_named,
    town_looked_at,
    town_meant,
)
from klimamosaik.web.commands.source_records import (
    added_record,
    line_record,
)
from klimamosaik.web.commands.source_words import print_added, print_seen, source_in_words

source = typer.Typer(no_args_is_help=True, help="Data sources that report by themselves.")
app.add_typer(source, name="source")

Json = Annotated[bool, typer.Option("--json", help="Machine-readable.")]
Town = Annotated[str | None, typer.Option("--town", help="Official key (AGS), eight digits.")]
Named = Annotated[str, typer.Argument(help="Name or number of a source.")]
UserName = Annotated[str, typer.Option("--user", help="User to log in as.")]
PasswordFile = Annotated[
    Path | None, typer.Option(help="File that holds the password, and nothing else.")
]
Internal = Annotated[
    bool, typer.Option("--internal", help="The server may stand in our own network.")
]


@source.command()
def add(
    context: typer.Context,
    kind: Annotated[str, typer.Argument(help=f"Way in: {KINDS}.")],
    address: Annotated[
        str, typer.Argument(help="Address of the server or broker, or the folder; empty else.")
    ] = "",
    town: Town = None,
    name: Annotated[str, typer.Option(help="What it is called.")] = "",
    owner: Annotated[str, typer.Option(help="Whose data these are.")] = "",
    legal_basis: Annotated[str, typer.Option(help="Legal basis of processing them.")] = "",
    licence: Annotated[str, typer.Option(help="Licence of the data.")] = "",
    every: Annotated[str, typer.Option(help="Promised interval: “15 min”, PT1H, daily.")] = "",
    keep: Annotated[str, typer.Option(help="Retention: “2 years”, or “for good”.")] = "",
    topic: Annotated[str, typer.Option(help="What is subscribed to at a broker.")] = "",
    dialect: Annotated[str, typer.Option(help="What comes there; empty: recognised.")] = "",
    user: UserName = "",
    password_file: PasswordFile = None,
    internal: Internal = False,
    counts: Annotated[
        bool, typer.Option("--counts", help="The folder's files are those of counting stations.")
    ] = False,
    by: By = None,
    as_json: Json = False,
) -> None:
    """Add a source, once owner, legal basis, licence, promise and retention are said."""
    start_django()
    from django.utils import timezone

    from klimamosaik.streams.operations import add_source
    from klimamosaik.streams.source_draft import SourceWish

    wish = SourceWish(
        municipality=town_meant(town),
        kind=kind_named(kind),
        name=name,
        address=address,
        topic=topic,
        dialect=dialect,
        user=user,
        secret=secret_in(password_file),
        internal=internal,
        counts=counts,
        owner=owner,
        legal_basis=legal_basis,
        licence=licence,
        promised=every,
        kept=keep,
    )
    added = add_source(wish=wish, by=author(context, by).user, at=timezone.now())
    if as_json:
        echo_json(added_record(added.source, added.token))
    else:
        print_added(added.source, added.token)


@source.command("list")
def list_sources(town: Town = None, as_json: Json = False) -> None:
    """List all sources and how each is doing."""
    start_django()
    from django.utils import timezone

    from klimamosaik.places.queries.places import known_municipality
    from klimamosaik.streams.queries.sources import sources_of

    place = known_municipality(ags=town) if town else None
    lines = sources_of(municipality=place, now=timezone.now())
    if as_json:
        echo_json([line_record(each) for each in lines])
        return
    if not lines:
        typer.echo(spoken(NONE))
    for each in lines:
        typer.echo(spoken(source_in_words(each)))


@source.command("test")
def look_at(
    what: Annotated[
        str, typer.Argument(help="Name or number of a source; or a URL, a folder, or own.")
    ],
    town: Town = None,
    every: Annotated[str, typer.Option(help="Promised interval, to tell gaps by.")] = "",
    topic: Annotated[str, typer.Option(help="What is listened to at a broker.")] = "",
    user: UserName = "",
    password_file: PasswordFile = None,
    internal: Internal = False,
    as_json: Json = False,
) -> None:
    """Say in a minute what comes, before anything is stored: series, units, places, doubts."""
    start_django()
    from django.utils import timezone

    from klimamosaik.streams.first_look import look, unsaved
    from klimamosaik.streams.source_draft import SourceWish

    kind = kind_meant(what)
    wish = kind and SourceWish(
        municipality=town_looked_at(kind, town),
        kind=kind,
        name=what,
        address=what,
        topic=topic or "#",
        user=user,
        secret=secret_in(password_file),
        internal=internal,
        promised=every,
    )
    meant = unsaved(wish) if wish else source_named(what, town)
    seen = look(meant, now=timezone.now())
    if as_json:
        echo_json(seen)
    else:
        print_seen(seen)


@source.command()
def remove(
    context: typer.Context,
    which: Named,
    town: Town = None,
    with_readings: Annotated[
        bool, typer.Option("--with-readings", help="Withdraw its readings and series, too.")
    ] = False,
    by: By = None,
    as_json: Json = False,
) -> None:
    """Remove a source; its series and readings remain, unless they are to go as well."""
    start_django()
    from django.utils import timezone

    from klimamosaik.streams.operations import remove_source

    meant = source_named(which, town)
    name, number = meant.name, meant.pk
    left = remove_source(
        source=meant,
        with_readings=with_readings,
        by=author(context, by).user,
        at=timezone.now(),
    )
    if as_json:
        echo_json({"removed": number, "name": name, "remain": vars(left)})
        return
    told = REMOVED.format(name=name, series=left.series, readings=left.readings)
    typer.echo(spoken(told))


@source.command()
def pause(context: typer.Context, which: Named, town: Town = None, by: By = None) -> None:
    """Stop listening to a source; what is here stays."""
    start_django()
    from django.utils import timezone

    from klimamosaik.streams.operations import pause as stop

    meant = source_named(which, town)
    stop(source=meant, by=author(context, by).user, at=timezone.now())
    typer.echo(spoken(PAUSED.format(name=meant.name)))


@source.command()
def resume(context: typer.Context, which: Named, town: Town = None, by: By = None) -> None:
    """Listen to a paused source again."""
    start_django()
    from klimamosaik.streams.operations import resume as go_on

    meant = source_named(which, town)
    go_on(source=meant, by=author(context, by).user)
    typer.echo(spoken(RESUMED.format(name=meant.name)))


@source.command()
def password(
    context: typer.Context,
    which: Named,
    file: Annotated[Path, typer.Argument(help="File that holds the password, and nothing else.")],
    town: Town = None,
    by: By = None,
) -> None:
    """Log in at a source with another password from now on."""
    start_django()
    from klimamosaik.streams.operations import renew_password

    meant = source_named(which, town)
    renew_password(source=meant, password=secret_in(file), by=author(context, by).user)
    typer.echo(spoken(PASSWORD_KEPT.format(name=meant.name)))


@source.command()
def fetch(which: Named, town: Town = None) -> None:
    """Fetch now what a server or folder has; without `serve`, as a timer would."""
    start_django()
    from django.utils import timezone

    from klimamosaik.streams.queries.sources import source_line
    from klimamosaik.streams.work import work_on

    meant = source_named(which, town)
    work_on(meant, now=timezone.now())
    typer.echo(spoken(source_in_words(source_line(meant, timezone.now()))))


PASSWORD_KEPT = Text(
    "Bei „{name}“ melden wir uns ab jetzt mit diesem Passwort an.",
    "From now on we log in at “{name}” with this password.",
)
NONE = Text(
    "Noch keine Quelle. Eine hinzufügen: klimamosaik source add",
    "No source yet. Add one: klimamosaik source add",
)
REMOVED = Text(
    "„{name}“ ist entfernt. Es bleiben {series:Messreihe|Messreihen} mit {readings:Wert|Werten}.",
    "“{name}” is removed. {series:series|series} with {readings:reading|readings} remain.",
)
PAUSED = Text("„{name}“ ist angehalten.", "“{name}” is paused.")
RESUMED = Text("„{name}“ läuft wieder.", "“{name}” runs again.")
