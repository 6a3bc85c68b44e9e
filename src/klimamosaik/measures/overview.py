"""The register at a glance: how many measures stand where, and what needs a look."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from klimamosaik.drawing.stones import StoneLook
from klimamosaik.measures.drawing import HeapStone, heap
from klimamosaik.measures.models.phase import Phase
from klimamosaik.measures.queries import MeasureState
from klimamosaik.terms.text import Text

LOOKS = {
    Phase.IDEA: StoneLook.OPEN,
    Phase.PROTOTYPE: StoneLook.PLANNED,
    Phase.PILOT: StoneLook.PLANNED,
    Phase.PERMANENT: StoneLook.LAID,
    Phase.TRANSFER: StoneLook.LAID,
    Phase.STOPPED: StoneLook.STOPPED,
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
    stones = [HeapStone(LOOKS[phase], first_field(state)) for state in here]
    return Heap(phase, len(here), heap(stones, ident=f"heap-{phase}"))


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
        return Text("Eine Maßnahme: {phase}.", "One measure: {phase}.").format(phase=phase)
    return Text(
        "{number} Maßnahmen: {lasting} im Dauerbetrieb, {tried} in Erprobung.",
        "{number} measures: {lasting} permanent, {tried} being tried.",
    ).format(number=number, lasting=lasting, tried=tried)
