"""Work nobody waits for: effects, settling readings, learning from own years, troubles."""

import argparse
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from klimamosaik.records.runs import at_work
from klimamosaik.web.beginning import begin_with_django
from klimamosaik.web.dealt_with import DealtWith, remember, remembered
from klimamosaik.web.serving.memory import give_back
from klimamosaik.web.serving.watching import end_with

if TYPE_CHECKING:
    from pathlib import Path

LOOKS = 2.0  # [s] between looks whether an effect is older than what it stands on
WATCHES = 15.0  # [s] between looks whether promises of sources are kept
METERS = 600.0  # [s] between looks at all meters, where readings come all the time
EVERY = 60.0  # [s] between looks for anything else to do, and before what failed is tried again
REST = 20  # times as long as noting public figures took, or looking at promises, to the next time
BREATH = 5  # times as long as renewing effects took, before they are renewed again
AGAIN = 0.1  # [s] to the next try to give the sign of life: who looks for it holds it a moment
BACKUP_AGAIN = 600.0  # [s] before a backup that failed is tried again

logger = logging.getLogger("klimamosaik.background")


def main() -> None:
    """Work until the watching process is gone: `python -m klimamosaik.web.background`."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--parent", type=int, required=True)
    parser.add_argument("--cluster", default="")
    told = parser.parse_args()
    end_with(told.parent)
    begin_with_django()
    from klimamosaik.web.background_state import hold
    from klimamosaik.web.source_rounds import start_listening, start_rounds

    while (sign := hold()) is None:  # somebody looks just now, or an earlier one is ending
        time.sleep(AGAIN)
    with sign:
        start_rounds()
        start_listening()
        threading.Thread(target=watch_promises, daemon=True).start()
        threading.Thread(target=keep_backed_up, daemon=True).start()
        seen = replace(remembered(), cluster=told.cluster)
        while True:
            before, seen = seen, do_what_is_due(seen)
            if seen.lasting != before.lasting:
                remember(seen)
            if seen is not before:
                give_back()
            time.sleep(LOOKS)


def do_what_is_due(seen: DealtWith, clock: Callable[[], float] = time.monotonic) -> DealtWith:
    """One round: effects first, for somebody waits for them; now and then the rest.

    What was learnt from own years may move effects, which the next round then renews.
    """
    from klimamosaik.records.same_database import renew_connections

    renew_connections()
    if clock() - seen.failed >= EVERY and clock() >= seen.effects_rest:
        seen = renew_effects(seen, clock)
    if clock() - seen.at < EVERY:
        return seen
    seen = look_at_readings(seen)  # before it settles: what is fresh is found at once
    settle()
    return replace(note(learn(seen), clock), at=clock())


def watch_promises() -> None:
    """Look at promises of sources for ever, beside all other work: nobody waits for effects here.

    A failure is logged and tried again; once nobody looks, that itself is told the next time.
    """
    from django.utils import timezone

    from klimamosaik.alarms.operations import tell, watch
    from klimamosaik.records.same_database import renew_connections

    while True:
        renew_connections()
        begun = time.monotonic()
        with at_work("promises"):
            try:
                watch(at=timezone.now(), works=True)
                tell(at=timezone.now())
            except Exception:
                logger.exception("looking at promises of sources failed; it is tried again")
        time.sleep(min(max(WATCHES, REST * (time.monotonic() - begun)), EVERY))


def keep_backed_up() -> None:
    """Make the backup of each day for ever, beside all other work."""
    from django.conf import settings

    from klimamosaik.records.same_database import renew_connections
    from klimamosaik.web.background_state import BackgroundTask, forget

    if settings.BACKUP is None:
        forget(BackgroundTask.BACKUP)
        return
    while True:
        renew_connections()
        time.sleep(EVERY if back_up(settings.BACKUP) else BACKUP_AGAIN)


@at_work("backup")
def back_up(folder: "Path") -> bool:
    """Make the backup of the day where it is due; False where that failed, which is logged."""
    from django.utils import timezone

    from klimamosaik.terms.complaint import InputRejected
    from klimamosaik.web.background_state import BackgroundTask, noted
    from klimamosaik.web.backup.daily import back_up_today, due_now

    try:
        if due_now(folder, timezone.now()):
            with noted(BackgroundTask.BACKUP):
                back_up_today(folder, at=timezone.now())
    except InputRejected as refused:
        logger.error("no backup was made: %s", refused)
        return False
    except Exception:
        logger.exception("the backup of the day failed; it is tried again")
        return False
    return True


@at_work("marking")
def look_at_readings(seen: DealtWith) -> DealtWith:
    """Mark odd readings that came, and look at meters once anything has changed, or a day began."""
    from django.utils import timezone

    from klimamosaik.alarms.operations import look_at_meters, mark_news
    from klimamosaik.observations.queries.readings import data_version
    from klimamosaik.web.background_state import BackgroundTask, noted

    try:
        now = timezone.now()
        stand = (data_version(), now.date().isoformat())
        with noted(BackgroundTask.MARKING):
            begun = time.monotonic()
            while mark_news(at=now) and time.monotonic() - begun < EVERY:
                pass
            if stand != seen.meters and begun - seen.metered >= METERS and look_at_meters(at=now):
                seen = replace(seen, meters=stand, metered=begun)
    except Exception:
        logger.exception("looking at readings failed; it is tried again")
    return seen


@at_work("effects")
def renew_effects(seen: DealtWith, clock: Callable[[], float]) -> DealtWith:
    """Work out the effects that are older than what they stand on, once anything has changed.

    Where readings come all the time it rests in between, a minute at most.
    """
    from django.utils import timezone

    from klimamosaik.evidence.operations import renew
    from klimamosaik.evidence.queries.newest import anything_new
    from klimamosaik.web.background_state import BackgroundTask, noted
    from klimamosaik.web.cluster import asked

    try:
        begun = clock()
        now = anything_new()  # before the work: what changes meanwhile is seen in the next round
        if now == seen.effects:
            return seen
        with noted(BackgroundTask.EFFECTS), asked(seen.cluster) as ask:
            done = renew(by=None, at=timezone.now(), ask=ask)
        rests = clock() + min(BREATH * (clock() - begun), EVERY)
        return seen if done.busy else replace(seen, effects=now, effects_rest=rests)
    except Exception:
        logger.exception("renewing effects failed; it is tried again")
        return replace(seen, failed=clock())


@at_work("settling")
def settle() -> None:
    """Move fresh readings to the settled ones; a failure is logged and tried again."""
    from django.utils import timezone

    from klimamosaik.observations.operations import deliveries as operations
    from klimamosaik.web.background_state import BackgroundTask, noted

    try:
        with noted(BackgroundTask.SETTLING):
            operations.settle(at=timezone.now())
    except Exception:
        logger.exception("settling readings failed; it is tried again")


@at_work("learning")
def learn(seen: DealtWith) -> DealtWith:
    """Learn from own years where there is news; a failure is logged and tried again."""
    from django.utils import timezone

    from klimamosaik.evidence.operations import learn_from_news
    from klimamosaik.web.background_state import BackgroundTask, noted

    try:
        with noted(BackgroundTask.LEARNING):
            years = dict(learn_from_news(seen=seen.years, at=timezone.now()))
    except Exception:
        logger.exception("learning from own years failed; it is tried again")
        return seen
    return replace(seen, years=years)


@at_work("public figures")
def note(seen: DealtWith, clock: Callable[[], float] = time.monotonic) -> DealtWith:
    """Note what public figures say by now, once anything has changed, and forget old addresses.

    Where readings come every minute it rests in between: it takes no more than a small part of
    the machine, however many figures there are.
    """
    from django.utils import timezone

    from klimamosaik.publication.feedback import forget_addresses
    from klimamosaik.publication.operations import note_editions
    from klimamosaik.publication.queries.stand import public_stand

    try:
        now = timezone.now()
        forget_addresses(at=now)
        # before the work: what changes meanwhile is seen the next time
        stand = repr(public_stand(now))
        begun = clock()
        if stand == seen.public or begun < seen.rests:
            return seen
        noted = note_editions(at=now)
        rests = clock() + REST * (clock() - begun)
        return replace(seen, public="" if noted else stand, rests=rests)
    except Exception:
        logger.exception("noting public figures failed; it is tried again")
        return seen


if __name__ == "__main__":
    main()
