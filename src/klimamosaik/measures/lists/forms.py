"""What a person can correct on the preview of a list."""

from collections.abc import Sequence

from django import forms
from django.http import QueryDict

from klimamosaik.measures.phase import Phase
from klimamosaik.places.models import Municipality
from klimamosaik.places.wording import said
from klimamosaik.sources.registers import ROLE_TEXTS, Column, Hints, Role

HIDDEN = (Role.KNOWN_AS,)  # only our own workbook has them
ROLE_CHOICES = [
    (role.value, said(text.de, text.en)) for role, text in ROLE_TEXTS.items() if role not in HIDDEN
]
LONGEST_REGISTER = 120  # characters
AT_ONCE = 3  # columns that can be corrected in one go; after looking again, three more


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
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    phase = forms.ChoiceField(
        label=said("Phase neuer Maßnahmen", "Phase of new measures"),
        help_text=said("wo die Liste keine nennt", "where the list names none"),
        choices=[
            ("", said("nach dem Sachstand", "by their status")),
            *[(phase.value, said(phase.text.de, phase.text.en)) for phase in Phase],
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


class ColumnsForm(forms.Form):
    """A few columns that are something else; one choice each, so that the page stays light."""

    def __init__(self, data: QueryDict | None, *, columns: Sequence[Column]) -> None:
        super().__init__(data, prefix="c")
        headings = [("", "–")] + [(each.heading, each.heading) for each in columns if each.heading]
        for number in range(AT_ONCE):
            self.fields[f"heading{number}"] = forms.ChoiceField(
                label=said("Spalte", "Column"), choices=headings, required=False
            )
            self.fields[f"role{number}"] = forms.ChoiceField(
                label=said("ist", "is"), choices=[("", "–"), *ROLE_CHOICES], required=False
            )

    @property
    def pairs(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Column and what it is, side by side."""
        return [(self[f"heading{n}"], self[f"role{n}"]) for n in range(AT_ONCE)]

    def told(self) -> tuple[tuple[str, Role], ...]:
        """What was said: heading and role."""
        given = self.cleaned_data
        pairs = [(given[f"heading{n}"], given[f"role{n}"]) for n in range(AT_ONCE)]
        return tuple((heading, Role(role)) for heading, role in pairs if heading and role)


def whole_form(
    data: QueryDict | None, *, hints: Hints, register: str, asks_day: bool, asks_zeros: bool
) -> WholeListForm:
    """The form on the whole list, showing what was told before; only what matters is asked."""
    zeros = "" if hints.zeros is None else "yes" if hints.zeros else "no"
    initial = {"register": register, "as_of": hints.as_of, "phase": hints.phase, "zeros": zeros}
    form = WholeListForm(data, initial=initial)
    if not asks_day:
        del form.fields["as_of"]
    if not asks_zeros:
        del form.fields["zeros"]
    return form


def told_hints(whole: WholeListForm, columns: ColumnsForm, known: Hints) -> Hints:
    """Everything told, on top of what was told before; what was not asked stays."""
    given = whole.cleaned_data
    day = given.get("as_of")
    newer = Hints(
        roles=columns.told(),
        as_of=(day.isoformat() if day else "") if "as_of" in given else known.as_of,
        zeros=ZEROS[given["zeros"]] if "zeros" in given else known.zeros,
        phase=given["phase"],
    )
    return known.updated(newer)


ZEROS: dict[str, bool | None] = {"yes": True, "no": False, "": None}


def register_names(municipality: Municipality) -> list[str]:
    """Registers to choose from."""
    return list(municipality.registers.values_list("name", flat=True))
