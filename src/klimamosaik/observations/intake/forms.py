"""What a person says of a whole file on the preview page."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django import forms

from klimamosaik.observations.intake.corrections import RANGES, Corrections
from klimamosaik.observations.intake.form_choices import (
    CARRIERS,
    DIRECTIONS,
    FILE_UNITS,
    LEAVE,
    building_field,
    chosen,
)
from klimamosaik.records.language import said
from klimamosaik.records.number_fields import NumberField, WholeNumberField, YearField
from klimamosaik.sources.tables.basics.hints import SEASON, YEARS
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.direction import Direction
from klimamosaik.terms.question import Question

RADIOS = 8  # answers that stand as buttons; more of them are a list to choose from


def within(name: str, **told: Any) -> NumberField:
    """A number within its range, written as the reader writes numbers."""
    least, most = RANGES[name]
    return NumberField(required=False, min_value=least, max_value=most, **told)


class FileForm(forms.Form):
    """How the whole file is written; every field shows what was said of it so far."""

    sheet = forms.ChoiceField(
        label=said("Tabellenblatt", "Sheet"),
        help_text=said("ohne Auswahl: alle sichtbaren", "without a choice: all visible ones"),
        choices=[LEAVE],
        required=False,
    )
    carrier = chosen(said("Energieträger", "Carrier"), CARRIERS)
    unit = chosen(said("Einheit", "Unit"), FILE_UNITS)
    direction = chosen(said("Richtung", "Direction"), DIRECTIONS)
    building = building_field(said("Gebäude aller Reihen", "Building of all series"))
    series = forms.CharField(
        label=said("Name der einzigen Reihe oder des Ortes", "Name of the only series or place"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    calorific_value = within(
        "calorific_value",
        label=said("Brennwert", "Calorific value"),
        help_text=said("kWh je m³, von der Gasrechnung", "kWh per m³, from the gas bill"),
    )
    state_number = within(
        "state_number",
        label=said("Zustandszahl", "State number"),
        help_text=said("meist 0,9 bis 1", "mostly 0.9 to 1"),
    )
    decimal = chosen(
        said("Dezimalzeichen", "Decimal mark"),
        [(",", said("Komma: 1.234,5", "comma: 1.234,5")),
         (".", said("Punkt: 1,234.5", "point: 1,234.5"))],
    )  # fmt: skip
    counter = chosen(
        said("Werte sind", "Values are"),
        [("no", said("Verbrauch je Zeitraum", "use per period")),
         ("yes", said("Zählerstände", "cumulative meter readings"))],
    )  # fmt: skip
    date_order = chosen(
        said("03/04/2024 ist der", "03/04/2024 is"),
        [("day", said("3. April (Tag zuerst)", "3 April (day first)")),
         ("month", said("4. März (Monat zuerst)", "4 March (month first)"))],
    )  # fmt: skip
    year = YearField(
        label=said("Jahr der Monate", "Year of the months"),
        help_text=said(
            "des ersten Monats; auch für Verbrauch ohne Zeit",
            "of the first month; also of use without a time",
        ),
        required=False,
        min_value=YEARS[0],
        max_value=YEARS[1],
    )
    season = forms.RegexField(
        SEASON,
        label=said("„2022/23“ geht von Monat bis Monat", "“2022/23” goes from month to month"),
        help_text=said("z. B. 10-09: Oktober bis September", "e.g. 10-09: October to September"),
        required=False,
    )
    stamp = chosen(
        said("Zeitstempel nennt", "A time stamp names"),
        [("start", said("den Beginn", "the start")), ("end", said("das Ende", "the end"))],
    )
    timezone = chosen(
        said("Zeitzone", "Time zone"),
        [("Europe/Berlin", said("Ortszeit", "local time")),
         ("Etc/GMT-1", said("immer Winterzeit", "winter time all year")), ("UTC", "UTC")],
    )  # fmt: skip
    encoding = chosen(
        said("Zeichensatz", "Encoding"), [("utf-8", "UTF-8"), ("cp1252", "Windows-1252")]
    )
    header_row = WholeNumberField(
        label=said("Letzte Zeile der Überschrift", "Last row of the header"),
        help_text=said("0: keine Überschrift", "0: no header"),
        required=False,
        min_value=0,
        max_value=200,
    )

    def __init__(self, *args: Any, sheets: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(sheets) > 1 or self.initial.get("sheet"):
            self.fields["sheet"].choices = [LEAVE, *((s, s) for s in sheets)]  # type: ignore[attr-defined]
        else:
            del self.fields["sheet"]

    def changed(self, before: Corrections) -> Corrections:
        """What was said before, with what was changed here; an emptied field takes it back."""
        told: dict[str, Any] = {
            name: self.cleaned_data.get(name) or None for name in self.changed_data
        }
        if "header_row" in told:
            told["header_row"] = self.cleaned_data["header_row"]  # 0 says something, too
        for name, kind in (("carrier", Carrier), ("direction", Direction)):
            if told.get(name):
                told[name] = kind(told[name])
        if told.get("counter"):
            told["counter"] = told["counter"] == "yes"
        building = told.pop("building") if "building" in told else before.building
        return replace(before, hints=replace(before.hints, **told), building=building)


class QuestionForm(forms.Form):
    """The answers to one question, to choose from."""

    answer = forms.ChoiceField(required=False)

    def __init__(self, *args: Any, question: Question, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        many = len(question.answers) > RADIOS
        choices = [(a.hints, said(a.text.de, a.text.en)) for a in question.answers]
        choose = [("", said("bitte wählen", "please choose"))] if many else []
        self.fields["answer"] = forms.ChoiceField(
            label=said(question.text.de, question.text.en),
            choices=[*choose, *choices],
            required=False,
            widget=forms.Select if many else forms.RadioSelect,
        )

    def answered(self) -> Corrections | None:
        """The answer that was chosen; None where none was."""
        chosen = self.cleaned_data.get("answer")
        return Corrections.from_hints(chosen) if chosen else None
