"""Measures with cost and expectation, for plans."""

from klimamosaik.evidence.models import Assessment
from klimamosaik.evidence.queries.newest import fingerprint
from klimamosaik.measures.models import CostLine, Measure
from klimamosaik.measures.models.kinds import CostKind
from klimamosaik.measures.models.phase import Phase
from klimamosaik.pathway.kernel.posterior import Prior
from klimamosaik.pathway.models import Target
from klimamosaik.pathway.operations import expect, set_target
from klimamosaik.places.models import MeterPoint, Municipality
from klimamosaik.terms.field import Field
from tests.pathway.conftest import measured

FIRST = 2027


def hoped(
    town: Municipality,
    name: str,
    tonnes: float = 20.0,
    *,
    cost: float | None = 1_000.0,
    days: float | None = None,
    life: int | None = 20,
    years: int = 1,
    field: Field = Field.HEAT,
) -> Measure:
    """A measure decided and not begun: what it is to bring, and what it costs from 2027 on."""
    measure = Measure.objects.create(
        municipality=town, name=name, phase=Phase.PROTOTYPE, expected_life=life
    )
    if tonnes:
        effect = Prior.of(tonnes * 0.8, tonnes, tonnes * 1.2)
        expect(measure=measure, effect=effect, field=field, reasoning="gerechnet", by=None)
    for kind, amount in ((CostKind.INVESTMENT, cost), (CostKind.STAFF_DAYS, days)):
        for year in range(FIRST, FIRST + years if amount is not None else FIRST):
            CostLine.objects.create(
                measure=measure, year=year, kind=kind, planned=(amount or 0) / years
            )
    return measure


def pilot(town: Municipality, name: str = "Heizung") -> Measure:
    """A measured saving with its meter."""
    measure = measured(town, name)
    measure.meter_points.set(MeterPoint.objects.filter(building__name=f"Haus {name}"))
    Assessment.objects.filter(measure=measure).update(fingerprint=fingerprint(measure))
    return measure


def aim(town: Municipality, need_t: float = 1_000.0) -> None:
    """A target in 2040 with a need entered by hand."""
    set_target(
        target=Target(
            municipality=town, year=2040, source="Rat 7/2024",
            need_t=need_t, need_year=2024, need_source="eigene Rechnung",
        ),
        by=None,
    )  # fmt: skip
