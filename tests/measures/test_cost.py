"""What a measure costs once: its lines say it, else the one sum that somebody said."""

from decimal import Decimal

from klimamosaik.measures.models import CostLine
from klimamosaik.measures.models.kinds import CostKind
from klimamosaik.measures.queries.cost import cost_once
from klimamosaik.places.models import Municipality
from tests.measures.conftest import measure_in


def test_lines_count_as_paid_where_that_is_known_and_the_one_sum_where_there_is_none(
    town: Municipality,
) -> None:
    assert cost_once(measure_in(town, name="Idee")) is None
    measure = measure_in(town, name="Dämmung", cost=Decimal(9800))
    assert cost_once(measure) == 9800
    for year, kind, planned, actual in (
        (2025, CostKind.INVESTMENT, 6000, 6500),
        (2026, CostKind.INVESTMENT, 4000, None),
        (2026, CostKind.RUNNING, 300, 300),
        (2026, CostKind.STAFF_DAYS, 12, 12),
    ):
        CostLine.objects.create(
            measure=measure, year=year, kind=kind, planned=planned, actual=actual
        )
    assert cost_once(measure) == 10_500
