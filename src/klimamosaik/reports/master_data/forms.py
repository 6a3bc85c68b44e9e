"""Forms on places and people."""

from math import cos, hypot, radians
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from klimamosaik.places.models import (
    LARGEST_AREA,
    Building,
    MeterPoint,
    Municipality,
    Population,
    WeatherStation,
)
from klimamosaik.places.queries.gazetteer.checks import place_facts
from klimamosaik.places.queries.gazetteer.table import municipality_of
from klimamosaik.records.forms import RecordForm, name_of_its_own
from klimamosaik.records.language import said
from klimamosaik.records.long_lists import ListedChoice, offer_list
from klimamosaik.terms.direction import Direction

STATIONS_OFFERED = 25
HIGHEST = 3000  # [m] the Zugspitze has 2,962
KM_PER_DEGREE = 111.2  # of latitude
TAKEN = said(
    "In diesem Gebäude gibt es schon einen Zähler dieses Namens mit derselben Richtung. Bitte "
    "geben Sie ihm einen anderen Namen.",
    "There is already a meter of this name and direction in this building. Please give it "
    "another name.",
)


NAME_TAKEN = said(
    "Ein Gebäude mit diesem Namen gibt es schon.", "There is already a building of this name."
)


class MunicipalityForm(RecordForm):
    """Where the municipality lies and whose weather counts."""

    class Meta(RecordForm.Meta):
        model = Municipality
        fields = ["name", "latitude", "longitude", "altitude", "station"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, most in (("latitude", 90), ("longitude", 180), ("altitude", HIGHEST)):
            within(self.fields[name], -most, most)
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


def within(field: forms.Field, least: float, most: float) -> None:
    """Take numbers from `least` to `most` only."""
    field.validators += [MinValueValidator(least), MaxValueValidator(most)]


class PopulationForm(RecordForm):
    """Inhabitants of a year."""

    same = ("municipality", "year")

    class Meta(RecordForm.Meta):
        model = Population
        fields = ["year", "inhabitants", "source"]


class BuildingForm(RecordForm):
    """What is known of a building."""

    class Meta(RecordForm.Meta):
        model = Building
        fields = [
            *("name", "address", "postcode", "district"),
            *("kind", "usable_area", "since", "until"),
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        within(self.fields["usable_area"], 1, LARGEST_AREA)

    def clean_name(self) -> str:
        """One building a name within a municipality."""
        return name_of_its_own(self, NAME_TAKEN)

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


class MeterPointForm(RecordForm):
    """Where a carrier is counted, and which way it flows."""

    class Meta(RecordForm.Meta):
        model = MeterPoint
        fields = ["building", "carrier", "name", "number", "direction"]
        widgets = {"direction": forms.RadioSelect}

    def __init__(self, *args: Any, municipality: Municipality, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        building, direction = self.fields["building"], self.fields["direction"]
        assert isinstance(direction, forms.TypedChoiceField)
        direction.choices = [(d.value, said(d.explained.de, d.explained.en)) for d in Direction]
        assert isinstance(building, forms.ModelChoiceField)
        building.queryset = municipality.buildings.all()
        offer_list(
            self, "building", [ListedChoice(each.pk, str(each)) for each in building.queryset]
        )

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
