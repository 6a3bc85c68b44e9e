"""A measure and the gate written before it starts."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from simple_history.models import HistoricalRecords

from klimamosaik.places.models import Building, MeterPoint, Municipality


class Measure(models.Model):
    """Something done to save energy: what, where, since when."""

    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="measures"
    )
    name = models.CharField(max_length=160)
    done = models.TextField(blank=True)  # what was done, in the office's words
    buildings = models.ManyToManyField(Building, related_name="measures", blank=True)
    meter_points = models.ManyToManyField(MeterPoint, related_name="measures", blank=True)
    comparison_points = models.ManyToManyField(  # left alone on purpose: what changed anyway
        MeterPoint, related_name="+", blank=True
    )
    installation_start = models.DateField(null=True, blank=True)  # empty: nothing was disturbed
    start = models.DateField()  # first day of the effect
    end = models.DateField(null=True, blank=True)  # first day it no longer works; empty: goes on
    cost = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)  # EUR
    history = HistoricalRecords(m2m_fields=[buildings, meter_points, comparison_points])

    class Meta:
        ordering = ["-start", "name"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "name"], name="one_measure_a_name")
        ]

    def __str__(self) -> str:
        return self.name


class Gate(models.Model):
    """What the measure must reach to go on, written down before its effect is known."""

    measure = models.OneToOneField(Measure, on_delete=models.CASCADE, related_name="gate")
    saving_percent = models.FloatField(  # at least this much
        validators=[MinValueValidator(0.0), MaxValueValidator(100.0)]
    )
    confidence = models.FloatField(  # of the range whose low end must reach it
        default=0.9, validators=[MinValueValidator(0.5), MaxValueValidator(0.99)]
    )
    written_on = models.DateField()
    history = HistoricalRecords()

    def __str__(self) -> str:
        return f"≥ {self.saving_percent:g} % at {self.confidence:.0%}"

    @property
    def written_beforehand(self) -> bool:
        """True where the gate is older than the first day of the effect."""
        return self.written_on <= self.measure.start
