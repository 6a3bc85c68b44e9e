"""Addresses inside answers: of entities, of what they lead to, of the next page."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote

SAFE = "/:(),'$*@!~="  # read as they stand; ";" and "+" are read otherwise by many


@dataclass(frozen=True)
class Links:
    """Addresses below the public root of the interface."""

    root: str  # "https://klima.example.de/sensorthings/v1.1"

    def entity(self, entities: str, number: int) -> str:
        """An entity's own address."""
        return f"{self.root}/{entities}({number})"

    def related(self, entities: str, number: int, name: str) -> str:
        """What an entity leads to."""
        return f"{self.root}/{entities}({number})/{name}"

    def at(self, path: str) -> str:
        """The address of a path below the root."""
        return f"{self.root}/{path}"


@lru_cache(1_000)
def quoted(value: str) -> str:
    """A value as it stands in an address: a thousand links of one answer repeat the same."""
    return quote(value, safe=SAFE)


def with_options(address: str, options: Mapping[str, str]) -> str:
    """An address with options as they are told, decoded."""
    told = "&".join(f"{name}={quoted(value)}" for name, value in options.items())
    return f"{address}?{told}" if told else address


def next_page(address: str, said: Mapping[str, str], *, top: int, skip: int, mark: str = "") -> str:
    """The address of the page that follows, with everything else as it was asked.

    mark: where the page begins, for whoever follows the link; see `paging`.
    """
    options = {**said, "$top": str(top), "$skip": str(skip)}
    if mark:
        options["$skiptoken"] = mark
    return with_options(address, options)
