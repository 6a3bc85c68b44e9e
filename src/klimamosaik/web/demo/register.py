"""The synthetic town's register of measures: who does what, what it costs, what was learnt."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import User

from klimamosaik.measures.lists.gates import keep_gates
from klimamosaik.measures.models import (
    CostLine,
    Indicator,
    Involvement,
    Lesson,
    Measure,
    Register,
    StatusReport,
    Step,
    Task,
)
from klimamosaik.measures.models.kinds import CostKind, InvolvementRole, ReadingBasis, Subject
from klimamosaik.measures.models.phase import WAY, CourseState, Phase
from klimamosaik.measures.operations import (
    assign_task,
    enter_value,
    involve,
    report_status,
    stop,
    write_basics,
    write_indicator,
)
from klimamosaik.observations.models import Datastream
from klimamosaik.people.models import Organisation
from klimamosaik.places.models import Municipality
from klimamosaik.records.operations import save
from klimamosaik.terms.period import local_day
from klimamosaik.web.demo.sensor_files import series_called
from klimamosaik.web.demo.town import data

REGISTER = data("register")
MADE_UP = "erfunden (synthetisch)"
EARLY = timedelta(days=440)  # so long ago what has no meters was written down
OWN_BUDGET = "eigener Haushalt"


@dataclass(frozen=True)
class RegisterEntry:
    """What the register says of a measure; days count from today."""

    name: str
    key: str
    fields: Sequence[str]
    phase: Phase | str  # it is entered in
    waited: Sequence[int] = ()  # [d] in each phase before
    came: int | None = None  # [d] it came to its phase, where that is not the day it was entered
    done: str = ""  # given for measures that stand in the register only
    register: str = "Klimaplan"
    lead: str = "Gebäudewirtschaft"
    operator: str = "Gebäudewirtschaft"
    runs_on: str | None = None  # None: needs no network; "": nobody knows yet
    obstacles: str = "Wer die Anlage kennt, könnte wechseln."
    decision: str = ""
    next_decision: int | None = None  # [d]
    state: str = CourseState.ON_COURSE
    words: str = ""
    reported: int = -30  # [d]
    tasks: Sequence[dict[str, Any]] = ()
    planned: int = 0  # [EUR]
    actual: int | None = None  # [EUR]
    life: int | None = None  # [a] the measure is expected to last
    funding_ends: int | None = None  # [d]
    after_funding: str = ""
    grant_source: str = ""
    running: int = 0  # [EUR/a] planned once the funding has ended


ENTRIES = {row["name"]: RegisterEntry(**row) for row in REGISTER["measures"]}


@dataclass(frozen=True)
class RegisterWriter:
    """Brings the entries in by the register's own doors."""

    municipality: Municipality
    by: User
    at: datetime
    people: dict[str, Organisation]
    lists: dict[str, Register]

    def day(self, days: int) -> date:
        """So many days from today."""
        return local_day(self.at) + timedelta(days=days)

    def measure(self, name: str) -> Measure:
        """The measure of a name."""
        return Measure.objects.get(municipality=self.municipality, name=name)

    def enter(self, entry: RegisterEntry) -> None:
        """Number, fields, register and decision of a measure."""
        measure = self.measure(entry.name)
        measure.key, measure.fields_of_action = entry.key, list(entry.fields)
        measure.obstacles = entry.obstacles
        measure.needs_no_grid = entry.runs_on is None
        measure.runs_on = entry.runs_on or ""
        measure.expected_life = entry.life
        if entry.decision:
            measure.council_decision = entry.decision
            measure.council_decided_on = self.day(-600)
        registers = [self.lists[entry.register]]
        write_basics(measure=measure, registers=registers, by=self.by, at=self.at)

    def hang_on(self, entry: RegisterEntry) -> None:
        """Who takes part, the newest report, the tasks and the money."""
        measure, day = self.measure(entry.name), self.day(entry.reported)
        self.involve(measure, InvolvementRole.LEAD, entry.lead, "Sachgebiet Energie", day)
        if entry.operator:
            self.involve(
                measure, InvolvementRole.OPERATOR, entry.operator, "Sachgebiet Energie", day
            )
            self.involve(measure, InvolvementRole.PAYER, entry.lead, "Sachgebiet Energie", day)
        report = StatusReport(measure=measure, day=day, state=entry.state, words=entry.words)
        report_status(report=report, by=self.by)
        for row in entry.tasks:
            who = self.people[row.get("who", entry.lead)]
            task = Task(measure=measure, organisation=who, what=row["what"])
            task.due, task.decision = self.day(row["due"]), row.get("decision", False)
            assign_task(task=task, by=self.by)
        if entry.planned:
            year, actual = self.day(0).year - 1, entry.actual
            self.pay(measure, year, CostKind.INVESTMENT, entry.planned, actual)

    def involve(self, measure: Measure, role: str, who: str, desk: str, confirmed: date) -> None:
        """An organisation takes part."""
        part = Involvement(measure=measure, organisation=self.people[who], role=role, desk=desk)
        part.confirmed_on = confirmed
        involve(involvement=part, by=self.by)

    def pay(
        self, measure: Measure, year: int, kind: CostKind, planned: int, actual: int | None = None
    ) -> None:
        """A line of the cost plan [EUR]."""
        line = CostLine(measure=measure, year=year, kind=kind, planned=Decimal(planned))
        line.actual = None if actual is None else Decimal(actual)
        line.source = OWN_BUDGET
        save(line, by=self.by)

    def want(self, row: dict[str, Any]) -> None:
        """An indicator with its newest value, or one whose values are readings."""
        indicator = Indicator(
            measure=self.measure(row["measure"]),
            link=row["link"],
            name=row["name"],
            unit=row["unit"],
            subject=row.get("subject", Subject.OTHER),
            start_value=row.get("before"),
            wanted_value=row.get("wanted"),
            bound=row.get("bound", ""),
        )
        if "readings" in row:
            indicator.datastream = series_called(self.municipality, row["readings"])
            indicator.basis = ReadingBasis.MONTH
        if "sensor" in row:
            indicator.datastream = stream_of(self.municipality, row["sensor"])
        written = self.at if row.get("written") == 0 else self.at - EARLY
        write_indicator(indicator=indicator, by=self.by, at=written)
        if "value" in row:
            day, value = self.day(row.get("entered", -100)), row["value"]
            enter_value(indicator=indicator, day=day, value=value, source=MADE_UP, by=self.by)

    def note_way(self, entry: RegisterEntry) -> None:
        """The steps a measure took before it was entered here."""
        measure = self.measure(entry.name)
        entered = measure.steps.get(from_phase="")
        here = entered.day if entry.came is None else self.day(entry.came)
        before, day = "", here - timedelta(days=sum(entry.waited))
        phases = WAY[: WAY.index(Phase(entered.to_phase))]
        for phase, waited in zip(phases, entry.waited, strict=True):
            step = Step(measure=measure, from_phase=before, to_phase=phase, day=day, since=day)
            save(step, by=self.by)
            before, day = phase, day + timedelta(days=waited)
        entered.from_phase, entered.since = before, here
        save(entered, by=self.by)

    def plan_on(self, entry: RegisterEntry) -> None:
        """The end of the funding and what was decided for then; the day of the next decision."""
        measure = self.measure(entry.name)
        if entry.next_decision is not None:
            measure.next_decision_on = self.day(entry.next_decision)
        if entry.funding_ends is not None:
            measure.funding_ends_on = self.day(entry.funding_ends)
            measure.grant_source = entry.grant_source
            measure.after_funding = entry.after_funding
        save(measure, by=self.by)
        if entry.running:
            year = self.day(entry.funding_ends or 0).year + 1
            self.pay(measure, year, CostKind.RUNNING, entry.running)


