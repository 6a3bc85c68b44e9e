"""Which messages of a device are missing, by its frame counter. No Django."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

MOST_GAPS = 50  # kept of a device; older ones are only counted


@dataclass(frozen=True)
class FrameState:
    """What is known of a device's frames; stored as JSON between messages."""

    session: str = ""
    counter: int = -1  # the highest of the session; -1: none yet
    at: str = ""  # when that was sent, ISO 8601
    missed: int = 0  # messages that never came, of all sessions
    missing: tuple[tuple[int, int], ...] = ()  # first and last of each gap of this session
    gap_at: str = ""  # when the newest gap was seen
    sessions: int = 0  # joins seen so far

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> "FrameState":
        """The state as stored."""
        known = {name: stored[name] for name in cls.__dataclass_fields__ if name in stored}
        gaps = tuple((int(first), int(last)) for first, last in known.get("missing", ()))
        return cls(**(known | {"missing": gaps}))

    def as_record(self) -> dict[str, Any]:
        """For the store."""
        return asdict(self)


def after(state: FrameState, *, session: str, counter: int, at: datetime) -> FrameState:
    """The state after a message.

    A new session begins anew; so does a counter that falls though time goes on, where the network
    names no session or the device does not join. A message that is late fills its gap.
    """
    told = at.isoformat()
    late = bool(state.at) and at < datetime.fromisoformat(state.at)
    same = session == state.session and state.counter >= 0
    if not same or (counter < state.counter and not late):
        return state if late else anew(state, session, counter, told)
    if counter <= state.counter:
        return filled(state, counter)
    went_on = replace(state, counter=counter, at=told)
    if counter == state.counter + 1:
        return went_on
    gap = (state.counter + 1, counter - 1)
    missing = (*state.missing, gap)[-MOST_GAPS:]
    missed = state.missed + gap[1] - gap[0] + 1
    return replace(went_on, missed=missed, missing=missing, gap_at=told)


def anew(state: FrameState, session: str, counter: int, told: str) -> FrameState:
    """The state with the first message of a session; what was missing before never comes."""
    return replace(
        state, session=session, counter=counter, at=told, missing=(), sessions=state.sessions + 1
    )


def filled(state: FrameState, counter: int) -> FrameState:
    """The state when a message that was missing came after all."""
    hit = next((gap for gap in state.missing if gap[0] <= counter <= gap[1]), None)
    if hit is None:
        return state
    left = [(hit[0], counter - 1), (counter + 1, hit[1])]
    rest = [gap for gap in state.missing if gap != hit]
    missing = tuple(sorted([*rest, *(gap for gap in left if gap[0] <= gap[1])]))
    return replace(state, missed=state.missed - 1, missing=missing)
