"""Who may set up an installation that has no user yet: this machine, or who holds the token."""

import os
import secrets
from ipaddress import ip_address
from pathlib import Path

from django.http import HttpRequest

FILE = "setup_token"
FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_VIA")


def setup_token(data: Path) -> str:
    """The token that allows set-up from another machine; made once, for `serve` to print."""
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


def may_set_up(request: HttpRequest, *, token: str, data: Path) -> bool:
    """True from this machine itself, or with the right token."""
    if token and (data / FILE).exists():
        return secrets.compare_digest(token.encode(), setup_token(data).encode())
    return from_this_machine(request)


def from_this_machine(request: HttpRequest) -> bool:
    """True where the caller sits on the loopback interface and no proxy speaks for somebody."""
    if any(name in request.META for name in FORWARDED):
        return False
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
