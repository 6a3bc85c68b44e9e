"""What a format of lists of measures is: how it is recognised, and what reading it gives."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from klimamosaik.sources.grid.content import Content
from klimamosaik.sources.grid.encoding import decode
from klimamosaik.sources.grid.formats import JSON
from klimamosaik.sources.measure_lists.roles import ListHints
from klimamosaik.sources.measure_lists.sheets import ListSheet
from klimamosaik.terms.text import Text


@dataclass(frozen=True)
class ListFile:
    """An unpacked file."""

    content: Content

    @cached_property
    def text(self) -> str:
        """All characters of a text; raise InputRejected where it is none."""
        return decode(self.content.data)[0]

    @cached_property
    def parsed(self) -> Any:
        """The value of a JSON text; None where it is none."""
        if not JSON.recognises(self.content.head):
            return None
        try:
            return json.loads(self.text)
        except (ValueError, RecursionError):
            return None


@dataclass(frozen=True)
class SheetsRead:
    """What a file holds."""

    sheets: Sequence[ListSheet]
    left_out: tuple[Text, ...] = ()


@dataclass(frozen=True)
class ListFormat:
    """One kind of file that holds measures."""

    code: str  # stable, English
    recognises: Callable[[ListFile], bool]
    read: Callable[[ListFile, ListHints], SheetsRead]  # raises InputRejected: no measures
