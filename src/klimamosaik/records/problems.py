"""What the fields of a record do not allow, as sentences in both languages."""

from collections.abc import Iterator

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Field, Model
from django.utils.text import capfirst

from klimamosaik.records.language import in_both
from klimamosaik.terms.complaint import Problem, problem
from klimamosaik.terms.text import Text, about

DOUBLES = ("unique", "unique_together")
DOUBLED = problem(
    "written_already",
    "Das steht schon in der Liste. Bitte ändern Sie den vorhandenen Eintrag.",
    "That is in the list already. Please change the entry that is there.",
)


def problems_in(error: ValidationError, row: Model) -> list[Problem]:
    """Every problem of a row, each with the label of its field; a double is told once."""
    return list(dict.fromkeys(each_problem(error, row)))


def each_problem(error: ValidationError, row: Model) -> Iterator[Problem]:
    """One problem an error."""
    for name, errors in error.update_error_dict({}).items():
        for each in errors:
            if each.code in DOUBLES:
                yield DOUBLED
                continue
            text = in_both(lambda each=each: " ".join(map(str, each.messages)))  # type: ignore[misc]
            if name == NON_FIELD_ERRORS:
                yield Problem("not_allowed", text)
            else:
                yield Problem("not_allowed", about(label_of(row, name), text), column=name)


def label_of(row: Model, name: str) -> Text:
    """What a field is called, as it begins a sentence."""
    field = row._meta.get_field(name)
    assert isinstance(field, Field)
    return in_both(lambda: capfirst(field.verbose_name))
