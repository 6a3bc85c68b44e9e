"""Database and mail server of an installation, as Django wants them to be told."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from klimamosaik.terms.text import Text
from klimamosaik.web.environment import MAIL_PORTS, Environment, split_url
from klimamosaik.web.setting_refusals import PREFIX, starts_with

CONNECT = 10  # [s] for PostgreSQL to answer; without it a page waits as long as the network does
FORMS = Text(
    "sqlite:///PFAD und postgresql://NAME:PASSWORT@RECHNER:PORT/DATENBANK",
    "sqlite:///PATH and postgresql://USER:PASSWORD@HOST:PORT/NAME",
)


def database_settings(environment: Environment) -> dict[str, Any]:
    """Translate the database URL into Django's settings."""
    if not environment.database:
        return sqlite(environment.data / "klimamosaik.sqlite3")
    url = split_url("DATABASE", environment.database)
    if url.scheme == "sqlite" and url.path:
        return sqlite(Path(url.path))
    if url.scheme in ("postgresql", "postgres") and url.path.strip("/"):
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(url.path.strip("/")),
            "USER": unquote(url.username or ""),
            "PASSWORD": unquote(url.password or ""),
            "HOST": unquote(url.hostname or ""),
            "PORT": str(url.port or ""),
            "OPTIONS": {"connect_timeout": CONNECT},
            "CONN_HEALTH_CHECKS": True,
            "CONN_MAX_AGE": 60,
        }
    raise starts_with(f"{PREFIX}DATABASE", url, FORMS)


def mail_settings(environment: Environment) -> dict[str, Any]:
    """Translate the URL of the mail server into Django's settings; all empty without one."""
    url = urlsplit(environment.mail)
    return {
        "EMAIL_HOST": url.hostname or "",
        "EMAIL_PORT": url.port or MAIL_PORTS.get(url.scheme, 25),
        "EMAIL_HOST_USER": unquote(url.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(url.password or ""),
        "EMAIL_USE_SSL": url.scheme == "smtps",
        "EMAIL_USE_TLS": url.scheme == "smtp+starttls",
        "EMAIL_TIMEOUT": CONNECT,
        "DEFAULT_FROM_EMAIL": environment.mail_from,
    }


def sqlite(path: Path) -> dict[str, Any]:
    """SQLite for several writers: deferred transactions lose writes as "locked"."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "CONN_MAX_AGE": 60,  # opening one takes as long as storing a reading
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
            # The first before a table is there, or it has no effect: see compacting.give_back.
            # The last in bytes: a large delivery makes the log grow, and then it would stay so.
            "init_command": "PRAGMA auto_vacuum=INCREMENTAL; PRAGMA journal_mode=WAL; "
            "PRAGMA synchronous=FULL; PRAGMA journal_size_limit=16000000;",
        },
    }
