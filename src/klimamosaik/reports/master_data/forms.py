"""Forms on places and people."""

from math import cos, hypot, radians
from typing import Any

from django import forms

from klimamosaik.people.forms import TAKEN
from klimamosaik.places.models import (
    LARGEST_AREA,
    Building,
    BuildingKind,
    MeterPoint,
    Municipality,
    Population,
    WeatherStation,
)
from klimamosaik.places.queries.gazetteer.checks import place_facts
from klimamosaik.places.queries.gazetteer.known import municipality_of
from klimamosaik.records.choices import choices_of
from klimamosaik.records.language import said
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.direction import Direction

STATIONS_OFFERED = 25
HIGHEST = 3000  # [m] the Zugspitze has 2,962
KM_PER_DEGREE = 111.2  # of latitude
DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class MunicipalityForm(forms.ModelForm):  # type: ignore[type-arg]
    """Where the municipality lies and whose weather counts."""

    class Meta:
        model = Municipality
        fields = ["name", "latitude", "longitude", "altitude", "station"]
        labels = {
            "name": said("Name", "Name"),
            "latitude": said("Geografische Breite", "Latitude"),
            "longitude": said("Geografische Länge", "Longitude"),
            "altitude": said("Höhe über dem Meer", "Height above the sea"),
            "station": said("Wetterstation", "Weather station"),
        }
        help_texts = {
            "latitude": said("Grad, z. B. 53,14", "degrees, e.g. 53.14"),
            "longitude": said("Grad, z. B. 8,21", "degrees, e.g. 8.21"),
            "altitude": said("Meter, z. B. 40", "metres, e.g. 40"),
            "station": said(
                "Leer: die nächste Station mit vollständigen Daten, höchstens 60 km entfernt.",
                "Empty: the nearest station with complete data, at most 60 km away.",
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, most in (("latitude", 90), ("longitude", 180), ("altitude", HIGHEST)):
            self.fields[name] = coordinate(self.fields[name], most)
        if self.instance.latitude is None:
            self.initial.update(place_facts(municipality_of(self.instance.ags)))
        station = self.fields["station"]
        assert isinstance(station, forms.ModelChoiceField)
        station.queryset = WeatherStation.objects.all()
        station.choices = [("", said("die nächste", "the nearest")), *stations_near(self.instance)]
        station.empty_label = said("die nächste", "the nearest")


def stations_near(municipality: Municipality) -> list[tuple[int, str]]:
    """The nearest stations, how far and how much higher they stand, and the chosen one.

    Where no place is known, all: then a person says which one it is.
    """
    stations = list(WeatherStation.objects.all())
    here = municipality.latitude, municipality.longitude
    if here[0] is None or here[1] is None:
        return [(station.pk, offered_as(station, None, None)) for station in stations]
    away = {
        station.pk: rough_kilometres(here[0], here[1], station)
        for station in stations
        if station.latitude is not None and station.longitude is not None
    }
    known = {station.pk: station for station in stations}
    own = [pk for pk, each in known.items() if each.number.startswith(municipality.ags)]
    near = sorted(away, key=away.__getitem__)[:STATIONS_OFFERED]
    shown = dict.fromkeys([*near, *own])
    if municipality.station_id in known:
        shown[municipality.station_id] = None
    return [(pk, offered_as(known[pk], away.get(pk), municipality.altitude)) for pk in shown]


def offered_as(station: WeatherStation, away: float | None, here: float | None) -> str:
    """A station in the list: name, number, distance and height."""
    name = f"{station} ({station.number})" if station.name else station.number
    km = said("Entfernung unbekannt", "distance unknown") if away is None else f"{away:.0f} km"
    if station.altitude is None or here is None:
        return f"{name}, {km}"
    return f"{name}, {km}, {station.altitude - here:+.0f} m"


def rough_kilometres(latitude: float, longitude: float, station: WeatherStation) -> float:
    """Distance on a flat map: good enough to put neighbours in order."""
    assert station.latitude is not None
    assert station.longitude is not None
    north = (station.latitude - latitude) * KM_PER_DEGREE
    east = (station.longitude - longitude) * KM_PER_DEGREE * cos(radians(latitude))
    return hypot(north, east)


def coordinate(field: forms.Field, most: float) -> forms.Field:
    """A coordinate or height as people write it: with comma or point."""
    return forms.FloatField(
        label=field.label,
        help_text=field.help_text,
        required=False,
        localize=True,
        min_value=-most,
        max_value=most,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )


class PopulationForm(forms.ModelForm):  # type: ignore[type-arg]
    """Inhabitants of a year."""

    class Meta:
        model = Population
        fields = ["year", "inhabitants", "source"]
        labels = {
            "year": said("Jahr", "Year"),
            "inhabitants": said("Einwohnerinnen und Einwohner", "Inhabitants"),
            "source": said("Quelle", "Source"),
        }
        help_texts = {
            "source": said(
                "z. B. Landesamt für Statistik, Stichtag 31.12.",
                "e.g. State Statistical Office, 31 December",
            )
        }
        widgets = {"year": forms.NumberInput(attrs={"min": 1990, "max": 2100})}


class BuildingForm(forms.ModelForm):  # type: ignore[type-arg]
    """What is known of a building."""

    usable_area = forms.FloatField(
        label=said("Nutzfläche", "Usable area"),
        help_text=said(
            "m², wie im Gebäudeenergiegesetz § 3; der Energiebericht rechnet damit",
            "m², as in the Buildings Energy Act § 3; the energy report divides by it",
        ),
        required=False,
        localize=True,
        min_value=1,
        max_value=LARGEST_AREA,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    kind = forms.ChoiceField(label=said("Nutzung", "Used as"))

    class Meta:
        model = Building
        fields = ["name", "address", "postcode", "kind", "usable_area", "since", "until"]
        labels = {
            "name": said("Name", "Name"),
            "address": said("Straße und Hausnummer", "Street and number"),
            "postcode": said("Postleitzahl", "Postcode"),
            "since": said("In Nutzung seit", "In use since"),
            "until": said("In Nutzung bis", "In use until"),
        }
        help_texts = {
            "until": said("erster Tag ohne Nutzung", "first day out of use"),
        }
        widgets = {"since": DAY, "until": DAY}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = choices_of(BuildingKind)

    def clean_name(self) -> str:
        """One building a name within a municipality."""
        name: str = self.cleaned_data["name"].strip()
        others = Building.objects.filter(
            municipality=self.instance.municipality_id, name=name
        ).exclude(pk=self.instance.pk)
        if others.exists():
            raise forms.ValidationError(
                said(
                    "Ein Gebäude mit diesem Namen gibt es schon.",
                    "There is already a building of this name.",
                )
            )
        return name

    def clean_postcode(self) -> str:
        """Five digits or nothing."""
        postcode: str = self.cleaned_data["postcode"].strip()
        if postcode and not (postcode.isdecimal() and len(postcode) == 5):
            raise forms.ValidationError(
                said("Eine Postleitzahl hat fünf Ziffern.", "A postcode has five digits.")
            )
        return postcode

    def clean(self) -> dict[str, Any]:
        """Use ends after it began."""
        cleaned = super().clean() or self.cleaned_data
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until <= since:
            self.add_error(
                "until",
                forms.ValidationError(
                    said("Das Ende liegt nach dem Beginn.", "The end lies after the start.")
                ),
            )
        return cleaned


class MeterPointForm(forms.ModelForm):  # type: ignore[type-arg]
    """Where a carrier is counted, and which way it flows."""

    carrier = forms.ChoiceField(label=said("Energieträger", "Carrier"))
    direction = forms.ChoiceField(
        label=said("Richtung", "Direction"),
        help_text=said(
            "Nur Bezug und Eigenverbrauch gehen in Summen und Berichte ein; alles andere bleibt "
            "sichtbar. Die nächste Datei ändert nicht, was Sie hier wählen.",
            "Only what is drawn and own use enter sums and reports; all else stays in sight. "
            "The next file does not change what you choose here.",
        ),
        choices=[(each.value, said(each.explained.de, each.explained.en)) for each in Direction],
        widget=forms.RadioSelect,
    )

    class Meta:
        model = MeterPoint
        fields = ["building", "carrier", "name", "number", "direction"]
        labels = {
            "building": said("Gebäude", "Building"),
            "name": said("Name", "Name"),
            "number": said("Nummer", "Number"),
        }
        help_texts = {
            "number": said(
                "Marktlokation, Messlokation oder Zählernummer",
                "market location, metering location or meter number",
            )
        }

    def __init__(self, *args: Any, municipality: Municipality, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        carrier, building = self.fields["carrier"], self.fields["building"]
        assert isinstance(carrier, forms.ChoiceField)
        assert isinstance(building, forms.ModelChoiceField)
        carrier.choices = choices_of(Carrier)
        building.queryset = municipality.buildings.all()

    def clean(self) -> dict[str, Any]:
        """One meter a name, building, carrier and direction."""
        cleaned = super().clean() or self.cleaned_data
        told = {name: cleaned.get(name) for name in ("building", "carrier", "name", "direction")}
        if (
            all(told.values())
            and MeterPoint.objects.filter(**told).exclude(pk=self.instance.pk).exists()
        ):
            self.add_error("name", forms.ValidationError(TAKEN))
        return cleaned
