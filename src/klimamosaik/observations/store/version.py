"""The data version: one number for the state of everything that was ever delivered."""

from dataclasses import dataclass

from django.db.models import F

from klimamosaik.observations.models import DataVersion


@dataclass(frozen=True)
class Version:
    """How far the store has come."""

    newest: int  # seq of the newest delivery; 0 before the first
    settled: int  # up to here the cold holds what settles


def current() -> Version:
    """The version everybody can read by now."""
    row = DataVersion.objects.filter(pk=1).values_list("seq", "settled").first()
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
    held = DataVersion.objects.select_for_update().filter(pk=1).values_list("seq", flat=True)
    for seq in held:
        return seq
    DataVersion.objects.get_or_create(pk=1)
    return held.get()


def note(seq: int) -> None:
    """Make this the newest version, inside a transaction that holds the one before."""
    DataVersion.objects.filter(pk=1).update(seq=seq)


def note_settled(cut: int) -> None:
    """Remember up to where the cold has come."""
    DataVersion.objects.filter(pk=1, settled__lt=cut).update(settled=cut)
