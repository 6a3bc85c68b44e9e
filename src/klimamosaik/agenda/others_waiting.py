"""What others wait for: the report the law asks for, residents' messages, files with a question."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.urls import reverse

from klimamosaik.agenda.lines import AgendaKind, AgendaLine, Urgency, pressing
from klimamosaik.observations.operations.uploads import not_stored
from klimamosaik.people.roles import Role
from klimamosaik.places.models import Municipality
from klimamosaik.publication.models import PublicFeedback
from klimamosaik.publication.queries.feedback import answer_due, received
from klimamosaik.publication.queries.published import report_is_public
from klimamosaik.reports.queries.duty import Duty, duty_due, duty_missed
from klimamosaik.streams.models import FileOutcome, TakenFile
from klimamosaik.terms.period import local_day
from klimamosaik.terms.text import Text, first_few

REPORT_AHEAD = timedelta(days=92)  # a report takes a quarter: committees want to see it
QUOTED = 90  # characters of a message


def of_letters(*, municipality: Municipality, now: datetime) -> Iterator[AgendaLine]:
    """Reports due, messages without an answer, files of sources that wait for one."""
    today = local_day(now)
    yield from report_due(municipality, today)
    for row in received(ags=municipality.ags):
        if row.answered_at is None:
            yield message(municipality, row, now)
    asked = TakenFile.objects.filter(source__municipality=municipality, outcome=FileOutcome.ASKS)
    for file in asked.select_related("source"):
        yield of_source(municipality, file)


def report_due(municipality: Municipality, today: date) -> Iterator[AgendaLine]:
    """The energy report the law asks for, once its period is over and until it is published."""
    missed, due = duty_missed(municipality.state, today), duty_due(municipality.state, today)
    for duty, sentence in ((missed, REPORT_LATE), (due, REPORT_DUE)):
        if duty is not None and not is_public(municipality, duty):
            yield report(municipality, duty, sentence, today)


def is_public(municipality: Municipality, duty: Duty) -> bool:
    """True where the report of the duty can be read by everybody."""
    if duty.first is None or duty.last is None:
        return False
    return report_is_public(ags=municipality.ags, first=duty.first, last=duty.last)


def report(municipality: Municipality, duty: Duty, sentence: Text, today: date) -> AgendaLine:
    """One report of the duty."""
    return AgendaLine(
        kind=AgendaKind.REPORT,
        urgency=pressing(duty.due, today, REPORT_AHEAD) or Urgency.SOMETIME,
        headline=REPORT.format(first=duty.first, last=duty.last),
        sentence=sentence.format(due=duty.due, law=duty.law),
        link=reverse("report", args=[municipality.ags]),
        due=duty.due,
    )


def message(municipality: Municipality, row: PublicFeedback, now: datetime) -> AgendaLine:
    """What somebody wrote on a public page, until when it is to be answered."""
    due = answer_due(row)
    words = first_few([row.text[:QUOTED] + (" …" if len(row.text) > QUOTED else "")], 1)
    return AgendaLine(
        kind=AgendaKind.FEEDBACK,
        urgency=Urgency.OVERDUE if due < now else Urgency.SOON,
        headline=MESSAGE.format(day=local_day(row.at)),
        sentence=Text("„{words}“", "“{words}”").format(words=words),
        link=reverse("feedback", args=[municipality.ags]),
        due=local_day(due),
        asks=Role.EDITOR,
    )


def of_source(municipality: Municipality, file: TakenFile) -> AgendaLine:
    """A file of a watched folder that could not be understood without a person."""
    return waiting(
        FILE_ASKS.format(name=file.name),
        FILE_OF_SOURCE.format(name=file.source.name),
        reverse("source", args=[municipality.ags, file.source_id]),
        file.seen_at,
    )


def own_uploads(*, municipality: Municipality, user: int) -> Iterator[AgendaLine]:
    """Files this person laid down that are not stored yet, and could be."""
    for each in not_stored(municipality, user):
        if each.unreadable:
            continue  # its page said so at once
        names = first_few(each.names, 2)
        link = reverse(each.page, args=[municipality.ags, each.token])
        yield waiting(FILE_ASKS.format(name=names), NOT_STORED, link, each.at)


def waiting(headline: Text, sentence: Text, link: str, at: datetime) -> AgendaLine:
    """A file that waits for an answer."""
    return AgendaLine(
        kind=AgendaKind.FILE,
        urgency=Urgency.SOON,
        headline=headline,
        sentence=sentence,
        link=link,
        since=local_day(at),
        asks=Role.EDITOR,
    )


REPORT = Text("Energiebericht {first} bis {last}", "Energy report {first} to {last}")
REPORT_DUE = Text(
    "Muss bis {due:short} veröffentlicht sein: {law}.", "Must be published by {due}: {law}."
)
REPORT_LATE = Text(
    "War bis {due:short} zu veröffentlichen: {law}. Hier ist er nicht veröffentlicht.",
    "Was to be published by {due}: {law}. It is not published here.",
)
MESSAGE = Text("Rückmeldung vom {day:short}", "Message of {day:short}")
FILE_ASKS = Text("Datei wartet: {name}", "A file waits: {name}")
FILE_OF_SOURCE = Text(
    "Die Datenquelle „{name}“ hat sie geholt; gelesen werden kann sie erst mit einer Antwort.",
    "The data source “{name}” took it; it can be read only with an answer.",
)
NOT_STORED = Text(
    "Sie haben sie hochgeladen und noch nicht gespeichert.",
    "You uploaded it and have not stored it yet.",
)
