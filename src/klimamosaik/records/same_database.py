"""A database file that was taken away while we run is noticed before the next piece of work.

A connection goes on writing to a file that was deleted, or put aside by a restore, for as long as
it lives: readings would be acknowledged that nobody finds again.
"""

from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from django.core.signals import request_started
from django.db import close_old_connections, connections  # noqa: TID251  # its one home
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

OPENED: "WeakKeyDictionary[BaseDatabaseWrapper, int | None]" = WeakKeyDictionary()


def watch() -> None:
    """Look at the file of SQLite whenever a connection opens and a request begins."""
    connection_created.connect(remember, dispatch_uid="same_database")
    request_started.connect(forget_another, dispatch_uid="same_database")


def remember(connection: BaseDatabaseWrapper, **_: Any) -> None:
    """Note which file a new connection has open."""
    OPENED[connection] = file_of(connection)


def renew_connections() -> None:
    """Close connections that are broken, too old, or to another file: outside of a request."""
    close_old_connections()
    forget_another()


def forget_another(**_: Any) -> None:
    """Close a connection to a file that is not the one at its place any more."""
    for each in connections.all(initialized_only=True):
        opened = OPENED.get(each)
        if opened is not None and not each.in_atomic_block and opened != file_of(each):
            each.close()


def file_of(connection: BaseDatabaseWrapper) -> int | None:
    """The number of the file at the place of the database; None for any other, or where none is."""
    if connection.vendor != "sqlite":
        return None
    try:
        return Path(str(connection.settings_dict["NAME"])).stat().st_ino
    except OSError:  # in memory, or gone
        return None
