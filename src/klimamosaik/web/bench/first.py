"""A page alone in a process of its own: what the first visitor after a start waits for."""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from importlib import import_module

from klimamosaik.web.bench.figure import Speed, cpu_seconds
from klimamosaik.web.serving.memory import loading

COLD, WARM = "cold", "warm"  # before and after the server made the first pages itself
SAID = {COLD: "first of all", WARM: "first after warming"}


def first_pages(pages: Sequence[tuple[str, str]]) -> Iterator[Speed]:
    """Processor time of pages, given by name and address, each asked for first and alone."""
    for name, address in pages:
        for state, said in SAID.items():
            yield Speed(f"page alone: {name}, {said}", alone(address, state), "s", "1 s")


def alone(address: str, state: str) -> float:
    """Processor time [s] of a page that a new process is asked for first."""
    words = [sys.executable, "-m", "klimamosaik.web.bench.first", address, state]
    return float(subprocess.run(words, check=True, capture_output=True, text=True).stdout)


def main() -> None:
    """Ask for the address on the command line and print what it took."""
    address, state = sys.argv[1:]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "klimamosaik.web.settings")
    with loading():
        for room in ("wsgi", "urls"):  # the first sets Django up, the other brings all pages
            import_module(f"klimamosaik.web.{room}")
    from django.contrib.auth.models import User
    from django.test import Client

    from klimamosaik.web.demo.story import USER
    from klimamosaik.web.serving.warming import warm

    if state == WARM:
        warm(give_way=lambda: None)
    client = Client(HTTP_HOST="localhost")
    client.force_login(User.objects.get(username=USER))
    print(cpu_seconds(partial(client.get, address)))


if __name__ == "__main__":
    main()
