"""The synthetic town's register of measures: who does what, what it costs, what was learnt."""

from dataclasses import dataclass
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
from klimamosaik.measures.models.kinds import Bound, CostKind, InvolvementRole, Link, RegisterKind
from klimamosaik.measures.models.phase import CourseState, Phase
from klimamosaik.measures.operations import (
    assign_task,
    enter_value,
    involve,
    report_status,
    stop,
    write_basics,
    write_indicator,
)
from klimamosaik.people.models import Organisation, OrganisationKind
from klimamosaik.places.models import Municipality
from klimamosaik.records.operations import save
from klimamosaik.terms.field import Field
from klimamosaik.web.demo.council import INVENTED

UNIT, WORKS, GRID = "Stabsstelle Klima", "Stadtwerke Musterstadt", "Netz Musterstadt"
ORGANISATIONS = {
    UNIT: OrganisationKind.ADMINISTRATION,
    "Gebäudewirtschaft": OrganisationKind.ADMINISTRATION,
    WORKS: OrganisationKind.COMPANY,
    GRID: OrganisationKind.GRID_OPERATOR,
}
OBSTACLES = "Wer die Anlage kennt, könnte wechseln."
PLAN, PROGRAMME = "Klimaplan", "Smart-City-Programm"


@dataclass(frozen=True)
class RegisterEntry:
    """What the register adds to a measure; days count from today."""

    name: str
    key: str
    fields: tuple[Field, ...]
    register: str = PLAN
    lead: str = "Gebäudewirtschaft"
    operator: str = "Gebäudewirtschaft"
    runs_on: str | None = None  # None: needs no network; "": nobody knows yet
    decision: str = ""
    state: CourseState = CourseState.ON_COURSE
    words: str = ""
    reported: int = -30  # [d]
    task: str = ""
    due: int = 0  # [d]
    planned: int = 0  # [EUR]
    actual: int | None = None  # [EUR]
    life: int | None = None  # [a] the measure is expected to last
    done: str = ""  # given for measures that stand in the register only


HEATING = RegisterEntry(
    "Heizungsoptimierung Grundschule",
    "A1",
    (Field.HEAT, Field.BUILDINGS),
    decision="V/2024/17",
    words="Läuft; der Hausmeister hält die Nachtabsenkung ein.",
    planned=40_000,
    actual=38_000,
    life=12,
)
POSTERS = RegisterEntry(
    "Aushänge „Fenster zu!“ Stadtbücherei",
    "A2",
    (Field.HEAT,),
    state=CourseState.DELAYED,
    words="Eine Wirkung ist nicht zu erkennen.",
    task="Entscheiden: weitermachen oder stoppen",
    due=20,
    planned=900,
    actual=900,
    life=1,
)
LIGHTS = RegisterEntry(
    "LED-Beleuchtung Gesamtschule",
    "A3",
    (Field.ELECTRICITY,),
    decision="V/2024/31",
    state=CourseState.STUCK,
    words="Die Leuchten brennen nachts. Der Zähler zeigt mehr Verbrauch statt weniger.",
    task="Zeitschaltung prüfen und einstellen",
    due=-24,
    planned=60_000,
    actual=64_000,
    life=15,
)
POOL = RegisterEntry(
    "Wärmerückgewinnung Hallenbad",
    "A4",
    (Field.HEAT, Field.BUILDINGS),
    lead=WORKS,
    operator=WORKS,
    decision="V/2024/44",
    words="Im Dauerbetrieb.",
    planned=395_000,
    actual=410_000,
    life=15,
)
TREES = RegisterEntry(
    "Stadtbäume nach Bodenfeuchte gießen",
    "S1",
    (Field.ADAPTATION, Field.GREEN),
    register=PROGRAMME,
    lead=UNIT,
    operator=WORKS,
    runs_on="LoRaWAN",
    words="Zwölf Fühler sitzen, der erste Sommer ist gemessen.",
    task="Gießplan für den nächsten Sommer abstimmen",
    due=60,
    planned=28_000,
    actual=19_500,
    done="Fühler an zwölf Standorten melden über Funk, wann gegossen werden muss",
)
COOL = RegisterEntry(
    "Kühle Orte für heiße Tage",
    "S2",
    (Field.ADAPTATION,),
    register=PROGRAMME,
    lead=UNIT,
    operator="",
    runs_on="",
    words="Gespräche mit Bücherei und Kirchen.",
    reported=-430,
    done="Öffentliche Räume, die an Hitzetagen offen stehen",
)
BINS = RegisterEntry(
    "Füllstand in Glascontainern messen",
    "S3",
    (Field.CROSS_CUTTING,),
    register=PROGRAMME,
    lead=UNIT,
    operator=WORKS,
    runs_on="LoRaWAN",
    state=CourseState.STOPPED,
    words="Die Fühler sind abgebaut.",
    reported=-75,
    planned=22_000,
    actual=17_400,
    done="Fühler in 40 Containern sollten Leerfahrten sparen",
)
DISTRICT_HEAT = RegisterEntry(
    "Fernwärme aus dem Klärwerk",
    "A5",
    (Field.HEAT,),
    lead=WORKS,
    operator=GRID,
    runs_on="Fernwärmenetz",
    decision="V/2025/08",
    words="Die Planung läuft, die Förderung ist beantragt.",
    task="Förderbescheid nachreichen",
    due=45,
    planned=6_400_000,
    life=25,
)
SOLAR = RegisterEntry(
    "Sonnenstrom auf allen Schuldächern",
    "A6",
    (Field.ELECTRICITY,),
    operator=WORKS,
    runs_on="Stromnetz",
    decision="V/2025/12",
    words="Die Statik ist geprüft, zwei Dächer brauchen Verstärkung.",
    planned=910_000,
    life=20,
)


