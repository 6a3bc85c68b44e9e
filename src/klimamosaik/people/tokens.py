"""Access tokens of programs: made, looked at, taken back.

A token is shown once and reads `kmt_<handle>_<secret>`. The handle is public: it names the token
in lists and at a broker. Of the secret only a digest is kept; it is 256 random bits, so a plain
SHA-256 is enough (nothing can be guessed that a slow hash would have to protect).
"""

import hashlib
import hmac
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Q
from django.utils.timezone import localdate

from klimamosaik.people.broker_passwords import broker_password
from klimamosaik.people.models import ApiToken, TokenScope
from klimamosaik.people.token_credentials import PREFIX
from klimamosaik.places.models import Municipality
from klimamosaik.records.memory_cache import HeldResults
from klimamosaik.records.operations import save
from klimamosaik.terms.complaint import ReasonedRefusal, rejected
from klimamosaik.terms.text import Text

HANDLE_BYTES, SECRET_BYTES = 6, 32
NOTED_EVERY = timedelta(minutes=1)  # when a token was last used, to the minute
REMEMBERED = 1.0  # [s] another process may revoke a token; it is let in no longer than this
LOOKED_UP = HeldResults[ApiToken](most=1_000, seconds=REMEMBERED)  # by handle

NOT_A_TOKEN = Text(
    "Diesen Zugangsschlüssel gibt es hier nicht. Bitte prüfen, ob er vollständig ist: "
    "„Authorization: Bearer kmt_…“.",
    "There is no such access token here. Please check that it is complete: "
    "“Authorization: Bearer kmt_…”.",
)
ENDED = Text(
    "Der Zugangsschlüssel „{name}“ galt bis {day}. Bitte einen neuen anlegen.",
    "The access token “{name}” was valid until {day}. Please make a new one.",
)
REVOKED = Text(
    "Der Zugangsschlüssel „{name}“ wurde am {day} widerrufen. Bitte einen neuen anlegen.",
    "The access token “{name}” was revoked on {day}. Please make a new one.",
)


@dataclass(frozen=True)
class HandedToken:
    """A new token with the key that opens, shown this once."""

    token: ApiToken
    key: str


class TokenRefused(ReasonedRefusal):
    """A token that does not open; says why."""


def make_token(
    *,
    name: str,
    scopes: Collection[TokenScope],
    municipality: Municipality | None,
    datastreams: Collection[int] = (),
    ends_at: datetime | None = None,
    by: AbstractBaseUser | None,
    at: datetime,
) -> HandedToken:
    """Make a token. municipality: whose data it reaches; None: all of this installation.

    datastreams: ids it may write readings to; empty: all it can reach. ends_at: None for no end.
    Raises InputRejected without a name or a scope, and for an end that has passed.
    """
    if not scopes:
        raise rejected(
            "no_scope",
            "Ein Zugangsschlüssel braucht mindestens ein Recht.",
            "An access token needs at least one right.",
        )
    if ends_at is not None and ends_at <= at:
        raise rejected(
            "token_ends_at_once",
            "Das Ende der Gültigkeit liegt in der Vergangenheit.",
            "The end of validity lies in the past.",
        )
    handle, secret = secrets.token_hex(HANDLE_BYTES), secrets.token_hex(SECRET_BYTES)
    token = ApiToken(
        municipality=municipality,
        name=name.strip(),
        scopes=[scope.value for scope in TokenScope if scope in scopes],
        datastreams=sorted(set(datastreams)),
        handle=handle,
        digest=digest_of(secret),
        broker_digest=broker_password(secret),
        by_id=by.pk if by else None,
        made_at=at,
        ends_at=ends_at,
    )
    return HandedToken(save(token, by=by), f"{PREFIX}_{handle}_{secret}")


def revoke_token(*, token: ApiToken, by: AbstractBaseUser | None, at: datetime) -> None:
    """Take a token back: it opens nothing any more. Once is enough."""
    LOOKED_UP.clear()
    if token.revoked_at is None:
        token.revoked_at = at
        save(token, by=by)


def token_with(*, handle: str) -> ApiToken:
    """The token of a handle, or of a whole key. Raises InputRejected where there is none."""
    parts = handle.strip().split("_", 2)
    public = parts[1] if len(parts) > 1 and parts[0] == PREFIX else parts[0]
    found = ApiToken.objects.select_related("municipality").filter(handle=public).first()
    if found is None:
        raise rejected(
            "unknown_token",
            "Einen Zugangsschlüssel „{handle}“ gibt es hier nicht. „klimamosaik token list“ zeigt "
            "alle.",
            "There is no access token “{handle}” here. “klimamosaik token list” shows all.",
            handle=public,
        )
    return found


def admitted(key: str, *, at: datetime) -> ApiToken:
    """The token that a key opens with, and note that it was used.

    Raises TokenRefused where there is none, where it has ended or was revoked.
    """
    token = checked_token(key, at=at)
    note_use(token, at=at)
    return token


def checked_token(key: str, *, at: datetime) -> ApiToken:
    """The token that a key opens with. Raises TokenRefused as `admitted` does."""
    prefix, _, rest = key.partition("_")
    handle, _, secret = rest.partition("_")
    token = remembered(handle) if prefix == PREFIX and secret else None
    # compared in any case, so that nobody learns from the time taken which handles there are
    opens = hmac.compare_digest(token.digest if token else "", digest_of(secret))
    if token is None or not opens:
        raise TokenRefused(NOT_A_TOKEN)
    if token.revoked_at is not None:
        raise TokenRefused(REVOKED.format(name=token.name, day=localdate(token.revoked_at)))
    if token.ends_at is not None and token.ends_at <= at:
        raise TokenRefused(ENDED.format(name=token.name, day=localdate(token.ends_at)))
    return token


def digest_of(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def remembered(handle: str) -> ApiToken | None:
    """The token of a handle as it stands, or stood a moment ago; None where there is none.

    Two thousand readings a second by one token must not look it up two thousand times.
    """
    known = LOOKED_UP.find(handle)
    if known is not None:
        return known
    token = ApiToken.objects.select_related("municipality").filter(handle=handle).first()
    return LOOKED_UP.keep(handle, token) if token is not None else None


def note_use(token: ApiToken, *, at: datetime) -> None:
    """Note when a token was used, at most once a minute."""
    if token.used_at is not None and at - token.used_at < NOTED_EVERY:
        return
    unnoted = Q(used_at=None) | Q(used_at__lte=at - NOTED_EVERY)
    ApiToken.objects.filter(unnoted, pk=token.pk).update(used_at=at)
    token.used_at = at
