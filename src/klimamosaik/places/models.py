"""Municipality, building, meter point, weather station."""

from datetime import date

from django.core.validators import RegexValidator
from django.db import models

from klimamosaik.records.choices import choices_of
from klimamosaik.records.history import History
from klimamosaik.records.language import said
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.direction import Direction
from klimamosaik.terms.text import Text
from klimamosaik.terms.text_enum import TextEnum

AGS = RegexValidator(r"^\d{8}$", "Ein Gemeindeschlüssel (AGS) hat acht Ziffern.")
LARGEST_AREA = 10_000_000  # [m²] more than any building has; beyond, something was misread


class WeatherStation(models.Model):
    """A station whose temperatures we hold or could hold."""

    number = models.CharField(max_length=120, unique=True)  # of its owner, DWD without leading 0s
    name = models.CharField(max_length=120, blank=True)
    latitude = models.FloatField(null=True, blank=True)  # degrees, WGS 84
    longitude = models.FloatField(null=True, blank=True)
    altitude = models.FloatField(null=True, blank=True)  # m above sea level

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return self.name or self.number


class Municipality(models.Model):
    """A municipality by its official key; a Samtgemeinde is the parent of its members."""

    ags = models.CharField(
        said("Gemeindeschlüssel (AGS)", "municipality key (AGS)"),
        max_length=8,
        primary_key=True,
        validators=[AGS],
    )
    name = models.CharField(said("Name", "name"), max_length=120)
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="members",
        verbose_name=said("gehört zu", "part of"),
    )
    latitude = models.FloatField(
        said("geografische Breite", "latitude"),
        null=True,
        blank=True,
        help_text=said("Grad, z. B. 53,14", "degrees, e.g. 53.14"),
    )
    longitude = models.FloatField(
        said("geografische Länge", "longitude"),
        null=True,
        blank=True,
        help_text=said("Grad, z. B. 8,21", "degrees, e.g. 8.21"),
    )
    altitude = models.FloatField(  # m above sea level
        said("Höhe über dem Meer [m]", "height above the sea [m]"),
        null=True,
        blank=True,
        help_text=said("z. B. 40", "e.g. 40"),
    )
    station = models.ForeignKey(  # chosen by a person; empty: the nearest with complete data
        WeatherStation,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=said(
            "Leer: die nächste Station mit vollständigen Daten, höchstens 60 km entfernt.",
            "Empty: the nearest station with complete data, at most 60 km away.",
        ),
        verbose_name=said("Wetterstation", "weather station"),
    )
    synthetic = models.BooleanField(  # an invented town, said wherever it appears
        said("erfundene Stadt", "invented town"), default=False
    )
    history = History(Text("Gemeinde", "municipality"), town="ags")

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "municipalities"

    def __str__(self) -> str:
        return self.name

    @property
    def state(self) -> str:
        """The federal state as the holiday calendar abbreviates it; NI where the key is new."""
        return STATES.get(self.ags[:2], "NI")


STATES = {
    "01": "SH",
    "02": "HH",
    "03": "NI",
    "04": "HB",
    "05": "NW",
    "06": "HE",
    "07": "RP",
    "08": "BW",
    "09": "BY",
    "10": "SL",
    "11": "BE",
    "12": "BB",
    "13": "MV",
    "14": "SN",
    "15": "ST",
    "16": "TH",
}


class Population(models.Model):
    """Inhabitants of a year, with where the number is from."""

    municipality = models.ForeignKey(
        Municipality, on_delete=models.CASCADE, related_name="populations"
    )
    year = models.PositiveSmallIntegerField(said("Jahr", "year"))
    inhabitants = models.PositiveIntegerField(said("Einwohnerinnen und Einwohner", "inhabitants"))
    source = models.CharField(
        said("Quelle", "source"),
        max_length=200,
        help_text=said(
            "z. B. Landesamt für Statistik, Stichtag 31.12.",
            "e.g. State Statistical Office, 31 December",
        ),
    )
    history = History(Text("Einwohnerzahl", "population"), town="municipality", name=("year",))

    class Meta:
        ordering = ["year"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "year"], name="one_population_a_year")
        ]

    def __str__(self) -> str:
        return f"{self.municipality} {self.year}: {self.inhabitants}"


