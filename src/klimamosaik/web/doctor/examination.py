"""One look at everything; what stands in the way of one thing hinders no other."""

from collections.abc import Callable, Iterator
from functools import partial

from django.db import DatabaseError
from django.utils import timezone

from klimamosaik.records.damage import known_cause
from klimamosaik.terms.text import Text
from klimamosaik.web.doctor import backups, certificate, holdings, machine, neighbours
from klimamosaik.web.doctor.finding import DoctorFinding, Seriousness, ill

__all__ = ["Seriousness", "look"]


def look(*, deep: bool) -> Iterator[DoctorFinding]:
    """All findings, one after the other."""
    now = timezone.now()
    looks: list[Callable[[], Iterator[DoctorFinding]]] = [
        machine.versions,
        machine.address,
        partial(certificate.certificate, now),
        neighbours.sign_on,
        neighbours.mail,
        machine.disk,
        machine.access,
        machine.layout,  # before all that ask the database
        machine.second_factor,
        machine.connections,
        partial(machine.clock, now),
        partial(holdings.store, deep=deep),
        holdings.passwords,
        partial(holdings.weather, now),
        partial(holdings.background, now),
        partial(backups.backups, now),
        partial(backups.put_aside, now),
    ]
    told = False  # why the database cannot be asked; said once, and the others go on
    for each in looks:
        try:
            for finding in each():
                told = told or finding.code.startswith("layout")
                yield finding
        except DatabaseError as error:
            if not told:
                cause = known_cause(error)
                why = UNREADABLE.format(why=str(error))
                yield ill("database", cause.for_terminal if cause else why)
            told = True


UNREADABLE = Text(
    "Die Datenbank antwortet nicht oder ist beschädigt ({why}): bitte prüfen, ob sie läuft, sonst "
    "aus einer Sicherung wiederherstellen.",
    "The database does not answer or is damaged ({why}): please check that it runs, else restore "
    "from a backup.",
)
