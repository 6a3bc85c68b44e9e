"""What a person can correct on the preview page."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django import forms

from klimamosaik.observations.intake.corrections import RANGES, Corrections, SeriesHint
from klimamosaik.records.choices import choices_of
from klimamosaik.records.language import said
from klimamosaik.sources.tables import ColumnHint, ColumnRole
from klimamosaik.sources.tables.hints import SEASON, YEARS
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.direction import Direction
from klimamosaik.terms.question import Question
from klimamosaik.terms.text import Text
from klimamosaik.terms.unit import UNITS

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
RADIOS = 8  # answers that stand as buttons; more of them are a list to choose from
LEAVE = ("", said("wie erkannt", "as recognised"))
CARRIERS = choices_of(Carrier)
DIRECTIONS = choices_of(Direction)
DIMENSIONS = {
    "energy": Text("Energie", "energy"),
    "power": Text("Leistung", "power"),
    "volume": Text("Volumen", "volume"),
    "temperature": Text("Temperatur", "temperature"),
    "mass": Text("Brennstoff", "fuel"),
    "bulk": Text("Holz, geschüttet", "wood, poured"),
}
Choices = list[tuple[Any, Any]]


def units_of(*dimensions: str) -> Choices:
    """Units to choose from, grouped by what they measure."""
    return [
        (
            said(DIMENSIONS[kind].de, DIMENSIONS[kind].en),
            [(unit.symbol, unit.symbol) for unit in UNITS.values() if unit.dimension == kind],
        )
        for kind in dimensions
    ]


FILE_UNITS = units_of("energy", "power", "volume")
COLUMN_UNITS = units_of(*DIMENSIONS)


class FileForm(forms.Form):
    """How the whole file is written; every field shows what was said of it so far."""

    sheet = forms.ChoiceField(
        label=said("Tabellenblatt", "Sheet"),
        help_text=said("ohne Auswahl: alle sichtbaren", "without a choice: all visible ones"),
        choices=[LEAVE],
        required=False,
    )
    carrier = forms.ChoiceField(
        label=said("Energieträger", "Carrier"), choices=[LEAVE, *CARRIERS], required=False
    )
    unit = forms.ChoiceField(
        label=said("Einheit", "Unit"), choices=[LEAVE, *FILE_UNITS], required=False
    )
    direction = forms.ChoiceField(
        label=said("Richtung", "Direction"), choices=[LEAVE, *DIRECTIONS], required=False
    )
    building = forms.CharField(
        label=said("Gebäude aller Reihen", "Building of all series"),
        max_length=160,
        required=False,
        widget=forms.TextInput(attrs={"list": "buildings", "autocomplete": "off"}),
    )
    series = forms.CharField(
        label=said("Name der einzigen Reihe oder des Ortes", "Name of the only series or place"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    calorific_value = forms.FloatField(
        label=said("Brennwert", "Calorific value"),
        help_text=said("kWh je m³, von der Gasrechnung", "kWh per m³, from the gas bill"),
        required=False,
        localize=True,
        min_value=RANGES["calorific_value"][0],
        max_value=RANGES["calorific_value"][1],
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    state_number = forms.FloatField(
        label=said("Zustandszahl", "State number"),
        help_text=said("meist 0,9 bis 1", "mostly 0.9 to 1"),
        required=False,
        localize=True,
        min_value=RANGES["state_number"][0],
        max_value=RANGES["state_number"][1],
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
    date_order = forms.ChoiceField(
        label=said("03/04/2024 ist der", "03/04/2024 is"),
        choices=[LEAVE, ("day", said("3. April (Tag zuerst)", "3 April (day first)")),
                 ("month", said("4. März (Monat zuerst)", "4 March (month first)"))],
        required=False,
    )  # fmt: skip
    year = forms.IntegerField(
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


class SeriesForm(forms.Form):
    """Where one series belongs, and which way it counts."""

    picked = forms.BooleanField(label=said("Auswählen", "Select"), required=False)
    building = forms.CharField(label=said("Gebäude", "Building"), max_length=160, required=False)
    carrier = forms.ChoiceField(
        label=said("Energieträger", "Carrier"),
        choices=[("", said("bitte wählen", "please choose")), *CARRIERS],
        required=False,
    )
    direction = forms.ChoiceField(
        label=said("Richtung", "Direction"), choices=DIRECTIONS, required=False
    )

    def __init__(self, *args: Any, name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.name = name
        self.fields["building"].widget.attrs |= {"list": "buildings", "autocomplete": "off"}
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = f"{field.label}: {name}"

    def hint(self) -> SeriesHint | None:
        """What was changed, as a hint on the series; None where nothing was."""
        told = {name: self.cleaned_data.get(name) or None for name in self.changed_data}
        told.pop("picked", None)
        return series_hint(self.name, told)

    @property
    def is_picked(self) -> bool:
        """True where the series is one of several to change together."""
        return bool(self.cleaned_data.get("picked"))


class TogetherForm(forms.Form):
    """What is said of several series at once: those picked, and those whose name holds a word."""

    holding = forms.CharField(
        label=said("und alle, deren Name enthält", "and all whose name contains"),
        max_length=160,
        required=False,
    )
    carrier = forms.ChoiceField(
        label=said("Energieträger", "Carrier"), choices=[LEAVE, *CARRIERS], required=False
    )
    direction = forms.ChoiceField(
        label=said("Richtung", "Direction"), choices=[LEAVE, *DIRECTIONS], required=False
    )
    building = forms.CharField(
        label=said("Gebäude", "Building"),
        max_length=160,
        required=False,
        widget=forms.TextInput(attrs={"list": "buildings", "autocomplete": "off"}),
    )
    left_out = forms.BooleanField(label=said("nicht speichern", "do not store"), required=False)

    def hints(self, picked: Iterable[str], names: Iterable[str]) -> list[SeriesHint]:
        """The same for each series meant. picked: names ticked; names: all there are."""
        holding = (self.cleaned_data.get("holding") or "").casefold()
        meant = set(picked) | {name for name in names if holding and holding in name.casefold()}
        told = {k: v for k, v in self.cleaned_data.items() if v and k != "holding"}
        found = (series_hint(name, told) for name in sorted(meant))
        return [hint for hint in found if hint is not None]


def series_hint(name: str, told: Mapping[str, Any]) -> SeriesHint | None:
    """What a form says of a series; None where it says nothing."""
    carrier, direction = told.get("carrier"), told.get("direction")
    hint = SeriesHint(
        name,
        building=told.get("building"),
        carrier=Carrier(carrier) if carrier else None,
        direction=Direction(direction) if direction else None,
        left_out=told.get("left_out"),
    )
    return None if hint.says_nothing else hint


class BackForm(forms.Form):
    """Series that are left out, to be taken after all."""

    back = forms.MultipleChoiceField(
        label=said("Doch speichern", "Store after all"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, names: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["back"].choices = [(name, name) for name in names]  # type: ignore[attr-defined]

    def names(self) -> list[str]:
        """The series that shall be stored again."""
        return list(self.cleaned_data.get("back") or [])
