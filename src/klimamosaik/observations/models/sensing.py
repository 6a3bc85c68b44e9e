"""What the sensor standard knows beside readings: things, where they are, and how they measure.

Names and relations are those of OGC SensorThings API 1.1 (18-088). What is deleted stays as a
row that has gone: a published figure can still be computed again and say what it stood on.
"""

from typing import Any

from django.db import models
from django.utils import timezone

from klimamosaik.places.models import Building, Municipality, WeatherStation

GEOJSON = "application/geo+json"
PDF = "application/pdf"
LONG = 500  # characters of a definition or of an encoding


class Standing(models.Manager[Any]):
    """The entities as they stand now."""

    def get_queryset(self) -> models.QuerySet[Any]:
        """Without those that were deleted."""
        return super().get_queryset().filter(gone_at=None)


class SensingEntity(models.Model):
    """What all entities of the standard share."""

    municipality = models.ForeignKey(  # whose it is; None: common to all
        Municipality, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    name = models.TextField()
    description = models.TextField(blank=True)
    properties = models.JSONField(null=True, blank=True)  # an object, or nothing
    gone_at = models.DateTimeField(null=True, blank=True)  # when it was deleted; None: it stands

    objects = Standing()
    everything: models.Manager[Any] = models.Manager()

    class Meta:
        abstract = True
        ordering = ["pk"]
        base_manager_name = "everything"

    def __str__(self) -> str:
        return str(self.name)


class PlaceOfThing(SensingEntity):
    """A place: written down, or that of a building or station, and then never copied from it."""

    building = models.OneToOneField(  # named and placed by it
        Building, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    station = models.OneToOneField(  # named and placed by it
        WeatherStation, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )

    class Meta(SensingEntity.Meta):
        abstract = True


class FeatureOfInterest(PlaceOfThing):
    """What a reading is about: in most cases the place where the thing stands."""

    encoding_type = models.CharField(max_length=LONG, default=GEOJSON)
    feature = models.JSONField(default=dict)  # GeoJSON by default

    class Meta(PlaceOfThing.Meta):
        abstract = False
        verbose_name_plural = "features of interest"


class Location(PlaceOfThing):
    """A place where things are or were."""

    encoding_type = models.CharField(max_length=LONG, default=GEOJSON)
    location = models.JSONField(  # GeoJSON by default, [longitude, latitude] in degrees, WGS 84
        default=dict
    )
    feature = models.ForeignKey(  # made of it for readings that named none; None: not needed yet
        FeatureOfInterest, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )


class Thing(SensingEntity):
    """Something that is measured: a building, a weather station, a lamp post, a flower bed."""

    building = models.OneToOneField(  # named and placed by it
        Building, null=True, blank=True, on_delete=models.CASCADE, related_name="thing"
    )
    station = models.OneToOneField(  # named and placed by it
        WeatherStation, null=True, blank=True, on_delete=models.CASCADE, related_name="thing"
    )
    locations = models.ManyToManyField(Location, blank=True, related_name="things")  # where now


class HistoricalLocation(models.Model):
    """Where a thing was from a moment on."""

    thing = models.ForeignKey(Thing, on_delete=models.CASCADE, related_name="historical_locations")
    time = models.DateTimeField(default=timezone.now)
    locations = models.ManyToManyField(Location, related_name="historical_locations")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.thing} {self.time:%Y-%m-%d %H:%M}"


class Sensor(SensingEntity):
    """An instrument or a procedure that turns what is observed into readings."""

    encoding_type = models.CharField(max_length=LONG, default=PDF)
    metadata = models.JSONField(default=str)  # text in most cases, or any other JSON


class ObservedProperty(SensingEntity):
    """What is observed, as its owner describes it: soil moisture, noise, energy used."""

    definition = models.TextField(blank=True)  # URI in most cases

    class Meta(SensingEntity.Meta):
        verbose_name_plural = "observed properties"
