"""Climate adaptation and quality of living: what is wanted of them, and how it stands today."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from klimamosaik.measures.models import AdaptationTarget, Indicator
from klimamosaik.measures.models.adaptation import SUBJECTS
from klimamosaik.measures.models.kinds import Bound, ReadingBasis, Subject
from klimamosaik.measures.queries.newest import NewestValue, newest_values
from klimamosaik.measures.queries.values_from_readings import ReadValue, courses, values_read
from klimamosaik.places.models import Municipality
from klimamosaik.terms.text import Text

AS_IT_IS, WITH_UNIT = Text("{value}", "{value}"), Text("{value}\u00a0{unit}", "{value}\u00a0{unit}")
DIGITS = (Text("{value:n}", "{value:n}"), Text("{value:.1n}", "{value:.1n}"))


@dataclass(frozen=True)
class AdaptationLine:
    """An indicator or a target of the municipality, beside what was found."""

    name: str
    subject: Subject
    unit: str
    newest: NewestValue | None
    before: float | None  # [unit]
    wanted: float | None  # [unit]
    bound: Bound | None
    until: date | None
    reached: bool | None  # None: nothing wanted, or nobody can say
    basis: Text | None  # how the value is made of readings
    shape: tuple[float | None, ...]  # weekly means of a year; empty where values are entered
    measure: int | None  # its id; None: a target of the whole municipality
    measure_name: str
    target: int | None  # its id; None: an indicator
    indicator: int | None  # its id; None: a target
    datastream: int | None

    @property
    def value(self) -> Text | None:
        """The newest value with its unit."""
        return None if self.newest is None else with_unit(self.newest.value, self.unit)

    @property
    def wanted_text(self) -> Text | None:
        """The wanted value with its unit."""
        return None if self.wanted is None else with_unit(self.wanted, self.unit)

    @property
    def before_text(self) -> Text | None:
        """The value before with its unit."""
        return None if self.before is None else with_unit(self.before, self.unit)

    @property
    def worse(self) -> bool:
        """True where the newest value is farther from what is wanted than the one before."""
        if self.newest is None or self.before is None or self.bound is None:
            return False
        same = self.newest.value == self.before
        return not same and not self.bound.kept_by(self.newest.value, self.before)


def with_unit(value: float, unit: str) -> Text:
    """A value as people write it: whole numbers without, others with one digit."""
    said = DIGITS[0 if value == round(value) else 1].format(value=value)
    return WITH_UNIT.format(value=said, unit=unit) if unit else AS_IT_IS.format(value=said)


def adaptation_of(*, municipality: Municipality) -> tuple[AdaptationLine, ...]:
    """All indicators of adaptation and living across measures, and the municipality's targets.

    Targets first, then indicators by measure and name.
    """
    targets = list(AdaptationTarget.objects.filter(municipality=municipality))
    indicators = list(
        Indicator.objects.filter(
            measure__municipality=municipality, subject__in=[each.value for each in SUBJECTS]
        )
        .select_related("measure")
        .prefetch_related("values")
        .order_by("measure__name", "name")
    )
    return (*of_targets(targets), *of_indicators(indicators))


def newest_of(read: ReadValue) -> NewestValue:
    """A value made of readings as the newest of a target."""
    return NewestValue(read.day, read.value, read.source, read=True, estimated=read.estimated)


def of_targets(targets: Sequence[AdaptationTarget]) -> list[AdaptationLine]:
    """Targets of the whole municipality."""
    asked = {each.pk: (each.datastream_id, ReadingBasis(each.basis)) for each in targets}
    made = values_read(asked.values())
    shapes = courses([each.datastream_id for each in targets])
    units = {each.pk: each.datastream.unit for each in targets}
    found = []
    for each in targets:
        read = made.get(asked[each.pk])
        newest = newest_of(read) if read is not None else None
        reached = None if newest is None else each.reached_by(newest.value)
        found.append(
            AdaptationLine(
                each.name, Subject(each.subject), units[each.pk], newest,
                None, each.wanted_value, Bound(each.bound), each.wanted_until, reached,
                ReadingBasis(each.basis).text, shapes.get(each.datastream_id, ()), None, "",
                each.pk, None, each.datastream_id,
            )
        )  # fmt: skip
    return found


def of_indicators(indicators: Sequence[Indicator]) -> list[AdaptationLine]:
    """Indicators of measures."""
    newest = newest_values(indicators=indicators)
    shapes = courses([each.datastream_id for each in indicators if each.datastream_id])
    return [line_of(each, newest.get(each.pk), shapes) for each in indicators]


def line_of(
    each: Indicator, newest: NewestValue | None, shapes: Mapping[int, tuple[float | None, ...]]
) -> AdaptationLine:
    """One indicator."""
    stream = each.datastream_id
    return AdaptationLine(
        each.name, Subject(each.subject), each.unit, newest,
        each.start_value, each.wanted_value, Bound(each.bound) if each.bound else None,
        each.wanted_until, each.reached_by(newest.value) if newest else None,
        ReadingBasis(each.basis).text if stream else None, shapes.get(stream or 0, ()),
        each.measure_id, each.measure.name, None, each.pk, stream,
    )  # fmt: skip
