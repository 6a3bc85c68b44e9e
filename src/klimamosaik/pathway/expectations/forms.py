"""The one table of expectations: a row a measure, and what holds for all rows."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.forms.utils import ErrorDict, flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from klimamosaik.pathway.expectations.adopting import WantedExpectation
from klimamosaik.pathway.expectations.offers import Offer
from klimamosaik.pathway.kernel.posterior import Prior
from klimamosaik.pathway.models import MOST_T, ExpectedEffect
from klimamosaik.records.forms import VersionedForm
from klimamosaik.records.language import said, translate
from klimamosaik.records.number_fields import NumberField, TypedNumber, decimal_widget
from klimamosaik.records.versions import Watched
from klimamosaik.terms.field import FIELDS_WITH_TONNES, Field
from klimamosaik.terms.text import Text

NUMBERS = ("likely", "low", "high", "mwh")
FIELDS = [("", said("– bitte wählen –", "– please choose –"))] + [
    (field.value, said(field.text.de, field.text.en)) for field in FIELDS_WITH_TONNES
]


class TableInput(TypedNumber):
    """An input without templates of its own: a page of the table has 200, half of its time."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The tag as Django writes it."""
        widget = self.get_context(name, value, attrs)["widget"]
        said = {key: widget[key] for key in ("type", "name", "value")}
        return format_html("<input{}>", flatatt(said | widget["attrs"]))


class TableSelect(forms.Select):
    """The same for a choice: of its own templates each of the options is two."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The tags as Django writes them."""
        widget = self.get_context(name, value, attrs)["widget"]
        offered = [each for _, group, _ in widget["optgroups"] for each in group]
        told = [
            (flatatt({"value": each["value"]} | each["attrs"]), each["label"]) for each in offered
        ]
        options = format_html_join("", "<option{}>{}</option>", told)
        said = flatatt({"name": widget["name"]} | widget["attrs"])
        return format_html("<select{}>{}</select>", said, options)


def number(label: Any, name: str, most: float, hint: Any = "") -> NumberField:
    """A number in a cell of the table, which says to a screen reader what it is and of what."""
    heard = f"{label}: {name}"
    attrs = {"inputmode": "decimal", "aria-label": heard, "size": 8, "placeholder": hint}
    widget = TableInput(attrs=attrs)
    return NumberField(label=label, required=False, widget=widget, min_value=-most, max_value=most)


class ExpectationRowForm(VersionedForm, forms.Form):
    """One measure of the table; it counts where it is ticked or a number was changed."""

    kept_as = {"likely": "likely_t", "low": "low_t", "high": "high_t", "mwh": "saved_mwh"}
    unstored = ("take",)
    as_one = True
    take = forms.BooleanField(required=False)
    field = forms.ChoiceField(choices=FIELDS, required=False, widget=TableSelect)

    def __init__(self, data: Mapping[str, Any] | None, *, offer: Offer, seen: int) -> None:
        self.offer, name = offer, offer.measure.name
        super().__init__(
            data, prefix=f"m{offer.measure.pk}", initial=first_seen(offer), auto_id=False
        )
        least, most = said("mindestens", "at least"), said("höchstens", "at most")
        self.fields["likely"] = number(said("Tonnen", "Tonnes"), name, MOST_T)
        self.fields["low"] = number(least, name, MOST_T, least)
        self.fields["high"] = number(most, name, MOST_T, most)
        self.fields["mwh"] = number(said("MWh im Jahr", "MWh a year"), name, MOST_T)
        taken, field = said("übernehmen", "take over"), said("Handlungsfeld", "Field of action")
        self.fields["take"].widget.attrs["aria-label"] = f"{taken}: {name}"
        self.fields["field"].widget.attrs["aria-label"] = f"{field}: {name}"
        if offer.field is not None:
            del self.fields["field"]
        self.watch(Watched(ExpectedEffect, {"measure_id": offer.measure.pk}), seen=(seen,))

    @property
    def wanted(self) -> bool:
        """True where a person wants this row to count."""
        return bool(self.cleaned_data.get("take")) or bool(set(self.changed_data) & set(NUMBERS))

    @property
    def as_stated(self) -> bool:
        """True where the tonnes are those the list states."""
        stated = self.offer.tonnes
        return stated is not None and self.cleaned_data.get("likely") == stated.likely

    def wish(self, spread: float | None, reason: str) -> WantedExpectation | None:
        """What the row says, its range from the common one where it has none; None: see errors."""
        given = self.cleaned_data
        likely: float | None = given.get("likely")
        field = str(self.offer.field or given.get("field") or "")
        faults = [
            ("likely", TONNES_MISSING, likely is None),
            ("field", FIELD_MISSING, not field),
            ("low", RANGE_MISSING, None in (given.get("low"), given.get("high")) and not spread),
            (None, REASON_MISSING, not reason and not self.as_stated),
        ]
        for name, text, holds in faults:
            if holds:
                self.add_error(name if name in self.fields else None, translate(text))
        if self.errors or likely is None:
            return None
        low, high = ranged(likely, given.get("low"), given.get("high"), spread or 0.0)
        if not low <= likely <= high:
            self.add_error("low", translate(OUT_OF_ORDER))
            return None
        return WantedExpectation(
            measure=self.offer.measure,
            effect=Prior.of(low, likely, high),
            field=Field(field),
            mwh=given.get("mwh"),
            reasoning=self.reason(reason),
        )

    def reason(self, given: str) -> str:
        """What the expectation rests on: the list, word for word, or what a person says."""
        if not self.as_stated or self.offer.tonnes is None:
            return given
        stated = self.offer.tonnes
        listed = translate(
            LISTED.format(words=" ".join(stated.words.split())[:200], at=stated.source)
        )
        return f"{listed} {given}".strip()


