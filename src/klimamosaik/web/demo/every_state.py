"""What the synthetic town passed on, heard from others and plans; the register has the rest."""

from datetime import datetime, timedelta

from django.contrib.auth.models import User

from klimamosaik.measures.models import Experience, Lesson, Measure, Step
from klimamosaik.measures.models.phase import Phase
from klimamosaik.measures.operations import write_lesson
from klimamosaik.places.models import Municipality
from klimamosaik.planning.candidates import PlanQuery
from klimamosaik.planning.models import Selection
from klimamosaik.planning.operations import ask_for_selection, work_out
from klimamosaik.publication.feedback import receive
from klimamosaik.records.operations import save
from klimamosaik.terms.period import local_day
from klimamosaik.web.demo.register import MADE_UP, REGISTER

PLAN_BUDGET = 400_000.0  # [EUR/a]
WRITTEN_BY = "Anwohnerin (erfunden)"


def show_every_state(*, municipality: Municipality, by: User, at: datetime) -> None:
    """Bring each state in by its door; a second demo changes nothing."""
    if Experience.objects.filter(municipality=municipality).exists():
        return
    pass_on(municipality, by=by, at=at)
    told = Experience(
        municipality=municipality,
        kind=Experience.Kind.LESSON,
        day=local_day(at) - timedelta(days=300),
        source=MADE_UP,
        **REGISTER["elsewhere"],
    )
    save(told, by=by)
    text = f"{WRITTEN_BY}: Wann werden die Bäume in unserer Straße gegossen?"
    page, token = "massnahmen/", "demo-erfunden"
    receive(ags=municipality.ags, page=page, email="", token=token, text=text, at=at)


def save_a_plan(*, municipality: Municipality, by: User, at: datetime) -> None:
    """A plan worked out and kept: which ideas first, with 400,000 euros a year."""
    if Selection.objects.filter(municipality=municipality).exists():
        return
    year = local_day(at).year
    wish = PlanQuery(year + 1, year + 6, PLAN_BUDGET, None)
    work_out(selection=ask_for_selection(municipality=municipality, wish=wish, by=by, at=at))


def pass_on(municipality: Municipality, *, by: User, at: datetime) -> None:
    """What worked is offered to others with its lesson."""
    row = REGISTER["passed_on"]
    measure = Measure.objects.get(municipality=municipality, name=row["measure"])
    write_lesson(measure=measure, lesson=Lesson(**row["lesson"]), by=by, at=at)
    day = local_day(at) + timedelta(days=row["day"])
    step = Step(measure=measure, from_phase=measure.phase, to_phase=Phase.TRANSFER, day=day)
    step.since, step.by = day, by
    save(step, by=by)
    measure.phase = Phase.TRANSFER
    save(measure, by=by)
