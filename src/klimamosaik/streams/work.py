"""The work on sources that are asked, watched or read: each as often as its promise needs.

One process at a time does it, beside everything else; a source that hangs holds up the others for
the length of its turn only, and effects never.
"""

import logging
import time
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from klimamosaik.records.damage import known_cause
from klimamosaik.records.exclusive_work import LockedTask, alone
from klimamosaik.records.lazy_views import loaded
from klimamosaik.records.runs import at_work, current_id
from klimamosaik.sources.sensorthings.asking import SourceUnreachable
from klimamosaik.streams.models import DataSource, SourceKind
from klimamosaik.streams.source_state import failed, keep_progress, state_of
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.terms.text import Text, joined

SOURCES = LockedTask("sources")
TURN = 60.0  # [s] of one source, before the next has its turn
AFTER_FAULT = timedelta(minutes=5)
Work = Callable[..., bool]  # True: there is more to do at once

logger = logging.getLogger("klimamosaik.sources")


WORKED_ON: Mapping[str, tuple[str, str]] = {  # by kind; the others come by themselves
    SourceKind.SENSORTHINGS: ("mirror.work", "mirror"),
    SourceKind.FOLDER: ("folder.work", "watch"),
    SourceKind.OWN: ("own.operations", "meter"),
}


def work_of(kind: str) -> Work:
    """What is done for a kind, loaded with the first source of it."""
    module, name = WORKED_ON[kind]
    work: Work = getattr(loaded(f"klimamosaik.streams.{module}"), name)
    return work


def work_on_sources(*, now: Callable[[], datetime]) -> int:
    """Give every source that is due its turn; returns how many had one.

    Nothing where another process is at it. Whatever goes wrong with one stays with it.
    """
    with alone(SOURCES) as free:
        if not free:
            return 0
        due = [each for each in asked_sources() if is_due(each, now())]
        for source in due:
            work_on(source, now=now())
        return len(due)


def asked_sources() -> list[DataSource]:
    """The sources of the kinds that are worked on here, and that run."""
    found = DataSource.objects.filter(kind__in=list(WORKED_ON), paused_at=None)
    return list(found.select_related("municipality", "state"))


def is_due(source: DataSource, now: datetime) -> bool:
    """True where its next turn has come."""
    state = getattr(source, "state", None)
    text = state.progress.get("next") if state else None
    return text is None or now >= datetime.fromisoformat(text)


@at_work("source")
def work_on(source: DataSource, *, now: datetime) -> None:
    """One turn of one source; what is wrong is noted for its page to say."""
    state_of(source)
    until = time.monotonic() + TURN
    pause = source.asked_every
    try:
        more = work_of(source.kind)(source, now=now, spare=lambda: time.monotonic() < until)
        pause = timedelta(0) if more else pause
    except SourceUnreachable as error:
        note_failed(source, error.text, now)
        pause = max(min(pause, AFTER_FAULT), timedelta(seconds=error.wait))
    except InputRejected as refusal:
        note_failed(source, joined((each.text for each in refusal.complaints), " "), now)
    except Exception as error:
        logger.exception("work on a source failed; it is tried again")
        cause = known_cause(error)
        note_failed(source, cause.text if cause else BROKEN.format(id=current_id()), now)
        pause = min(pause, AFTER_FAULT)
    plan(source, now + pause)


def note_failed(source: DataSource, text: Text, now: datetime) -> None:
    """Note what is wrong, unless the source was removed meanwhile."""
    if DataSource.objects.filter(pk=source.pk).exists():
        failed(source, text=text, at=now)


def plan(source: DataSource, at: datetime) -> None:
    """Note when the next turn is, unless the source was removed meanwhile."""
    if DataSource.objects.filter(pk=source.pk).exists():
        state = state_of(DataSource.objects.get(pk=source.pk))
        state.refresh_from_db()
        keep_progress(source, state.progress | {"next": at.isoformat()})


BROKEN = Text(
    "Beim Abholen ist bei uns etwas schiefgegangen; der Fehler steht im Protokoll des Servers, "
    "Kennung {id}.",
    "Something went wrong on our side; the error is in the server's log, id {id}.",
)