def ranged(
    likely: float, low: float | None, high: float | None, spread: float
) -> tuple[float, float]:
    """Both ends [t/a]; where one is open, `spread` [%] off the likely value."""
    half = abs(likely) * spread / 100
    return (likely - half if low is None else low, likely + half if high is None else high)


def first_seen(offer: Offer) -> dict[str, Any]:
    """What a row shows first: what is known, else what the list states."""
    known, stated = offer.known, offer.tonnes
    if known is not None:
        return {
            "likely": known.likely_t, "low": known.low_t, "high": known.high_t,
            "mwh": known.saved_mwh, "take": False,
        }  # fmt: skip
    if stated is None:
        return {"mwh": offer.mwh, "take": False}
    ranged = stated.low != stated.high
    return {
        "likely": stated.likely,
        "low": stated.low if ranged else None,
        "high": stated.high if ranged else None,
        "mwh": offer.mwh,
        "take": offer.proposed,
    }


class WholeForm(VersionedForm, forms.Form):
    """What holds for all rows of the table."""

    spread = NumberField(
        label=said("Spanne, wo keine steht: ± Prozent", "Range where there is none: ± per cent"),
        help_text=said(
            "Wie weit die Zahlen daneben liegen können, z. B. 30. Gilt für Zeilen ohne mindestens "
            "und höchstens.",
            "How far off the numbers may be, e.g. 30. Holds for rows without least and most.",
        ),
        required=False, min_value=1, max_value=200,
        widget=decimal_widget(size=6),
    )  # fmt: skip
    reason = forms.CharField(
        label=said("Worauf beruhen eigene Zahlen?", "What do your own numbers rest on?"),
        help_text=said(
            "Ein Satz; nur nötig, wo Sie andere Zahlen eintragen als die Liste.",
            "One sentence; needed only where you enter other numbers than the list.",
        ),
        required=False, max_length=500,
    )  # fmt: skip


def wishes_of(whole: WholeForm, rows: Sequence[ExpectationRowForm]) -> list[WantedExpectation]:
    """What all wanted rows say; faults stand in the forms."""
    valid = [row.is_valid() for row in rows]
    if not whole.is_valid() or not all(valid):
        return []
    spread, reason = whole.cleaned_data["spread"], whole.cleaned_data["reason"].strip()
    found = [row.wish(spread, reason) for row in rows if row.wanted]
    return [one for one in found if one is not None]


def faults_in(rows: Sequence[ExpectationRowForm]) -> list[tuple[str, ErrorDict]]:
    """Rows with faults, by the name of their measure."""
    return [(row.offer.measure.name, row.errors) for row in rows if row.errors]


LISTED = Text("Laut Liste: „{words}“ ({at}).", "As the list says: “{words}” ({at}).")
TONNES_MISSING = Text("Wie viele Tonnen im Jahr?", "How many tonnes a year?")
FIELD_MISSING = Text("Welches Handlungsfeld?", "Which field of action?")
RANGE_MISSING = Text(
    "Mindestens und höchstens fehlen: hier eintragen, oder oben die Spanne in Prozent.",
    "Least and most are missing: enter them here, or the range in per cent above.",
)
REASON_MISSING = Text(
    "Worauf beruht die Zahl? Bitte oben in einem Satz sagen.",
    "What does the number rest on? Please say so in one sentence above.",
)
OUT_OF_ORDER = Text(
    "Die Reihenfolge ist mindestens, wahrscheinlich, höchstens.",
    "The order is least, likely, most.",
)
