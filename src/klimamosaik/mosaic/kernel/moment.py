"""The moment a wall is looked at: today, on the way, or at the target."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from klimamosaik.terms.text import Text

EVERY = 5  # [a] years of a wall on the way, where no milestones are set


class Moment(StrEnum):
    """Where on the way."""

    TODAY = "today"
    ON_THE_WAY = "on the way"
    TARGET = "target"


@dataclass(frozen=True)
class WallMoment:
    """A wall in one year."""

    moment: Moment
    year: int

    @property
    def name(self) -> Text:
        """What a link to this wall says."""
        if self.moment is Moment.TODAY:
            return Text("Heute", "Today")
        if self.moment is Moment.TARGET:
            return Text("Zieljahr {year}", "Target year {year}").format(year=self.year)
        return Text(str(self.year), str(self.year))


def moments(
    *, this_year: int, target_year: int, milestones: Iterable[int]
) -> tuple[WallMoment, ...]:
    """The walls there are: today's, one per milestone, the target's.

    Without milestones every fifth year stands in. Once the target's year has come, it is alone.
    """
    if this_year >= target_year:
        return (WallMoment(Moment.TARGET, target_year),)
    between = sorted({year for year in milestones if this_year < year < target_year})
    if not between:
        between = [year for year in range(this_year + 1, target_year) if year % EVERY == 0]
    on_the_way = (WallMoment(Moment.ON_THE_WAY, year) for year in between)
    return (
        WallMoment(Moment.TODAY, this_year),
        *on_the_way,
        WallMoment(Moment.TARGET, target_year),
    )
