"""Weather is fetched beside the page that asked for it; the page says how far it is."""

import json
import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Thread
from typing import IO, Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection
from django.utils import timezone

from klimamosaik.observations.weather.fetching import Fetched, fetch_weather
from klimamosaik.places.models import Municipality
from klimamosaik.records import runs
from klimamosaik.records.exclusive_work import lock_of
from klimamosaik.records.same_database import renew_connections
from klimamosaik.records.whole_files import write
from klimamosaik.sources.weather.fetch import Transport, over_https
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.terms.text import Text

WORKING, DONE, FAILED, INTERRUPTED = "working", "done", "failed", "interrupted"
logger = logging.getLogger("klimamosaik.weather")


@dataclass(frozen=True)
class Fetching:
    """How far the newest fetching of a municipality's weather is, or how it ended."""

    state: str  # WORKING, DONE, FAILED, INTERRUPTED
    share: float  # 0..1
    texts: tuple[Text, ...]

    @property
    def percent(self) -> int:
        """The share in per cent."""
        return round(100 * self.share)


def folder_of(municipality: Municipality) -> Path:
    """Where the progress of a municipality is kept."""
    folder: Path = settings.DATA_DIR / "weather" / municipality.ags
    return folder


def start_fetching(
    *,
    municipality: Municipality,
    number: str | None,
    by: User,
    transport: Transport | None = None,
    beside: bool = True,
) -> bool:
    """Begin to fetch, in a thread of its own unless `beside` is False; False where one is at it.

    number: DWD's number of a station, which then stands for the municipality; None: the nearest.
    """
    lock = hold(municipality)
    if lock is None:
        return False
    keep(municipality, Fetching(WORKING, 0.0, (ASKING,)))

    def work() -> None:
        with lock:
            fetch(municipality, number, by, transport or over_https)

    if beside:
        Thread(target=alone, args=(work,), daemon=True).start()
    else:
        work()
    return True


def alone(work: Callable[[], None]) -> None:
    """Run in a thread that has its own connection to the database."""
    renew_connections()
    try:
        work()
    finally:
        connection.close()


def hold(municipality: Municipality) -> IO[str] | None:
    """The lock of this work; None where it is being done."""
    return lock_of(folder_of(municipality) / "lock")


@runs.at_work("weather")
def fetch(municipality: Municipality, number: str | None, by: User, transport: Transport) -> None:
    """Fetch and store; whatever goes wrong is noted for the page to say."""
    try:
        found = fetch_weather(
            municipality=municipality,
            number=number,
            transport=transport,
            by=by,
            at=timezone.now(),
            progress=lambda share, text: keep(municipality, Fetching(WORKING, share, (text,))),
        )
    except InputRejected as refusal:
        told = tuple(complaint.text for complaint in refusal.complaints)
        keep(municipality, Fetching(FAILED, 1.0, told))
    except Exception:
        logger.exception("fetching weather failed")
        keep(municipality, Fetching(FAILED, 1.0, (BROKEN,)))
    else:
        keep(municipality, Fetching(DONE, 1.0, (fetched_in_words(found),)))


def fetched_in_words(found: Fetched) -> Text:
    """What was fetched."""
    return FETCHED.format(
        because=found.because, new=found.delivery.new, changed=found.delivery.changed
    )


def keep(municipality: Municipality, now: Fetching) -> None:
    """Note how far the work is."""
    with suppress(OSError):  # a full disk shows in what is stored, not in the progress
        write(folder_of(municipality) / "progress", json.dumps(asdict(now)).encode())


def fetching(*, municipality: Municipality) -> Fetching | None:
    """How far it is; work that nobody does any more is said to be interrupted."""
    path = folder_of(municipality) / "progress"
    try:
        record: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    texts = tuple(Text(each["de"], each["en"]) for each in record["texts"])
    found = Fetching(record["state"], record["share"], texts)
    if found.state != WORKING or at_work(municipality):
        return found
    return Fetching(INTERRUPTED, found.share, (STOPPED,))


def at_work(municipality: Municipality) -> bool:
    """True while somebody holds the lock."""
    lock = hold(municipality)
    if lock is None:
        return True
    lock.close()
    return False


ASKING = Text("Der Wetterdienst wird gefragt", "The weather service is asked")
BROKEN = Text(
    "Das Wetter konnte nicht geholt werden. Es ist nichts gespeichert; bitte später noch einmal, "
    "oder eine Wetterdatei ablegen.",
    "The weather could not be fetched. Nothing is stored; please try again later, or drop a "
    "weather file.",
)
STOPPED = Text(
    "Das Holen wurde unterbrochen. Es ist nichts gespeichert; bitte noch einmal.",
    "Fetching was interrupted. Nothing is stored; please try again.",
)
FETCHED = Text(
    "Geholt: {because}. {new} neue, {changed} berichtigte Tage.",
    "Fetched: {because}. {new} new, {changed} corrected days.",
)