class BuildingKind(TextEnum):
    """What a building is used for: like is compared with like."""

    SCHOOL = "school", Text("Schule", "school")
    KINDERGARTEN = "kindergarten", Text("Kindertagesstätte", "kindergarten")
    OFFICE = "office", Text("Verwaltung", "offices")
    SPORTS = "sports", Text("Sport", "sports")
    POOL = "pool", Text("Schwimmbad", "swimming pool")
    CULTURE = "culture", Text("Kultur", "culture")
    FIRE_STATION = "fire station", Text("Feuerwehr", "fire station")
    DEPOT = "depot", Text("Bauhof", "depot")
    HOUSING = "housing", Text("Wohnen", "housing")
    OTHER = "other", Text("Sonstiges", "other")


class StandingBuildings(models.Manager["Building"]):
    """The buildings that stand in the register."""

    def get_queryset(self) -> models.QuerySet["Building"]:
        """Without those that went with an import that was taken back."""
        return super().get_queryset().filter(withdrawn=None)


class Building(models.Model):
    """A building or site the municipality pays the energy of."""

    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="buildings"
    )
    name = models.CharField(said("Name", "name"), max_length=160)
    address = models.CharField(
        said("Straße und Hausnummer", "street and number"), max_length=200, blank=True
    )
    postcode = models.CharField(said("Postleitzahl", "postcode"), max_length=5, blank=True)
    district = models.CharField(
        said("Stadtteil oder Ortsteil", "district"),
        max_length=80,
        blank=True,
        help_text=said(
            "wie man ihn am Ort nennt; auf der öffentlichen Seite findet man das Gebäude damit",
            "as people there call it; the building is found by it on the public page",
        ),
    )
    kind = models.CharField(
        said("Nutzung", "used as"),
        max_length=20,
        choices=choices_of(BuildingKind),
        default=BuildingKind.OTHER,
    )
    usable_area = models.FloatField(  # m², Nutzfläche as in GEG § 3
        said("Nutzfläche [m²]", "usable area [m²]"),
        null=True,
        blank=True,
        help_text=said(
            "wie im Gebäudeenergiegesetz § 3; der Energiebericht rechnet damit",
            "as in the Buildings Energy Act § 3; the energy report divides by it",
        ),
    )
    since = models.DateField(  # in use by the municipality
        said("in Nutzung seit", "in use since"), null=True, blank=True
    )
    until = models.DateField(
        said("in Nutzung bis", "in use until"),
        null=True,
        blank=True,
        help_text=said("erster Tag ohne Nutzung", "first day out of use"),
    )
    latitude = models.FloatField(said("geografische Breite", "latitude"), null=True, blank=True)
    longitude = models.FloatField(said("geografische Länge", "longitude"), null=True, blank=True)
    brought = models.BigIntegerField(  # the delivery that made it; None: a person or a program
        null=True, editable=False
    )
    withdrawn = models.BigIntegerField(  # the delivery that took it back; None: it stands
        null=True, editable=False
    )
    history = History(Text("Gebäude", "building"), town="municipality")

    objects = StandingBuildings()
    everything = models.Manager["Building"]()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "name"],
                condition=models.Q(withdrawn=None),
                name="one_building_a_name",
                violation_error_code="unique",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def in_use(self, day: date) -> bool:
        """True where the municipality used the building on that day, as far as known."""
        return (self.since is None or self.since <= day) and (
            self.until is None or day < self.until
        )

    def used_in(self, year: int) -> bool:
        """True where the municipality used the building on any day of a year, as far as known."""
        return (self.since is None or self.since <= date(year, 12, 31)) and (
            self.until is None or self.until > date(year, 1, 1)
        )


