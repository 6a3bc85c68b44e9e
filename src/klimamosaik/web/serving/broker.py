"""The process that keeps a mosquitto: `python -m klimamosaik.web.serving.broker`.

It writes the configuration, starts the broker, and tells it to read names and rights anew as soon
as tokens have changed. Until the server has subscribed for the first time, nobody else is let in:
the broker would acknowledge what it keeps for nobody. It ends with its keeper, whatever ends that.
"""

import argparse
import ctypes
import logging
import mmap
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import IO, TYPE_CHECKING

from klimamosaik.web.django_setup import begin_with_django
from klimamosaik.web.serving.watching import end_with, stop

if TYPE_CHECKING:
    from klimamosaik.sensorthings.mqtt.configuration import BrokerDoors
    from klimamosaik.sensorthings.mqtt.token_rights import AdmissionFiles

LOOKS = 1.0  # [s] between looks at tokens, and whether the broker lives
SUBSCRIBED = re.compile(rb"\d+: .* [012] \S+\s*")
NOTES = "mosquitto.db"  # of the broker: sessions, and what waits for them
PARENT_DIES = 1  # PR_SET_PDEATHSIG of Linux
PRCTL = ctypes.CDLL(None).prctl if sys.platform == "linux" else None  # looked up before any fork

logger = logging.getLogger("klimamosaik.broker")


def main() -> None:
    """Keep the broker until the watching process is gone or asks to stop."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--parent", type=int, required=True)
    parser.add_argument("--host", required=True)
    parser.add_argument("--receiving", type=int, required=True)
    parser.add_argument("--creating", type=int, required=True)
    given = parser.parse_args()
    end_with(given.parent)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    begin_with_django()
    from django.conf import settings

    from klimamosaik.sensorthings.mqtt.configuration import BrokerDoors

    doors = BrokerDoors(given.host, given.receiving, given.creating)
    keep(settings.DATA_DIR / "mqtt", doors)


def keep(folder: Path, doors: "BrokerDoors") -> None:
    """Run a broker in a folder; returns never. Raises SystemExit where the broker ends."""
    from django.conf import settings
    from django.utils import timezone

    from klimamosaik.sensorthings.mqtt import configuration
    from klimamosaik.sensorthings.mqtt.token_rights import AdmissionFiles
    from klimamosaik.sensorthings.mqtt.topics import client_name
    from klimamosaik.sources.mqtt.address import broker_address

    program = configuration.program()
    if program is None:
        sys.exit("mosquitto is not installed")
    folder.mkdir(mode=0o700, exist_ok=True)
    files = AdmissionFiles(folder, broker_address(settings.MQTT).password)
    listener, awaited = client_name("creating").encode(), threading.Event()
    if remembers(folder / NOTES, listener):
        awaited.set()
    files.renew(at=timezone.now(), tokens=awaited.is_set())
    file = folder / configuration.FILE
    file.write_text(configuration.configuration(folder, doors), "utf-8")
    process = subprocess.Popen(
        [program, "-c", str(file)], stderr=subprocess.PIPE, preexec_fn=die_with_parent
    )
    said = (process.stderr, listener, awaited)
    threading.Thread(target=say, args=said, daemon=True).start()
    try:
        while process.poll() is None:
            time.sleep(LOOKS)
            if awaited.is_set() and renewed(files):
                process.send_signal(signal.SIGHUP)
    finally:
        stop([process])
    sys.exit(f"mosquitto ended with code {process.returncode}")


def remembers(notes: Path, client: bytes) -> bool:
    """True where the broker has noted a subscription of a client, and keeps what comes for it."""
    try:
        with notes.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as held:
            first = held.find(client)  # of the session; each subscription names it once more
            return first >= 0 and held.find(client, first + 1) >= 0
    except (OSError, ValueError):  # none, or an empty one
        return False


def say(lines: IO[bytes] | None, client: bytes, subscribed: threading.Event) -> None:
    """Hand on what the broker says, but not every subscription of a stranger.

    client: the name of one whose first subscription sets `subscribed`.
    """
    for line in lines or ():
        if SUBSCRIBED.fullmatch(line):
            if client in line:
                subscribed.set()
        else:
            sys.stderr.write(line.decode("utf-8", "replace"))


def renewed(files: "AdmissionFiles") -> bool:
    """True where names or rights were written anew; without a database they stay as they are."""
    from django.db import DatabaseError
    from django.utils import timezone

    from klimamosaik.records.same_database import renew_connections

    renew_connections()
    try:
        return files.renew(at=timezone.now())
    except DatabaseError:
        logger.exception("tokens could not be looked up; the broker keeps what it knows")
        return False


def die_with_parent() -> None:
    """Ask the system to end this process in good order once its parent is gone, even if killed."""
    if PRCTL is not None:
        PRCTL(PARENT_DIES, signal.SIGTERM)


if __name__ == "__main__":
    main()
