"""What was recognised about a file, each with its reason."""

from collections.abc import Callable
from dataclasses import dataclass

from klimamosaik.terms.text import Text

Progress = Callable[[float, Text], None]  # share done 0..1, what is being done


@dataclass(frozen=True)
class Detected:
    """Something recognised without being told, and why."""

    value: str  # as a person would write it in a hint, e.g. ";" or "cp1252"
    why: Text
