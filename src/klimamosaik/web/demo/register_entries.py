"""What stands in the synthetic town's register: measures, their chains, and how far each is."""

from dataclasses import dataclass

from klimamosaik.measures.models.kinds import Bound, Link, Subject
from klimamosaik.measures.models.phase import CourseState, Phase
from klimamosaik.people.models import OrganisationKind
from klimamosaik.terms.field import Field

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
    decides: str = ""  # what is to be decided next
    decides_in: int = 0  # [d]
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
    decides="Entscheiden: weitermachen oder stoppen",
    decides_in=20,
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
    decides="Entscheiden: nachrüsten oder zurückbauen",
    decides_in=33,
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
    subject: Subject = Subject.OTHER


CHAINS = {
    TREES.name: (  # without a single tonne
        WantedIndicator(Link.INPUT, "Fühler gekauft", "Stück", None, None, 12.0),
        WantedIndicator(Link.OUTPUT, "Bäume mit Fühler", "Stück", 0.0, 60.0, 48.0, Bound.AT_LEAST),
        WantedIndicator(
            Link.OUTCOME, "Gießwasser im Sommer", "m³", 410.0, 300.0, 342.0, Bound.AT_MOST
        ),
        WantedIndicator(
            Link.IMPACT, "Bodenfeuchte im Juli", "%", 11.0, 16.0, 17.2, Bound.AT_LEAST,
            Subject.ADAPTATION,
        ),
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
            Link.IMPACT, "Klassen, denen es zu kalt ist", "Klassen", 3.0, 3.0, 2.0, Bound.AT_MOST,
            Subject.LIVING,
        ),
        WantedIndicator(
            Link.OUTCOME, "Wege des Hausmeisters zur Heizung", "Stunden im Jahr", 140.0, 60.0, 50.0,
            Bound.AT_MOST, Subject.STAFF_TIME,
        ),
    ),
    POOL.name: (
        WantedIndicator(
            Link.IMPACT, "Lautstärke am Beckenrand", "dB", 62.0, 62.0, 66.0, Bound.AT_MOST,
            Subject.LIVING,
        ),
        WantedIndicator(
            Link.OUTCOME, "Eingesparte Ablesungen", "Stunden im Jahr", None, None, 30.0,
            subject=Subject.STAFF_TIME,
        ),
    ),
}  # fmt: skip
IN_THE_PLAN = (HEATING, POSTERS, LIGHTS, POOL, DISTRICT_HEAT, SOLAR)
PHASES = {HEATING.name: Phase.PERMANENT, POOL.name: Phase.PERMANENT, LIGHTS.name: Phase.PERMANENT}


def phase_of(name: str) -> Phase:
    """The phase a measured or decided measure enters the register in."""
    return PHASES.get(name, Phase.PILOT if name == POSTERS.name else Phase.PROTOTYPE)
