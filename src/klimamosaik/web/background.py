"""Work nobody waits for: settling readings, and learning from a town's own years."""

import logging
import os
import time
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from typing import Any

EVERY = 60.0  # [s] between looks for something to do

logger = logging.getLogger("klimamosaik.background")


def start_background() -> BaseProcess:
    """Start the background work in a process of its own, which ends with this one."""
    process = get_context("spawn").Process(target=work, args=(os.getpid(),), daemon=True)
    process.start()
    return process


def work(parent: int, pause: Callable[[float], None] = time.sleep) -> None:
    """Do what is due, again and again, until the process that asked for it is gone."""
    import django

    django.setup()
    seen: dict[str, Any] = {}
    while os.getppid() == parent:
        seen = do_what_is_due(seen)
        pause(EVERY)


def do_what_is_due(seen: dict[str, Any]) -> dict[str, Any]:
    """One round: a failure is logged and tried again in the next round.

    seen: what the own years of each municipality were learnt from; returns it as it is now.
    """
    from django.db import close_old_connections
    from django.utils import timezone

    from klimamosaik.evidence.operations import learn_from_news
    from klimamosaik.observations import operations

    close_old_connections()
    try:
        operations.settle(at=timezone.now())
    except Exception:
        logger.exception("settling readings failed; it is tried again")
    try:
        return dict(learn_from_news(seen=seen, at=timezone.now()))
    except Exception:
        logger.exception("learning from own years failed; it is tried again")
        return seen