class MeterPoints(models.QuerySet["MeterPoint"]):
    """Meter points, and which of them count as use."""

    def counting(self) -> "MeterPoints":
        """Those whose readings are final energy use; every sum of use starts from here."""
        return self.filter(direction__in=[each.value for each in Direction if each.counts])

    def aside(self) -> "MeterPoints":
        """Those that are shown and can be used, but are no use of their own."""
        return self.exclude(direction__in=[each.value for each in Direction if each.counts])


EveryMeterPoint = models.Manager.from_queryset(MeterPoints)


class StandingMeterPoints(EveryMeterPoint["MeterPoint"]):
    """The meter points that stand in the register."""

    def get_queryset(self) -> MeterPoints:
        """Without those that went with an import that was taken back."""
        return MeterPoints(self.model, using=self._db).filter(withdrawn=None)


DIRECTIONS = choices_of(Direction)


class MeterPoint(models.Model):
    """Where a carrier enters a building and is counted; its meters come and go."""

    building = models.ForeignKey(Building, on_delete=models.PROTECT, related_name="meter_points")
    carrier = models.CharField(
        said("Energieträger", "carrier"), max_length=20, choices=choices_of(Carrier)
    )
    name = models.CharField(said("Name", "name"), max_length=160)  # as the office calls it
    number = models.CharField(  # MaLo, MeLo or meter number
        said("Zählernummer", "meter number"),
        max_length=40,
        blank=True,
        help_text=said("oder Marktlokation, Messlokation", "or market location, metering location"),
    )
    direction = models.CharField(
        said("Richtung", "direction"),
        max_length=20,
        choices=DIRECTIONS,
        default=Direction.DRAWN,
        help_text=said(
            "Nur Bezug und Eigenverbrauch gehen in Summen und Berichte ein; alles andere bleibt "
            "sichtbar. Die nächste Datei ändert nicht, was Sie hier wählen.",
            "Only what is drawn and own use enter sums and reports; all else stays in sight. The "
            "next file does not change what you choose here.",
        ),
    )
    homes = models.PositiveSmallIntegerField(  # empty: nobody said; none, where nobody lives
        said("versorgte Wohnungen", "homes served"),
        null=True,
        blank=True,
        help_text=said(
            "Leer bei Schulen, Ämtern und anderen Gebäuden ohne Wohnung. Werte von weniger als "
            "fünf Wohnungen werden nie veröffentlicht.",
            "Empty at schools, offices and other buildings without a home. Values of fewer than "
            "five homes are never made public.",
        ),
    )
    read_as = models.CharField(  # in files, where a person said otherwise; empty: as it is
        max_length=20, choices=DIRECTIONS, blank=True, editable=False
    )
    brought = models.BigIntegerField(  # the delivery that made it; None: a person or a program
        null=True, editable=False
    )
    withdrawn = models.BigIntegerField(  # the delivery that took it back; None: it stands
        null=True, editable=False
    )
    history = History(Text("Zähler", "meter"), town="building__municipality")

    objects = StandingMeterPoints()
    everything = EveryMeterPoint()

    class Meta:
        ordering = ["building__name", "carrier", "name"]
        constraints = [
            models.UniqueConstraint(  # one meter may count in both directions
                fields=["building", "carrier", "name", "direction"],
                condition=models.Q(withdrawn=None),
                name="one_meter_point_a_name",
                violation_error_code="unique",
            )
        ]

    def __str__(self) -> str:
        own = "" if self.name == self.building.name else f" · {self.name}"
        named = f"{self.building} · {Carrier(self.carrier).text.de}{own}"
        return named if self.counts else f"{named} ({self.direction_text.de})"

    @property
    def carrier_text(self) -> Text:
        """The carrier as a person would say it."""
        return Carrier(self.carrier).text

    @property
    def direction_text(self) -> Text:
        """Which way the energy flows, as a person would say it."""
        return Direction(self.direction).text

    @property
    def counts(self) -> bool:
        """True where its readings are final energy use."""
        return Direction(self.direction).counts