@dataclass(frozen=True)
class WantedIndicator:
    """An indicator of an impact chain; values in its own unit."""

    link: Link
    name: str
    unit: str
    before: float | None
    wanted: float | None
    value: float
    bound: Bound | str = ""


CHAINS = {
    TREES.name: (  # without a single tonne
        WantedIndicator(Link.INPUT, "Fühler gekauft", "Stück", None, None, 12.0),
        WantedIndicator(Link.OUTPUT, "Bäume mit Fühler", "Stück", 0.0, 60.0, 48.0, Bound.AT_LEAST),
        WantedIndicator(
            Link.OUTCOME, "Gießwasser im Sommer", "m³", 410.0, 300.0, 342.0, Bound.AT_MOST
        ),
        WantedIndicator(Link.IMPACT, "Bodenfeuchte im Juli", "%", 11.0, 16.0, 17.2, Bound.AT_LEAST),
    ),
    HEATING.name: (
        WantedIndicator(Link.INPUT, "Arbeitstage des Hausmeisters", "Tage", None, None, 14.0),
        WantedIndicator(
            Link.OUTPUT, "Heizkörper abgeglichen", "Stück", 0.0, 96.0, 96.0, Bound.AT_LEAST
        ),
        WantedIndicator(
            Link.OUTCOME, "Raumtemperatur nachts", "°C", 20.5, 17.0, 17.4, Bound.AT_MOST
        ),
        WantedIndicator(
            Link.IMPACT, "Klassen, denen es zu kalt ist", "Klassen", 3.0, 3.0, 2.0, Bound.AT_MOST
        ),
    ),
}
IN_THE_PLAN = (HEATING, POSTERS, LIGHTS, POOL, DISTRICT_HEAT, SOLAR)
PHASES = {HEATING.name: Phase.PERMANENT, POOL.name: Phase.PERMANENT, LIGHTS.name: Phase.PERMANENT}


def phase_of(name: str) -> Phase:
    """The phase a measured or decided measure enters the register in."""
    return PHASES.get(name, Phase.PILOT if name == POSTERS.name else Phase.PROTOTYPE)


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
    keep_gates(Measure.objects.filter(municipality=municipality))
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
    if entry.task:
        due = today + timedelta(days=entry.due)
        task = Task(measure=measure, organisation=people[entry.lead], what=entry.task, due=due)
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
        )
        write_indicator(indicator=indicator, by=by, at=at)
        day = today - timedelta(days=100)
        enter_value(indicator=indicator, day=day, value=each.value, source=INVENTED, by=by)


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
