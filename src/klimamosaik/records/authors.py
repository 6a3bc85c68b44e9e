"""Who wrote a record: an account, or a name where nobody is logged in."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import models

NOBODY = "–"  # what the software did by itself
NAME_AT_WORK = ContextVar("NAME_AT_WORK", default="")


@contextmanager
def working_as(name: str) -> Iterator[None]:
    """Changes made meanwhile without an account carry this name, as on the command line."""
    before = NAME_AT_WORK.set(name)
    try:
        yield
    finally:
        NAME_AT_WORK.reset(before)


def name_at_work() -> str:
    """Who is at work without an account; "" where nobody was named."""
    return NAME_AT_WORK.get()


class NamedAuthor(models.Model):
    """A record of a history keeps a name, too: not everybody at work has an account."""

    history_by_name = models.CharField(max_length=150, blank=True, default=name_at_work)

    class Meta:
        abstract = True


def person_name(user: AbstractUser | None, name: str = "") -> str:
    """Who somebody is; `name` where they have no account, a dash where nobody is known."""
    if user is None:
        return name or NOBODY
    return user.get_full_name() or user.get_username()


def written_name(record: Any) -> str:
    """Who wrote a record of a history."""
    return person_name(record.history_user, record.history_by_name)
