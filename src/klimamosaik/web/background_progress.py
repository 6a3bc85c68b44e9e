"""What the background work has dealt with, also over a new start of it.

Who begins anew would else learn from all own years and note all public figures once more, though
nothing has changed, and load what only that needs.
"""

from ast import literal_eval
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

import klimamosaik
from klimamosaik.records.same_database import file_of
from klimamosaik.records.whole_files import write

FILE = ".dealt_with"  # in the data folder; what begins with a point is in no backup
NEVER = float("-inf")


@dataclass(frozen=True)
class DealtWith:
    """What earlier rounds have dealt with, so that nothing is done twice."""

    effects: tuple[object, ...] | None = None  # what all effects stood on, see `anything_new`
    years: dict[str, Any] = field(default_factory=dict)  # by municipality, see `learn_from_news`
    public: str = ""  # what public figures stood on when they were noted
    rests: float = NEVER  # [s] until then public figures are not noted again
    settled: tuple[object, ...] | None = None  # what settling stood on, see `settling_stand`
    meters: tuple[int, str] | None = None  # data and day when meters were last looked at
    came: tuple[int, str] | None = None  # the same in the last round: else readings go on coming
    metered: float = NEVER  # [s] when that was
    at: float = NEVER  # [s] when the rest was last done
    failed: float = NEVER  # [s] when renewing effects last failed
    effects_rest: float = NEVER  # [s] until then they are not renewed again
    cluster: str = ""  # address of the scheduler that works effects out; "": right here

    @property
    def lasting(self) -> tuple[object, ...]:
        """What holds over a new start: all but times of a clock that begins anew, too."""
        return self.effects, self.years, self.public, self.settled, self.meters


def whose() -> tuple[object, ...]:
    """Other code, and another database, deal with everything themselves."""
    code = Path(klimamosaik.__file__).parent.rglob("*.py")
    newest = max(each.stat().st_mtime_ns for each in code)
    return klimamosaik.__version__, newest, file_of(connection)


def remember(seen: DealtWith) -> None:
    """Write it down; where the disk is full it is done once more the next time."""
    with suppress(OSError):
        write(Path(settings.DATA_DIR) / FILE, repr((whose(), seen.lasting)).encode())


def remembered() -> DealtWith:
    """What an earlier start wrote down; nothing where it is not ours or cannot be read."""
    try:
        ours, lasting = literal_eval((Path(settings.DATA_DIR) / FILE).read_text("utf-8"))
        effects, years, public, settled, meters = lasting
    except (OSError, ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        return DealtWith()
    if ours != whose():
        return DealtWith()
    return DealtWith(effects, years, public, settled=settled, meters=meters)
