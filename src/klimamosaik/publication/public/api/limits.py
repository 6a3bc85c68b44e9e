"""How often one address may ask: counted in this process, in a window that moves."""

import threading
import time
from collections import Counter
from dataclasses import dataclass

from django.conf import settings

from klimamosaik.publication.public.api.problems import RequestFault
from klimamosaik.terms.text import Text

MINUTE = 60  # [s]
BUSY = Text("{count} Anfragen laufen schon.", "{count} requests are running already.")
OFTEN = Text(
    "Mehr als {count} Anfragen in einer Minute.", "More than {count} requests within a minute."
)
LIMITS = Text(
    "{minute} Anfragen je Minute und {once} zur selben Zeit",
    "{minute} requests a minute and {once} at a time",
)
WAIT = Text(
    "Bitte {seconds} Sekunden warten. Alle Zeilen auf einmal gibt es unter „rows.csv“ und "
    "„rows.parquet“.",
    "Please wait {seconds} seconds. All rows at once are at “rows.csv” and “rows.parquet”.",
)


@dataclass(frozen=True)
class Turn:
    """What one address may still do."""

    admitted: bool
    left: int  # requests in this window
    wait: int  # [s] until there is room again
    fault: RequestFault | None = None


class ApiTurns:
    """Turns of all addresses."""

    def __init__(self) -> None:
        from limits.storage import MemoryStorage  # not before a program asks
        from limits.strategies import MovingWindowRateLimiter

        self.storage = MemoryStorage()
        self.window = MovingWindowRateLimiter(self.storage)
        self.running: Counter[str] = Counter()
        self.swept = time.monotonic()
        self.lock = threading.Lock()

    def take(self, who: str) -> Turn:
        """A turn for an address; one that is admitted is given back by `done`."""
        from limits import RateLimitItemPerMinute

        with self.lock:
            if self.running[who] >= settings.API_AT_ONCE:
                return refused(BUSY.format(count=self.running[who]), wait=1)
            self.running[who] += 1
            self.sweep()
        item = RateLimitItemPerMinute(settings.API_PER_MINUTE)
        admitted = self.window.hit(item, who)
        stats = self.window.get_window_stats(item, who)
        wait = max(1, min(MINUTE, round(stats.reset_time - time.time() + 0.5)))
        if admitted:
            return Turn(True, stats.remaining, wait)
        self.done(who)
        return refused(OFTEN.format(count=settings.API_PER_MINUTE), wait)

    def sweep(self) -> None:
        """Forget, once a minute, who has not asked for one: the storage keeps every name it saw."""
        if time.monotonic() - self.swept < MINUTE:
            return
        self.swept = time.monotonic()
        for key in [key for key, asked in self.storage.events.items() if not asked]:
            self.storage.clear(key)

    def done(self, who: str) -> None:
        """A request has been answered to its end."""
        with self.lock:
            self.running[who] -= 1
            if self.running[who] <= 0:
                del self.running[who]


def refused(what: Text, wait: int) -> Turn:
    """No turn now."""
    fault = RequestFault("address", what, limits_said(), WAIT.format(seconds=wait))
    return Turn(False, 0, wait, fault)


def limits_said() -> Text:
    """What each address may do."""
    return LIMITS.format(minute=settings.API_PER_MINUTE, once=settings.API_AT_ONCE)
