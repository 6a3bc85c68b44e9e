"""What is done once at the start of `serve`: folder and database are looked at, and claimed."""

import socket
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection

from klimamosaik.people.first_start import setup_token
from klimamosaik.web.command_errors import language
from klimamosaik.web.moving_forward import bring_forward
from klimamosaik.web.serving.claims import claim_folder, claim_port, place_of


@dataclass(frozen=True)
class Claims:
    """A data folder and a port that nobody else serves meanwhile."""

    host: str
    port: int
    folder: IO[str]  # locked as long as it is open anywhere
    door: socket.socket  # listens


def claim_all(*, host: str, port: int) -> Claims:
    """Bring the folder to our version, and claim it and the port.

    Raises InputRejected where somebody else has either.
    """
    if moved := bring_forward():
        print(moved.text.in_(language()), file=sys.stderr)
    folder = claim_folder(settings.DATA_DIR, place_of(connection.vendor, port))
    return Claims(host, port, folder, claim_port(host, port))


@contextmanager
def claimed(*, host: str, port: int) -> Iterator[None]:
    """Hold folder and port meanwhile. Raises InputRejected where somebody else has either."""
    claims = claim_all(host=host, port=port)
    with claims.folder, claims.door:
        yield


def tell(claims: Claims, *, also: Sequence[str]) -> None:
    """Say where the pages are and, before there is any user, the address that allows set-up."""
    print(f"Klimamosaik: http://{claims.host}:{claims.port}/   (Ctrl+C)")
    for said in also:
        print(f"  {said}")
    if not get_user_model().objects.exists():
        token = setup_token(settings.DATA_DIR)
        address = settings.PUBLIC_ADDRESS or f"http://{claims.host}:{claims.port}"
        print(f"  Einrichten / set up: {address}/einrichten/?token={token}")
    sys.stdout.flush()
    connection.close()
