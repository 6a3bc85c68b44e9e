"""The provider says that somebody's session there is over: theirs here ends, too.

OpenID Connect Back-Channel Logout 1.0.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.sessions.models import Session
from django.core.cache import cache

from klimamosaik.people.sign_on.expiry import SIGNED_ON
from klimamosaik.people.sign_on.failures import calmly
from klimamosaik.people.sign_on.provider import KEPT, SIGNATURES, SKEW, app_for
from klimamosaik.people.sign_on.provider_settings import SignOnAgreement

EVENT = "http://schemas.openid.net/event/backchannel-logout"
OLDEST = 10 * 60  # [s] since it was made; what somebody kept for later ends nothing


@dataclass(frozen=True)
class SessionOver:
    """A session at the provider that is over; without its name all of that person."""

    session: str
    subject: str


def session_over(token: str, agreed: SignOnAgreement, *, at: datetime) -> SessionOver:
    """Check what the provider says is over. Raises SignOnFailed."""
    with calmly(agreed, secrets=[token]):
        claims = checked(token, agreed, at)
        session, subject = (str(claims.get(name) or "") for name in ("sid", "sub"))
        if EVENT not in dict(claims["events"]) or "nonce" in claims or not (session or subject):
            raise ValueError("that is no word of a session that is over")
        return SessionOver(session, subject)


def checked(token: str, agreed: SignOnAgreement, at: datetime) -> Mapping[str, Any]:
    """The claims of a token by the provider, for this installation, made just now.

    Strangers may ask as often as they like: the keys are fetched every few minutes only.
    """
    from joserfc import jwt
    from joserfc.jwk import KeySet
    from joserfc.jws import JWSRegistry

    app = app_for(agreed)
    keys: Any = cache.get_or_set(f"sign_on_keys:{agreed.issuer}", app.fetch_jwk_set, KEPT)
    registry = JWSRegistry(algorithms=SIGNATURES, strict_check_header=False)
    claims = jwt.decode(token, KeySet.import_key_set(keys), registry=registry).claims
    now = int(at.timestamp())
    jwt.JWTClaimsRegistry(
        now=now,
        leeway=SKEW,
        iss={"essential": True, "value": app.server_metadata["issuer"]},
        aud={"essential": True, "value": app.client_id},
        iat={"essential": True},
    ).validate(claims)
    if claims["iat"] < now - OLDEST:
        raise ValueError("that was made too long ago")
    return claims


def end_sessions(over: SessionOver, *, at: datetime) -> int:
    """End the sessions here that came by the one that is over; returns how many."""
    ended = 0
    for row in Session.objects.filter(expire_date__gt=at).iterator():
        kept = row.get_decoded().get(SIGNED_ON)
        if kept and came_by(kept, over):
            ended += row.delete()[0]
    return ended


def came_by(kept: Mapping[str, Any], over: SessionOver) -> bool:
    """True for the session named; where none is, for all of the person."""
    if over.session:
        return bool(kept["session"] == over.session)
    return bool(kept["subject"] == over.subject)
