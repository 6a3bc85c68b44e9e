"""How many measures stand where, and how long they take from phase to phase."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from klimamosaik.measures.kernel.waiting_times import Spell, WaitingTime, waiting_of
from klimamosaik.measures.models import Measure, Network, Step
from klimamosaik.measures.models.phase import WAY, Phase
from klimamosaik.places.models import Municipality

PASSAGES = (
    (Phase.IDEA, Phase.PROTOTYPE),
    (Phase.PROTOTYPE, Phase.PILOT),
    (Phase.PILOT, Phase.PERMANENT),
    (Phase.IDEA, Phase.PERMANENT),  # the whole way
)


@dataclass(frozen=True)
class Passage:
    """The way from one phase to another, this year and last."""

    start: Phase
    end: Phase
    this_year: WaitingTime
    last_year: WaitingTime

    @property
    def whole_way(self) -> bool:
        """True from an idea to permanent operation."""
        return self.start.next is not self.end


@dataclass(frozen=True)
class PhaseCount:
    """How many measures stand in a phase."""

    phase: Phase
    now: int
    year_ago: int  # on the last day of last year


@dataclass(frozen=True)
class Tempo:
    """How quickly a municipality's measures go on, as of a day."""

    today: date
    counts: tuple[PhaseCount, ...]
    passages: tuple[Passage, ...]
    undated: int  # measures of which nobody noted since when they stand where they are
    network: Network | None  # None: all measures

    @property
    def year(self) -> int:
        """This year."""
        return self.today.year

    @property
    def whole(self) -> Passage:
        """From an idea to permanent operation."""
        return self.passages[-1]

    @property
    def any(self) -> bool:
        """True where anything waited on a known day."""
        return any(one.this_year.count or one.last_year.count for one in self.passages)


def tempo_of(*, municipality: Municipality, today: date, network: Network | None = None) -> Tempo:
    """How quickly measures go from phase to phase; those of a network where one is named."""
    found = Measure.objects.filter(municipality=municipality)
    if network is not None:
        found = found.filter(networks=network)
    ways = [way_of(measure) for measure in found.prefetch_related("steps")]
    before = date(today.year - 1, 12, 31)
    now, then = counted(ways, today), counted(ways, before)
    return Tempo(
        today=today,
        counts=tuple(PhaseCount(phase, now[phase], then[phase]) for phase in Phase),
        passages=tuple(passage(start, end, ways, today) for start, end in PASSAGES),
        undated=sum(bool(way) and way[-1].since is None for way in ways),
        network=network,
    )


def way_of(measure: Measure) -> list[Step]:
    """A measure's steps, the oldest first."""
    return list(reversed(measure.steps.all()))


def passage(start: Phase, end: Phase, ways: Sequence[Sequence[Step]], today: date) -> Passage:
    """The waits between two phases, this year as far as it has gone, and all of last year."""
    spells = [spell for way in ways if (spell := spell_of(way, start, end)) is not None]
    first = date(today.year, 1, 1)
    return Passage(
        start,
        end,
        waiting_of(spells, first, today),
        waiting_of(spells, date(today.year - 1, 1, 1), first - timedelta(days=1)),
    )


def spell_of(way: Sequence[Step], start: Phase, end: Phase) -> Spell | None:
    """How long a measure took or has waited so far; None where a day of it is not noted.

    A stop ends the wait unless it was taken up again; the time it lay still then counts.
    """
    begun = next((step.since for step in way if step.to_phase == start), None)
    if begun is None:
        return None
    arrived = next((step for step in way if is_at_least(step, end)), None)
    if arrived is not None:
        return Spell(begun, max(arrived.since, begun), True) if arrived.since else None
    last = way[-1]
    if last.to_phase == Phase.STOPPED:
        return Spell(begun, max(last.since or last.day, begun), False)
    return Spell(begun, None, False)


def is_at_least(step: Step, phase: Phase) -> bool:
    """True for a step into a phase or past it."""
    return step.to_phase in WAY and WAY.index(Phase(step.to_phase)) >= WAY.index(phase)


def counted(ways: Sequence[Sequence[Step]], day: date) -> Mapping[Phase, int]:
    """How many measures stood in each phase at the end of a day."""
    return Counter(phase for way in ways for phase in phase_on(way, day))


def phase_on(way: Sequence[Step], day: date) -> Iterator[Phase]:
    """Where a measure stood; nothing where it was not known yet.

    Of a step whose day nobody noted it counts from the day it was written down.
    """
    stood = [step for step in way if (step.since or step.day) <= day]
    if stood:
        yield Phase(stood[-1].to_phase)
