"""An example of every state a measure can be in, so that each page of the demo shows its cases."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.contrib.auth.models import User

from klimamosaik.measures.models import (
    Experience,
    Indicator,
    Involvement,
    Lesson,
    Measure,
    Step,
    Task,
)
from klimamosaik.measures.models.kinds import (
    AfterFunding,
    Bound,
    InvolvementRole,
    Link,
    ReadingBasis,
    Subject,
)
from klimamosaik.measures.models.phase import Phase
from klimamosaik.measures.operations import (
    assign_task,
    enter_value,
    involve,
    write_indicator,
    write_lesson,
)
from klimamosaik.observations.models import Datastream
from klimamosaik.people.models import Organisation
from klimamosaik.places.models import Municipality
from klimamosaik.planning.candidates import PlanQuery
from klimamosaik.planning.models import Selection
from klimamosaik.planning.operations import ask_for_selection, work_out
from klimamosaik.publication.feedback import receive
from klimamosaik.records.operations import save
from klimamosaik.terms.field import Field
from klimamosaik.terms.period import local_day
from klimamosaik.web.demo.register_entries import (
    COOL,
    HEATING,
    POOL,
    POSTERS,
    SOLAR,
    TREES,
    UNIT,
    WORKS,
)
from klimamosaik.web.demo.senses import PARK

INVENTED = "erfunden (synthetisch)"
OTHER_KEY, OTHER = "03999998", "Beispielhausen (erfunden)"  # no municipality has this key
PLAN_BUDGET = 400_000.0  # [EUR/a]
WRITTEN_BY = "Anwohnerin (erfunden)"


@dataclass(frozen=True)
class Wanted:
    """An indicator with a subject of its own; values in its unit."""

    measure: str
    link: Link
    name: str
    subject: Subject
    unit: str
    before: float
    wanted: float
    bound: Bound
    value: float


WANTED = (
    Wanted(  # the windows stay shut: it got worse
        HEATING.name, Link.IMPACT, "CO₂ im Klassenraum am Vormittag", Subject.LIVING, "ppm",
        1_050.0, 1_000.0, Bound.AT_MOST, 1_180.0,
    ),
    Wanted(
        TREES.name, Link.OUTCOME, "Kontrollfahrten zu den Bäumen", Subject.STAFF_TIME,
        "Stunden im Monat", 46.0, 20.0, Bound.AT_MOST, 18.0,
    ),
    Wanted(
        COOL.name, Link.IMPACT, "Hitzetage ohne kühlen Ort in der Nähe", Subject.ADAPTATION,
        "Tage im Jahr", 14.0, 0.0, Bound.AT_MOST, 14.0,
    ),
)  # fmt: skip
SUBJECTS = {  # of indicators the register's chains hold already
    "Bodenfeuchte im Juli": Subject.ADAPTATION,
    "Raumtemperatur nachts": Subject.LIVING,
    "Klassen, denen es zu kalt ist": Subject.LIVING,
}
PASSED_ON = 40  # [d] ago


def show_every_state(*, municipality: Municipality, by: User, at: datetime, today: date) -> None:
    """Bring each state in by its door; a second demo changes nothing."""
    if Experience.objects.filter(municipality=municipality).exists():
        return
    measures = {each.name: each for each in Measure.objects.filter(municipality=municipality)}
    people = {each.name: each for each in Organisation.objects.filter(municipality=municipality)}
    for name, subject in SUBJECTS.items():
        row = Indicator.objects.get(measure__municipality=municipality, name=name)
        row.subject = subject
        write_indicator(indicator=row, by=by, at=at)
    for wish in WANTED:
        write_wanted(wish, measures[wish.measure], by=by, at=at, today=today)
    from_readings(measures[TREES.name], municipality, by=by, at=at)
    money_ends(measures, by=by, today=today)
    contacts(measures, people, by=by, today=today)
    tasks(measures, people, by=by, today=today)
    pass_on(measures[POOL.name], by=by, at=at, today=today)
    heard_from_others(municipality, by=by, today=today)
    receive(
        ags=municipality.ags, page="massnahmen/", email="", token="demo-erfunden",
        text=f"{WRITTEN_BY}: Wann werden die Bäume in unserer Straße gegossen?", at=at,
    )  # fmt: skip


def save_a_plan(*, municipality: Municipality, by: User, at: datetime) -> None:
    """A plan worked out and kept: which ideas first, with 400,000 euros a year."""
    if Selection.objects.filter(municipality=municipality).exists():
        return
    year = local_day(at).year
    wish = PlanQuery(year + 1, year + 6, PLAN_BUDGET, None)
    work_out(selection=ask_for_selection(municipality=municipality, wish=wish, by=by, at=at))


def write_wanted(wish: Wanted, measure: Measure, *, by: User, at: datetime, today: date) -> None:
    """An indicator with its newest value."""
    indicator = Indicator(
        measure=measure, link=wish.link, name=wish.name, subject=wish.subject, unit=wish.unit,
        start_value=wish.before, wanted_value=wish.wanted, bound=wish.bound,
    )  # fmt: skip
    write_indicator(indicator=indicator, by=by, at=at)
    day = today - timedelta(days=30)
    enter_value(indicator=indicator, day=day, value=wish.value, source=INVENTED, by=by)


def from_readings(measure: Measure, municipality: Municipality, *, by: User, at: datetime) -> None:
    """An indicator whose value the soil itself says."""
    what, place = PARK.split(" ", 1)
    stream = Datastream.objects.get(
        thing__municipality=municipality, thing__name=place, observed_property__name=what
    )
    indicator = Indicator(
        measure=measure, link=Link.IMPACT, name="Bodenfeuchte an den Bäumen im Park",
        subject=Subject.ADAPTATION, unit=stream.unit, wanted_value=30.0, bound=Bound.AT_LEAST,
        datastream=stream, basis=ReadingBasis.MONTH,
    )  # fmt: skip
    write_indicator(indicator=indicator, by=by, at=at)


def money_ends(measures: dict[str, Measure], *, by: User, today: date) -> None:
    """Funding of a measure that is to be handed over, nobody knows to whom; and a decision due."""
    pool, posters = measures[POOL.name], measures[POSTERS.name]
    pool.funding_ends_on, pool.after_funding = today + timedelta(days=120), AfterFunding.HAND_OVER
    posters.next_decision_on = today + timedelta(days=20)
    for measure in (pool, posters):
        save(measure, by=by)


def contacts(
    measures: dict[str, Measure], people: dict[str, Organisation], *, by: User, today: date
) -> None:
    """Both contacts confirmed on one measure, out of date on another."""
    asked = (
        (POOL.name, WORKS, InvolvementRole.EXPERT, 25),
        (POOL.name, UNIT, InvolvementRole.ORGANISER, 25),
        (COOL.name, UNIT, InvolvementRole.EXPERT, 700),
        (COOL.name, UNIT, InvolvementRole.ORGANISER, 700),
    )
    for name, organisation, role, ago in asked:
        part = Involvement(
            measure=measures[name], organisation=people[organisation], role=role,
            desk="Projektbüro (erfunden)", confirmed_on=today - timedelta(days=ago),
        )  # fmt: skip
        involve(involvement=part, by=by)


def tasks(
    measures: dict[str, Measure], people: dict[str, Organisation], *, by: User, today: date
) -> None:
    """A task due this week; one that is overdue stands in the register."""
    task = Task(
        measure=measures[SOLAR.name], organisation=people[WORKS],
        what="Angebote für die Verstärkung der Dächer einholen", due=today + timedelta(days=4),
    )  # fmt: skip
    assign_task(task=task, by=by)


def pass_on(measure: Measure, *, by: User, at: datetime, today: date) -> None:
    """What worked is offered to others with its lesson."""
    lesson = Lesson(
        hypothesis="Wärme aus der Abluft spart ein Fünftel der Heizwärme.",
        evidence="Ein Jahr lang lag der Verbrauch deutlich unter dem erwarteten.",
        cause="Die Beckenabdeckung in der Nacht trägt den größeren Teil.",
        cost=Decimal(410_000),
        advice="Mit der Abdeckung beginnen: sie kostet wenig und wirkt sofort. (erfunden)",
    )
    write_lesson(measure=measure, lesson=lesson, by=by, at=at)
    day = today - timedelta(days=PASSED_ON)
    step = Step(measure=measure, from_phase=measure.phase, to_phase=Phase.TRANSFER, day=day)
    step.since, step.by = day, by
    save(step, by=by)
    measure.phase = Phase.TRANSFER
    save(measure, by=by)


def heard_from_others(municipality: Municipality, *, by: User, today: date) -> None:
    """What an invented town learnt when it tried what is an idea here."""
    told = Experience(
        municipality=municipality, kind=Experience.Kind.LESSON, town_key=OTHER_KEY, town=OTHER,
        measure="Straßenlicht auf LED umstellen", fields_of_action=[Field.ELECTRICITY.value],
        day=today - timedelta(days=300), stopped=True,
        hypothesis="LED spart zwei Drittel des Stroms.",
        evidence="Nach einem Jahr war ein Drittel der Leuchten wieder auf voller Stärke.",
        cause="Die Steuerung ließ sich nur vor Ort einstellen.", cost=Decimal(86_000),
        advice="Die Fernsteuerung gleich mit ausschreiben.", source=INVENTED,
    )  # fmt: skip
    save(told, by=by)
