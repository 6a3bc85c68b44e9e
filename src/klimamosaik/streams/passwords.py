"""Passwords of sources as they are kept: sealed with a key made of this server's own.

They must be told to brokers and servers as they are, so a digest would not do. Who has a copy of
the database, but not the server's key, reads none of them.
"""

import base64
from functools import lru_cache
from typing import TYPE_CHECKING

from django.conf import settings

from klimamosaik.terms.complaint import rejected

if TYPE_CHECKING:
    from cryptography.fernet import Fernet

PURPOSE = b"klimamosaik: passwords of sources"  # another purpose has another key
KEY = 32  # bytes


def sealed(password: str) -> str:
    """A password as it is kept; "" stays ""."""
    return sealer(settings.SECRET_KEY).encrypt(password.encode()).decode() if password else ""


def opened(kept: str, *, name: str) -> str:
    """The password that is kept. name: of the source.

    Raises InputRejected where it was sealed with another key of this server.
    """
    from cryptography.fernet import InvalidToken

    if not kept:
        return ""
    try:
        return sealer(settings.SECRET_KEY).decrypt(kept.encode()).decode()
    except InvalidToken as error:
        raise rejected(
            "password_sealed",
            "Das Passwort der Quelle „{name}“ lässt sich nicht öffnen: Der Schlüssel dieses "
            "Servers (secret_key) ist ein anderer als beim Eintragen. Bitte das Passwort auf der "
            "Seite der Quelle neu eintragen oder den früheren Schlüssel zurücklegen.",
            "The password of the source “{name}” cannot be opened: this server's key (secret_key) "
            "is not the one it was entered with. Please enter the password anew on the source's "
            "page, or put the former key back.",
            name=name,
        ) from error


def is_sealed(kept: str) -> bool:
    """True where this server's key opens it; how it begins tells nothing."""
    from cryptography.fernet import InvalidToken

    try:
        sealer(settings.SECRET_KEY).decrypt(kept.encode())
    except InvalidToken:
        return False
    return True


@lru_cache(4)  # by the key it is made of
def sealer(secret_key: str) -> "Fernet":
    """What seals and opens; loaded where there is a password only."""
    from cryptography.fernet import Fernet
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    derived = HKDF(SHA256(), KEY, salt=None, info=PURPOSE).derive(secret_key.encode())
    return Fernet(base64.urlsafe_b64encode(derived))
