"""Columns by what they are for."""

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar


class HasRole(Protocol):
    """A column that was taken for something."""

    @property
    def role(self) -> str:
        """What it is for."""


Column = TypeVar("Column", bound=HasRole)


def having(columns: Iterable[Column], *roles: str) -> list[Column]:
    """Columns with one of these roles, from left to right."""
    return [column for column in columns if column.role in roles]


def first_having(columns: Sequence[Column], *roles: str) -> Column | None:
    """The first column with one of these roles."""
    return next((column for column in columns if column.role in roles), None)
