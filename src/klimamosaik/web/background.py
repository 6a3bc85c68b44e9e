"""Work nobody waits for: settling readings while the server runs."""

import logging
import os
import time
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.process import BaseProcess

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
    while os.getppid() == parent:
        do_what_is_due()
        pause(EVERY)


def do_what_is_due() -> None:
    """One round: a failure is logged and tried again in the next round."""
    from django.db import close_old_connections
    from django.utils import timezone

    from klimamosaik.observations import operations

    close_old_connections()
    try:
        operations.settle(at=timezone.now())
    except Exception:
        logger.exception("settling readings failed; it is tried again")
