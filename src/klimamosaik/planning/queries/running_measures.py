"""All running measures, and what of each lags behind plan, its days aside."""

from dataclasses import dataclass, replace
from datetime import datetime

from klimamosaik.measures.queries import MeasureState
from klimamosaik.places.models import Municipality
from klimamosaik.planning.deviations import Aspect
from klimamosaik.planning.steering import SteeringLine, SteeringState, steering_of
from klimamosaik.terms.text import Text


@dataclass(frozen=True)
class RunningMeasure:
    """A measure that is not stopped."""

    state: MeasureState
    lags: Text | None  # what lags most; None: nothing does, as far as is known


def running_measures(*, municipality: Municipality, at: datetime) -> tuple[RunningMeasure, ...]:
    """The steering list; late tasks and decisions lag nothing here, who asks lists them alone."""
    lines = steering_of(municipality=municipality, at=at).lines
    return tuple(RunningMeasure(line.state, lag_of(line)) for line in lines)


def lag_of(line: SteeringLine) -> Text | None:
    """What lags most of a measure, apart from days that have passed."""
    others = tuple(one for one in line.deviations if one.aspect is not Aspect.DATE)
    left = replace(line, deviations=others)
    if left.course is not SteeringState.BEHIND or left.worst is None:
        return None
    return left.worst.said
