"""The process that listens to brokers and tells: `python -m klimamosaik.web.serving.mqtt`.

Each listener and the telling have a thread of their own. Where one of them ends all do, and the
watching process starts them again: none is ever missing without anybody knowing.
"""

import argparse
import logging
import os
import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

from klimamosaik.records.runs import at_work
from klimamosaik.web.django_setup import begin_with_django
from klimamosaik.web.serving.watching import end_with

LOOKS = 5.0  # [s] between looks whether all work
SIGNS = timedelta(minutes=1)  # between signs of life

logger = logging.getLogger("klimamosaik.mqtt")


def main() -> None:
    """Listen and tell until asked to stop, or the watching process is gone."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--parent", type=int, required=True)
    end_with(parser.parse_args().parent)
    begin_with_django()
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    from klimamosaik.records.exclusive_work import MQTT, alone

    with alone(MQTT, wait=True):  # two that listen under one name would throw each other out
        work(stopping)


def work(stopping: threading.Event) -> None:
    """Run everything in threads until it is to stop, or one of them ends."""
    threads = [
        threading.Thread(target=until_stopped, args=(each, stopping), daemon=True)
        for each in (creating(stopping), telling(stopping))
    ]
    for each in threads:
        each.start()
    say_that_it_works(stopping)
    for each in threads:
        each.join(LOOKS)


def say_that_it_works(stopping: threading.Event) -> None:
    """Give signs of life until all is to stop; a process that dies gives none, and that is told."""
    from django.db import DatabaseError
    from django.utils import timezone

    from klimamosaik.alarms.operations.signs_of_life import alive, ended
    from klimamosaik.records.same_database import renew_connections

    while not stopping.is_set():
        renew_connections()
        with suppress(DatabaseError):  # gone for now; the threads say so
            alive(name="mqtt", every=SIGNS, at=timezone.now())
        stopping.wait(SIGNS.total_seconds() / 2)
    with suppress(DatabaseError):
        ended(name="mqtt", at=timezone.now())


@at_work("mqtt")
def until_stopped(part: Callable[[], None], stopping: threading.Event) -> None:
    """Run a part; where it fails the whole process ends, and is started again."""
    try:
        part()
    except Exception:
        logger.exception("MQTT ended; it is started again")
        os._exit(1)
    finally:
        stopping.set()


def creating(stopping: threading.Event) -> Callable[[], None]:
    """The listener to readings that are published."""
    from django.conf import settings

    from klimamosaik.records.damage import passes
    from klimamosaik.sensorthings.mqtt import creating
    from klimamosaik.sensorthings.mqtt.topics import client_name
    from klimamosaik.sources.mqtt.address import broker_address
    from klimamosaik.sources.mqtt.listening import TopicListener

    listener = TopicListener(
        broker_address(settings.MQTT),
        creating.TOPICS,
        name=client_name("creating"),
        store=creating.store,
        passes=passes,
        stopping=stopping,
    )
    return listener.run


def telling(stopping: threading.Event) -> Callable[[], None]:
    """The telling of what is new."""
    from django.conf import settings

    from klimamosaik.sensorthings.mqtt.following import Follower
    from klimamosaik.sources.mqtt.address import broker_address

    return Follower(broker_address(settings.MQTT), stopping).run


if __name__ == "__main__":
    main()
