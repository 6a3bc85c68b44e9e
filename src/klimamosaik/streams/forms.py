"""The form a source is added with; the door says what is wrong with it."""

from typing import Any

from django import forms

from klimamosaik.places.models import MeterPoint, Municipality
from klimamosaik.places.queries.naming import meter_named
from klimamosaik.records.choices import choices_of
from klimamosaik.records.forms import UNSENT, VersionedForm
from klimamosaik.records.language import said, translate
from klimamosaik.records.long_lists import ListedChoice, offer_list
from klimamosaik.records.number_fields import NumberField, YearField
from klimamosaik.records.versions import Watched, versions_of
from klimamosaik.streams.models import DataSource, SourceKind
from klimamosaik.streams.own.renewable import (
    RenewableKind,
    RenewableShare,
    as_setting,
    renewable_of,
)
from klimamosaik.streams.source_draft import SourceWish
from klimamosaik.terms.complaint import InputRejected

ON_PAGES = (SourceKind.SENSORTHINGS, SourceKind.PUSH, SourceKind.MQTT, SourceKind.OWN)
FIELD_OF = {  # where a complaint belongs
    "no_name": "name",
    "name_taken": "name",
    "no_owner": "owner",
    "no_legal_basis": "legal_basis",
    "no_licence": "licence",
    "no_promise": "promised",
    "no_retention": "kept",
    "no_sensorthings_address": "address",
    "no_broker": "address",
    "source_unreachable": "address",
    "no_topic": "topic",
    "no_dialect": "topic",
}


class SourceForm(VersionedForm, forms.Form):
    """A new source. What must be said is asked by the door, so that all of it is said at once."""

    kind = forms.ChoiceField(
        label=said("Auf welchem Weg kommen die Daten?", "How do the data come in?"),
        choices=choices_of(ON_PAGES),
        initial=SourceKind.SENSORTHINGS,
        widget=forms.RadioSelect,
    )
    address = forms.CharField(
        label=said("Adresse", "Address"),
        help_text=said(
            "Eines SensorThings-Servers bis zur Version, z. B. "
            "https://frost.example.org/FROST-Server/v1.1, oder eines Brokers, z. B. "
            "mqtts://broker.example.org:8883. Sonst leer.",
            "Of a SensorThings server up to its version, e.g. "
            "https://frost.example.org/FROST-Server/v1.1, or of a broker, e.g. "
            "mqtts://broker.example.org:8883. Empty else.",
        ),
        max_length=500,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
    )
    topic = forms.CharField(
        label=said("Thema beim Broker", "Topic at the broker"),
        help_text=said("z. B. v3/+/devices/+/up", "e.g. v3/+/devices/+/up"),
        max_length=300,
        required=False,
    )
    user = forms.CharField(
        label=said("Benutzername dort", "User name there"), max_length=150, required=False
    )
    secret = forms.CharField(
        label=said("Passwort oder Schlüssel dort", "Password or token there"),
        max_length=200,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}, render_value=True),
    )
    name = forms.CharField(label=said("Name der Quelle", "Name of the source"), max_length=160)
    owner = forms.CharField(
        label=said("Eigentümer der Daten", "Owner of the data"),
        help_text=said("z. B. Stadtwerke, Landkreis", "e.g. municipal utility, district"),
        max_length=160,
    )
    legal_basis = forms.CharField(
        label=said("Rechtsgrundlage", "Legal basis"),
        help_text=said(
            "z. B. NKlimaG § 17, Vertrag vom 1.3.2026, Einwilligung",
            "e.g. climate act, contract of 1 March 2026, consent",
        ),
        max_length=200,
    )
    licence = forms.CharField(
        label=said("Lizenz", "Licence"),
        help_text=said("z. B. dl-de/by-2-0, nur intern", "e.g. dl-de/by-2-0, internal only"),
        max_length=120,
    )
    promised = forms.CharField(
        label=said("Zugesagter Abstand der Werte", "Promised interval of values"),
        help_text=said(
            "z. B. 15 Minuten, stündlich, täglich. Bleibt ein Wert länger aus, ist das eine "
            "Störung.",
            "e.g. 15 minutes, hourly, daily. A value that stays away longer is a trouble.",
        ),
        max_length=40,
    )
    kept = forms.CharField(
        label=said("Aufbewahrung", "Retention"),
        help_text=said(
            "z. B. 2 Jahre oder dauerhaft. Ältere Werte werden zurückgezogen.",
            "e.g. 2 years or for good. Older values are withdrawn.",
        ),
        max_length=40,
    )

    def __init__(self, *args: Any, **told: Any) -> None:
        super().__init__(*args, **told)
        for name in ("name", "owner", "legal_basis", "licence", "promised", "kept"):
            self.fields[name].required = False  # the door asks for them, all at once
            self.fields[name].widget.attrs["aria-required"] = "true"

    def wish(self, municipality: Municipality) -> SourceWish:
        """What was filled in; call after is_valid."""
        told = {name: value for name, value in self.cleaned_data.items() if name != "kind"}
        kind = SourceKind(self.cleaned_data["kind"])
        return SourceWish(municipality=municipality, kind=kind, **told)

    def refused(self, refusal: InputRejected) -> None:
        """Say each complaint of the door at its field."""
        for each in refusal.complaints:
            self.add_error(FIELD_OF.get(each.code), translate(each.text))


