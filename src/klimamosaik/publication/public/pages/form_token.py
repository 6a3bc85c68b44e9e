"""A form that knows no visitor: signed by the page that shows it, taken once, not in haste."""

import hashlib
import secrets
from datetime import date, datetime, timedelta

from django.core import signing
from django.core.cache import cache

SALT = "klimamosaik.public.feedback"
LEAST = timedelta(seconds=4)  # nobody reads the form and writes a sentence faster
MOST = timedelta(hours=12)  # a form left open over lunch still works
AN_HOUR, A_DAY = 60 * 60, 24 * 60 * 60  # [s]
FROM_ONE, FROM_ALL = 5, 300  # messages of one address an hour, of all a day


def new_token(ags: str, at: datetime) -> str:
    """A token for a form of this municipality."""
    return signing.dumps([ags, secrets.token_hex(16), at.timestamp()], salt=SALT, compress=False)


def read_token(said: str, ags: str, at: datetime) -> str | None:
    """The part that is taken once; None where it is forged, too old, or came back too fast."""
    try:
        own, once, made = signing.loads(said, salt=SALT)
    except (signing.BadSignature, ValueError):
        return None
    age = timedelta(seconds=at.timestamp() - made)
    return once if own == ags and LEAST <= age <= MOST else None


def too_many(ags: str, address: str, day: date) -> bool:
    """True where this address, or all together, wrote too often; kept in memory alone.

    The address is kept as a digest salted with the day, and for an hour.
    """
    digest = hashlib.sha256(f"{day}|{address}".encode()).hexdigest()[:16]
    return counted(f"feedback-{digest}", AN_HOUR) > FROM_ONE or (
        counted(f"feedback-{ags}-{day}", A_DAY) > FROM_ALL
    )


def counted(key: str, seconds: int) -> int:
    """How often this happened within the time, with this one."""
    cache.add(key, 0, seconds)
    try:
        return cache.incr(key)
    except ValueError:  # it ran out in between
        return 1
