"""One measure against its plan: effect, money, dates and indicators, each with its proof."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from klimamosaik.evidence.models import Assessment, MeasuredEffect
from klimamosaik.measures.models import Indicator
from klimamosaik.measures.models.kinds import Bound, CostKind
from klimamosaik.measures.queries import MeasureState
from klimamosaik.measures.queries.newest import NewestValue
from klimamosaik.pathway.queries.measure_outlook import MeasureOutlook
from klimamosaik.pathway.queries.wording import both
from klimamosaik.planning.kernel.deviation import (
    Behind,
    effect_behind,
    indicator_behind,
    late,
    money_over,
)
from klimamosaik.terms.estimate import criterion_of
from klimamosaik.terms.figure import GateVerdict
from klimamosaik.terms.text import Text, about
from klimamosaik.terms.tonnes import tonnes
from klimamosaik.terms.tonnes_range import tonnes_range


class Aspect(StrEnum):
    """What of a measure lags behind."""

    EFFECT = "effect"
    MONEY = "money"
    DATE = "date"
    INDICATOR = "indicator"


@dataclass(frozen=True)
class Deviation:
    """One aspect of a measure against its plan."""

    aspect: Aspect
    behind: Behind
    said: Text  # "Wirkung um 62 % hinter Plan"
    proof: Text  # the reading or date that says so
    criterion: GateVerdict | None = None  # of what is measured: what its range can say

    @property
    def shown(self) -> bool:
        """False where what is measured cannot say yet whether the plan is kept."""
        return self.criterion is None or self.criterion.judges


def deviations_of(
    state: MeasureState, known: MeasureOutlook | None, newest: Assessment | None, today: date
) -> tuple[Deviation, ...]:
    """Everything about a measure that can be compared with a plan, the worst first."""
    found = [
        *(effect_deviation(known) if known and known.expected else gate_deviation(state, newest)),
        *money_deviation(state, today),
        *date_deviations(state, today),
        *indicator_deviations(state),
    ]
    return tuple(sorted(found, key=lambda one: (-one.behind.rank, -one.behind.sure)))


def effect_deviation(known: MeasureOutlook | None) -> Iterator[Deviation]:
    """Measured against expected tonnes."""
    if known is None or known.measured is None or known.expected is None:
        return
    measured, likely = known.measured, known.expected.likely_t
    behind = effect_behind(likely, measured)
    if behind is None:
        return
    criterion = criterion_of(measured, asked=likely)
    seen, hoped = tonnes_range(measured), tonnes(likely)
    yield Deviation(
        Aspect.EFFECT,
        behind,
        judged(lag(Text("Wirkung", "Effect"), behind), criterion),
        Text(
            "Zähler: {seen} t CO₂e im Jahr statt {hoped} t, aus {days:n} Tagen, Datenversion "
            "{version}",
            "meters: {seen} t CO₂e a year instead of {hoped} t, from {days:n} days, data version "
            "{version}",
        ).format(seen=seen, hoped=hoped, days=known.days, version=known.data_version),
        criterion,
    )


def gate_deviation(state: MeasureState, newest: Assessment | None) -> Iterator[Deviation]:
    """Measured saving against what was asked beforehand, where nobody expected tonnes."""
    gate = getattr(state.measure, "gate", None)
    if gate is None or newest is None or newest.criterion is GateVerdict.OPEN:
        return
    whole, saved = newest.whole, newest.whole.percent
    if saved is None:
        return
    behind = effect_behind(gate.saving_percent, saved)
    if behind is None:
        return
    said = GATE_SAID[newest.criterion]
    if newest.criterion is GateVerdict.MISSED:
        said = MORE_INSTEAD if saved.high < 0 else lag(Text("Einsparung", "Saving"), behind)
    read = meters_say(whole, gate.asked, newest.data_version)
    yield Deviation(Aspect.EFFECT, behind, said, read, newest.criterion)


def judged(said: Text, criterion: GateVerdict) -> Text:
    """What the figures look like, and that they cannot show it yet where they cannot."""
    if criterion is not GateVerdict.NOT_SHOWN:
        return said
    return about(said, criterion.text)


def meters_say(whole: MeasuredEffect, wanted: Text, version: int) -> Text:
    """What the meters show against what was asked of them [%]."""
    seen = whole.share_said or whole.said.text
    return Text(
        "Zähler: {seen}; verlangt mindestens {wanted} Einsparung; Datenversion {version}",
        "meters: {seen}; a saving of at least {wanted} was asked; data version {version}",
    ).format(seen=seen, wanted=wanted, version=version)


def money_deviation(state: MeasureState, today: date) -> Iterator[Deviation]:
    """Actual against planned money of the years up to this one, where both are known."""
    lines = [
        line
        for line in state.measure.cost_lines.all()
        if line.kind != CostKind.STAFF_DAYS
        and line.year <= today.year
        and line.planned is not None
        and line.actual is not None
    ]
    planned = float(sum(line.planned or 0 for line in lines))
    actual = float(sum(line.actual or 0 for line in lines))
    behind = money_over(planned, actual)
    if behind is None:
        return
    years = sorted({line.year for line in lines})
    span = str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"
    spent, meant, percent = both(actual), both(planned), both(100 * abs(behind.share))
    side = Text("über", "above") if behind.share >= 0 else Text("unter", "below")
    said = Text("Kosten {percent} % {side} Plan", "Cost {percent} % {side} plan").format(
        percent=percent, side=side
    )
    if spent == meant:
        said = Text("Kosten wie geplant", "Cost as planned")
        shown = Text("{span}: {spent} Euro", "{span}: {spent} €")
    else:
        shown = Text("{span}: {spent} statt {meant} Euro", "{span}: {spent} instead of {meant} €")
    yield Deviation(Aspect.MONEY, behind, said, shown.format(span=span, spent=spent, meant=meant))


def date_deviations(state: MeasureState, today: date) -> Iterator[Deviation]:
    """Tasks past their day, and a decision that was due."""
    for task in state.overdue:
        assert task.due is not None
        who = task.organisation.name
        yield late_deviation(
            Text("„{what}“ ({who})", "“{what}” ({who})").format(what=task.what, who=who),
            task.due,
            today,
        )
    decision = state.measure.next_decision_on  # a decision that is a task is told above
    if decision is not None and decision < today:
        yield late_deviation(Text("Entscheidung", "Decision"), decision, today)


def late_deviation(what: Text, due: date, today: date) -> Deviation:
    """Something that was due."""
    behind = late(due, today)
    days = (today - due).days
    said = DAY_LATE if days == 1 else DAYS_LATE
    return Deviation(
        Aspect.DATE,
        behind,
        said.format(what=what, days=days),
        Text("fällig am {due:short}", "due on {due:short}").format(due=due),
    )


def indicator_deviations(state: MeasureState) -> Iterator[Deviation]:
    """Newest values against the straight line to what is wanted."""
    for indicator in state.measure.indicators.all():
        newest = state.newest.get(indicator.pk)
        behind = lag_of(indicator, newest) if newest else None
        if newest is None or behind is None:
            continue
        name, unit = indicator.name, indicator.unit
        value, wanted = both(newest.value, 1), both(indicator.wanted_value or 0.0, 1)
        side, until = Bound(indicator.bound).text, indicator.wanted_until
        yield Deviation(
            Aspect.INDICATOR,
            behind,
            lag(
                Text("„{name}“", "“{name}”").format(name=name),
                behind,
            ),
            Text(
                "{day:short}: {value} {unit}, gewünscht {side} {wanted} {unit} bis {until:short} "
                "({source})",
                "{day:short}: {value} {unit}, wanted {side} {wanted} {unit} by {until:short} "
                "({source})",
            ).format(
                day=newest.day,
                value=value,
                unit=unit,
                side=side,
                wanted=wanted,
                until=until,
                source=newest.source,
            ),
        )


def lag_of(indicator: Indicator, newest: NewestValue) -> Behind | None:
    """How far an indicator lags; None where start, wish, its side or its day are missing."""
    start, wanted, until = indicator.start_value, indicator.wanted_value, indicator.wanted_until
    since = indicator.wanted_written_on
    if start is None or wanted is None or until is None or not indicator.bound:
        return None
    whole = (until - since).days if since else 0
    elapsed = (newest.day - since).days / whole if since and whole > 0 else 1.0
    if since is None and newest.day < until:
        return None
    return indicator_behind(
        start=start,
        wanted=wanted,
        at_most=indicator.bound == Bound.AT_MOST,
        value=newest.value,
        elapsed=elapsed,
    )


def lag(what: Text, behind: Behind) -> Text:
    """How far something lags, and how much of that is sure."""
    percent, sure = both(100 * abs(behind.share)), both(100 * behind.sure)
    if behind.share < 0:
        return Text("{what} um {percent} % vor Plan", "{what} {percent} % ahead of plan").format(
            what=what, percent=percent
        )
    said = Text("{what} um {percent} % hinter Plan", "{what} {percent} % behind plan").format(
        what=what, percent=percent
    )
    if behind.rank >= 1:
        return Text("{what} mehr als 100 % hinter Plan", "{what} over 100 % behind plan").format(
            what=what
        )
    if behind.sure == behind.share or behind.sure <= 0:
        return said
    return Text("{said}, mindestens {sure} %", "{said}, at least {sure} %").format(
        said=said, sure=sure
    )


GATE_SAID = {
    verdict: Text("Kriterium {verdict}", "Criterion {verdict}").format(verdict=verdict.text)
    for verdict in GateVerdict
}
DAY_LATE = Text("{what} seit einem Tag fällig", "{what} due for a day")
DAYS_LATE = Text("{what} seit {days:n} Tagen fällig", "{what} due for {days:n} days")
MORE_INSTEAD = Text("Verbraucht mehr statt weniger", "Uses more instead of less")
