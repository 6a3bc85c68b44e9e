"""The register at a glance: how many measures stand where, and what needs a look."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from klimamosaik.measures.drawing import HeapStone, heap
from klimamosaik.measures.models.phase import Phase
from klimamosaik.measures.queries import MeasureState
from klimamosaik.terms.text import Text

LOOKS = {
    Phase.IDEA: "open",
    Phase.PROTOTYPE: "expected",
    Phase.PILOT: "expected",
    Phase.PERMANENT: "full",
    Phase.TRANSFER: "full",
    Phase.STOPPED: "open",
}


@dataclass(frozen=True)
class Heap:
    """The measures of one phase."""

    phase: Phase
    count: int
    picture: SafeString


@dataclass(frozen=True)
class RegisterOverview:
    """What the list shows above its table."""

    sentence: Text
    heaps: tuple[Heap, ...]
    overdue: int  # measures with something overdue
    stale: int


def overview_of(states: Sequence[MeasureState]) -> RegisterOverview:
    """Count and draw all measures of a register."""
    heaps = tuple(heap_of(phase, states) for phase in Phase)
    return RegisterOverview(
        sentence=counted(states),
        heaps=tuple(each for each in heaps if each.count or each.phase is not Phase.STOPPED),
        overdue=sum(bool(state.overdue) for state in states),
        stale=sum(state.stale for state in states),
    )


def heap_of(phase: Phase, states: Sequence[MeasureState]) -> Heap:
    """The stones of a phase, coloured by the first field of action."""
    here = [state for state in states if state.phase is phase]
    stopped = phase is Phase.STOPPED
    stones = [HeapStone(LOOKS[phase], first_field(state), crossed=stopped) for state in here]
    return Heap(phase, len(here), heap(stones))


def first_field(state: MeasureState) -> str:
    """The field that gives a stone its colour; nothing where none is chosen."""
    fields = state.measure.fields
    return fields[0].value if fields else ""


def counted(states: Sequence[MeasureState]) -> Text:
    """The sentence above the picture."""
    number = len(states)
    lasting = sum(state.phase in (Phase.PERMANENT, Phase.TRANSFER) for state in states)
    tried = sum(state.phase in (Phase.PROTOTYPE, Phase.PILOT) for state in states)
    if number == 1:
        phase = states[0].phase.text
        return Text(
            "Eine Maßnahme: {phase}.",
            "One measure: {phase}.",
        ).format(phase=phase)
    return Text(
        "{number} Maßnahmen: {lasting} im Dauerbetrieb, {tried} in Erprobung.",
        "{number} measures: {lasting} permanent, {tried} being tried.",
    ).format(number=number, lasting=lasting, tried=tried)
