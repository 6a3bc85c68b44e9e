"""What tokens may do at a broker by now, and the files that say so to it."""

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from klimamosaik.people.broker_passwords import broker_password
from klimamosaik.people.models import ApiToken, TokenScope
from klimamosaik.sensorthings.mqtt.rights import (
    LISTED,
    PASSWORDS,
    RIGHTS,
    TokenRights,
    acl_file,
    password_file,
)
from klimamosaik.sensorthings.sight import Sight


def token_rights(*, at: datetime) -> Iterator[TokenRights]:
    """The rights of every token that opens at this moment."""
    tokens = ApiToken.objects.select_related("municipality").exclude(broker_digest="")
    for token in tokens.filter(revoked_at=None).order_by("pk"):
        if not token.stands(at):
            continue
        sight = Sight(token)
        writes = token.may(TokenScope.OBSERVATIONS)
        everywhere = sight.everything and not token.datastreams
        yield TokenRights(
            handle=token.handle,
            password=token.broker_digest,
            reads=None if sight.narrow else (sight.ags or ""),
            writes=writes,
            everywhere=everywhere,
            datastreams=named(sight) if writes and not everywhere else (),
        )


def named(sight: Sight) -> tuple[int, ...]:
    """The datastreams a token may write to, one more than can be named where there are more."""
    return tuple(sight.writable.order_by("pk").values_list("pk", flat=True)[: LISTED + 1])


class AdmissionFiles:
    """The two files in a folder, written anew where they are no longer right."""

    def __init__(self, folder: Path, secret: str) -> None:
        """secret: the password the server itself logs in with."""
        self.folder, self.server = folder, broker_password(secret)

    def renew(self, *, at: datetime, tokens: bool = True) -> bool:
        """Write what tokens may do by now; True where it differs from what stood there.

        tokens: False lets in nobody but the server itself.
        """
        rights = list(token_rights(at=at)) if tokens else []
        passwords = replaced(self.folder / PASSWORDS, password_file(self.server, rights))
        return replaced(self.folder / RIGHTS, acl_file(rights)) or passwords


def replaced(path: Path, text: str) -> bool:
    """Put a text in the place of a file, never half; False where it stood there already."""
    if path.exists() and path.read_text("utf-8") == text:
        return False
    fresh = path.with_suffix(".new")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
    fresh.replace(path)
    return True
