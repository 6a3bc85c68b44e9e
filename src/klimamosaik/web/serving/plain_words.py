"""The options of `serve`, and the quick way to read them: without what writes pages of help.

Whoever starts a server waits for each library that is loaded before it. Whatever is not plainly
an option with its value, `--help` and every mistake included, is left to the command line proper.
"""

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from typing import NoReturn

PORTS = (1, 65_535)
OWN_PORTS = (1, 65_534)  # the next one is needed, too
WORKERS = (1, 64)


@dataclass(frozen=True)
class ServeOptions:
    """What `serve` can be told, and what it does untold."""

    host: str = "127.0.0.1"
    port: int = 8000
    workers: int | None = None  # processes that answer; None: as the settings say
    cluster: str = ""  # address of the scheduler that works effects out; "": the background does
    mqtt: bool = False
    mqtt_host: str = "127.0.0.1"
    mqtt_port: int = 1883


def read_plainly(words: Sequence[str]) -> ServeOptions | None:
    """What the words behind `serve` say; None where the command line proper has to read them."""
    if "--" in words:  # behind it the two ways differ
        return None
    try:
        told = vars(reader().parse_args(words))
    except NotPlain:
        return None
    return ServeOptions(**told)


def reader() -> "PlainReader":
    """Reads each option of `serve` by its whole name."""
    found = PlainReader(add_help=False, allow_abbrev=False)
    kinds: dict[str, Callable[[str], object]] = {
        "port": within(*PORTS), "workers": within(*WORKERS), "mqtt_port": within(*OWN_PORTS),
    }  # fmt: skip
    for each in fields(ServeOptions):
        name = "--" + each.name.replace("_", "-")
        if each.type is bool:
            found.add_argument(name, action="store_true")
        else:
            found.add_argument(name, type=kinds.get(each.name, str), default=each.default)
    return found


def within(least: int, most: int) -> Callable[[str], int]:
    """Reads a whole number in this range; anything else is a ValueError."""

    def read(word: str) -> int:
        number = int(word)
        if not least <= number <= most:
            raise ValueError(word)
        return number

    return read


class NotPlain(Exception):
    """The words are for the command line proper."""


class PlainReader(argparse.ArgumentParser):
    """Says nothing of what it cannot read."""

    def error(self, message: str) -> NoReturn:
        """Leave it to the command line proper."""
        raise NotPlain(message)
