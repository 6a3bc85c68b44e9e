"""What the register says of published measures: read together, told again where one changed.

All are kept as long as every question they were made of has the same answer. Then the rows are read
again, and a measure none of whose rows says something else is told as before. What else a stranger
is told of a measure (effect, price, indicators) is put beside it anew for each state.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.db.models import Model, Prefetch, QuerySet

from klimamosaik.measures.models import CostLine, Involvement, Lesson, Measure, Task
from klimamosaik.measures.models.kinds import InvolvementRole
from klimamosaik.measures.models.phase import Phase
from klimamosaik.measures.queries import missing_of_example
from klimamosaik.measures.queries.cost import cost_once
from klimamosaik.measures.queries.decision import NextDate, next_decision, undecided
from klimamosaik.measures.queries.working import working
from klimamosaik.places.models import Building
from klimamosaik.publication.models import PublishedKind
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.results import PublicContact, PublicLesson, PublicRegisterEntry
from klimamosaik.records.memory_cache import HeldResults
from klimamosaik.records.query_cache import once
from klimamosaik.records.rows import names_of
from klimamosaik.terms.field import Field
from klimamosaik.terms.period import local_day
from klimamosaik.terms.text import Text

Says = tuple[date, Sequence[object]]  # the day, and rows
TOLD = HeldResults[tuple[Says, "RegisteredMeasure"]](most=4000, seconds=26 * 3600)  # by measure
ANSWERING = (InvolvementRole.EXPERT, InvolvementRole.ORGANISER)
COUNCIL = Text("Rat", "council")
PAPER = Text("Rat, Beschluss {paper}", "council, decision {paper}")


@dataclass(frozen=True)
class RegisteredMeasure:
    """What the register says of a published measure."""

    told: PublicRegisterEntry
    buildings: tuple[tuple[int, str], ...]  # all of them, public or not


def all_registered(known: Known) -> Iterable[RegisteredMeasure]:
    """All published measures, by name."""
    return in_register(known).values()


def registered(known: Known, pk: int) -> RegisteredMeasure:
    """One published measure. Raises Measure.DoesNotExist where it is none of the municipality."""
    found = in_register(known)
    if pk not in found:
        raise Measure.DoesNotExist
    return found[pk]


def in_register(known: Known) -> Mapping[int, RegisteredMeasure]:
    """The published measures by their ids, in the order of their names."""
    ags, today = known.published.ags, local_day(known.at)
    public = known.published.ids(PublishedKind.MEASURE)

    def told() -> Mapping[int, RegisteredMeasure]:
        return known.by_answers("register", lambda: read(ags, public, today), public)

    return known.once("register", told)


def read(ags: str, public: Collection[int], today: date) -> Mapping[int, RegisteredMeasure]:
    """Measures of a municipality by their ids, made of what the register says alone."""
    says: Mapping[int, Says] = {pk: (today, rows) for pk, rows in said_of(ags, public).items()}
    held = {pk: TOLD.find(pk) for pk in says}
    found = {pk: one[1] for pk, one in held.items() if one and one[0] == says[pk]}
    more = {pk for pk, one in found.items() if one.told.phase == Phase.TRANSFER.text}
    for row in whole_rows(says.keys() - found.keys() | more):  # an example stands on more than rows
        told = RegisteredMeasure(register_entry(row, today), at_buildings(row))
        found[row.pk] = TOLD.keep(row.pk, (says[row.pk], told))[1]
    return {pk: found[pk] for pk in says}


def said_of(ags: str, public: Collection[int]) -> Mapping[int, list[object]]:
    """What the rows say that measures are told of, by their ids, in the order of their names."""
    own = set(public)
    found: dict[int, list[object]] = {}
    for model, rows in rows_in(ags).items():
        asked: Callable[[], list[tuple[Any, ...]]] = partial(list, rows)
        for measure, *row in once(("told of measures", ags, model), asked):
            if measure in own:
                found.setdefault(measure, []).append((model, *row))
    return found


def rows_in(ags: str) -> Mapping[type[Model], QuerySet[Any, tuple[Any, ...]]]:
    """All rows that measures of a municipality are told of, the id of the measure first."""
    own = Measure.objects.filter(municipality=ags).order_by("name")
    return {
        Measure: own.values_list("pk", *names_of(Measure)),
        Measure.buildings.through: belonging(Measure.buildings.through, ags, "building__name"),
        Involvement: belonging(Involvement, ags, "organisation__name"),
        Lesson: belonging(Lesson, ags),
        Task: belonging(Task, ags),
        CostLine: belonging(CostLine, ags),
    }


def belonging(model: Any, ags: str, *beside: str) -> QuerySet[Any, tuple[Any, ...]]:
    """Rows that belong to a municipality's measures, with what is asked beside them."""
    rows = model.objects.filter(measure__municipality=ags).order_by("pk")
    found: QuerySet[Any, tuple[Any, ...]] = rows.values_list("measure", *names_of(model), *beside)
    return found


