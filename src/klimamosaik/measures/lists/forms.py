"""What a person can correct on the preview of a list."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.http import QueryDict

from klimamosaik.measures.lists.chosen_measures import ChosenMeasuresForm
from klimamosaik.measures.lists.page import PlanShown
from klimamosaik.measures.lists.preview import ListPlan
from klimamosaik.measures.models.phase import Phase
from klimamosaik.places.models import Municipality
from klimamosaik.records.choices import choices_of
from klimamosaik.records.fields import day_widget
from klimamosaik.records.language import said
from klimamosaik.records.number_fields import WholeNumberField, whole_widget
from klimamosaik.sources.measure_lists import (
    EXPORTED_ONLY,
    ListColumn,
    ListHints,
    ListRole,
    RecognisedSheet,
)
from klimamosaik.sources.sheets.headings import GROUP
from klimamosaik.terms.question import Question
from klimamosaik.terms.text import Text

HIDDEN = EXPORTED_ONLY | {ListRole.KNOWN_AS}  # only our own workbook has them
ROLE_CHOICES = choices_of(role for role in ListRole if role not in HIDDEN)
LONGEST_REGISTER = 120  # characters
MOST_COLUMNS = 60  # on the page; further ones by `measures import --hints`
MOST_SHEETS = 12
LONGEST_SAMPLE = 60  # characters


class WholeListForm(forms.Form):
    """What holds for the whole list."""

    register = forms.CharField(
        label=said("In welches Verzeichnis?", "Into which register?"),
        help_text=said(
            "z. B. Klimaschutzkonzept 2030; leer: in keines",
            "e.g. climate plan 2030; empty: into none",
        ),
        max_length=LONGEST_REGISTER,
        required=False,
        widget=forms.TextInput(attrs={"list": "registers", "autocomplete": "off"}),
    )
    as_of = forms.DateField(
        label=said("Stand der Liste", "Day the list was current"),
        help_text=said(
            "gilt für Sachstände ohne Datum; leer: heute, wenn die Liste keinen nennt",
            "counts for reports without a date; empty: today where the list names none",
        ),
        required=False,
        widget=day_widget(),
    )
    phase = forms.ChoiceField(
        label=said("Phase neuer Maßnahmen", "Phase of new measures"),
        help_text=said("wo die Liste keine nennt", "where the list names none"),
        choices=[
            ("", said("nach dem Sachstand", "by their status")),
            *choices_of(Phase),
        ],
        required=False,
    )
    zeros = forms.ChoiceField(
        label=said("Eine 0 bei Kennzahlen heißt", "A 0 in indicators means"),
        choices=[
            ("", said("wie erkannt", "as recognised")),
            ("yes", said("wirklich null", "really zero")),
            ("no", said("nicht erhoben", "not collected")),
        ],
        required=False,
    )


class QuestionsForm(forms.Form):
    """What the list cannot say by itself, each with its answers to choose from."""

    def __init__(self, data: QueryDict | None, *, questions: Sequence[Question]) -> None:
        super().__init__(data, prefix="q")
        for number, question in enumerate(questions):
            self.fields[f"answer{number}"] = forms.ChoiceField(
                label=said(question.text.de, question.text.en),
                choices=[
                    (each.hints, said(each.text.de, each.text.en)) for each in question.answers
                ],
                widget=forms.RadioSelect,
                required=False,
            )

    def answers(self) -> ListHints:
        """The answers given."""
        hints = ListHints()
        for answer in self.cleaned_data.values():
            if answer:
                hints = hints.updated(ListHints.from_json(answer))
        return hints


class ColumnsForm(forms.Form):
    """What each column is."""

    def __init__(self, data: QueryDict | None, *, columns: Sequence[ListColumn]) -> None:
        super().__init__(data, prefix="c")
        self.columns = [each for each in columns if each.heading][:MOST_COLUMNS]
        for number, column in enumerate(self.columns):
            self.fields[f"role{number}"] = forms.ChoiceField(
                label=column.heading,
                choices=ROLE_CHOICES,
                initial=column.role.value,
                required=False,
            )

    @property
    def rows(self) -> list[tuple[ListColumn, forms.BoundField]]:
        """Each column and what it is."""
        return [(column, self[f"role{n}"]) for n, column in enumerate(self.columns)]

    def changed_columns(self) -> tuple[tuple[str, ListRole], ...]:
        """Heading and role of the columns somebody changed."""
        given = self.cleaned_data
        pairs = [(column, given[f"role{n}"]) for n, column in enumerate(self.columns)]
        return tuple(
            (column.heading, ListRole(role))
            for column, role in pairs
            if role and role != column.role
        )


class SheetsForm(forms.Form):
    """Which sheets are read, and where their headings are."""

    def __init__(
        self, data: QueryDict | None, *, sheets: Sequence[RecognisedSheet], hints: ListHints
    ) -> None:
        super().__init__(data, prefix="s")
        self.sheets = list({sheet.name: sheet for sheet in sheets}.values())[:MOST_SHEETS]
        self.hints = hints
        for number, sheet in enumerate(self.sheets):
            if len(self.sheets) > 1:
                self.fields[f"read{number}"] = forms.BooleanField(
                    label=said("lesen", "read"),
                    initial=sheet.name not in hints.left_out,
                    required=False,
                )
            self.fields[f"row{number}"] = WholeNumberField(
                label=said("Zeile mit den Überschriften", "Row with the headings"),
                min_value=1,
                initial=hints.heading_row(sheet.name) or sheet.heading_row,
                required=False,
                widget=whole_widget(**{"class": "short"}),
            )

    @property
    def rows(self) -> list[tuple[RecognisedSheet, forms.BoundField | None, forms.BoundField]]:
        """Each sheet, whether it is read, and the row of its headings."""
        several = len(self.sheets) > 1
        return [
            (sheet, self[f"read{n}"] if several else None, self[f"row{n}"])
            for n, sheet in enumerate(self.sheets)
        ]

    def clean(self) -> dict[str, Any]:
        """At least one sheet is read."""
        given = super().clean() or {}
        ticks = [name for name in self.fields if name.startswith("read")]
        if ticks and not any(given.get(name) for name in ticks):
            self.add_error(ticks[0], said(NO_SHEET.de, NO_SHEET.en))
        return given

    def hints_of_sheets(self) -> ListHints:
        """What was said of the sheets, on top of what was known."""
        given, rows, left_out = self.cleaned_data, dict(self.hints.heading_rows), []
        for number, sheet in enumerate(self.sheets):
            row = given[f"row{number}"]
            if row and row != sheet.heading_row:
                rows[sheet.name] = row
            if not given.get(f"read{number}", True):
                left_out.append(sheet.name)
        return replace(self.hints, heading_rows=tuple(rows.items()), left_out=tuple(left_out))


@dataclass(frozen=True)
class ListForms:
    """Everything a person can say about a list."""

    whole: WholeListForm
    questions: QuestionsForm
    columns: ColumnsForm
    sheets: SheetsForm | None  # None where the program's own workbook is given, or many files
    chosen: ChosenMeasuresForm | None  # None where no measure is another municipality's

    def is_valid(self) -> bool:
        """Whether all that was sent can be."""
        return all(each.is_valid() for each in self.all)

    @property
    def all(self) -> list[forms.Form]:
        """The forms there are."""
        found = (self.whole, self.questions, self.columns, self.sheets, self.chosen)
        return [each for each in found if each is not None]

    def left(self) -> frozenset[str]:
        """Marks of the measures that are not taken."""
        return self.chosen.left() if self.chosen else frozenset()

    def all_hints(self, known: ListHints) -> ListHints:
        """Everything told, on top of what was told before; what was not asked stays."""
        hints = self.sheets.hints_of_sheets() if self.sheets else known
        given = self.whole.cleaned_data
        day = given.get("as_of")
        hints = replace(
            hints,
            as_of=(day.isoformat() if day else "") if "as_of" in given else known.as_of,
            zeros=ZEROS[given["zeros"]] if "zeros" in given else known.zeros,
            phase=given["phase"],
        )
        roles = self.columns.changed_columns()
        title = given.get("title")
        if title and title != self.whole.initial["title"]:
            roles = (*roles, (title, ListRole.TITLE))
        return hints.updated(self.questions.answers()).updated(ListHints(roles=roles))


def list_forms(data: QueryDict | None, *, plan: ListPlan, seen: PlanShown) -> ListForms:
    """All forms on a list, showing what was told before; only what matters is asked."""
    hints = plan.hints[0]
    several = len(plan.files) > 1 or plan.own
    sheets = None if several else [sheet for _, sheet in seen.used]
    return ListForms(
        whole=whole_form(data, plan=plan, seen=seen),
        questions=QuestionsForm(data, questions=plan.questions),
        columns=ColumnsForm(data, columns=seen.columns),
        sheets=SheetsForm(data, sheets=sheets, hints=hints) if sheets else None,
        chosen=ChosenMeasuresForm(data, plan=plan) if plan.towns else None,
    )


def whole_form(data: QueryDict | None, *, plan: ListPlan, seen: PlanShown) -> WholeListForm:
    """The form on the whole list."""
    hints = plan.hints[0]
    zeros = "" if hints.zeros is None else "yes" if hints.zeros else "no"
    title = next((each.heading for each in seen.columns if each.role is ListRole.TITLE), "")
    initial = {
        "register": plan.register, "as_of": hints.as_of, "phase": hints.phase, "zeros": zeros,
        "title": title,
    }  # fmt: skip
    form = WholeListForm(data, initial=initial)
    for name, wanted in {"as_of": seen.asks_day, "zeros": seen.asks_zeros}.items():
        if not wanted:
            del form.fields[name]
    asked = any(question.field == "roles" for question in plan.questions)
    headings = [(each.heading, sampled(each)) for each in seen.columns if each.heading]
    if headings and not asked:
        naming = forms.ChoiceField(
            label=said("Name der Maßnahme steht in", "Name of the measure stands in"),
            help_text=said("Spalte Ihrer Liste", "column of your list"),
            choices=headings if title else [("", "–"), *headings],
            required=False,
        )
        form.fields = {"title": naming, **form.fields}
    return form


def sampled(column: ListColumn) -> str:
    """A column by the last row of its heading and what stands in it."""
    heading = column.heading.rsplit(GROUP, 1)[-1]
    cells = ", ".join(" ".join(cell.split()) for cell in column.sample)
    cells = cells if len(cells) <= LONGEST_SAMPLE else cells[: LONGEST_SAMPLE - 1] + "…"
    return f"{heading}: {cells}" if cells else heading


NO_SHEET = Text("Bitte mindestens ein Blatt lesen.", "Please read at least one sheet.")
ZEROS: dict[str, bool | None] = {"yes": True, "no": False, "": None}


def register_names(municipality: Municipality) -> list[str]:
    """Registers to choose from."""
    return list(municipality.registers.values_list("name", flat=True))
