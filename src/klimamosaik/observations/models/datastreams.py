"""What is measured where: the datastreams of meters, weather stations and sensors."""

from django.db import models

from klimamosaik.observations.models.sensing import (
    LONG,
    FeatureOfInterest,
    ObservedProperty,
    Sensor,
    Thing,
)
from klimamosaik.places.models import MeterPoint, WeatherStation

OM = "http://www.opengis.net/def/observationType/OGC-OM/2.0/"
MEASUREMENT = f"{OM}OM_Measurement"
COMPLEX = f"{OM}OM_ComplexObservation"


class Quantity(models.TextChoices):
    """What readings may be used as: what effects, balances and weather know how to handle.

    Any sensor may observe anything; what it observes is described by its ObservedProperty.
    """

    ENERGY = "final energy use", "Endenergieverbrauch"
    VOLUME = "volume used", "Volumen"
    AIR_TEMPERATURE = "air temperature", "Lufttemperatur"
    HEATING_DAYS_15 = "heating days below 15 °C", "Heiztage unter 15 °C"
    HEATING_DAYS_12 = "heating days below 12 °C", "Heiztage unter 12 °C"
    TEMPERATURE_HEATING_DAYS_15 = (
        "mean temperature of heating days below 15 °C",
        "Mitteltemperatur der Heiztage unter 15 °C",
    )
    TEMPERATURE_HEATING_DAYS_12 = (
        "mean temperature of heating days below 12 °C",
        "Mitteltemperatur der Heiztage unter 12 °C",
    )
    DEGREE_DAYS_G20_15 = "degree days G20/15", "Gradtagzahl G20/15"
    CLIMATE_FACTOR = "climate factor (12 months)", "Klimafaktor (12 Monate)"
    PRECIPITATION = "precipitation", "Niederschlag"
    COUNT = "count", "Anzahl"
    COUNTER = "counter reading", "Zählerstand"


SUMMED = frozenset(  # over a day; all else is averaged
    {
        Quantity.ENERGY,
        Quantity.VOLUME,
        Quantity.COUNT,
        Quantity.PRECIPITATION,
        Quantity.HEATING_DAYS_15,
        Quantity.HEATING_DAYS_12,
        Quantity.DEGREE_DAYS_G20_15,
    }
)


class StandingDatastreams(models.Manager["Datastream"]):
    """The datastreams as they stand now."""

    def get_queryset(self) -> models.QuerySet["Datastream"]:
        """Without those that were deleted."""
        return super().get_queryset().filter(gone_at=None)


class Datastream(models.Model):
    """Readings of one property at one place."""

    name = models.TextField()
    meter_point = models.ForeignKey(
        MeterPoint, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    station = models.ForeignKey(
        WeatherStation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    quantity = models.CharField(  # "": of no use beyond being shown and published
        max_length=60, choices=Quantity.choices, blank=True
    )
    unit = models.CharField(max_length=60, blank=True)  # as written behind a number
    spacing = models.CharField(max_length=12, blank=True)  # PT15M, PT1H, P1D, P1M, P1Y; "" uneven
    expected_every = models.DurationField(null=True, blank=True)  # silent beyond twice this
    # As the sensor standard describes it; meters and stations get theirs by operations.things.
    thing = models.ForeignKey(
        Thing, null=True, blank=True, on_delete=models.PROTECT, related_name="datastreams"
    )
    sensor = models.ForeignKey(
        Sensor, null=True, blank=True, on_delete=models.PROTECT, related_name="datastreams"
    )
    observed_property = models.ForeignKey(  # None of one with several, see DatastreamPart
        ObservedProperty,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="datastreams",
    )
    feature = models.ForeignKey(  # of readings that name no other
        FeatureOfInterest, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    features = models.ManyToManyField(  # named by single readings, see operations.features
        FeatureOfInterest, blank=True, related_name="datastreams"
    )
    description = models.TextField(blank=True)
    observation_type = models.CharField(max_length=LONG, default=MEASUREMENT)
    unit_of_measurement = models.JSONField(  # name, symbol, definition as sent; None: see unit
        null=True, blank=True
    )
    observed_area = models.JSONField(null=True, blank=True)  # GeoJSON as sent; None: nobody said
    properties = models.JSONField(null=True, blank=True)
    several = models.BooleanField(default=False)  # a MultiDatastream: each result is a list
    gone_at = models.DateTimeField(null=True, blank=True)  # when it was deleted; None: it stands

    objects = StandingDatastreams()
    everything = models.Manager["Datastream"]()

    class Meta:
        ordering = ["name"]
        base_manager_name = "everything"
        constraints = [
            models.UniqueConstraint(
                fields=["meter_point", "quantity", "name"],
                name="one_datastream_a_meter_point_and_property",
                condition=models.Q(meter_point__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["station", "quantity", "spacing"],
                name="one_datastream_a_station_and_property",
                condition=models.Q(station__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class DatastreamPart(models.Model):
    """One of the properties of a datastream whose results are lists, in their order."""

    datastream = models.ForeignKey(Datastream, on_delete=models.CASCADE, related_name="parts")
    place = models.PositiveSmallIntegerField()  # in the list, from 0
    observed_property = models.ForeignKey(
        ObservedProperty, on_delete=models.PROTECT, related_name="parts"
    )
    observation_type = models.CharField(max_length=LONG, default=MEASUREMENT)
    unit_of_measurement = models.JSONField(null=True, blank=True)  # name, symbol, definition

    class Meta:
        ordering = ["datastream", "place"]
        constraints = [
            models.UniqueConstraint(fields=["datastream", "place"], name="one_part_a_place")
        ]

    def __str__(self) -> str:
        return f"{self.datastream} {self.place}: {self.observed_property}"