def whole_rows(ids: Collection[int]) -> Iterable[Measure]:
    """Measures with all they are told of."""
    rows = Measure.objects.filter(pk__in=ids).prefetch_related(
        Prefetch("buildings", Building.objects.only("name")),  # the rest of them is not told here
        "involvements__organisation",
        "lessons",
        "tasks",
        "cost_lines",
    )
    return rows if ids else ()


def at_buildings(measure: Measure) -> tuple[tuple[int, str], ...]:
    """Its buildings, public or not."""
    return tuple((row.pk, row.name) for row in measure.buildings.all())


def register_entry(measure: Measure, today: date) -> PublicRegisterEntry:
    """A measure without anything that is not for strangers."""
    field, contacts, coming = field_of(measure), contacts_of(measure), next_decision(measure)
    overdue = coming.day if coming and coming.passed(today) else None
    example = is_example(measure, today)
    return PublicRegisterEntry(
        id=measure.pk,
        key=measure.key,
        name=measure.name,
        phase=measure.phase_text,
        stopped=measure.phase == Phase.STOPPED,
        begun=measure.start is not None and measure.start <= today,
        field=field.text,
        field_code=field.value,
        aim=measure.aim,
        done=measure.done,
        start=measure.start,
        end=measure.end,
        works=working(start=measure.start, end=measure.end, today=today),
        next_decision=coming.day if coming and not overdue else None,
        undecided_since=overdue,
        undecided=undecided(overdue),
        decided_by=decided_by(measure),
        decides=decides(coming) if coming else None,
        cost=cost_once(measure),
        lessons=tuple(lessons_of(measure)),
        organisation=contacts[0].organisation if contacts else "",
        desk=contacts[0].desk if contacts else "",
        contacts=contacts,
        example=example,
        obstacles=measure.obstacles if example else "",
        figure=key_of(measure.pk),
    )


def key_of(pk: int) -> str:
    """The key of a measure's figure."""
    return f"massnahme-{pk}"


def field_of(measure: Measure) -> Field:
    """The field of action it is shown in."""
    return measure.fields[0] if measure.fields else Field.CROSS_CUTTING


def decided_by(measure: Measure) -> Text | None:
    """Who decided, as far as the register says."""
    if measure.council_decision:
        return PAPER.format(paper=measure.council_decision)
    return COUNCIL if measure.council_decided_on else None


def decides(coming: NextDate) -> Text | None:
    """Who decides next: the council on the day entered for it; of a task only the day is public."""
    return COUNCIL if coming.task is None else None


def contacts_of(measure: Measure) -> tuple[PublicContact, ...]:
    """Who answers on the matter and who on how it is run; who leads where nobody is named."""
    parts = list(measure.involvements.all())
    named = [part for role in ANSWERING for part in parts if part.role == role]
    leading = [part for part in parts if part.role == InvolvementRole.LEAD]
    return tuple(
        PublicContact(
            InvolvementRole(part.role).text, part.organisation.name, part.desk, part.confirmed_on
        )
        for part in named or leading[:1]
    )


def is_example(measure: Measure, today: date) -> bool:
    """True where others may copy it: it came so far, and what they need is there today."""
    if measure.phase != Phase.TRANSFER:
        return False
    return not missing_of_example(measure=measure, today=today)


def lessons_of(measure: Measure) -> Iterable[PublicLesson]:
    """What was learned, the newest first."""
    for row in sorted(measure.lessons.all(), key=lambda row: row.day, reverse=True):
        yield PublicLesson(
            row.day, row.stopped, row.hypothesis, row.evidence, row.cause, row.advice
        )
