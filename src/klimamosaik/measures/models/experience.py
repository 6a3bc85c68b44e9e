"""What other municipalities found out with measures of theirs."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from simple_history.models import HistoricalRecords

from klimamosaik.measures.models.measure import known_fields
from klimamosaik.places.models import Municipality
from klimamosaik.records.choices import choices_of
from klimamosaik.terms.field import Field
from klimamosaik.terms.text import Text
from klimamosaik.terms.text_enum import TextEnum


class Experience(models.Model):
    """A lesson or a measured effect of another municipality; never counted as one's own."""

    class Kind(TextEnum):
        """What it tells."""

        LESSON = "lesson", Text("Erfahrung", "lesson")
        EFFECT = "effect", Text("gemessene Wirkung", "measured effect")

    municipality = models.ForeignKey(  # who keeps it
        Municipality, on_delete=models.CASCADE, related_name="experiences"
    )
    kind = models.CharField(max_length=10, choices=choices_of(Kind))
    town_key = models.CharField(max_length=8)  # official key of the municipality it is from
    town = models.CharField(max_length=160)
    measure = models.CharField(max_length=160)  # its name there
    fields_of_action = models.JSONField(default=list, blank=True, validators=[known_fields])
    building_kinds = models.JSONField(default=list, blank=True)  # kinds of its buildings there
    day = models.DateField()  # the lesson was written, the effect was worked out
    stopped = models.BooleanField(default=False)
    hypothesis = models.TextField(blank=True)
    evidence = models.TextField(blank=True)
    cause = models.TextField(blank=True)
    cost = models.DecimalField(  # EUR; empty: not known
        max_digits=12, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    advice = models.TextField(blank=True)
    saved_kwh = models.FloatField(null=True, blank=True)  # kWh over the days reported
    low_kwh = models.FloatField(null=True, blank=True)
    high_kwh = models.FloatField(null=True, blank=True)
    saved_percent = models.FloatField(null=True, blank=True)  # % of what was to be expected
    confidence = models.FloatField(  # 0..1 of the range
        null=True, blank=True, validators=[MinValueValidator(0.0), MaxValueValidator(1.0)]
    )
    days = models.PositiveIntegerField(null=True, blank=True)  # d reported
    verdict = models.CharField(max_length=40, blank=True)  # as that municipality's software says
    method_version = models.CharField(max_length=40, blank=True)
    data_version = models.PositiveIntegerField(null=True, blank=True)
    source = models.CharField(max_length=200)  # file, sheet and row
    history = HistoricalRecords()

    class Meta:
        ordering = ["town", "measure", "kind", "-day"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "kind", "town_key", "measure", "day"],
                name="one_experience_a_day",
            )
        ]

    def __str__(self) -> str:
        return f"{self.town}: {self.measure}"

    @property
    def name(self) -> str:
        """What it is called in the history."""
        return f"{self.town} · {self.measure}"

    @property
    def fields(self) -> tuple[Field, ...]:
        """Its fields of action."""
        return tuple(Field(value) for value in self.fields_of_action)
