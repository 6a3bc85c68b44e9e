"""After any act, what is taken over of measures is what somebody works out who knew nothing."""

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from datetime import UTC, date, timedelta
from itertools import count
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from django.core.cache import cache
from django.db import models
from django.utils import timezone

from klimamosaik.measures.models import (
    CostLine,
    Gate,
    Indicator,
    IndicatorValue,
    Involvement,
    Lesson,
    Measure,
    Task,
)
from klimamosaik.measures.models.phase import Phase
from klimamosaik.observations.models import Datastream
from klimamosaik.observations.operations.deliveries import deliver
from klimamosaik.pathway.models import ExpectedEffect, Target
from klimamosaik.people.models import Organisation
from klimamosaik.places.models import Building, BuildingKind, MeterPoint, Municipality
from klimamosaik.publication.models import PublishedKind
from klimamosaik.publication.operations import publish, take_back
from klimamosaik.publication.public.sharing import SharedTowns
from klimamosaik.publication.queries.adaptation import public_adaptation
from klimamosaik.publication.queries.answer import public_answer
from klimamosaik.publication.queries.buildings import public_buildings
from klimamosaik.publication.queries.figures.every import public_figures
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.measures import (
    effect_of,
    public_indicators,
    public_measure,
    public_measures,
)
from klimamosaik.publication.queries.public_version import public_version
from klimamosaik.publication.queries.published import PublicItem, published_in
from klimamosaik.publication.queries.registered import in_register, registered
from klimamosaik.publication.queries.reports import public_reports
from klimamosaik.publication.queries.results import PublicMeasure
from klimamosaik.publication.queries.times import times_of
from klimamosaik.publication.queries.wall import public_wall
from klimamosaik.records.database_mark import DatabaseMark
from klimamosaik.records.memory_cache import forget_all
from klimamosaik.records.operations import save
from klimamosaik.records.query_cache import KEPT
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.terms.period import midnight
from klimamosaik.web.demo.town import AGS
from tests.demo import DEMO_AT

if TYPE_CHECKING:
    from klimamosaik.web.demo.story import Story

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]
ACTS = 30
ROWS: tuple[Any, ...] = (
    Measure, Lesson, Involvement, Organisation, Task, CostLine, Building, Indicator,
    IndicatorValue, Gate, ExpectedEffect, MeterPoint, Target, Municipality,
)  # fmt: skip
EDITED = (
    "name", "district", "usable_area", "kind", "latitude", "longitude", "address", "since", "until",
)  # fmt: skip
GOING: tuple[Any, ...] = (Lesson, Task, CostLine, IndicatorValue, Involvement)
KINDS = (PublishedKind.MEASURE, PublishedKind.BUILDING, PublishedKind.INDICATOR)