class RenewableForm(VersionedForm, forms.Form):
    """How much of this server's electricity is renewable, and who says so."""

    as_one = True  # a share without what it rests on says nothing
    share = NumberField(
        label=said("Erneuerbarer Anteil in %", "Renewable share in %"),
        min_value=0,
        max_value=100,
    )
    kind = forms.ChoiceField(
        label=said("Worauf er beruht", "What it rests on"), choices=choices_of(RenewableKind)
    )
    year = YearField(label=said("Jahr", "Year"), min_value=2000, max_value=2100)
    source = forms.CharField(
        label=said("Quelle", "Source"),
        help_text=said(
            "z. B. Stromkennzeichnung der Stadtwerke, Auskunft des Rechenzentrums",
            "e.g. the supplier's disclosure, information from the data centre",
        ),
        max_length=200,
    )

    def __init__(self, data: Any = UNSENT, *, of: DataSource) -> None:
        watched = Watched.row(of)
        seen = versions_of([watched])  # before what the form shows is read
        held = renewable_of(DataSource.objects.get(pk=of.pk))
        initial = as_setting(held) | {"share": round(held.share * 100, 1)} if held else {}
        super().__init__(data, initial=initial)
        self.watch(watched, seen=seen)

    @property
    def stated(self) -> RenewableShare:
        """What was filled in; call after is_valid."""
        told = self.cleaned_data
        kind = RenewableKind(told["kind"])
        return RenewableShare(told["share"] / 100, kind, told["year"], told["source"].strip())


class CounterForm(forms.Form):
    """Whose meter a counter is."""

    meter_point = forms.ModelChoiceField(
        label=said("Zähler", "Meter"), queryset=MeterPoint.objects.none()
    )
    factor = NumberField(
        label=said("Eine Einheit des Zählers sind", "One unit of the counter is"),
        help_text=said(
            "kWh, bei Wasser m³; z. B. 0,01. Leer, wo die Einheit es sagt.",
            "kWh, of water m³; e.g. 0.01. Empty where its unit says so.",
        ),
        required=False,
    )

    def __init__(self, municipality: Municipality, *args: Any, **told: Any) -> None:
        super().__init__(*args, **told)
        points = MeterPoint.objects.filter(building__municipality=municipality)
        ordered = points.select_related("building").order_by("building__name", "name")
        field: Any = self.fields["meter_point"]
        field.queryset = ordered
        offer_list(
            self,
            "meter_point",
            [
                ListedChoice(each.pk, said(named.de, named.en), each.building.name)
                for each in ordered
                for named in [meter_named(each)]
            ],
        )

    def refused(self, refusal: InputRejected) -> None:
        """Say each complaint of the door at its field."""
        for each in refusal.complaints:
            field = "factor" if each.code == "no_factor" else "meter_point"
            self.add_error(field, translate(each.text))
