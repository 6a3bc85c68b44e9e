"""Spans of local days."""

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Europe/Berlin")  # days and months are local; stored times are UTC


@dataclass(frozen=True, order=True)
class Period:
    """Local days from `start` up to, not including, `end`."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise ValueError(f"a period ends after it starts: {self.start} .. {self.end}")

    @property
    def days(self) -> int:
        """Number of days."""
        return (self.end - self.start).days

    def __contains__(self, day: date) -> bool:
        return self.start <= day < self.end


def midnight(day: date) -> datetime:
    """The instant a local day begins."""
    return datetime.combine(day, time(), tzinfo=LOCAL)


def local_day(instant: datetime) -> date:
    """The local day an instant lies on."""
    return instant.astimezone(LOCAL).date()
