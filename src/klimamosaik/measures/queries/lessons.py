"""Doors that say what was tried before: stopped measures like the one somebody plans."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from klimamosaik.measures.models import Experience, Lesson, Measure
from klimamosaik.measures.models.phase import Phase
from klimamosaik.measures.name_similarity import LIKE, likeness
from klimamosaik.places.models import BuildingKind, Municipality
from klimamosaik.terms.field import Field
from klimamosaik.terms.text import Text

MOST = 3  # of each list on a page: nobody reads more before a form
BROAD = (Field.CROSS_CUTTING,)  # a field that says nothing of what was done


@dataclass(frozen=True)
class Tried:
    """Something tried before, and what came of it."""

    name: str
    measure: int | None  # id of a measure of this municipality; None: of another one
    town: str  # "" of this one
    day: date | None
    cause: str  # why it came that way; "" nobody wrote it down
    advice: str
    cost: Decimal | None  # [EUR]
    fields: tuple[Field, ...]
    kinds: tuple[str, ...]  # of its buildings
    why: Text  # what it has in common with what is planned
    likeness: float = 0.0  # 0..1, of the names


@dataclass(frozen=True)
class Before:
    """What was tried before: alike by name, and in the same field or kind of building."""

    like: tuple[Tried, ...]  # the most alike first
    near: tuple[Tried, ...]
    measured: tuple[Experience, ...] = ()  # effects other municipalities measured, alike by name

    def __bool__(self) -> bool:
        return bool(self.like or self.near or self.measured)

    @property
    def shown(self) -> str:
        """What was shown, so that a form can tell it was read."""
        return "|".join(f"{one.town}:{one.name}" for one in self.like)


@dataclass(frozen=True)
class MeasureIdea:
    """What somebody plans."""

    name: str
    fields: tuple[Field, ...] = ()
    kinds: frozenset[str] = frozenset()  # of its buildings
    pk: int | None = None  # where it stands in the register already


def planned_as(measure: Measure) -> MeasureIdea:
    """A measure of the register as something planned."""
    kinds = frozenset(measure.buildings.values_list("kind", flat=True))
    return MeasureIdea(measure.name, measure.fields, kinds, measure.pk)


def tried_before(*, municipality: Municipality, planned: MeasureIdea) -> Before:
    """Stopped measures and lessons of others that are like what is planned.

    A like name counts by itself; a shared field or kind of building is told apart from it.
    """
    tried = [*stopped_here(municipality, planned.pk), *lessons_of_others(municipality)]
    scored = [replace(one, likeness=likeness(planned.name, one.name)) for one in tried]
    scored.sort(key=lambda one: (-one.likeness, one.name))
    like = [replace(one, why=LIKE_NAME) for one in scored if one.likeness >= LIKE]
    near = [
        replace(one, why=shared)
        for one in scored
        if one.likeness < LIKE and (shared := in_common(one, planned)) is not None
    ]
    near.sort(key=lambda one: (not set(one.kinds) & planned.kinds, one.name))
    return Before(
        tuple(like[:MOST]), tuple(near[:MOST]), measured_elsewhere(municipality, planned.name)
    )


def measured_elsewhere(municipality: Municipality, name: str) -> tuple[Experience, ...]:
    """What other municipalities measured of measures with a like name, the most alike first."""
    kept = Experience.objects.filter(municipality=municipality, kind=Experience.Kind.EFFECT)
    scored = [(likeness(name, one.measure), one) for one in kept]
    alike = sorted((each for each in scored if each[0] >= LIKE), key=lambda each: -each[0])
    return tuple(one for _, one in alike[:MOST])


def measured_by_others(*, municipality: Municipality) -> tuple[Experience, ...]:
    """Every effect other municipalities measured and passed on, those that saved most first."""
    kept = Experience.objects.filter(municipality=municipality, kind=Experience.Kind.EFFECT)
    return tuple(sorted(kept, key=lambda one: (-(one.saved_percent or 0.0), one.town)))


def in_common(one: Tried, planned: MeasureIdea) -> Text | None:
    """The kind of building or the field both have; None where they have neither."""
    for kind in sorted(set(one.kinds) & planned.kinds - {BuildingKind.OTHER.value}):
        return SAME_KIND.format(kind=BuildingKind(kind).text)
    for field in planned.fields:
        if field in one.fields and field not in BROAD:
            return SAME_FIELD.format(field=field.text)
    return None


def stopped_here(municipality: Municipality, leave_out: int | None) -> Iterable[Tried]:
    """The municipality's own stopped measures with their newest lesson."""
    measures = Measure.objects.filter(municipality=municipality, phase=Phase.STOPPED)
    for measure in measures.prefetch_related("lessons", "buildings"):
        if measure.pk == leave_out:
            continue
        lessons: list[Lesson] = list(measure.lessons.all())
        newest = next((each for each in lessons if each.stopped), None)
        yield Tried(
            name=measure.name,
            measure=measure.pk,
            town="",
            day=newest.day if newest else None,
            cause=newest.cause if newest else "",
            advice=newest.advice if newest else "",
            cost=newest.cost if newest else None,
            fields=measure.fields,
            kinds=tuple(building.kind for building in measure.buildings.all()),
            why=LIKE_NAME,
        )


def lessons_of_others(municipality: Municipality) -> Iterable[Tried]:
    """Lessons other municipalities passed on."""
    kept = Experience.objects.filter(municipality=municipality, kind=Experience.Kind.LESSON)
    for one in kept:
        yield Tried(
            name=one.measure,
            measure=None,
            town=one.town,
            day=one.day,
            cause=one.cause,
            advice=one.advice,
            cost=one.cost,
            fields=one.fields,
            kinds=tuple(one.building_kinds),
            why=LIKE_NAME,
        )


LIKE_NAME = Text("ähnlicher Name", "a like name")
SAME_KIND = Text("gleiche Art Gebäude: {kind}", "the same kind of building: {kind}")
SAME_FIELD = Text("gleiches Handlungsfeld: {field}", "the same field of action: {field}")
