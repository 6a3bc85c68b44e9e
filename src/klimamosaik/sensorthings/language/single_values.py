"""Options whose values are numbers or words."""

from collections.abc import Callable, Mapping
from typing import Protocol, TypeVar

from klimamosaik.sensorthings.language.moments import shortened
from klimamosaik.sensorthings.language.options import FORMATS
from klimamosaik.terms.complaint import rejected

Meaning = TypeVar("Meaning")
LARGEST = 2**31 - 1  # of $top and $skip


class HasDepth(Protocol):
    """Whose options are read, and how deep in $expand that is."""

    @property
    def depth(self) -> int:
        """0 for those of the whole answer."""
        ...


def whole_number(option: str) -> Callable[[str, object], int]:
    """A reader of $top or $skip."""

    def read(value: str, level: object) -> int:
        if not (value.isascii() and value.isdigit()):
            raise rejected(
                "no_whole_number",
                "{option} muss eine ganze Zahl ab 0 sein, nicht „{value}“.",
                "{option} must be a whole number from 0 on, not “{value}”.",
                option=option,
                value=shortened(value, 40),
            )
        return min(int(value[:20]), LARGEST)

    return read


def read_count(value: str, level: object) -> bool:
    """$count."""
    return one_of("$count", {"true": True, "false": False}, value)


def read_format(value: str, level: HasDepth) -> str:
    """$resultFormat: of the whole answer, so never inside of $expand."""
    if level.depth:
        raise rejected(
            "format_inside",
            "$resultFormat gilt für die ganze Antwort und kann nicht in $expand stehen.",
            "$resultFormat is for the whole answer and cannot stand inside of $expand.",
        )
    return one_of("$resultFormat", {name: name for name in FORMATS}, value)


def one_of(option: str, allowed: Mapping[str, Meaning], value: str) -> Meaning:
    """A value from a list. Raises InputRejected for others."""
    if value not in allowed:
        raise rejected(
            "unknown_value",
            "{option} kann nur {allowed} sein, nicht „{value}“.",
            "{option} can only be {allowed}, not “{value}”.",
            option=option,
            allowed=" / ".join(allowed),
            value=shortened(value, 40),
        )
    return allowed[value]
