"""The one rule for a measure's next decision, and what is told once its day has passed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from klimamosaik.measures.models import Measure, Task
from klimamosaik.measures.models.phase import Phase
from klimamosaik.terms.text import Text

DECISION = Text("Entscheidung", "decision")
OUTCOME_UNKNOWN = Text(
    "Die Entscheidung stand am {day} an; wie sie ausfiel, ist noch nicht eingetragen.",
    "The decision was due on {day}; how it turned out is not entered yet.",
)


@dataclass(frozen=True)
class NextDate:
    """The next day something is due."""

    day: date
    what: Text
    task: Task | None = None  # it is due for; None: the day entered for the measure's decision

    def passed(self, today: date) -> bool:
        """True from the day after: what was due is not entered as done."""
        return self.day < today


def undecided(day: date | None) -> Text | None:
    """What is told of a day of decision that has passed; None where none has."""
    return OUTCOME_UNKNOWN.format(day=day) if day else None


def next_decision(measure: Measure) -> NextDate | None:
    """The day entered for the next decision, else of the next open task that is one.

    A day that has passed still counts: nothing was decided on it. It is told as passed, never as
    to come. None where there is no day, and of a stopped measure.
    """
    if measure.phase == Phase.STOPPED:
        return None
    if measure.next_decision_on is not None:
        return NextDate(measure.next_decision_on, DECISION)
    for task in open_tasks(measure):
        if task.decision and task.due is not None:
            return NextDate(task.due, Text(task.what, task.what), task)
    return None


def open_tasks(measure: Measure) -> Sequence[Task]:
    """What is not done yet, the soonest due first."""
    return [task for task in measure.tasks.all() if task.done_on is None]
