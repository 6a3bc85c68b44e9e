"""What the register says of published measures: read in groups, and again where one changed.

A group is kept as long as every question it was made of has the same answer. What else a stranger
is told of a measure (effect, price, indicators) is put beside it anew for each state.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from klimamosaik.measures.models import Measure
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
from klimamosaik.terms.field import Field
from klimamosaik.terms.period import local_day
from klimamosaik.terms.text import Text

TOGETHER = 32  # ids of a group: fewer are more questions, more are read again beside a changed one
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
    public = known.published.ids(PublishedKind.MEASURE)
    rows = Measure.objects.filter(municipality=known.published.ags, pk__in=public)
    by_name = rows.order_by("name").values_list("pk", flat=True)
    return (
        registered(known, pk) for pk in known.by_answers("names", lambda: list(by_name), public)
    )


def registered(known: Known, pk: int) -> RegisteredMeasure:
    """One published measure. Raises Measure.DoesNotExist where it is none of the municipality."""
    group = pk // TOGETHER
    found = known.once(("registered", group), lambda: group_again(known, group))
    if pk not in found:
        raise Measure.DoesNotExist
    return found[pk]


def group_again(known: Known, group: int) -> Mapping[int, RegisteredMeasure]:
    """The published measures of a group by their ids, taken over where nothing of them changed."""
    ags, today = known.published.ags, local_day(known.at)
    public = [pk for pk in known.published.ids(PublishedKind.MEASURE) if pk // TOGETHER == group]
    return known.by_answers(f"registered {group}", lambda: read(ags, public, today), public)


def read(ags: str, public: Iterable[int], today: date) -> Mapping[int, RegisteredMeasure]:
    """Measures of a municipality by their ids, made of what the register says alone."""
    rows = Measure.objects.filter(municipality=ags, pk__in=public).prefetch_related(
        Prefetch("buildings", Building.objects.only("name")),  # the rest of them is not told here
        "involvements__organisation",
        "lessons",
        "tasks",
        "cost_lines",
    )
    return {row.pk: RegisteredMeasure(told_of(row, today), at_buildings(row)) for row in rows}


def at_buildings(measure: Measure) -> tuple[tuple[int, str], ...]:
    """Its buildings, public or not."""
    return tuple((row.pk, row.name) for row in measure.buildings.all())


def told_of(measure: Measure, today: date) -> PublicRegisterEntry:
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
