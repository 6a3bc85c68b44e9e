"""Since when the synthetic town's measures are where they are, and how they go on once funded."""

from datetime import date, timedelta
from decimal import Decimal

from django.contrib.auth.models import User

from klimamosaik.measures.models import CostLine, Involvement, Measure, Step
from klimamosaik.measures.models.kinds import AfterFunding, CostKind, InvolvementRole
from klimamosaik.measures.models.phase import WAY, Phase
from klimamosaik.measures.operations import involve
from klimamosaik.people.models import Organisation
from klimamosaik.places.models import Municipality
from klimamosaik.records.operations import save
from klimamosaik.web.demo.register_entries import (
    BINS,
    COOL,
    DISTRICT_HEAT,
    HEATING,
    LIGHTS,
    POOL,
    POSTERS,
    SOLAR,
    TREES,
)

WAITED = {  # [d] in each phase before the one it was written down in
    HEATING.name: (150, 120, 210),
    LIGHTS.name: (90, 160, 240),
    POOL.name: (320, 200, 380),
    POSTERS.name: (40, 30),
    TREES.name: (120, 95),
    BINS.name: (60, 75),
    DISTRICT_HEAT.name: (410,),
    SOLAR.name: (230,),
    COOL.name: (),
}
CAME = {DISTRICT_HEAT.name: 150, SOLAR.name: 60}  # [d] ago, where the day it was written is not it


def note_ways(municipality: Municipality, *, by: User, today: date) -> None:
    """Write down the steps each measure took before it was entered here."""
    for measure in Measure.objects.filter(municipality=municipality, name__in=WAITED):
        entered = measure.steps.get(from_phase="")
        here = entered.day
        if measure.name in CAME:
            here = today - timedelta(days=CAME[measure.name])
        phases = WAY[: WAY.index(Phase(entered.to_phase))]
        before, day = "", here - timedelta(days=sum(WAITED[measure.name]))
        for phase, waited in zip(phases, WAITED[measure.name], strict=True):
            step = Step(measure=measure, from_phase=before, to_phase=phase, day=day, since=day)
            save(step, by=by)
            before, day = phase, day + timedelta(days=waited)
        entered.from_phase, entered.since = before, here
        save(entered, by=by)


def fund(municipality: Municipality, *, by: User, today: date) -> None:
    """One funded measure that goes on, one nobody thought of in time, one with years to go."""
    trees, cool, heat = (
        Measure.objects.get(municipality=municipality, name=entry.name)
        for entry in (TREES, COOL, DISTRICT_HEAT)
    )
    for measure, days in ((trees, 60), (cool, -30), (heat, 1100)):
        measure.funding_ends_on = today + timedelta(days=days)
        measure.grant_source = "Modellprojekt (erfunden)"
    trees.after_funding = AfterFunding.CONTINUE
    for measure in (trees, cool, heat):
        save(measure, by=by)
    line = CostLine(
        measure=trees,
        year=trees.funding_ends_on.year + 1 if trees.funding_ends_on else today.year,
        kind=CostKind.RUNNING,
        planned=Decimal(4_500),
        source="eigener Haushalt",
    )
    save(line, by=by)


def name_contacts(municipality: Municipality, *, by: User, today: date) -> None:
    """Who answers questions on the matter, and who on how it is run: functions, no names."""
    for entry in (HEATING, TREES):
        measure = Measure.objects.get(municipality=municipality, name=entry.name)
        lead = Organisation.objects.get(municipality=municipality, name=entry.lead)
        for role, desk in (
            (InvolvementRole.EXPERT, "Energiemanagement"),
            (InvolvementRole.ORGANISER, "Projektbüro"),
        ):
            part = Involvement(
                measure=measure,
                organisation=lead,
                role=role,
                desk=desk,
                confirmed_on=today - timedelta(days=40),
            )
            involve(involvement=part, by=by)
