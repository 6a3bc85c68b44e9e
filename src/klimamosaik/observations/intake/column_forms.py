"""What a person says of the columns of a file."""

from collections.abc import Sequence
from typing import Any

from django import forms

from klimamosaik.observations.intake.form_choices import (
    COLUMN_UNITS,
    DIRECTIONS,
    LEAVE,
)
from klimamosaik.records.language import said
from klimamosaik.sources.tables import ColumnHint, ColumnRole
from klimamosaik.sources.tables.role_names import NAMES
from klimamosaik.terms.direction import Direction


class ColumnForm(forms.Form):
    """What one column is."""

    role = forms.ChoiceField(
        label=said("Spalte ist", "Column is"),
        choices=[(role.value, said(text.de, text.en)) for role, text in NAMES.items()],
        required=False,
    )
    unit = forms.ChoiceField(
        label=said("Einheit", "Unit"),
        choices=[("", "–"), *COLUMN_UNITS],
        required=False,
    )

    direction = forms.ChoiceField(
        label=said("Richtung", "Direction"), choices=[("", "–"), *DIRECTIONS], required=False
    )

    def hint(self, header: str) -> ColumnHint | None:
        """What was changed, as a hint on the column; None where nothing was."""
        told = {name: self.cleaned_data.get(name) or None for name in self.changed_data}
        if not any(told.values()):
            return None
        role, direction = told.get("role"), told.get("direction")
        return ColumnHint(
            header,
            role=ColumnRole(role) if role else None,
            unit=told.get("unit"),
            direction=Direction(direction) if direction else None,
        )


class OneColumnForm(ColumnForm):
    """What one column of many is, chosen by its header."""

    def __init__(self, *args: Any, headers: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", said("Spalte wählen", "choose a column"))]
        self.fields["column"] = forms.ChoiceField(
            label=said("Spalte", "Column"),
            choices=[*choices, *((header, header) for header in dict.fromkeys(headers))],
            required=False,
        )
        self.fields["role"] = forms.ChoiceField(
            label=said("ist", "is"),
            choices=[LEAVE, *((role.value, said(t.de, t.en)) for role, t in NAMES.items())],
            required=False,
        )
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = str(field.label)

    def named_hint(self) -> ColumnHint | None:
        """What was said of the chosen column; None where none was chosen."""
        header = self.cleaned_data.get("column")
        hint = self.hint(header) if header else None
        return hint if hint is not None and hint != ColumnHint(hint.header) else None
