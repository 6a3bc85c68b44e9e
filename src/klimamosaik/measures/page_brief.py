"""The summary on top of a measure's page, and its sections that are still empty."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from klimamosaik.measures.models import Involvement, Measure, Task
from klimamosaik.measures.models.in_short import EffectInShort, effect_in_short
from klimamosaik.measures.models.kinds import InvolvementRole
from klimamosaik.measures.models.phase import Phase
from klimamosaik.measures.queries import MeasureState
from klimamosaik.measures.queries.gate_facts import decided
from klimamosaik.people.models import OrganisationKind
from klimamosaik.terms.text import Text, joined

COMPANIES = (OrganisationKind.COMPANY, OrganisationKind.GRID_OPERATOR)
ASKED_FIRST = (InvolvementRole.EXPERT, InvolvementRole.ORGANISER, InvolvementRole.LEAD)


@dataclass(frozen=True)
class Anchor:
    """Where a measure is anchored, or the gap."""

    text: Text
    held: bool


@dataclass(frozen=True)
class MeasureBrief:
    """What somebody wants to know of a measure first."""

    effect: EffectInShort | None
    cost: Text | None
    contact: Involvement | None  # who to ask
    overdue: Task | None  # what has been due longest
    anchors: tuple[Anchor, ...]  # none of a stopped measure

    @property
    def not_anchored(self) -> Text | None:
        """Where it is not held yet, in one list; None where it is held everywhere."""
        lacking = [anchor.text for anchor in self.anchors if not anchor.held]
        return joined(lacking) if lacking else None


@dataclass(frozen=True)
class EmptySection:
    """A section of the page nobody has filled in yet."""

    anchor: str
    title: Text
    what: Text  # what belongs there
    add: Text
    link: str

    @property
    def of_all(self) -> bool:
        """True where every organisation that takes part adds its own."""
        return self.anchor in OF_ALL


OF_ALL = ("tasks", "money", "status")


def brief_of(state: MeasureState) -> MeasureBrief:
    """The summary of a measure."""
    return MeasureBrief(
        effect_in_short(measure=state.measure, begun=state.begun),
        cost_of(state),
        contact_of(state.measure),
        min(state.overdue, key=lambda task: str(task.due), default=None),
        () if state.phase is Phase.STOPPED else anchors_of(state.measure),
    )


def cost_of(state: MeasureState) -> Text | None:
    """What was spent beside what is planned, else what it costs; None where nobody said."""
    planned, actual = state.budget.planned, state.budget.actual
    if actual is not None:
        words = SPENT if planned is None else SPENT_OF
        return words.format(actual=actual, planned=planned)
    if planned is not None:
        return PLANNED.format(planned=planned)
    cost = state.measure.cost
    return None if cost is None else ONCE.format(cost=cost)


def contact_of(measure: Measure) -> Involvement | None:
    """Who answers for the subject, else for its organisation, else who leads it."""
    parts = list(measure.involvements.all())
    ranked = (part for role in ASKED_FIRST for part in parts if part.role == role)
    return next(ranked, None)


def anchors_of(measure: Measure) -> tuple[Anchor, ...]:
    """Administration, council and companies: where a measure is held."""
    parts = list(measure.involvements.all())
    lead = any(part.role == InvolvementRole.LEAD for part in parts)
    company = any(part.organisation.kind in COMPANIES for part in parts)
    held = ((UNIT, lead), (COUNCIL, decided(measure)), (COMPANY, company))
    return tuple(Anchor(text, there) for text, there in held)


UNIT = Text("Verwaltung: verantwortlicher Fachbereich", "administration: unit in charge")
COUNCIL = Text("Politik: Ratsbeschluss", "politics: council decision")
COMPANY = Text("kommunales Unternehmen", "municipal company")


def empty_sections(state: MeasureState) -> Iterator[EmptySection]:
    """Sections with nothing in them, in the order of the page; those not asked for yet are out."""
    measure = state.measure
    if not measure.indicators.all():
        yield empty("chain", CHAIN, row(measure, "kennzahl"))
    if not measure.involvements.all():
        yield empty("who", WHO, row(measure, "beteiligt"))
    if not measure.tasks.all():
        yield empty("tasks", TASKS, reverse("task_new", args=place(measure)))
    if cost_of(state) is None and state.budget.planned_days is None:
        yield empty("money", MONEY, row(measure, "kosten"))
    if not measure.status_reports.all():
        yield empty("status", STATUS, row(measure, "stand"))
    if state.phase is Phase.PERMANENT and not measure.lessons.all():
        yield empty("lesson", LESSON, row(measure, "erfahrung"))


def empty(anchor: str, words: tuple[Text, Text, Text], link: str) -> EmptySection:
    """A section by its words."""
    title, what, add = words
    return EmptySection(anchor, title, what, add, link)


def row(measure: Measure, kind: str) -> str:
    """Where a row of a kind is added."""
    return reverse("measure_row_new", args=[*place(measure), kind])


def place(measure: Measure) -> list[object]:
    """The measure in addresses."""
    return [measure.municipality_id, measure.pk]


SPENT_OF = Text(
    "{actual:n} € ausgegeben, geplant {planned:n} €", "{actual:n} € spent, {planned:n} € planned"
)
SPENT = Text("{actual:n} € ausgegeben", "{actual:n} € spent")
PLANNED = Text("{planned:n} € geplant", "{planned:n} € planned")
ONCE = Text("{cost:n} € einmalig", "{cost:n} € once")
CHAIN = (
    Text("Wie es wirken soll", "How it is meant to work"),
    Text(
        "Aufwand, Ergebnis, Veränderung, Wirkung. Ein gewünschter Wert genügt als Kriterium, auch "
        "ohne Tonnen: Bodenfeuchte, Hitzetage, Wasserstand.",
        "Input, output, outcome, impact. One wanted value will do as a criterion, even without "
        "tonnes: soil moisture, heat days, water level.",
    ),
    Text("Kennzahl hinzufügen", "Add an indicator"),
)
WHO = (
    Text("Wer mitmacht", "Who takes part"),
    Text(
        "Wer ist verantwortlich, wer betreibt es, wer zahlt nach der Förderung?",
        "Who is responsible, who operates it, who pays after funding?",
    ),
    Text("Akteur hinzufügen", "Add an organisation"),
)
TASKS = (
    Text("Aufgaben und Termine", "Tasks and dates"),
    Text("Wer macht was bis wann?", "Who does what by when?"),
    Text("Aufgabe hinzufügen", "Add a task"),
)
MONEY = (
    Text("Was es kostet", "What it costs"),
    Text("Geplant und ausgegeben, Jahr für Jahr.", "Planned and spent, year by year."),
    Text("Kosten eines Jahres hinzufügen", "Add cost of a year"),
)
STATUS = (
    Text("Sachstände", "Status reports"),
    Text("Wie steht es, in einem Satz?", "How does it stand, in a sentence?"),
    Text("Sachstand melden", "Report the status"),
)
LESSON = (
    Text("Was wir gelernt haben", "What we learnt"),
    Text("Was soll die nächste Gemeinde wissen?", "What should the next town know?"),
    Text("Erfahrung aufschreiben", "Write down a lesson"),
)
