"""How a program shows the key of its token: as a bearer, or by name and password."""

import binascii
from base64 import b64decode

PREFIX = "kmt"


def shown_key(header: str) -> str:
    """The key in an Authorization header; "" where there is none.

    Bearer carries the whole key. Basic carries the handle as name and the secret as password, or
    the whole key as password: many clients know nothing else.
    """
    kind, _, told = header.partition(" ")
    told = told.strip()
    if kind.lower() == "bearer":
        return told
    if kind.lower() != "basic" or not told:
        return ""
    try:
        name, _, password = b64decode(told, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return ""
    return password if password.startswith(f"{PREFIX}_") else "_".join((PREFIX, name, password))
