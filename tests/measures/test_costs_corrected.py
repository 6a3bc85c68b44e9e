"""A cost that somebody corrected is told with what it was before."""

from decimal import Decimal

from klimamosaik.measures.models import CostLine
from klimamosaik.measures.models.kinds import CostKind
from klimamosaik.measures.queries.costs_corrected import costs_corrected
from klimamosaik.places.models import Municipality
from tests.measures.conftest import measure_in


def test_a_corrected_cost_says_when_and_what_it_was(town: Municipality) -> None:
    measure = measure_in(town, name="Dämmung", cost=Decimal(9800))
    assert costs_corrected([measure]) == ()
    measure.cost = Decimal(14700)
    measure.save()
    (said,) = costs_corrected([measure])
    assert said.de.endswith("wurden die Kosten von „Dämmung“ geändert: 14.700 statt 9.800 €.")
    assert said.en.endswith("the cost of “Dämmung” was changed: 14,700 instead of 9,800 €.")


def test_a_corrected_line_of_the_plan_counts_and_one_of_days_does_not(town: Municipality) -> None:
    measure = measure_in(town, name="Dämmung")
    for kind in (CostKind.INVESTMENT, CostKind.STAFF_DAYS):
        line = CostLine.objects.create(measure=measure, year=2025, kind=kind, planned=Decimal(10))
        line.planned = Decimal(12)
        line.save()
    (said,) = costs_corrected([measure])
    assert "12 statt 10 €" in said.de


def test_the_one_sum_says_nothing_where_lines_say_what_it_costs(town: Municipality) -> None:
    measure = measure_in(town, name="Dämmung", cost=Decimal(9800))
    CostLine.objects.create(
        measure=measure, year=2025, kind=CostKind.INVESTMENT, planned=Decimal(9000)
    )
    measure.cost = Decimal(14700)
    measure.save()
    assert costs_corrected([measure]) == ()


def test_the_cost_of_another_measure_is_not_told(town: Municipality) -> None:
    measure, other = (measure_in(town, name=name, cost=Decimal(10)) for name in ("A", "B"))
    other.cost = Decimal(20)
    other.save()
    assert costs_corrected([measure]) == ()
    assert len(costs_corrected([other])) == 1
