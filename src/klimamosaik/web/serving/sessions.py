"""Whether somebody is logged in, asked before Django sees the request."""

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import close_old_connections


def is_logged_in(session: str) -> bool:
    """True where the session is known, has not run out and belongs to a person."""
    close_old_connections()
    try:
        return SESSION_KEY in SessionStore(session)
    finally:
        close_old_connections()
