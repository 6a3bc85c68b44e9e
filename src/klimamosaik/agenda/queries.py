"""What is to be done in a municipality, gathered from the rooms that know it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from klimamosaik.agenda.lines import FURTHER, Accountable, AgendaLine, Urgency
from klimamosaik.agenda.measures import of_register
from klimamosaik.agenda.meters import of_meters
from klimamosaik.agenda.others_waiting import of_letters, own_uploads
from klimamosaik.observations.queries.states import next_silence, states
from klimamosaik.people.access import includes
from klimamosaik.people.roles import Role
from klimamosaik.places.models import Municipality
from klimamosaik.records.query_cache import once
from klimamosaik.terms.period import local_day


@dataclass(frozen=True)
class Agenda:
    """All that waits for somebody, as of a moment."""

    lines: tuple[AgendaLine, ...]  # by urgency, what is due first before the rest
    day: date
    until: datetime | None  # the clock alone makes it another agenda then

    @property
    def count(self) -> int:
        """How many things press: entries that are merely missing do not."""
        return len(self.pressing.lines)

    def for_role(self, role: Role) -> "Agenda":
        """What somebody of a role can settle, or at least look at."""
        seen = tuple(line for line in self.lines if includes(role, line.asks))
        return Agenda(seen, self.day, self.until)

    def of(self, organisation: int) -> "Agenda":
        """What is the turn of one organisation (its id)."""
        own = tuple(line for line in self.lines if line.of(organisation))
        return Agenda(own, self.day, self.until)

    def without(self, others: "Agenda") -> "Agenda":
        """What is not in another one."""
        left = tuple(line for line in self.lines if line not in others.lines)
        return Agenda(left, self.day, self.until)

    @property
    def pressing(self) -> "Agenda":
        """All but the entries that are merely missing."""
        lines = tuple(line for line in self.lines if line.urgency is not Urgency.SOMETIME)
        return Agenda(lines, self.day, self.until)

    @property
    def organisations(self) -> tuple[Accountable, ...]:
        """Everybody whose turn it is anywhere, by name."""
        return tuple(sorted({one for line in self.lines for one in line.who}, key=name_of))


def name_of(one: Accountable) -> str:
    """What sorts organisations."""
    return one.name.casefold()


def agenda_of(*, municipality: Municipality, now: datetime) -> Agenda:
    """The agenda of a municipality; gathered once for each state of the database and each day."""
    day = local_day(now)

    def good(kept: Agenda) -> bool:
        return kept.day == day and (kept.until is None or now < kept.until)

    name = ("agenda", municipality.pk)
    return once(name, lambda: gathered(municipality, now), good, of=(municipality,))


def gathered(municipality: Municipality, now: datetime) -> Agenda:
    """Ask every room."""
    found = states(municipality=municipality, now=now)
    lines = [
        *of_meters(municipality=municipality, states=found, now=now),
        *of_letters(municipality=municipality, now=now),
        *of_register(municipality=municipality, now=now),
    ]
    day = local_day(now)
    return Agenda(ranked(lines), day, next_silence(found, now))


def agenda_for(*, municipality: Municipality, user: int, role: Role, now: datetime) -> Agenda:
    """The agenda as one person sees it, with the files they laid down and how the software runs."""
    found = agenda_of(municipality=municipality, now=now)
    own = own_uploads(municipality=municipality, user=user)
    running = (line for room in FURTHER for line in room(municipality, now))
    return Agenda(ranked((*found.lines, *own, *running)), found.day, found.until).for_role(role)


def ranked(lines: Iterable[AgendaLine]) -> tuple[AgendaLine, ...]:
    """What presses most first; of equals what is due first, then as the rooms told it."""
    order = list(Urgency)
    return tuple(sorted(lines, key=lambda line: (order.index(line.urgency), line.due or date.max)))
