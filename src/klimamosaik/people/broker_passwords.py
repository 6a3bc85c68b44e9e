"""A secret as mosquitto keeps it in its password file."""

import base64
import hashlib
import secrets

SALT = 12  # [bytes] as mosquitto_passwd 2.0 draws it
ROUNDS = 101  # its own default; the secrets are 256 random bits, nothing anybody could guess


def broker_password(secret: str) -> str:
    """The secret as it stands behind the name in a password file: PBKDF2 with SHA-512."""
    salt = secrets.token_bytes(SALT)
    digest = hashlib.pbkdf2_hmac("sha512", secret.encode(), salt, ROUNDS)
    spelled = [base64.b64encode(part).decode() for part in (salt, digest)]
    return "$".join(("", "7", str(ROUNDS), *spelled))
