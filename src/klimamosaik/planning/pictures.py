"""Plans and prices as pictures."""

from collections.abc import Sequence

from klimamosaik.drawing.cost_curve import CostStep, cost_curve_svg
from klimamosaik.drawing.plan import PlanRow, plan_svg
from klimamosaik.drawing.scale import Pictures, Size, in_both_sizes
from klimamosaik.pathway.queries.grade import EvidenceClass
from klimamosaik.planning.outcome import ChosenMeasure
from klimamosaik.planning.price import Priced
from klimamosaik.terms.text import Language, Text

MOST = 40  # rows drawn; the table has all


def plan_pictures(
    planned: Sequence[ChosenMeasure], *, years: range, said: Text, language: Language
) -> Pictures:
    """When each measure is worked on and from when it works."""
    rows = [
        PlanRow(
            one.name,
            one.field,
            one.first_year,
            one.works_from,
            one.grade is EvidenceClass.MEASURED,
        )
        for one in planned[:MOST]
    ]

    def drawn(size: Size, ident: str) -> str:
        return plan_svg(rows, years=years, said=said, size=size, language=language, ident=ident)

    return in_both_sizes(drawn, "plan")


def price_pictures(
    priced: Sequence[Priced], *, said: Text, language: Language, name: str
) -> Pictures:
    """The cost of a tonne, cheapest first."""
    steps = [
        CostStep(
            one.field,
            one.grade is EvidenceClass.MEASURED,
            one.step.before,
            one.step.tonnes.mean,
            one.step.euro_per_tonne,
            one.step.cheapest,
            one.step.dearest,
            one.measure.name,
        )
        for one in priced
    ]

    def drawn(size: Size, ident: str) -> str:
        return cost_curve_svg(steps, said=said, size=size, language=language, ident=ident)

    return in_both_sizes(drawn, name)
