"""Keeping and removing rows of the register; the history of each says who did it."""

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import models

from klimamosaik.terms.complaint import Complaint, Refused
from klimamosaik.terms.text import Text


def keep(*, row: models.Model, by: User | None) -> None:
    """Check and save. Raises Refused with every complaint."""
    row._history_user = by  # type: ignore[attr-defined]
    try:
        row.full_clean()
    except ValidationError as error:
        raise Refused(list(complaints_in(error))) from error
    row.save()


def remove(*, row: models.Model, by: User | None) -> None:
    """Take a row back; its history stays."""
    row._history_user = by  # type: ignore[attr-defined]
    row.delete()


def complaints_in(error: ValidationError) -> list[Complaint]:
    """What the fields themselves do not allow, each with the name of its field."""
    return [
        Complaint("not_allowed", Text(f"{name}: {said}", f"{name}: {said}"), column=name)
        for name, messages in error.message_dict.items()
        for said in messages
    ]
