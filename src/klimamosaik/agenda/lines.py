"""One thing that waits for somebody: what, why, until when, who, and where it is settled."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from klimamosaik.people.models import Organisation
from klimamosaik.people.roles import Role
from klimamosaik.places.models import Municipality
from klimamosaik.terms.text import Text
from klimamosaik.terms.text_enum import TextEnum

SOON = timedelta(days=14)  # looked ahead, where a kind of thing says nothing else


class Urgency(StrEnum):
    """How much it presses."""

    FIRST = "first"  # without it there is nothing to see yet
    OVERDUE = "overdue"  # its day has passed
    SOON = "soon"
    SOMETIME = "sometime"  # something is missing; nothing comes late by it


class AgendaKind(TextEnum):
    """What waits, counted as the link to all of them says it."""

    START = "start", Text("Alle {n} ersten Schritte", "All {n} first steps")
    TROUBLE = "trouble", Text("Alle {n} Störungen", "All {n} troubles")
    TASK = "task", Text("Alle {n} Aufgaben", "All {n} tasks")
    DECISION = "decision", Text("Alle {n} Entscheidungen", "All {n} decisions")
    STATUS = "status report", Text("Alle {n} Sachstände", "All {n} status reports")
    BEHIND = "behind plan", Text("Alle {n} hinter Plan", "All {n} behind plan")
    FUNDING = "funding", Text("Alle {n} Förderungen", "All {n} fundings")
    REPORT = "report", Text("Alle {n} Berichte", "All {n} reports")
    FEEDBACK = "feedback", Text("Alle {n} Rückmeldungen", "All {n} messages")
    FILE = "file", Text("Alle {n} Dateien", "All {n} files")
    WEATHER = "weather", Text("Alle {n} zum Wetter", "All {n} on weather")
    DOUBT = "doubt", Text("Alle {n} Zähler mit Fragen", "All {n} meters in question")
    SILENT = "silent", Text("Alle {n} ohne neue Werte", "All {n} without new values")
    MISSING = "missing", Text("Alle {n} fehlenden Angaben", "All {n} missing entries")
    RUNNING = "running", Text("Alle {n} zum Betrieb", "All {n} on running the software")


LISTS = {  # the page that lists all of a kind
    AgendaKind.START: "files",
    AgendaKind.TROUBLE: "troubles",
    AgendaKind.TASK: "tasks",
    AgendaKind.DECISION: "steering",
    AgendaKind.STATUS: "steering",
    AgendaKind.BEHIND: "steering",
    AgendaKind.FUNDING: "after_funding",
    AgendaKind.REPORT: "report",
    AgendaKind.FEEDBACK: "feedback",
    AgendaKind.FILE: "files",
    AgendaKind.WEATHER: "weather",
    AgendaKind.DOUBT: "meters",
    AgendaKind.SILENT: "meters",
    AgendaKind.MISSING: "buildings",
    AgendaKind.RUNNING: "background",
}


OWNED = frozenset(  # where the office says whose turn it is
    {
        AgendaKind.TROUBLE,
        AgendaKind.DECISION,
        AgendaKind.STATUS,
        AgendaKind.BEHIND,
        AgendaKind.FUNDING,
    }
)


@dataclass(frozen=True)
class Accountable:
    """An organisation whose turn it is."""

    pk: int
    name: str


@dataclass(frozen=True)
class AgendaLine:
    """Something that waits for somebody."""

    kind: AgendaKind
    urgency: Urgency
    headline: Text  # what
    sentence: Text  # why, in half a sentence
    link: str  # where it is settled
    due: date | None = None  # last day; None: no day is agreed
    since: date | None = None  # first day it is so, where no day is agreed
    who: tuple[Accountable, ...] = ()
    asks: Role = Role.READER  # the least role that can open the page
    button: Text | None = None  # of a first step: what one does there

    @property
    def unowned(self) -> bool:
        """True where somebody should be named, and nobody is."""
        return self.kind in OWNED and not self.who

    def of(self, organisation: int | None) -> bool:
        """True where it is that organisation's turn (its id)."""
        return any(one.pk == organisation for one in self.who)


Further = Callable[[Municipality, datetime], Iterable[AgendaLine]]
FURTHER: list[Further] = []  # lines of rooms downstream, asked at each look


def missing(words: tuple[Text, Text], count: int, link: str) -> AgendaLine:
    """A number of entries that would tell more; `words` are the headline and the sentence."""
    headline, sentence = words
    said = headline.format(count=count)
    return AgendaLine(AgendaKind.MISSING, Urgency.SOMETIME, said, sentence, link)


def accountable(organisations: Iterable[Organisation | None]) -> tuple[Accountable, ...]:
    """Those who are named."""
    return tuple(Accountable(one.pk, one.name) for one in organisations if one is not None)


def pressing(due: date | None, today: date, ahead: timedelta = SOON) -> Urgency | None:
    """How much a day presses; None where it lies farther ahead than is looked.

    Where no day is agreed it is to be done soon.
    """
    if due is None or today <= due <= today + ahead:
        return Urgency.SOON
    return Urgency.OVERDUE if due < today else None
