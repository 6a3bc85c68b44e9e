"""The data version: one number for the state of everything that was ever delivered."""

from dataclasses import dataclass

from django.db import connection
from django.db.models import F

from klimamosaik.observations.models import DataVersion

ASK = f"SELECT seq FROM {DataVersion._meta.db_table} WHERE id = 1"
HOLD = f"{ASK} FOR UPDATE"  # SQLite holds all of the database
CURRENT = f"SELECT seq, settled FROM {DataVersion._meta.db_table} WHERE id = 1"
NOTE = f"UPDATE {DataVersion._meta.db_table} SET seq = %s WHERE id = 1"


@dataclass(frozen=True)
class Version:
    """How far the store has come."""

    newest: int  # seq of the newest delivery; 0 before the first
    settled: int  # up to here the cold holds what settles


def current() -> Version:
    """The version everybody can read by now."""
    with connection.cursor() as cursor:  # written out: nearly each answer asks for it
        cursor.execute(CURRENT)
        row = cursor.fetchone()
    return Version(*row) if row else Version(0, 0)


def advance() -> int:
    """Take the next seq inside a transaction; its row stays locked until that ends.

    So deliveries commit in the order of their seq, and whoever sees one sees all before it.
    """
    hold()
    DataVersion.objects.filter(pk=1).update(seq=F("seq") + 1)
    return current().newest


def hold() -> int:
    """Keep the version as it is to the end of the transaction: nobody delivers meanwhile."""
    words = HOLD if connection.features.has_select_for_update else ASK
    with connection.cursor() as cursor:  # written out: it is asked for every reading that comes
        cursor.execute(words)
        row = cursor.fetchone()
        if row is None:
            DataVersion.objects.get_or_create(pk=1)
            cursor.execute(words)
            row = cursor.fetchone()
    return int(row[0])


def note(seq: int) -> None:
    """Make this the newest version, inside a transaction that holds the one before."""
    with connection.cursor() as cursor:  # as often as `hold`
        cursor.execute(NOTE, [seq])


def note_settled(cut: int) -> None:
    """Remember up to where the cold has come."""
    DataVersion.objects.filter(pk=1, settled__lt=cut).update(settled=cut)
