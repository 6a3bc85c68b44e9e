"""What the register and the measured effects give to a report for the council."""

from dataclasses import dataclass
from datetime import date

from klimamosaik.terms.estimate import Estimate
from klimamosaik.terms.figure import Verdict
from klimamosaik.terms.text import Text


@dataclass(frozen=True)
class MeasureResult:
    """What a measure brought, as its own page says it."""

    id: int
    name: str
    first_day: date | None  # of its effect
    last_day: date | None  # of the readings
    verdict: Verdict
    share: Text | None  # "26 % (10 bis 41 %)"; None: makes no sense or is not known
    saved: Estimate | None  # [kWh] over these days; None: not decidable
    worth: Estimate | None  # [EUR] over these days; None: not known, or nothing is claimed
    worth_text: Text | None
    said: tuple[Text, ...]  # the answer in sentences
    data_version: int

    @property
    def amount(self) -> Estimate | None:
        """What was saved, or used more, as a positive number [kWh]."""
        more = self.verdict is Verdict.USED_MORE
        return self.saved.scaled(-1) if self.saved and more else self.saved


@dataclass(frozen=True)
class DecisionAsked:
    """Something the register says is still to be decided."""

    measure: int
    name: str
    what: Text
    day: date | None  # None: no day is set


@dataclass(frozen=True)
class CouncilPart:
    """Measures and decisions, as the register and their effects say on the day of the report."""

    measures: tuple[MeasureResult, ...]
    unmeasured: tuple[str, ...]  # at work, without a measured effect
    planned: int  # not at work yet
    decisions: tuple[DecisionAsked, ...]