def stream_of(municipality: Municipality, sensor: str) -> Datastream:
    """The series of a sensor that reports by itself, which has one."""
    return Datastream.objects.get(thing__municipality=municipality, thing__name=sensor)


def fill_register(*, municipality: Municipality, by: User, at: datetime) -> None:
    """Bring the town's measures into its registers, with all that hangs on them; once."""
    if Register.objects.filter(municipality=municipality).exists():
        return
    people = {
        name: save(Organisation(municipality=municipality, name=name, kind=kind), by=by)
        for name, kind in REGISTER["organisations"].items()
    }
    lists = {
        name: save(Register(municipality=municipality, name=name, kind=kind), by=by)
        for name, kind in REGISTER["registers"].items()
    }
    writer = RegisterWriter(municipality, by, at, people, lists)
    for entry in ENTRIES.values():
        if entry.done:
            new = Measure(municipality=municipality, name=entry.name, done=entry.done)
            new.phase = entry.phase
            write_basics(measure=new, stated=True, by=by, at=at - EARLY)
    for entry in ENTRIES.values():
        writer.enter(entry)
        writer.hang_on(entry)
    for row in REGISTER["indicators"]:
        writer.want(row)
    keep_gates(Measure.objects.filter(municipality=municipality), today=writer.day(0))
    for entry in ENTRIES.values():
        writer.note_way(entry)
        if entry.next_decision is not None or entry.funding_ends is not None:
            writer.plan_on(entry)
    for row in REGISTER["contacts"]:
        measure, day = writer.measure(row["measure"]), writer.day(row["confirmed"])
        writer.involve(measure, row["role"], row["who"], row["desk"], day)
    stopped = REGISTER["stopped"]
    measure, when = writer.measure(stopped["measure"]), at + timedelta(days=stopped["day"])
    stop(measure=measure, lesson=Lesson(**stopped["lesson"]), by=by, at=when)
