"""Who pushes: known by a token of the source, and by a signature where one is agreed."""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping

from django.utils import timezone

from klimamosaik.streams.models import DataSource
from klimamosaik.streams.source_state import failed
from klimamosaik.terms.complaint import InputRejected

SIGNATURE = "signature_header"  # setting of a source: where the signature stands; key: its secret
NOBODY = hashlib.sha256(b"").hexdigest()  # compared with where there is no source: takes as long


def source_of(number: int) -> DataSource | None:
    """The source that is pushed to; None where none has this number and a token."""
    found = DataSource.objects.select_related("municipality").filter(pk=number)
    return found.exclude(digest="").first()


def may_push(source: DataSource | None, *, headers: Mapping[str, str], body: bytes) -> bool:
    """True where the token is the source's, and the signature fits where one is agreed.

    Compared in constant time.
    """
    digest = hashlib.sha256(token_in(headers).encode()).hexdigest()
    known = hmac.compare_digest(digest, source.digest if source else NOBODY)
    return known and source is not None and is_signed(source, headers, body)


def token_in(headers: Mapping[str, str]) -> str:
    """The token: `Authorization: Bearer`, `X-Token`, or the password of basic authentication."""
    scheme, _, rest = headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return rest.strip()
    if scheme.lower() == "basic":
        return password_in(rest)
    return headers.get("X-Token", "").strip()


def password_in(written: str) -> str:
    """The password of basic authentication; "" where it cannot be read."""
    try:
        told = base64.b64decode(written.strip(), validate=True).decode()
    except (binascii.Error, ValueError):
        return ""
    return told.partition(":")[2]


def is_signed(source: DataSource, headers: Mapping[str, str], body: bytes) -> bool:
    """True where no signature is agreed, or HMAC-SHA256 of the body stands where it should.

    Written in hexadecimal digits or in base64, with or without "sha256=" before it.
    """
    where = str(source.options.get(SIGNATURE, ""))
    if not where:
        return True
    try:
        password = source.password
    except InputRejected as refusal:  # as any signature that is wrong; why stands on its page
        failed(source, text=refusal.complaints[0].text, at=timezone.now())
        return False
    if not password:
        return False
    made = hmac.new(password.encode(), body, hashlib.sha256).digest()
    given = headers.get(where, "").strip().removeprefix("sha256=")
    in_hex = hmac.compare_digest(given.lower().encode(), made.hex().encode())
    return in_hex | hmac.compare_digest(given.encode(), base64.b64encode(made))
