"""Keeping and removing rows of the register; the history of each says who did it."""

from collections.abc import Iterator

from django.contrib.auth.models import AbstractBaseUser, User
from django.core.exceptions import ValidationError
from django.db import models

from klimamosaik.terms.complaint import InputRejected, Problem
from klimamosaik.terms.text import Text


def keep(*, row: models.Model, by: AbstractBaseUser | None) -> None:
    """Check and save. Raises Refused with every complaint."""
    row._history_user = by  # type: ignore[attr-defined]
    try:
        row.full_clean()
    except ValidationError as error:
        raise InputRejected(list(complaints_in(error))) from error
    row.save()


def remove(*, row: models.Model, by: User | None) -> None:
    """Take a row back; its history stays."""
    row._history_user = by  # type: ignore[attr-defined]
    row.delete()


def complaints_in(error: ValidationError) -> Iterator[Problem]:
    """What the fields themselves do not allow, each with the name of its field."""
    for name, errors in error.error_dict.items():
        for each in errors:
            if each.code in DOUBLES:
                yield DOUBLED
                continue
            said = " ".join(each.messages)
            yield Problem(
                "not_allowed",
                Text(
                    "{name}: {said}",
                    "{name}: {said}",
                ).format(name=name, said=said),
                column=name,
            )


DOUBLES = ("unique", "unique_together")
DOUBLED = Problem(
    "written_already",
    Text(
        "Das steht schon in der Liste. Bitte ändern Sie den vorhandenen Eintrag.",
        "That is in the list already. Please change the entry that is there.",
    ),
)
