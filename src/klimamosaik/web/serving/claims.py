"""What only one installation may hold at a time: its data folder and its port.

Each process keeps a copy of the lock and of the socket open, and the system frees both when the
last copy is gone: as long as one of an earlier start lives, no other starts beside it.
"""

import errno
import os
import socket
import time
from pathlib import Path
from typing import IO

from klimamosaik.records.exclusive_work import lock_of
from klimamosaik.terms.complaint import InputRejected, rejected

LOCKS = "serve*.lock"  # in the data folder: one for each place that serves it
BACKLOG = 1_024  # connections that wait to be taken
PATIENCE = 3.0  # [s] for what is left of an earlier start to end
AGAIN = 0.1  # [s] between two tries


def place_of(database: str, port: int) -> str:
    """Who shares a folder: several hosts and ports where PostgreSQL orders them, else only one."""
    return f"-{socket.gethostname()}-{port}" if database == "postgresql" else ""


def claim_folder(data: Path, place: str = "", patience: float = PATIENCE) -> IO[str]:
    """The lock of a place in the data folder. Raises InputRejected where another `serve` has it."""
    until = time.monotonic() + patience
    while (lock := lock_of(data / f"serve{place}.lock")) is None:
        if time.monotonic() > until:
            raise rejected(
                "served_already",
                "Für den Datenordner {data} läuft schon ein klimamosaik serve (oder demo). Bitte "
                "beenden Sie es, oder nennen Sie mit KLIMAMOSAIK_DATA einen anderen Ordner.",
                "A klimamosaik serve (or demo) is already running for the data folder {data}. "
                "Stop it, or name another folder by KLIMAMOSAIK_DATA.",
                data=str(data),
            )
        time.sleep(AGAIN)
    return lock


def claim_alone(data: Path) -> list[IO[str]]:
    """The locks of all places. Raises InputRejected where anybody serves the folder."""
    names = {path.name for path in data.glob(LOCKS)} | {"serve.lock"}
    places = [name.removeprefix("serve").removesuffix(".lock") for name in sorted(names)]
    return [claim_folder(data, place, patience=0.0) for place in places]


def is_served(data: Path) -> bool:
    """True while a `serve` holds the folder; who looks makes no file."""
    for path in data.glob(LOCKS):
        lock = lock_of(path)
        if lock is None:
            return True
        lock.close()
    return False


def claim_port(host: str, port: int, patience: float = 0.0) -> socket.socket:
    """A socket that listens there. Raises InputRejected where that cannot be.

    patience: [s] for what is left of an earlier start to end.
    """
    until = time.monotonic() + patience
    while True:
        try:
            listening = listening_on(host, port)
        except OSError as error:
            if error.errno == errno.EADDRINUSE and time.monotonic() < until:
                time.sleep(AGAIN)
                continue
            raise port_taken(host, port, error) from error
        listening.setblocking(False)
        return listening


def listening_on(host: str, port: int) -> socket.socket:
    """A socket that listens there. Raises OSError where that cannot be."""
    family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    made = socket.socket(family, kind)
    try:
        # without it a port is taken for a minute after a stop; it is never shared with another
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind(address)
        made.listen(BACKLOG)
    except OSError:
        made.close()
        raise
    return made


def port_taken(host: str, port: int, error: OSError) -> InputRejected:
    """The sentence for a port that cannot be listened on."""
    return rejected(
        "port_taken",
        "Auf {host}, Port {port} kann Klimamosaik nicht antworten ({error}). Läuft dort schon "
        "etwas? Mit --port gilt ein anderer Port, mit --host eine andere Adresse.",
        "Klimamosaik cannot answer on {host}, port {port} ({error}). Is something running "
        "there already? --port takes another port, --host another address.",
        host=host,
        port=str(port),
        error=error.strerror or str(error),
    )


def handed_over(number: int) -> socket.socket:
    """The listening socket an earlier process opened, by its number."""
    os.set_inheritable(number, False)  # what this process starts has nothing to do with it
    listening = socket.socket(fileno=number)
    listening.setblocking(False)
    return listening
