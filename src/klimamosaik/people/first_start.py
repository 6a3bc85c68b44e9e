"""Who may set up an installation that has no user yet: who holds the token `serve` prints.

Being on this machine is no proof: behind a proxy that says nothing every stranger seems to be.
"""

import os
import secrets
from pathlib import Path

FILE = "setup_token"


def setup_token(data: Path) -> str:
    """The token that allows set-up; made once, for `serve` to print."""
    path = data / FILE
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    token = secrets.token_urlsafe(24)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(token)
    return token


def forget_setup_token(data: Path) -> None:
    """Nobody needs it once there is a user."""
    (data / FILE).unlink(missing_ok=True)


def may_set_up(*, token: str, data: Path) -> bool:
    """True with the right token; an empty one, as of a file being written, is never right."""
    right = setup_token(data)
    return bool(right) and secrets.compare_digest(token.encode(), right.encode())
