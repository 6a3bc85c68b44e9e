"""The synthetic town's register of measures: who does what, what it costs, what was learnt."""

from datetime import date, datetime, timedelta
from decimal import Decimal

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
    Task,
)
from klimamosaik.measures.models.kinds import CostKind, InvolvementRole, RegisterKind
from klimamosaik.measures.models.phase import Phase
from klimamosaik.measures.operations import (
    assign_task,
    enter_value,
    involve,
    report_status,
    stop,
    write_basics,
    write_indicator,
)
from klimamosaik.people.models import Organisation
from klimamosaik.places.models import Municipality
from klimamosaik.records.operations import save
from klimamosaik.web.demo.register_entries import (
    BINS,
    CHAINS,
    COOL,
    IN_THE_PLAN,
    OBSTACLES,
    ORGANISATIONS,
    PLAN,
    PROGRAMME,
    TREES,
    RegisterEntry,
    WantedIndicator,
)
from klimamosaik.web.demo.register_ways import fund, name_contacts, note_ways

MADE_UP = "erfunden (synthetisch)"


def fill_register(*, municipality: Municipality, by: User, at: datetime, today: date) -> None:
    """Bring the town's measures into its registers, with all that hangs on them; once."""
    if Register.objects.filter(municipality=municipality).exists():
        return
    people = {
        name: save(Organisation(municipality=municipality, name=name, kind=kind), by=by)
        for name, kind in ORGANISATIONS.items()
    }
    kinds = {PLAN: RegisterKind.CLIMATE_PLAN, PROGRAMME: RegisterKind.SMART_CITY}
    lists = {
        name: save(Register(municipality=municipality, name=name, kind=kind), by=by)
        for name, kind in kinds.items()
    }
    early = at - timedelta(days=440)
    for entry, phase in ((TREES, Phase.PILOT), (COOL, Phase.IDEA), (BINS, Phase.PILOT)):
        new = Measure(municipality=municipality, name=entry.name, phase=phase, done=entry.done)
        write_basics(measure=new, stated=True, by=by, at=early)
    for entry in (*IN_THE_PLAN, TREES, COOL, BINS):
        measure = Measure.objects.get(municipality=municipality, name=entry.name)
        enter(entry, measure, lists, by=by, at=at, today=today)
        hang_on(entry, measure, people, by=by, today=today)
    for name, chain in CHAINS.items():
        write_chain(municipality, name, chain, by=by, at=early, today=today)
    keep_gates(Measure.objects.filter(municipality=municipality), today=today)
    note_ways(municipality, by=by, today=today)
    fund(municipality, by=by, today=today)
    name_contacts(municipality, by=by, today=today)
    stop_bins(municipality, by=by, at=at - timedelta(days=75))


def enter(
    entry: RegisterEntry,
    measure: Measure,
    lists: dict[str, Register],
    *,
    by: User,
    at: datetime,
    today: date,
) -> None:
    """Number, fields, register and decision of a measure."""
    measure.key, measure.fields_of_action = entry.key, [field.value for field in entry.fields]
    measure.obstacles = "" if entry is COOL else OBSTACLES
    measure.needs_no_grid = entry.runs_on is None
    measure.runs_on = entry.runs_on or ""
    measure.expected_life = entry.life
    if entry.decision:
        measure.council_decision = entry.decision
        measure.council_decided_on = today - timedelta(days=600)
    write_basics(measure=measure, registers=[lists[entry.register]], by=by, at=at)


def hang_on(
    entry: RegisterEntry,
    measure: Measure,
    people: dict[str, Organisation],
    *,
    by: User,
    today: date,
) -> None:
    """Who takes part, the newest report, the task and the money."""
    roles = [
        (entry.lead, InvolvementRole.LEAD),
        (entry.operator, InvolvementRole.OPERATOR),
        (entry.operator and entry.lead, InvolvementRole.PAYER),
    ]
    for name, role in [(name, role) for name, role in roles if name]:
        involvement = Involvement(
            measure=measure,
            organisation=people[name],
            role=role,
            desk="Sachgebiet Energie",
            confirmed_on=today + timedelta(days=entry.reported),
        )
        involve(involvement=involvement, by=by)
    day = today + timedelta(days=entry.reported)
    report = StatusReport(measure=measure, day=day, state=entry.state, words=entry.words)
    report_status(report=report, by=by)
    tasks = ((entry.task, entry.due, False), (entry.decides, entry.decides_in, True))
    for what, days, decision in tasks:
        if what:
            task = Task(measure=measure, organisation=people[entry.lead], what=what)
            task.due, task.decision = today + timedelta(days=days), decision
            assign_task(task=task, by=by)
    if entry.planned:
        line = CostLine(
            measure=measure,
            year=today.year - 1,
            kind=CostKind.INVESTMENT,
            planned=Decimal(entry.planned),
            actual=None if entry.actual is None else Decimal(entry.actual),
            source="eigener Haushalt",
        )
        save(line, by=by)


def write_chain(
    municipality: Municipality,
    name: str,
    chain: tuple[WantedIndicator, ...],
    *,
    by: User,
    at: datetime,
    today: date,
) -> None:
    """The impact chain of a measure, with the newest value of each indicator."""
    measure = Measure.objects.get(municipality=municipality, name=name)
    for each in chain:
        indicator = Indicator(
            measure=measure,
            link=each.link,
            name=each.name,
            unit=each.unit,
            start_value=each.before,
            wanted_value=each.wanted,
            bound=each.bound,
            subject=each.subject,
        )
        write_indicator(indicator=indicator, by=by, at=at)
        day = today - timedelta(days=100)
        enter_value(indicator=indicator, day=day, value=each.value, source=MADE_UP, by=by)


def stop_bins(municipality: Municipality, *, by: User, at: datetime) -> None:
    """A stop is a result: what was believed, seen, learnt."""
    lesson = Lesson(
        hypothesis="Wer den Füllstand kennt, spart jede dritte Leerungsfahrt.",
        evidence="Nach neun Monaten fuhren die Wagen fast so oft wie vorher.",
        cause="Der Vertrag mit dem Entsorger schreibt feste Touren vor; die Werte änderten nichts.",
        cost=Decimal(17_400),
        advice="Zuerst den Vertrag lesen, dann Fühler kaufen.",
    )
    measure = Measure.objects.get(municipality=municipality, name=BINS.name)
    stop(measure=measure, lesson=lesson, by=by, at=at)