@pytest.fixture(autouse=True)
def written_to(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if somebody wrote anything between any two looks at the database."""
    marks = count()
    monkeypatch.setattr(DatabaseMark, "now", lambda self: next(marks))


def known_now(towns: SharedTowns) -> Known:
    return towns.known(public_version(timezone.now()), AGS)


def told(known: Known) -> Mapping[str, object]:
    """What strangers are told of measures and beside them, by what it is."""
    measures = public_measures(known)
    return {
        **{f"{one.id} {each.name}": getattr(one, each.name) for one in measures
           for each in fields(PublicMeasure)},
        "order": [one.id for one in measures],
        "answer": public_answer(known),
        "wall": public_wall(known, "de"),
        "wall in English": public_wall(known, "en", DEMO_AT.year),
        "joint": known.joint,
        "ways": [(way.need_t, way.chance, way.stones, way.start) for way in known.pathways],
        "reports": public_reports(known),
        **{f"figure {each.key}": each for each in public_figures(known)},
        "adaptation": public_adaptation(known),
        "buildings": public_buildings(known),
        "indicators": public_indicators(known),
        "times": times_of(known).by_subject,
        "hidden": known.hidden,
    }  # fmt: skip


def told_by_a_new_process() -> Mapping[str, object]:
    cache.clear()
    forget_all()
    KEPT.clear()
    return told(Known(published_in(AGS), timezone.now()))


def other(field: "models.Field[Any, Any]", value: Any, chance: random.Random) -> Any:
    """Another value of a field."""
    if field.choices:
        return chance.choice([each for each, _ in field.flatchoices])
    if isinstance(field, models.DateField):
        return (value or DEMO_AT.date()) + timedelta(days=chance.choice((-400, -3, 1, 500)))
    if isinstance(field, models.BooleanField):
        return not value
    if isinstance(field, models.CharField | models.TextField):
        return f"{value or ''} {chance.randrange(99)}"[-(field.max_length or 200) :]
    if isinstance(field, models.IntegerField):
        return (value or 1) + chance.choice((1, 4))
    return value if isinstance(value, list) else round(float(value or 1) * 1.5, 1)


def changed_row(chance: random.Random) -> str:
    """A field of some row says something else, as the office saves it."""
    model = chance.choice([each for each in ROWS if each.objects.exists()])
    row = chance.choice(list(model.objects.order_by("pk")))
    own = [
        each
        for each in model._meta.concrete_fields
        if not each.primary_key and not each.is_relation and each.editable
    ]
    field = chance.choice(own)
    setattr(row, field.attname, other(field, getattr(row, field.attname), chance))
    save(row, by=None)
    return f"{model.__name__}.{field.attname}"


def gone_row(chance: random.Random) -> str:
    """A row is taken out."""
    row = chance.choice([row for model in GOING for row in model.objects.order_by("pk")])
    row.delete()
    return f"no {type(row).__name__}"


def at_another_building(chance: random.Random) -> str:
    """A measure is at a building more, or less; saved, as its form does."""
    measure = chance.choice(list(Measure.objects.order_by("pk")))
    building = chance.choice(list(Building.objects.order_by("pk")))
    if building in measure.buildings.all():
        measure.buildings.remove(building)
    else:
        measure.buildings.add(building)
    save(measure, by=None)
    return "buildings of a measure"


def building_edited(chance: random.Random) -> str:
    """A building is told otherwise, given up, or taken into use later."""
    row = chance.choice(list(Building.objects.order_by("pk")))
    name = chance.choice(EDITED)
    value = getattr(row, name)
    if name in ("since", "until"):
        value = DEMO_AT.date() - timedelta(days=chance.choice((40, 500, 900)))
    elif name == "kind":
        value = chance.choice([BuildingKind.HOUSING, BuildingKind.SCHOOL, BuildingKind.OTHER])
    elif isinstance(value, str):
        value = f"{value[:40]} {chance.randrange(99)}"
    else:
        value = round((value or 1.0) * 1.01, 4)
    setattr(row, name, value)
    save(row, by=None)
    return f"{name} of a building"


def meter_at_another_building(chance: random.Random) -> str:
    """A meter counts for another building."""
    meter = chance.choice(list(MeterPoint.objects.order_by("pk")))
    meter.building = chance.choice(list(Building.objects.order_by("pk")))
    save(meter, by=None)
    return "a meter at another building"


def reading(chance: random.Random) -> str:
    """A day of a meter is another one, or a new one."""
    streams = Datastream.objects.filter(spacing="P1D", meter_point__isnull=False).order_by("pk")
    day = DEMO_AT.date() - timedelta(days=chance.choice((2, 400, 800)))
    start, end = (midnight(each).astimezone(UTC) for each in (day, day + timedelta(days=1)))
    row = {"datastream": chance.choice(list(streams)).pk, "start": start, "end": end,
           "value": float(chance.randrange(500)), "quality": "measured"}  # fmt: skip
    readings = pl.DataFrame({name: [each] for name, each in row.items()})
    deliver(readings=readings, name="Tag.csv", municipality=None, by=None, at=timezone.now())
    return "a reading"


def few_homes(chance: random.Random) -> str:
    """Fewer or more homes are behind a meter."""
    meter = chance.choice(list(MeterPoint.objects.exclude(measures=None).order_by("pk")))
    meter.homes = chance.choice((0, 2, 9))
    save(meter, by=None)
    return f"{meter.homes} homes"


def public_or_not(chance: random.Random) -> str:
    """Something is published, or taken back."""
    kind, town, public = chance.choice(KINDS), Municipality.objects.get(ags=AGS), published_in(AGS)
    gone = sorted(each.subject for each in public.gone if each.kind is kind)
    if gone and chance.random() < 0.5:
        item = PublicItem(kind, chance.choice(gone))
        publish(municipality=town, items=[item], by=None, at=timezone.now())
        return f"{kind} published"
    item = PublicItem(kind, chance.choice(public.subjects(kind)))
    take_back(municipality=town, items=[item], by=None, at=timezone.now())
    return f"{kind} taken back"


KINDS_OF_ACTS: tuple[Callable[[random.Random], str], ...] = (
    changed_row, changed_row, changed_row, gone_row, at_another_building, few_homes,
    public_or_not, public_or_not, building_edited, building_edited, building_edited,
    meter_at_another_building, reading,
)  # fmt: skip


def acts(chance: random.Random) -> Iterator[str]:
    """Acts at random; one that is refused is none."""
    while True:
        try:
            yield chance.choice(KINDS_OF_ACTS)(chance)
        except (InputRejected, models.ProtectedError):
            continue


def test_after_acts_at_random_each_field_is_what_a_new_process_works_out(
    story: "Story", monkeypatch: pytest.MonkeyPatch
) -> None:
    towns, drawn = SharedTowns(), acts(random.Random(28))
    for number in range(ACTS):
        told(known_now(SharedTowns()))  # so that there is something to take over
        at = DEMO_AT + timedelta(days=number // 10, minutes=number)  # some days turn, too
        monkeypatch.setattr("django.utils.timezone.now", lambda at=at: at)
        act = next(drawn)
        seen, anew = told(known_now(towns)), told_by_a_new_process()
        assert [name for name in {**seen, **anew} if seen.get(name) != anew.get(name)] == [], act


def test_what_was_not_touched_is_taken_over(story: "Story") -> None:
    towns = SharedTowns()
    before = known_now(towns)
    pk = before.published.ids(PublishedKind.MEASURE)[0]
    kept, joint, ways = registered(before, pk), before.joint, before.pathways
    save(Organisation(municipality=before.municipality, name="Ein neues Amt"), by=None)
    building = Measure.objects.get(pk=pk).buildings.all()[0]
    building.district = "Anderswo"
    save(building, by=None)
    after = known_now(towns)
    assert registered(after, pk) is kept
    assert after.joint is joint
    assert [way.outlook for way in after.pathways] == [way.outlook for way in ways]
    assert after.outlooks[pk] is before.outlooks[pk]
    measure = Measure.objects.get(pk=pk)
    measure.done = "Etwas anderes."
    save(measure, by=None)
    assert registered(known_now(towns), pk).told.done == "Etwas anderes."


def test_where_a_row_of_one_measure_changed_all_others_are_those_told_before(
    story: "Story",
) -> None:
    towns = SharedTowns()
    before = known_now(towns)
    measures = in_register(before)
    public_measures(before)
    examples = {pk for pk, one in measures.items() if one.told.phase == Phase.TRANSFER.text}
    changed = next(pk for pk in measures if pk not in examples)
    save(
        Lesson(
            measure_id=changed, day=DEMO_AT.date(), hypothesis="a", evidence="b", cause="c",
            advice="Früher fragen.",
        ),
        by=None,
    )  # fmt: skip
    after = known_now(towns)
    anew = {pk for pk, one in in_register(after).items() if one is not measures[pk]}
    assert anew - examples == {changed}
    assert in_register(after)[changed].told.lessons[0].advice == "Früher fragen."
    public_measures(after)
    assert all(effect_of(pk, after) is effect_of(pk, before) for pk in measures)


def test_what_is_withheld_now_is_gone_at_the_next_request(story: "Story") -> None:
    towns = SharedTowns()
    measured = [each for each in public_measures(known_now(towns)) if each.share is not None]
    for meter in MeterPoint.objects.filter(measures=measured[0].id):
        meter.homes = 2
        save(meter, by=None)
    seen = public_measure(known_now(towns), measured[0].id)
    assert (seen.share, seen.tonnes, seen.saved, seen.more) == (None, None, None, ())
    assert seen.withheld is not None


def test_a_day_that_has_passed_is_no_longer_told_as_to_come(
    story: "Story", monkeypatch: pytest.MonkeyPatch
) -> None:
    towns, today = SharedTowns(), timezone.localdate()
    public = published_in(AGS).ids(PublishedKind.MEASURE)
    measure = Measure.objects.filter(pk__in=public).exclude(phase=Phase.STOPPED)[0]
    measure.next_decision_on = today
    save(measure, by=None)
    assert decision_of(towns, measure.pk) == (today, None)
    monkeypatch.setattr("django.utils.timezone.now", lambda: DEMO_AT + timedelta(days=1))
    assert decision_of(towns, measure.pk) == (None, today)


def decision_of(towns: SharedTowns, pk: int) -> tuple[date | None, date | None]:
    one = public_measure(known_now(towns), pk)
    return one.next_decision, one.undecided_since
