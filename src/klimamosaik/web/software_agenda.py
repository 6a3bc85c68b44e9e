"""What the software itself waits for, on the agenda of those who manage it."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse

from klimamosaik.agenda.lines import AgendaKind, AgendaLine, Urgency
from klimamosaik.people.roles import Role
from klimamosaik.places.models import Municipality
from klimamosaik.terms.period import local_day
from klimamosaik.terms.text import Text, joined
from klimamosaik.web.background_state import state
from klimamosaik.web.backup.last import last_backup
from klimamosaik.web.doctor.backups import is_old


def running(municipality: Municipality, now: datetime) -> Iterator[AgendaLine]:
    """Background work that stands still or fails, and backups that are missing or old.

    Invented towns need no backup.
    """
    found = state()
    if not found.alive:
        yield line(municipality, STANDS, STANDS_WHY)
    elif not found.well(now):
        failing = [task.text for task, each in found.tasks.items() if each.failing_since]
        yield line(municipality, FAILS, FAILS_WHY.format(tasks=joined(failing)))
    last = last_backup()
    if municipality.synthetic:
        return
    if last is None:
        yield line(municipality, NO_BACKUP, NO_BACKUP_WHY)
    elif is_old(last, now):
        day = local_day(last.at)
        yield line(municipality, OLD_BACKUP, OLD_BACKUP_WHY.format(day=day))


def line(municipality: Municipality, headline: Text, sentence: Text) -> AgendaLine:
    """One line, settled on the page of the background work."""
    return AgendaLine(
        kind=AgendaKind.RUNNING,
        urgency=Urgency.SOON,
        headline=headline,
        sentence=sentence,
        link=reverse("background", args=[municipality.ags]),
        asks=Role.ADMIN,
    )


STANDS = Text("Die Hintergrundarbeit steht still", "The background work stands still")
STANDS_WHY = Text(
    "Wirkungen werden nicht erneuert, und nichts wird gesichert.",
    "Effects are not renewed, and nothing is backed up.",
)
FAILS = Text("Die Hintergrundarbeit scheitert", "The background work fails")
FAILS_WHY = Text("Es scheitert: {tasks}.", "What fails: {tasks}.")
NO_BACKUP = Text("Noch nie gesichert", "Never backed up")
NO_BACKUP_WHY = Text(
    "Geht die Festplatte kaputt, ist alles Eingetragene verloren.",
    "If the disk breaks, everything entered is lost.",
)
OLD_BACKUP = Text("Die letzte Sicherung ist alt", "The last backup is old")
OLD_BACKUP_WHY = Text(
    "Sie ist vom {day:short}; was danach kam, ginge verloren.",
    "It is of {day:short}; what came later would be lost.",
)
