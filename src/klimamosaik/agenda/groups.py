"""The agenda as a page shows it: groups of a few lines, and the sentence above them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest

from django.urls import reverse

from klimamosaik.agenda.lines import LISTS, AgendaKind, AgendaLine, Urgency
from klimamosaik.agenda.queries import Agenda
from klimamosaik.places.models import Municipality
from klimamosaik.terms.document import Document, document
from klimamosaik.terms.text import Text

MOST = 7  # lines of a group
MOST_BEHIND = 3  # of them measures behind plan, as on the page that steers them


@dataclass(frozen=True)
class AgendaRow:
    """A line with the time it leaves."""

    line: AgendaLine
    left: Text

    @property
    def late(self) -> bool:
        """True where its day has passed."""
        return self.line.urgency is Urgency.OVERDUE


@dataclass(frozen=True)
class AgendaRest:
    """That there are more of a kind, and the page with all of them."""

    text: Text
    link: str


@dataclass(frozen=True)
class AgendaGroup:
    """Lines that press equally."""

    code: str
    title: Text
    rows: tuple[AgendaRow, ...]  # those shown
    rests: tuple[AgendaRest, ...]


def groups_of(
    agenda: Agenda, municipality: Municipality, *, others: bool = False
) -> tuple[AgendaGroup, ...]:
    """The groups that hold anything, the most urgent first; `others`: one's own stand above."""
    titles = TITLES_OF_OTHERS if others else TITLES
    parts = [(urgency, part(agenda.lines, urgency)) for urgency in TITLES]
    return tuple(
        group(urgency.value, titles[urgency], lines, municipality, agenda.day)
        for urgency, lines in parts
        if lines
    )


def own_group(own: Agenda, name: str, municipality: Municipality) -> AgendaGroup | None:
    """What presses one organisation, above all others; None where nothing does."""
    title = FOR.format(name=name)
    return group("own", title, own.lines, municipality, own.day) if own.lines else None


def part(lines: Sequence[AgendaLine], urgency: Urgency) -> list[AgendaLine]:
    """Those that press so."""
    return [line for line in lines if line.urgency is urgency]


def group(
    code: str, title: Text, lines: Sequence[AgendaLine], municipality: Municipality, today: date
) -> AgendaGroup:
    """A few of the lines, of each kind some, and links to the rest."""
    shown = few(lines)
    rows = tuple(AgendaRow(line, left(line, today)) for line in shown)
    return AgendaGroup(code, title, rows, tuple(rests(lines, shown, municipality)))


def left(line: AgendaLine, today: date) -> Text:
    """How many days are left until it is due, or have passed since."""
    if line.due is None:
        return SINCE.format(day=line.since) if line.since else NO_DAY
    days = (line.due - today).days
    if days < 0:
        return PASSED.format(n=-days)
    return NEXT_DAYS[days] if days < len(NEXT_DAYS) else IN_DAYS.format(n=days)


def few(lines: Sequence[AgendaLine]) -> list[AgendaLine]:
    """The first of each kind, then the second of each: no kind crowds out another."""
    kinds = [
        [place for place, line in enumerate(lines) if line.kind is kind][: most_of(kind)]
        for kind in kinds_of(lines)
    ]
    turns = [place for turn in zip_longest(*kinds) for place in turn if place is not None]
    return [lines[place] for place in sorted(turns[: max(MOST, len(kinds))])]


def most_of(kind: AgendaKind) -> int:
    """How many of a kind are shown."""
    return MOST_BEHIND if kind is AgendaKind.BEHIND else MOST


def kinds_of(lines: Sequence[AgendaLine]) -> list[AgendaKind]:
    """The kinds there are, in the order they come first."""
    return list(dict.fromkeys(line.kind for line in lines))


def rests(
    lines: Sequence[AgendaLine], shown: Sequence[AgendaLine], municipality: Municipality
) -> list[AgendaRest]:
    """For each kind that is not shown as a whole: how many there are, and where."""
    found = []
    for kind in kinds_of(lines):
        count = sum(line.kind is kind for line in lines)
        if count > sum(line.kind is kind for line in shown):
            link = reverse(LISTS[kind], args=[municipality.ags])
            found.append(AgendaRest(kind.text.format(n=count), link))
    return found


