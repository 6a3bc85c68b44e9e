"""Why a tonne costs another sum than before: somebody corrected what a measure costs."""

from collections.abc import Collection, Iterator

from klimamosaik.measures.models import CostLine, Measure
from klimamosaik.measures.models.kinds import CostKind
from klimamosaik.records.field_corrections import CorrectedValue, corrections
from klimamosaik.terms.period import LOCAL
from klimamosaik.terms.text import Text

TOLD = 3  # corrections that are told of, the newest first


def costs_corrected(measures: Collection[Measure]) -> tuple[Text, ...]:
    """The newest corrections of what measures cost, the newest first."""
    names = {measure.pk: measure.name for measure in measures}
    found = sorted(every(names), key=lambda each: each.at, reverse=True)
    return tuple(
        CORRECTED.format(
            day=each.at.astimezone(LOCAL), name=names[each.of], now=each.now, was=each.before
        )
        for each in found[:TOLD]
    )


def every(measures: Collection[int]) -> Iterator[CorrectedValue]:
    """Corrected sums [EUR] of measures (ids); the one sum counts where no line says what it is."""
    by_lines = CostLine.objects.filter(measure_id__in=measures, kind=CostKind.INVESTMENT)
    lone = set(measures) - set(by_lines.values_list("measure_id", flat=True))
    yield from corrections(Measure, "cost", of="id", where={"id__in": lone})
    euros = {"measure_id__in": measures, "kind__in": (CostKind.INVESTMENT, CostKind.RUNNING)}
    for field in ("planned", "actual"):
        yield from corrections(CostLine, field, of="measure_id", where=euros)


CORRECTED = Text(
    "Am {day:short} wurden die Kosten von „{name}“ geändert: {now:n} statt {was:n} €.",
    "On {day:short} the cost of “{name}” was changed: {now:n} instead of {was:n} €.",
)
