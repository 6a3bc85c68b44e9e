"""What is to be done in a municipality, gathered from the rooms that know it."""

from dataclasses import dataclass
from datetime import datetime

from klimamosaik.agenda.steps import TodoStep, steps
from klimamosaik.alarms.queries import how_many_last
from klimamosaik.observations.queries.states import next_silence, states
from klimamosaik.places.models import Municipality


@dataclass(frozen=True)
class Agenda:
    """All that waits for somebody in the office, as of a moment."""

    steps: tuple[TodoStep, ...]  # the most urgent one first
    troubles: int  # open ones
    until: datetime | None  # the clock alone makes it another agenda then

    @property
    def count(self) -> int:
        """How many things wait; all open troubles are one of them."""
        return len(self.steps) + bool(self.troubles)


def agenda_of(*, municipality: Municipality, now: datetime) -> Agenda:
    """The agenda of a municipality."""
    found = states(municipality=municipality, now=now)
    return Agenda(
        tuple(steps(municipality=municipality, states=found, now=now)),
        how_many_last(municipality=municipality),
        next_silence(found, now),
    )
