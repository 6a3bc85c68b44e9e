"""Whether somebody is logged in or shows a token, asked before Django sees the request."""

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from klimamosaik.records.same_database import renew_connections


def is_logged_in(session: str) -> bool:
    """True where the session is known, has not run out and belongs to a person."""
    renew_connections()
    try:
        return SESSION_KEY in SessionStore(session)
    finally:
        renew_connections()


def opens(key: str) -> bool:
    """True where the key of an access token opens."""
    from klimamosaik.people.tokens import TokenRefused, checked_token

    renew_connections()
    try:
        return bool(checked_token(key, at=timezone.now()))
    except TokenRefused:
        return False
    finally:
        renew_connections()