def headline(agenda: Agenda) -> Text:
    """How much is overdue and how much comes, in a sentence."""
    late, soon = (part(agenda.lines, each) for each in (Urgency.OVERDUE, Urgency.SOON))
    if part(agenda.lines, Urgency.FIRST) and not late:
        return BEGIN
    last = max((line.due for line in soon if line.due), default=None)
    said = {"late": len(late), "soon": len(soon), "day": last}
    return sentence(bool(late), bool(soon), last).format(**said)


def sentence(late: bool, soon: bool, last: date | None) -> Text:
    """The form that fits."""
    if not soon:
        return ONLY_LATE if late else NOTHING
    if late:
        return LATE_AND_SOON if last else LATE_AND_UNDATED
    return ONLY_SOON if last else ONLY_UNDATED


@document
def agenda_document(agenda: Agenda, municipality: Municipality) -> Document:
    """The agenda for machines; unknown is null."""
    return {
        "municipality": municipality.ags,
        "synthetic": municipality.synthetic,
        "day": agenda.day,
        "overdue": len(part(agenda.lines, Urgency.OVERDUE)),
        "soon": len(part(agenda.lines, Urgency.SOON)),
        "lines": [line_document(line) for line in agenda.lines],
    }


def line_document(line: AgendaLine) -> Document:
    """One line for machines."""
    return {
        "kind": line.kind,
        "urgency": line.urgency,
        "what": line.headline,
        "why": line.sentence,
        "due": line.due,
        "since": line.since,
        "who": [one.name for one in line.who],
        "link": line.link,
    }


TITLES = {
    Urgency.OVERDUE: Text("Überfällig", "Overdue"),
    Urgency.SOON: Text("Demnächst", "Soon"),
    Urgency.SOMETIME: Text("Wenn Zeit ist", "When there is time"),
}
TITLES_OF_OTHERS = TITLES | {
    Urgency.OVERDUE: Text("Überfällig, außerdem", "Overdue besides"),
    Urgency.SOON: Text("Demnächst, außerdem", "Soon, besides"),
}
PASSED = Text("seit {n:Tag|Tagen} überfällig", "overdue for {n:day|days}")
NEXT_DAYS = (Text("heute", "today"), Text("morgen", "tomorrow"))
IN_DAYS = Text("in {n:Tag|Tagen}", "in {n:day|days}")
SINCE = Text("seit {day}", "since {day}")
NO_DAY = Text("", "")
FOR = Text("Für {name}", "For {name}")
BEGIN = Text("Womit Sie anfangen", "Where to begin")
LATE_AND_SOON = Text(
    "{late:Punkt ist|Punkte sind} überfällig, {soon:steht|stehen} bis {day} an.",
    "{late:item is|items are} overdue, {soon:is|are} to be done by {day}.",
)
LATE_AND_UNDATED = Text(
    "{late:Punkt ist|Punkte sind} überfällig, {soon:steht|stehen} an.",
    "{late:item is|items are} overdue, {soon:is|are} to be done soon.",
)
ONLY_LATE = Text(
    "{late:Punkt ist|Punkte sind} überfällig, sonst steht nichts an.",
    "{late:item is|items are} overdue, nothing else is to be done soon.",
)
ONLY_SOON = Text(
    "Nichts ist überfällig, {soon:Punkt steht|Punkte stehen} bis {day} an.",
    "Nothing is overdue, {soon:item is|items are} to be done by {day}.",
)
ONLY_UNDATED = Text(
    "Nichts ist überfällig, {soon:Punkt steht|Punkte stehen} an.",
    "Nothing is overdue, {soon:item is|items are} to be done soon.",
)
NOTHING = Text(
    "Nichts ist überfällig, und in den nächsten zwei Wochen steht nichts an.",
    "Nothing is overdue, and nothing is to be done in the next two weeks.",
)
