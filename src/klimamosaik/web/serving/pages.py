"""The process that answers requests: `python -m klimamosaik.web.serving.pages`."""

import argparse
import os
import signal
import socket
import sys
from importlib import import_module

from klimamosaik.web.command_errors import in_sentences
from klimamosaik.web.serving.claims import handed_over
from klimamosaik.web.serving.memory import loading
from klimamosaik.web.serving.watching import end_with


def main() -> None:
    """Answer until asked to stop: on the socket that was handed over, or as the one who opens."""
    given = arguments().parse_args()
    end_with(given.parent)
    if given.report is None:
        load_pages()
        answer(handed_over(given.socket), given.parent + given.number, given.workers)
    else:
        with in_sentences():
            load_pages()
            given.workers = given.workers or workers_set()
            listening = opened(given)
        answer(listening, given.parent, given.workers)


def arguments() -> argparse.ArgumentParser:
    """What it is told; where to report to only if it opens."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--parent", type=int, required=True)
    parser.add_argument("--socket", type=int)
    parser.add_argument("--number", type=int)
    parser.add_argument("--report", type=int)
    parser.add_argument("--host")
    parser.add_argument("--port", type=int)
    parser.add_argument("--workers", type=int)
    parser.add_argument("--say", action="append", default=[])
    return parser


def load_pages() -> None:
    """Set Django up, with the addresses of all pages."""
    with loading():
        import_module("klimamosaik.web.wsgi")  # sets Django up
        for module in ("urls", "serving.server", "serving.warming"):
            import_module(f"klimamosaik.web.{module}")


def workers_set() -> int:
    """As many processes as the settings say."""
    from django.conf import settings

    return int(settings.WORKERS)


def opened(given: argparse.Namespace) -> socket.socket:
    """Open the house, and tell who watches."""
    from klimamosaik.web.serving.opening import report
    from klimamosaik.web.serving.start_checks import claim_all, tell

    claims = claim_all(host=given.host, port=given.port)
    tell(claims, also=given.say)
    report(given.report, claims, workers=given.workers)
    return claims.door


def answer(listening: socket.socket, number: int, workers: int) -> None:
    """Answer on a socket until asked to stop.

    number: of the process, see `stay_on_one_core`; workers: how many answer.
    """
    from django.conf import settings

    from klimamosaik.web.serving.server import server_on
    from klimamosaik.web.serving.warming import start_warming
    from klimamosaik.web.wsgi import application

    # whoever is told to end before it listens has nothing to finish: an exception in the midst of
    # starting a thread would be a trace in the log
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    server = server_on(listening, application, patience=settings.WAIT_SECONDS, workers=workers)
    start_warming(number, server.pages_awaited, heard_at(listening))
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    server.run()


def heard_at(listening: socket.socket) -> str:
    """The address of a socket as requests name it: "127.0.0.1:8000", "[::1]:8000"."""
    host, port = listening.getsockname()[:2]
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


if __name__ == "__main__":
    main()
