"""The columns of a file on the preview page: each by itself, or those alike together.

A file with a hundred meters has a hundred columns alike. What looks uncertain stands by itself;
the others are changed together, or one of them by its name.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.http import QueryDict

from klimamosaik.observations.intake.form_choices import (
    COLUMN_UNITS,
    DIRECTIONS,
    Choices,
    chosen,
)
from klimamosaik.records.choices import choices_of
from klimamosaik.records.language import said
from klimamosaik.sources.tables import ColumnHint, ColumnRole, FileColumn, FileHints
from klimamosaik.terms.direction import Direction
from klimamosaik.terms.text import Text, about

FEW = 12  # columns that all stand by themselves; of a wider file only so many uncertain ones do
BY_NAME = 3  # columns of a wider file that can be changed by name at once
NAMED = 6  # columns a group names before it only counts
ROLES: Choices = choices_of(ColumnRole)


class ColumnForm(forms.Form):
    """What one column is."""

    role = forms.ChoiceField(
        label=said("Spalte ist", "Column is"),
        choices=ROLES,
        required=False,
    )
    unit = chosen(said("Einheit", "Unit"), COLUMN_UNITS, silence=("", "–"))
    direction = chosen(said("Richtung", "Direction"), DIRECTIONS, silence=("", "–"))

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
        self.fields["column"] = chosen(
            said("Spalte", "Column"),
            [(header, header) for header in dict.fromkeys(headers)],
            silence=("", said("Spalte wählen", "choose a column")),
        )
        self.fields["role"] = chosen(said("ist", "is"), ROLES)
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = str(field.label)

    def named_hint(self) -> ColumnHint | None:
        """What was said of the chosen column; None where none was chosen."""
        header = self.cleaned_data.get("column")
        hint = self.hint(header) if header else None
        return hint if hint is not None and hint != ColumnHint(hint.header) else None


@dataclass(frozen=True)
class ColumnGroup:
    """Columns that were taken for the same for the same reason."""

    columns: tuple[FileColumn, ...]
    form: ColumnForm

    @property
    def first(self) -> FileColumn:
        """The one that stands for all."""
        return self.columns[0]

    @property
    def some(self) -> tuple[str, ...]:
        """Headers of the first few."""
        return tuple(column.header for column in self.columns[:NAMED])

    @property
    def others(self) -> tuple[str, ...]:
        """Headers of the rest."""
        return tuple(column.header for column in self.columns[NAMED:])

    def hints(self) -> Iterator[ColumnHint]:
        """What was changed, for each of the columns."""
        hint = self.form.hint("")
        if hint is not None:
            yield from (replace(hint, header=column.header) for column in self.columns)


@dataclass(frozen=True)
class ColumnForms:
    """All columns of a file, with what changes them."""

    single: tuple[tuple[FileColumn, ColumnForm], ...]
    groups: tuple[ColumnGroup, ...] = ()
    by_name: tuple[OneColumnForm, ...] = ()

    @property
    def all(self) -> tuple[ColumnForm, ...]:
        """Every form."""
        own = (form for _, form in self.single)
        return (*own, *(group.form for group in self.groups), *self.by_name)

    def hints(self) -> tuple[ColumnHint, ...]:
        """What was changed, one hint a column; what was said of one column counts first."""
        found: dict[str, ColumnHint] = {}
        named = (form.named_hint() for form in self.by_name)
        own = (form.hint(column.header) for column, form in self.single)
        together = (hint for group in self.groups for hint in group.hints())
        for hint in (*named, *own, *together):
            if hint is not None:
                found.setdefault(hint.header, hint)
        return tuple(found.values())


def column_forms(
    number: int, columns: Sequence[FileColumn], told: FileHints, data: QueryDict | None
) -> ColumnForms:
    """The forms on the columns of the file of that number."""
    if len(columns) <= FEW:
        return ColumnForms(
            tuple((column, column_form(number, column, told, data)) for column in columns)
        )
    doubtful = [column for column in columns if is_uncertain(column)][:FEW]
    apart = {column.index for column in doubtful}
    alike: dict[tuple[ColumnRole, str | None, str], list[FileColumn]] = defaultdict(list)
    for column in columns:
        if column.index not in apart:
            alike[column.role, column.unit, reason(column)].append(column)
    headers = [column.header for column in columns if column.header]
    return ColumnForms(
        single=tuple((column, column_form(number, column, told, data)) for column in doubtful),
        groups=tuple(column_group(number, tuple(found), told, data) for found in alike.values()),
        by_name=tuple(
            OneColumnForm(data, prefix=f"f{number}-n{place}", headers=headers)
            for place in range(BY_NAME)
        ),
    )


def is_uncertain(column: FileColumn) -> bool:
    """True where a column was left out, or its unit or decimal mark is not known."""
    unused = column.role in (ColumnRole.IGNORED, ColumnRole.UNKNOWN) and bool(column.sample)
    unmeasured = column.role in (ColumnRole.VALUE, ColumnRole.COUNTER) and column.unit is None
    return unused or unmeasured or not column.decimal_known


def reason(column: FileColumn) -> str:
    """Why, without the column's own name."""
    return column.why.de.replace(column.header, "") if column.header else column.why.de


def column_group(
    number: int, columns: tuple[FileColumn, ...], told: FileHints, data: QueryDict | None
) -> ColumnGroup:
    """Columns alike with one form; a single one is named in it."""
    form = column_form(number, columns[0], told, data)
    if len(columns) > 1:
        count = len(columns)
        label(form, COLUMNS.format(count=count))
    return ColumnGroup(columns, form)


def column_form(
    number: int, column: FileColumn, told: FileHints, data: QueryDict | None
) -> ColumnForm:
    """The form on one column, showing what it was taken for."""
    form = ColumnForm(
        data,
        prefix=f"f{number}-c{column.index}",
        initial={
            "role": column.role.value,
            "unit": column.unit or "",
            "direction": told.of(column.header).direction or column.direction or "",
        },
    )
    label(form, COLUMN.format(header=column.header))
    return form


def label(form: ColumnForm, columns: Text) -> None:
    """Tell a screen reader what the fields are of."""
    for name, asked in ASKED.items():
        told = about(columns, asked)
        form.fields[name].widget.attrs["aria-label"] = said(told.de, told.en)


COLUMN = Text("Spalte {header}", "column {header}")
COLUMNS = Text("{count} Spalten", "{count} columns")
ASKED = {
    "role": Text("ist", "is"),
    "unit": Text("Einheit", "unit"),
    "direction": Text("Richtung", "direction"),
}
