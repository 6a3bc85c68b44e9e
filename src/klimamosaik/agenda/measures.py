"""What the register asks for: tasks, decisions, status reports, what lags, funding that ends."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from django.urls import reverse

from klimamosaik.agenda.lines import (
    SOON,
    AgendaKind,
    AgendaLine,
    Urgency,
    accountable,
    missing,
    pressing,
)
from klimamosaik.measures.models import Measure
from klimamosaik.measures.queries import MeasureState, Owed, open_tasks_of
from klimamosaik.measures.queries.after_funding import funded
from klimamosaik.measures.queries.newest import readings_key
from klimamosaik.measures.queries.register_page import register_page
from klimamosaik.pathway.queries.cache import beside_readings, cached
from klimamosaik.places.models import Municipality
from klimamosaik.planning.queries.running_measures import running_measures
from klimamosaik.records.queries import newest_records
from klimamosaik.terms.period import local_day
from klimamosaik.terms.text import Text, joined

DECISIONS = timedelta(days=30)  # a council's papers are written so long before
FUNDING = timedelta(days=365)  # a household is planned so long before


def of_register(*, municipality: Municipality, now: datetime) -> tuple[AgendaLine, ...]:
    """Everything measures wait for; worked out once for each state of the register."""
    today = local_day(now)
    if not Measure.objects.filter(municipality=municipality).exists():
        return (first_measure(municipality),)

    def made() -> tuple[AgendaLine, ...]:
        return tuple(lines_of(municipality, today, now))

    read = readings_key(municipality=municipality)
    asked = ("agenda", read, *newest_records(stages=("people",)))
    return cached(municipality, asked, now, made, beside_readings())


def lines_of(municipality: Municipality, today: date, now: datetime) -> Iterator[AgendaLine]:
    """The lines of all measures; those that are stopped owe nothing."""
    for owed in open_tasks_of(municipality=municipality, today=today):
        yield from task(municipality, owed, today)
    running = running_measures(municipality=municipality, at=now)
    states = [each.state for each in running]
    for state in states:
        yield from decision(state, today)
        yield from status(state)
        yield from after_funding(state, today)
    yield from (behind(each.state, each.lags) for each in running if each.lags)
    yield from unmetered(municipality, states, today)
    yield from never_reported(municipality, states)


def task(municipality: Municipality, owed: Owed, today: date) -> Iterator[AgendaLine]:
    """A task that is overdue, or due soon; one without a day presses nobody.

    One that is a decision comes as early as any other decision.
    """
    found = owed.task
    ahead = DECISIONS if found.decision else SOON
    urgency = pressing(found.due, today, ahead) if found.due else None
    if urgency:
        yield AgendaLine(
            kind=AgendaKind.TASK,
            urgency=urgency,
            headline=Text(found.what, found.what),
            sentence=OF_MEASURE.format(name=found.measure.name),
            link=register_page(found.measure, "tasks"),
            due=found.due,
            who=accountable([found.organisation]),
        )


def decision(state: MeasureState, today: date) -> Iterator[AgendaLine]:
    """A decision by its own day, passed or within a month; one that is a task is told as such."""
    due = state.measure.next_decision_on
    urgency = pressing(due, today, DECISIONS) if due else None
    if urgency:
        late = urgency is Urgency.OVERDUE
        yield of_measure(
            state,
            AgendaKind.DECISION,
            urgency,
            DECISION,
            DECISION_LATE if late else DECISION_COMING,
            link=register_page(state.measure, "basics"),
            due=due,
        )


def status(state: MeasureState) -> Iterator[AgendaLine]:
    """A measure that gave signs of life and gives none any more."""
    if state.stale_since is None or state.last_sign is None:
        return
    yield of_measure(
        state,
        AgendaKind.STATUS,
        Urgency.OVERDUE,
        STATUS,
        STATUS_WHY.format(day=state.last_sign),
        link=register_page(state.measure, "status"),
        due=state.stale_since - timedelta(days=1),
    )


def behind(state: MeasureState, lags: Text) -> AgendaLine:
    """A measure that lags behind plan, and what lags most."""
    link = reverse("steering", args=[state.measure.municipality_id])
    return of_measure(state, AgendaKind.BEHIND, Urgency.SOON, BEHIND, lags, link=link)


def after_funding(state: MeasureState, today: date) -> Iterator[AgendaLine]:
    """Funding that ended or ends within a year, where something is not settled for then."""
    line = funded(state.measure, today)
    ends = line.ends_on
    if ends is None or line.settled or ends > today + FUNDING:
        return
    late = ends < today  # until then it can still be settled in time
    yield of_measure(
        state,
        AgendaKind.FUNDING,
        Urgency.OVERDUE if late else Urgency.SOON if line.overdue else Urgency.SOMETIME,
        FUNDED,
        (FUNDING_OVER if late else FUNDING_ENDS).format(open=joined(line.missing)),
        link=register_page(state.measure, "money"),
        due=ends,
    )


def unmetered(
    municipality: Municipality, states: Sequence[MeasureState], today: date
) -> Iterator[AgendaLine]:
    """Measures that work without a meter: what they brought stays open."""
    begun = [state.measure.pk for state in states if state.begun]
    lost = Measure.objects.filter(pk__in=begun, meter_points=None).count()
    if lost:
        yield missing(UNMETERED, lost, reverse("measures", args=[municipality.ags]))


def never_reported(
    municipality: Municipality, states: Sequence[MeasureState]
) -> Iterator[AgendaLine]:
    """Measures nothing was ever heard of."""
    count = sum(state.stale and state.last_sign is None for state in states)
    if count:
        link = reverse("measures", args=[municipality.ags]) + "?still=on"
        yield missing(NEVER_REPORTED, count, link)


def first_measure(municipality: Municipality) -> AgendaLine:
    """A town without measures writes one down."""
    headline, sentence = FIRST_MEASURE
    link = reverse("measures", args=[municipality.ags])
    return AgendaLine(AgendaKind.START, Urgency.SOON, headline, sentence, link)


def of_measure(
    state: MeasureState,
    kind: AgendaKind,
    urgency: Urgency,
    headline: Text,
    sentence: Text,
    *,
    link: str,
    due: date | None = None,
) -> AgendaLine:
    """A line on a measure, for those who are responsible for it."""
    return AgendaLine(
        kind=kind,
        urgency=urgency,
        headline=headline.format(name=state.measure.name),
        sentence=sentence,
        link=link,
        due=due,
        who=accountable(state.responsible),
    )


OF_MEASURE = Text("Aufgabe der Maßnahme „{name}“", "Task of the measure “{name}”")
DECISION = Text("Entscheidung: {name}", "Decision: {name}")
DECISION_LATE = Text(
    "Der vorgesehene Tag ist vorbei: Was wurde entschieden, oder wann wird es?",
    "The planned day has passed: what was decided, or when will it be?",
)
DECISION_COMING = Text(
    "Was der Rat wissen muss, steht auf der Seite der Maßnahme.",
    "What the council must know stands on the measure's page.",
)
STATUS = Text("Sachstand: {name}", "Status report: {name}")
STATUS_WHY = Text(
    "Das letzte Lebenszeichen ist vom {day:short}; ein Satz zum Stand genügt.",
    "The last sign of life is of {day:short}; a sentence on how it stands will do.",
)
BEHIND = Text("Hinter Plan: {name}", "Behind plan: {name}")
FUNDED = Text("Nach der Förderung: {name}", "After the funding: {name}")
FUNDING_OVER = Text(
    "Die Förderung ist zu Ende. Noch offen: {open}.", "The funding has ended. Still open: {open}."
)
FUNDING_ENDS = Text(
    "Die Förderung läuft aus. Noch offen: {open}.", "The funding runs out. Still open: {open}."
)
FIRST_MEASURE = (
    Text("Schreiben Sie eine Maßnahme auf", "Write down a measure"),
    Text(
        "Was wurde wann und wo geändert? Die Zähler sagen dann, was es gebracht hat.",
        "What was changed, when and where? The meters then say what it brought.",
    ),
)
UNMETERED = (
    Text("Maßnahmen ohne Zähler: {count}", "Measures without a meter: {count}"),
    Text(
        "Ohne Zähler bleibt offen, was sie gebracht haben.",
        "Without a meter it stays open what they brought.",
    ),
)
NEVER_REPORTED = (
    Text("Maßnahmen ohne Sachstand: {count}", "Measures without a status report: {count}"),
    Text(
        "Von ihnen wurde noch nie etwas gehört; ein Satz zum Stand genügt.",
        "Nothing was ever heard of them; a sentence on how they stand will do.",
    ),
)
