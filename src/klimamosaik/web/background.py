"""Work nobody waits for: effects, settling readings, learning from own years, troubles."""

import argparse
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from klimamosaik.records.runs import at_work
from klimamosaik.web.background_progress import DealtWith, remember, remembered
from klimamosaik.web.background_restart import QuietTime, begin_anew, held_before, nothing_left
from klimamosaik.web.background_threads import BESIDE, keep_backed_up, watch_promises
from klimamosaik.web.django_setup import begin_with_django
from klimamosaik.web.serving.memory import give_back
from klimamosaik.web.serving.watching import end_with

if TYPE_CHECKING:
    from datetime import datetime

LOOKS = 2.0  # [s] between looks whether an effect is older than what it stands on
METERS = 600.0  # [s] between looks at all meters, where readings come all the time
EVERY = 60.0  # [s] between looks for anything else to do, and before what failed is tried again
REST = 20  # times as long as noting public figures took, to the next time
BREATH = 5  # times as long as renewing effects took, before they are renewed again
AGAIN = 0.1  # [s] to the next try to give the sign of life: who looks for it holds it a moment

logger = logging.getLogger("klimamosaik.background")


def main() -> None:
    """Work until the watching process is gone: `python -m klimamosaik.web.background`."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--parent", type=int, required=True)
    parser.add_argument("--cluster", default="")
    parser.add_argument("--sign", type=int)
    told = parser.parse_args()
    end_with(told.parent)
    begin_with_django()
    from klimamosaik.web.background_state import hold
    from klimamosaik.web.source_rounds import start_listening, start_rounds

    sign = hold() if told.sign is None else held_before(told.sign)
    while sign is None:  # somebody looks just now, or an earlier one is ending
        time.sleep(AGAIN)
        sign = hold()
    with sign:
        start_rounds()
        start_listening()
        threading.Thread(target=watch_promises, daemon=True).start()
        threading.Thread(target=keep_backed_up, daemon=True).start()
        seen, quiet = replace(remembered(), cluster=told.cluster), QuietTime(anew=bool(told.sign))
        while True:
            before, seen = seen, do_what_is_due(seen)
            if seen.lasting != before.lasting:
                remember(seen)
                quiet.dealt()
            if seen is not before:
                give_back()
            if quiet.over() and nothing_left(seen):
                BESIDE.if_none(partial(begin_anew, sign, told))
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
    return replace(note(learn(settle(seen)), clock), at=clock())


@at_work("marking")
def look_at_readings(seen: DealtWith) -> DealtWith:
    """Mark odd readings that came, and look at meters once anything has changed, or a day began."""
    from django.utils import timezone

    from klimamosaik.alarms.operations.reading_progress import anything_unmarked
    from klimamosaik.observations.queries.versions import data_version
    from klimamosaik.web.background_state import BackgroundTask, noted

    try:
        now = timezone.now()
        stand = (data_version(), now.date().isoformat())
        with noted(BackgroundTask.MARKING):
            begun = time.monotonic()
            if anything_unmarked():
                mark(now, until=begun + EVERY)
            due = stand == seen.came or begun - seen.metered >= METERS
            if stand != seen.meters and due and all_meters_seen(now):
                seen = replace(seen, meters=stand, metered=begun)
            seen = replace(seen, came=stand)
    except Exception:
        logger.exception("looking at readings failed; it is tried again")
    return seen


def mark(now: "datetime", until: float) -> None:
    """Mark odd readings that came, as far as it comes until a moment of the clock [s]."""
    from klimamosaik.alarms.operations.marks import mark_news

    while mark_news(at=now) and time.monotonic() < until:
        pass


def all_meters_seen(now: "datetime") -> bool:
    """Look at meters; False where some are left for the next time."""
    from klimamosaik.alarms.operations.reading_round import look_at_meters

    return look_at_meters(at=now)


@at_work("effects")
def renew_effects(seen: DealtWith, clock: Callable[[], float]) -> DealtWith:
    """Work out the effects that are older than what they stand on, once anything has changed.

    Where readings come all the time it rests in between, a minute at most.
    """
    from django.utils import timezone

    from klimamosaik.evidence.queries.news import anything_new
    from klimamosaik.web.background_state import BackgroundTask, noted

    try:
        begun = clock()
        now = anything_new()  # before the work: what changes meanwhile is seen in the next round
        if now == seen.effects:
            return seen
        from klimamosaik.evidence.operations import renew
        from klimamosaik.web.cluster import asked

        with noted(BackgroundTask.EFFECTS), asked(seen.cluster) as ask:
            done = renew(by=None, at=timezone.now(), ask=ask)
        rests = clock() + min(BREATH * (clock() - begun), EVERY)
        return seen if done.busy else replace(seen, effects=now, effects_rest=rests)
    except Exception:
        logger.exception("renewing effects failed; it is tried again")
        return replace(seen, failed=clock())


@at_work("settling")
def settle(seen: DealtWith) -> DealtWith:
    """Move fresh readings to the settled ones; a failure is logged and tried again."""
    from django.utils import timezone

    from klimamosaik.observations.queries.settling import settling_stand
    from klimamosaik.web.background_state import BackgroundTask, noted

    try:
        with noted(BackgroundTask.SETTLING):
            now = timezone.now()
            stand = settling_stand(now)  # before the work: what changes meanwhile is seen next time
            if stand == seen.settled:
                return seen
            from klimamosaik.observations.operations import deliveries as operations

            return seen if operations.settle(at=now).busy else replace(seen, settled=stand)
    except Exception:
        logger.exception("settling readings failed; it is tried again")
    return seen


@at_work("learning")
def learn(seen: DealtWith) -> DealtWith:
    """Learn from own years where there is news; a failure is logged and tried again."""
    from django.utils import timezone

    from klimamosaik.evidence.queries.news import news_of_each
    from klimamosaik.web.background_state import BackgroundTask, noted

    try:
        with noted(BackgroundTask.LEARNING):
            if news_of_each() == seen.years:
                return seen
            from klimamosaik.evidence.operations import learn_from_news

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
    from klimamosaik.publication.queries.public_version import public_version

    try:
        now = timezone.now()
        forget_addresses(at=now)
        # before the work: what changes meanwhile is seen the next time
        stand = repr(public_version(now))
        begun = clock()
        if stand == seen.public or begun < seen.rests:
            return seen
        from klimamosaik.publication.operations import note_editions

        noted = note_editions(at=now)
        rests = clock() + REST * (clock() - begun)
        return replace(seen, public="" if noted else stand, rests=rests)
    except Exception:
        logger.exception("noting public figures failed; it is tried again")
        return seen


if __name__ == "__main__":
    main()
