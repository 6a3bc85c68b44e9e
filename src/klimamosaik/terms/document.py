"""What programs are told: documents of plain values, turned from what rooms know in one way.

Whoever makes a document names its keys and puts in what is there: a sentence, a kind, a day, a
record. Unknown is null; what is no number is refused, for null is what says it.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import wraps
from math import isfinite
from typing import Any, ParamSpec, TypeVar

from klimamosaik.terms.estimate import Estimate
from klimamosaik.terms.text import Text

Document = dict[str, Any]
Asked = ParamSpec("Asked")
Made = TypeVar("Made")


def plain(value: Any) -> Any:
    """A value as JSON has it: records by their fields, sentences in both languages.

    Raises TypeError for what no document carries, ValueError for numbers that are none.
    """
    if value is None or (isinstance(value, str | int) and not isinstance(value, Enum)):
        return value
    if isinstance(value, float):
        return number(value)
    if isinstance(value, Mapping):
        return {name(key): plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    return plain(unfolded(value))


def document(made: Callable[Asked, Made]) -> Callable[Asked, Made]:
    """Let a function that gathers a document under its keys give it in plain values."""

    @wraps(made)
    def in_plain_values(*args: Asked.args, **kwargs: Asked.kwargs) -> Made:
        found: Made = plain(made(*args, **kwargs))
        return found

    return in_plain_values


def ranged(found: Estimate | None, name: str, unit: str) -> Document:
    """A figure under its name, with both ends in its unit; each null where it is unknown."""
    ends = (found.mean, found.low, found.high) if found else (None, None, None)
    return dict(zip((name, f"low_{unit}", f"high_{unit}"), ends, strict=True))


def written(document: Any, *, indent: int | None = None) -> str:
    """A document as text, letters as they are; it may still hold what `plain` would turn."""
    return json.dumps(
        document, default=unfolded, ensure_ascii=False, allow_nan=False, indent=indent
    )


def unfolded(value: Any) -> Any:
    """What stands in a document for a value JSON has no form of, one level deep."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Text):
        return value.both()
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: getattr(value, each.name) for each in fields(value)}
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(f"{type(value).__name__} is nothing a document carries")


def moment(value: datetime) -> str:
    """A moment by ISO 8601: 2026-11-22T08:00:00Z, with milliseconds where there are any."""
    finest = "milliseconds" if value.microsecond else "seconds"
    said = value.isoformat(timespec=finest)
    return f"{said.removesuffix('+00:00')}Z" if said.endswith("+00:00") else said


def number(value: float) -> float:
    """A number; infinity and what is no number have no place in a document."""
    if not isfinite(value):
        raise ValueError("what is not known is null in a document")
    return value


def name(key: Any) -> str:
    """A key of a document: a name, a kind or a year."""
    return str(key.value if isinstance(key, Enum) else key)
