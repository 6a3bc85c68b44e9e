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
from klimamosaik.terms.direction import Direction
from klimamosaik.terms.text import Text

ROLES: dict[ColumnRole, Text] = {
    ColumnRole.TIME: Text("Zeit", "time"),
    ColumnRole.CLOCK: Text("Uhrzeit", "time of day"),
    ColumnRole.YEAR: Text("Jahr", "year"),
    ColumnRole.MONTH: Text("Monat", "month"),
    ColumnRole.DAY: Text("Tag des Monats", "day of the month"),
    ColumnRole.FROM: Text("von", "from"),
    ColumnRole.TO: Text("bis", "to"),
    ColumnRole.FROM_CLOCK: Text("Uhrzeit zu „von“", "time of day of “from”"),
    ColumnRole.TO_CLOCK: Text("Uhrzeit zu „bis“", "time of day of “to”"),
    ColumnRole.ZONE: Text("Zeitzone", "time zone"),
    ColumnRole.VALUE: Text("Verbrauch", "use"),
    ColumnRole.COUNTER: Text("Zählerstand", "meter reading"),
    ColumnRole.METER: Text("Zählernummer", "meter number"),
    ColumnRole.BUILDING: Text("Gebäude", "building"),
    ColumnRole.CARRIER: Text("Energieträger", "carrier"),
    ColumnRole.UNIT: Text("Einheit", "unit"),
    ColumnRole.TARIFF: Text("Tarif oder Register (HT, NT)", "tariff or register"),
    ColumnRole.DIRECTION: Text("Richtung: bezogen oder eingespeist", "direction: drawn or fed in"),
    ColumnRole.OBIS: Text("OBIS-Kennzahl", "OBIS code"),
    ColumnRole.FACTOR: Text("Faktor (Wandlerfaktor)", "factor (transformer ratio)"),
    ColumnRole.COST: Text("Kosten", "cost"),
    ColumnRole.QUALITY: Text("Ersatzwert oder gemessen", "substitute or measured"),
    ColumnRole.CALORIFIC_VALUE: Text("Brennwert", "calorific value"),
    ColumnRole.STATE_NUMBER: Text("Zustandszahl", "state number"),
    ColumnRole.ADDRESS: Text("Adresse", "address"),
    ColumnRole.POSTCODE: Text("Postleitzahl", "postcode"),
    ColumnRole.PLACE: Text("Ort", "place"),
    ColumnRole.DISTRICT: Text("Stadtteil oder Ortsteil", "district"),
    ColumnRole.AREA: Text("Fläche", "area"),
    ColumnRole.KIND: Text("Nutzung", "used as"),
    ColumnRole.SINCE: Text("seit", "since"),
    ColumnRole.TEMPERATURE: Text("Temperatur", "temperature"),
    ColumnRole.SENSED: Text("Messgröße, kein Verbrauch", "quantity, no use"),
    ColumnRole.IGNORED: Text("nicht benutzen", "do not use"),
    ColumnRole.UNKNOWN: Text("nicht erkannt", "not recognised"),
}


class ColumnForm(forms.Form):
    """What one column is."""

    role = forms.ChoiceField(
        label=said("Spalte ist", "Column is"),
        choices=[(role.value, said(text.de, text.en)) for role, text in ROLES.items()],
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
            choices=[LEAVE, *((role.value, said(t.de, t.en)) for role, t in ROLES.items())],
            required=False,
        )
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = str(field.label)

    def named_hint(self) -> ColumnHint | None:
        """What was said of the chosen column; None where none was chosen."""
        header = self.cleaned_data.get("column")
        hint = self.hint(header) if header else None
        return hint if hint is not None and hint != ColumnHint(hint.header) else None
