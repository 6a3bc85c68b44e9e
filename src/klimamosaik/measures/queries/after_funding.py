"""What becomes of funded measures once the money ends: running cost, payer, decision."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from klimamosaik.measures.models import CostLine, Measure
from klimamosaik.measures.models.kinds import AfterFunding, CostKind, InvolvementRole
from klimamosaik.measures.models.phase import Phase
from klimamosaik.people.models import Organisation
from klimamosaik.places.models import Municipality
from klimamosaik.terms.text import Text

SOON = timedelta(days=90)  # before the end: what is missing by then is overdue


@dataclass(frozen=True)
class FundedMeasure:
    """One measure that lives on a grant, and what is known of the time after it."""

    measure: Measure
    ends_on: date | None  # last day of the funding; None: nobody said
    decision: AfterFunding | None  # None: not decided
    running: Decimal | None  # [EUR/a] in the first year after it; None: nobody said
    year: int | None  # of that running cost
    payers: tuple[Organisation, ...]
    missing: tuple[Text, ...]  # what nobody said yet
    due: bool  # the end is near or past

    @property
    def settled(self) -> bool:
        """True where it is known how it goes on."""
        return not self.missing

    @property
    def goes_on(self) -> bool:
        """True unless it was decided to end it."""
        return self.decision is not AfterFunding.END

    @property
    def first_year(self) -> int | None:
        """The first year that is not funded any more."""
        return self.ends_on.year + 1 if self.ends_on else None

    @property
    def overdue(self) -> bool:
        """True where something must be known by now and is not."""
        return self.due and not self.settled


@dataclass(frozen=True)
class PayerSum:
    """What one payer, or several together, will pay a year."""

    payers: tuple[Organisation, ...]  # () nobody yet
    running: Decimal  # [EUR/a] as far as it is known
    count: int  # measures
    unknown: int  # of these without a running cost

    @property
    def known(self) -> bool:
        """True where at least one running cost is known."""
        return self.unknown < self.count


@dataclass(frozen=True)
class AfterFundingPlan:
    """All funded measures of a municipality on a day, the soonest end first."""

    today: date
    lines: tuple[FundedMeasure, ...]
    sums: tuple[PayerSum, ...]  # the largest first, nobody last; what is to end costs nothing

    @property
    def open(self) -> int:
        """Of how many it is not known how they go on."""
        return sum(not line.settled for line in self.lines)

    @property
    def overdue(self) -> int:
        """Of how many that should be known by now."""
        return sum(line.overdue for line in self.lines)

    @property
    def running(self) -> Decimal | None:
        """What all of it costs a year [EUR/a], as far as it is known; None where nothing is."""
        known = [line.running for line in self.lines if line.goes_on and line.running is not None]
        return sum(known, Decimal(0)) if known else None


def after_funding_of(*, municipality: Municipality, today: date) -> AfterFundingPlan:
    """Every running measure with a grant or an end of its funding, and what is to come after."""
    found = Measure.objects.filter(municipality=municipality).exclude(phase=Phase.STOPPED)
    rows = found.select_related("handed_to").prefetch_related(
        "cost_lines", "involvements__organisation", "tasks"
    )
    lines = sorted((funded(each, today) for each in rows if is_funded(each)), key=soonest)
    return AfterFundingPlan(today, tuple(lines), sums_of(lines))


def is_funded(measure: Measure) -> bool:
    """True where a measure has a grant, or an end of its funding was named."""
    grant = bool(measure.grant_percent or measure.grant_eur or measure.grant_source.strip())
    return grant or measure.funding_ends_on is not None


def soonest(line: FundedMeasure) -> tuple[bool, date, str]:
    """Sort key: by the end of the money, unknown ends last."""
    return (line.ends_on is None, line.ends_on or date.max, line.measure.name)


def funded(measure: Measure, today: date) -> FundedMeasure:
    """One measure, with what is missing of it."""
    ends_on = measure.funding_ends_on
    decision = AfterFunding(measure.after_funding) if measure.after_funding else None
    year, running = running_after(measure.cost_lines.all(), ends_on)
    payers = tuple(
        each.organisation
        for each in measure.involvements.all()
        if each.role == InvolvementRole.PAYER
    )
    known = {
        NO_END: ends_on is not None,
        NO_DECISION: decision is not None,
        NO_RUNNING: running is not None or decision is AfterFunding.END,
        NO_PAYER: bool(payers) or decision is AfterFunding.END,
        TO_WHOM: decision is not AfterFunding.HAND_OVER or measure.handed_to_id is not None,
    }
    return FundedMeasure(
        measure=measure,
        ends_on=ends_on,
        decision=decision,
        running=running,
        year=year,
        payers=payers,
        missing=tuple(text for text, met in known.items() if not met),
        due=ends_on is not None and ends_on - SOON <= today,
    )


def running_after(
    lines: Iterable[CostLine], ends_on: date | None
) -> tuple[int | None, Decimal | None]:
    """The first year after the money for which a running cost is known, and that cost [EUR/a]."""
    if ends_on is None:
        return None, None
    by_year: dict[int, Decimal] = defaultdict(Decimal)
    for line in lines:
        cost = line.planned if line.actual is None else line.actual
        if line.kind == CostKind.RUNNING and line.year > ends_on.year and cost is not None:
            by_year[line.year] += cost
    first = min(by_year, default=None)
    return first, None if first is None else by_year[first]


def sums_of(lines: Sequence[FundedMeasure]) -> tuple[PayerSum, ...]:
    """What each payer will pay a year for what goes on."""
    return tuple(sorted(grouped(lines), key=lambda each: (not each.payers, -each.running)))


def grouped(lines: Sequence[FundedMeasure]) -> Iterator[PayerSum]:
    """The measures that go on, by who pays for them."""
    groups: dict[tuple[Organisation, ...], list[FundedMeasure]] = defaultdict(list)
    for line in lines:
        if line.goes_on:
            groups[line.payers].append(line)
    for payers, group in groups.items():
        known = [line.running for line in group if line.running is not None]
        yield PayerSum(payers, sum(known, Decimal(0)), len(group), len(group) - len(known))


NO_END = Text("Ende der Förderung", "end of the funding")
NO_DECISION = Text("Entscheidung", "decision")
NO_RUNNING = Text("laufende Kosten danach", "running cost afterwards")
NO_PAYER = Text("wer dann zahlt", "who pays then")
TO_WHOM = Text("an wen übergeben", "handed over to whom")
