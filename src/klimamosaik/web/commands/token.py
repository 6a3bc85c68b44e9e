"""Access tokens of programs, from the command line: made, listed, revoked."""

from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from klimamosaik.terms.complaint import rejected
from klimamosaik.terms.text import Text, joined
from klimamosaik.web.commands import app, spoken, start_django
from klimamosaik.web.commands.afterwards import By, author
from klimamosaik.web.commands.echoing import echo_json

if TYPE_CHECKING:
    from klimamosaik.people.models import ApiToken, TokenScope

token_app = typer.Typer(no_args_is_help=True, help="Access tokens of programs that read or write.")
app.add_typer(token_app, name="token")

AsJson = Annotated[bool, typer.Option("--json", help="Machine-readable.")]
ONCE = Text(
    "Schlüssel, nur dieses eine Mal zu sehen:",
    "The key, shown this once only:",
)
NONE_YET = Text("Noch kein Zugangsschlüssel.", "No access token yet.")
REVOKED = Text("„{name}“ ist widerrufen.", "“{name}” is revoked.")
LONGEST_DAYS = 36_500  # a hundred years; longer means no end, which is said by leaving it out


@token_app.command("create")
def create(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="What it is for.")],
    scope: Annotated[
        list[str],
        typer.Option(help="read, observations:write, entities:write or admin; again for more."),
    ],
    town: Annotated[
        str | None, typer.Option(help="Official key (AGS), eight digits; all towns without it.")
    ] = None,
    datastream: Annotated[
        list[int] | None,
        typer.Option(help="Only write readings to this datastream; again for more."),
    ] = None,
    days: Annotated[int | None, typer.Option(help="Valid so long; until revoked without.")] = None,
    as_json: AsJson = False,
    by: By = None,
) -> None:
    """Make a token and print its key, this once only: it is stored as a digest."""
    scopes, lasts = scopes_of(scope), span_of(days)
    start_django()
    from django.utils import timezone

    from klimamosaik.observations.queries.sensing import known_datastreams
    from klimamosaik.people.tokens import make_token
    from klimamosaik.places.queries.places import known_municipality

    municipality = known_municipality(ags=town) if town is not None else None
    who, at = author(context, by), timezone.now()
    handed = make_token(
        name=name,
        scopes=scopes,
        municipality=municipality,
        datastreams=known_datastreams(ids=datastream or (), municipality=municipality),
        ends_at=at + lasts if lasts else None,
        by=who.user,
        at=at,
    )
    if as_json:
        echo_json(record(handed.token) | {"key": handed.key})
        return
    typer.echo(spoken(ONCE))
    typer.echo(handed.key)


@token_app.command("list")
def list_tokens(as_json: AsJson = False) -> None:
    """List all tokens: what for, what they may, when they were last used, whether they stand."""
    start_django()
    from klimamosaik.people.queries import tokens_of

    found = list(tokens_of())
    if as_json:
        echo_json([record(each) for each in found])
        return
    for each in found:
        typer.echo(line(each))
    if not found:
        typer.echo(spoken(NONE_YET))


@token_app.command("revoke")
def revoke(
    context: typer.Context,
    handle: Annotated[str, typer.Argument(help="As “token list” prints it, or the whole key.")],
    by: By = None,
) -> None:
    """Take a token back: it opens nothing any more."""
    start_django()
    from django.utils import timezone

    from klimamosaik.people.tokens import revoke_token, token_with

    token = token_with(handle=handle)
    revoke_token(token=token, by=author(context, by).user, at=timezone.now())
    typer.echo(spoken(REVOKED.format(name=token.name)))


def span_of(days: int | None) -> timedelta | None:
    """How long a token is valid; None: until it is revoked. Raises InputRejected for no span."""
    if days is not None and not 0 < days <= LONGEST_DAYS:
        raise rejected(
            "days_out_of_range",
            "„--days {days}“ ist kein Zeitraum: bitte 1 bis 36500 Tage.",
            "“--days {days}” is no span: please give 1 to 36500 days.",
            days=days,
        )
    return timedelta(days=days) if days else None


def scopes_of(words: list[str]) -> "list[TokenScope]":
    """The rights meant. Raises InputRejected for a word that is none."""
    start_django()
    from klimamosaik.people.models import TokenScope

    allowed = [each.value for each in TokenScope]
    wrong = [word for word in words if word not in allowed]
    if wrong:
        raise rejected(
            "unknown_scope",
            "Ein Recht „{word}“ gibt es nicht; es gibt: {allowed}.",
            "There is no right “{word}”; there are: {allowed}.",
            word=wrong[0],
            allowed=", ".join(allowed),
        )
    return [TokenScope(word) for word in words]


def record(token: "ApiToken") -> dict[str, Any]:
    """A token for machines; never what opens."""
    return {
        "handle": token.handle,
        "name": token.name,
        "town": token.municipality_id,
        "scopes": token.scopes,
        "datastreams": token.datastreams,
        "made_at": token.made_at,
        "ends_at": token.ends_at,
        "used_at": token.used_at,
        "revoked_at": token.revoked_at,
    }


def line(token: "ApiToken") -> str:
    """A token on one line."""
    from django.utils import timezone
    from django.utils.timezone import localtime

    from klimamosaik.people.models import TokenScope

    state = STANDS
    if token.revoked_at is not None:
        state = GONE.format(moment=localtime(token.revoked_at))
    elif not token.stands(timezone.now()):
        state = OVER
    used = USED.format(moment=localtime(token.used_at)) if token.used_at else UNUSED
    may = joined(TokenScope(scope).text for scope in token.scopes)
    where = Text("{town}", "{town}").format(town=token.municipality) if token.municipality else ALL
    words = (
        token.handle,
        token.name,
        *(spoken(each) for each in (where, may, used, state)),
    )
    return "  ".join(words)


STANDS, OVER = Text("gilt", "valid"), Text("abgelaufen", "ended")
GONE = Text("widerrufen {moment:time}", "revoked {moment:time}")
USED, UNUSED = Text("benutzt {moment:time}", "used {moment:time}"), Text("unbenutzt", "unused")
ALL = Text("alle Gemeinden", "all municipalities")
