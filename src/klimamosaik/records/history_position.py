"""Where one stands in the history: after which entry, of many at one moment, too."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import Q

BETWEEN = "|"  # parts of a place in an address


@dataclass(frozen=True)
class PlaceBefore:
    """What of one source is asked for: all before a moment, and what is left at it."""

    at: datetime
    key: str = ""  # of those at that moment, the ones that follow this
    here: bool = False  # of those at that moment, all


@dataclass(frozen=True)
class HistoryPlace:
    """The last entry that was seen: by moment, by name of its source, by its key there.

    Entries are in order by moment, the newest first; at one moment by source, then by key.
    """

    at: datetime
    source: str
    key: str

    @property
    def address(self) -> str:
        """The place as an address says it."""
        return BETWEEN.join((self.at.isoformat(), self.source, self.key))

    def before(self, source: str) -> PlaceBefore:
        """What of a source follows this place."""
        if source == self.source:
            return PlaceBefore(self.at, key=self.key)
        return PlaceBefore(self.at, here=source > self.source)


def place_in(address: str) -> HistoryPlace | None:
    """The place an address names, or the moment alone; None where there is none to be read."""
    moment, _, rest = address.partition(BETWEEN)
    source, _, key = rest.partition(BETWEEN)
    try:
        at = datetime.fromisoformat(moment)
        at.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    if not at.tzinfo or "\0" in address:
        return None
    return HistoryPlace(at, source or LAST, key)


def numbered(key: str) -> bool:
    """True where a key is the number of a row."""
    return key.isascii() and key.isdecimal() and len(key) < LONGEST_NUMBER


LONGEST_NUMBER = len(str(2**63))
LAST = chr(0x10FFFF)  # after the name of every source: a moment alone asks for what is older


def older_than(before: PlaceBefore | None, at: str, key: str, *, rising: bool = False) -> Q:
    """The condition for rows that follow a place, by the names of their moment and their key.

    rising: keys are names and go up at the same moment; else they are numbers and go down.
    """
    if before is None:
        return Q()
    earlier = Q(**{f"{at}__lt": before.at})
    if before.here:
        return earlier | Q(**{at: before.at})
    if not before.key or not (rising or numbered(before.key)):
        return earlier
    follows = Q(**{at: before.at, f"{key}__{'gt' if rising else 'lt'}": before.key})
    return earlier | follows
