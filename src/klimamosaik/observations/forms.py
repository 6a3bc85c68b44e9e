"""What a person can correct on the preview page."""

from collections.abc import Sequence
from typing import Any

from django import forms

from klimamosaik.observations.corrections import SeriesHint
from klimamosaik.places.wording import said
from klimamosaik.sources.tables import ColumnHint, Hints, Role
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.text import Text
from klimamosaik.terms.unit import UNITS

ROLES: dict[Role, Text] = {
    Role.TIME: Text("Zeit", "time"),
    Role.CLOCK: Text("Uhrzeit", "time of day"),
    Role.YEAR: Text("Jahr", "year"),
    Role.MONTH: Text("Monat", "month"),
    Role.FROM: Text("von", "from"),
    Role.TO: Text("bis", "to"),
    Role.VALUE: Text("Verbrauch", "use"),
    Role.COUNTER: Text("Zählerstand", "meter reading"),
    Role.METER: Text("Zählernummer", "meter number"),
    Role.BUILDING: Text("Gebäude", "building"),
    Role.CARRIER: Text("Energieträger", "carrier"),
    Role.UNIT: Text("Einheit", "unit"),
    Role.COST: Text("Kosten", "cost"),
    Role.QUALITY: Text("Ersatzwert oder gemessen", "substitute or measured"),
    Role.CALORIFIC_VALUE: Text("Brennwert", "calorific value"),
    Role.STATE_NUMBER: Text("Zustandszahl", "state number"),
    Role.ADDRESS: Text("Adresse", "address"),
    Role.POSTCODE: Text("Postleitzahl", "postcode"),
    Role.PLACE: Text("Ort", "place"),
    Role.AREA: Text("Fläche", "area"),
    Role.KIND: Text("Nutzung", "used as"),
    Role.SINCE: Text("seit", "since"),
    Role.TEMPERATURE: Text("Temperatur", "temperature"),
    Role.IGNORED: Text("nicht benutzen", "do not use"),
}
LEAVE = ("", said("wie erkannt", "as recognised"))
CARRIERS = [(c.value, said(c.text.de, c.text.en)) for c in Carrier]
UNIT_CHOICES = [(symbol, symbol) for symbol in UNITS]


class UploadForm(forms.Form):
    """Only for its token and its files, which are read by hand."""


class FileForm(forms.Form):
    """How the whole file is written."""

    carrier = forms.ChoiceField(
        label=said("Energieträger", "Carrier"), choices=[LEAVE, *CARRIERS], required=False
    )
    unit = forms.ChoiceField(
        label=said("Einheit", "Unit"), choices=[LEAVE, *UNIT_CHOICES], required=False
    )
    calorific_value = forms.FloatField(
        label=said("Brennwert", "Calorific value"),
        help_text=said("kWh je m³, von der Gasrechnung", "kWh per m³, from the gas bill"),
        required=False,
        localize=True,
        min_value=1,
        max_value=20,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    state_number = forms.FloatField(
        label=said("Zustandszahl", "State number"),
        help_text=said("meist 0,9 bis 1", "mostly 0.9 to 1"),
        required=False,
        localize=True,
        min_value=0.5,
        max_value=1.5,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    decimal = forms.ChoiceField(
        label=said("Dezimalzeichen", "Decimal mark"),
        choices=[LEAVE, (",", said("Komma: 1.234,5", "comma: 1.234,5")),
                 (".", said("Punkt: 1,234.5", "point: 1,234.5"))],
        required=False,
    )  # fmt: skip
    counter = forms.ChoiceField(
        label=said("Werte sind", "Values are"),
        choices=[LEAVE, ("no", said("Verbrauch je Zeitraum", "use per period")),
                 ("yes", said("Zählerstände", "cumulative meter readings"))],
        required=False,
    )  # fmt: skip
    stamp = forms.ChoiceField(
        label=said("Zeitstempel nennt", "A time stamp names"),
        choices=[LEAVE, ("start", said("den Beginn", "the start")),
                 ("end", said("das Ende", "the end"))],
        required=False,
    )  # fmt: skip
    timezone = forms.ChoiceField(
        label=said("Zeitzone", "Time zone"),
        choices=[LEAVE, ("Europe/Berlin", said("Ortszeit", "local time")),
                 ("Etc/GMT-1", said("immer Winterzeit", "winter time all year")),
                 ("UTC", "UTC")],
        required=False,
    )  # fmt: skip
    encoding = forms.ChoiceField(
        label=said("Zeichensatz", "Encoding"),
        choices=[LEAVE, ("utf-8", "UTF-8"), ("cp1252", "Windows-1252")],
        required=False,
    )
    header_row = forms.IntegerField(
        label=said("Letzte Zeile der Überschrift", "Last row of the header"),
        help_text=said("0: keine Überschrift", "0: no header"),
        required=False,
        min_value=0,
        max_value=200,
    )

    def hints(self) -> Hints:
        """What was set, as hints."""
        told = {k: v for k, v in self.cleaned_data.items() if v not in ("", None)}
        if "counter" in told:
            told["counter"] = told["counter"] == "yes"
        if "carrier" in told:
            told["carrier"] = Carrier(told["carrier"])
        return Hints(**told)


class ColumnForm(forms.Form):
    """What one column is."""

    role = forms.ChoiceField(
        label=said("Spalte ist", "Column is"),
        choices=[(role.value, said(text.de, text.en)) for role, text in ROLES.items()],
        required=False,
    )
    unit = forms.ChoiceField(
        label=said("Einheit", "Unit"),
        choices=[("", "–"), *UNIT_CHOICES],
        required=False,
    )

    def hint(self, header: str) -> ColumnHint | None:
        """What was changed, as a hint on the column; None where nothing was."""
        told = {name: self.cleaned_data.get(name) or None for name in self.changed_data}
        if not any(told.values()):
            return None
        role = told.get("role")
        return ColumnHint(header, role=Role(role) if role else None, unit=told.get("unit"))


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
        return hint if hint is not None and (hint.role or hint.unit) else None


class SeriesForm(forms.Form):
    """Where one series belongs."""

    building = forms.CharField(label=said("Gebäude", "Building"), max_length=160, required=False)
    carrier = forms.ChoiceField(
        label=said("Energieträger", "Carrier"),
        choices=[("", said("bitte wählen", "please choose")), *CARRIERS],
        required=False,
    )

    def __init__(self, *args: Any, name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        attrs = self.fields["building"].widget.attrs
        attrs |= {"list": "buildings", "autocomplete": "off"}
        attrs["aria-label"] = said(f"Gebäude von {name}", f"building of {name}")
        self.fields["carrier"].widget.attrs["aria-label"] = said(
            f"Energieträger von {name}", f"carrier of {name}"
        )

    def hint(self, series: str) -> SeriesHint | None:
        """What was changed, as a hint on the series; None where nothing was."""
        told = {name: self.cleaned_data.get(name) or None for name in self.changed_data}
        if not any(told.values()):
            return None
        carrier = told.get("carrier")
        return SeriesHint(series, told.get("building"), Carrier(carrier) if carrier else None)
