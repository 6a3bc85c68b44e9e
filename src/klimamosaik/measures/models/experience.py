"""What other municipalities found out with measures of theirs."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from klimamosaik.places.models import BuildingKind, Municipality
from klimamosaik.records.choices import choices_of
from klimamosaik.records.history import History
from klimamosaik.records.kinds_field import KindsField, WordedField
from klimamosaik.records.language import said
from klimamosaik.terms.field import Field
from klimamosaik.terms.figure import Verdict
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
    kind = models.CharField(
        said("Art der Erfahrung", "kind of experience"), max_length=10, choices=choices_of(Kind)
    )
    town_key = models.CharField(  # official key of the municipality it is from
        said("Gemeindeschlüssel der anderen", "official key of the other"), max_length=8
    )
    town = models.CharField(said("andere Gemeinde", "other municipality"), max_length=160)
    measure = models.CharField(said("Maßnahme", "measure"), max_length=160)  # its name there
    fields_of_action = KindsField(said("Handlungsfelder", "fields of action"), kinds=Field)
    building_kinds = KindsField(said("Arten der Gebäude", "kinds of buildings"), kinds=BuildingKind)
    day = models.DateField(said("Tag", "day"))  # the lesson was written, the effect was worked out
    stopped = models.BooleanField(said("beim Stopp", "at the stop"), default=False)
    hypothesis = models.TextField(said("was erwartet wurde", "what was expected"), blank=True)
    evidence = models.TextField(said("was sich gezeigt hat", "what was seen"), blank=True)
    cause = models.TextField(said("Ursache", "cause"), blank=True)
    cost = models.DecimalField(  # EUR; empty: not known
        said("Kosten [€]", "cost [EUR]"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    advice = models.TextField(said("Rat an andere", "advice to others"), blank=True)
    saved_kwh = models.FloatField(  # kWh over the days reported
        said("gespart [kWh]", "saved [kWh]"), null=True, blank=True
    )
    low_kwh = models.FloatField(said("mindestens [kWh]", "at least [kWh]"), null=True, blank=True)
    high_kwh = models.FloatField(said("höchstens [kWh]", "at most [kWh]"), null=True, blank=True)
    saved_percent = models.FloatField(  # % of what was to be expected
        said("gespart [%]", "saved [%]"), null=True, blank=True
    )
    confidence = models.FloatField(  # 0..1 of the range
        said("Sicherheit", "confidence"),
        null=True,
        blank=True,
        validators=[MinValueValidator(0.0), MaxValueValidator(1.0)],
    )
    days = models.PositiveIntegerField(  # d reported
        said("ausgewertete Tage", "days reported"), null=True, blank=True
    )
    verdict = WordedField(  # as that municipality's software says
        said("Ergebnis", "verdict"), max_length=40, blank=True, kinds=Verdict
    )
    method_version = models.CharField(
        said("Fassung der Methode", "version of the method"), max_length=40, blank=True
    )
    data_version = models.PositiveIntegerField(
        said("Datenversion", "data version"), null=True, blank=True
    )
    source = models.CharField(said("Quelle", "source"), max_length=200)  # file, sheet and row
    history = History(
        Text("Erfahrung anderer", "experience of others"),
        town="municipality",
        name=("town", "measure"),
    )

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
    def said(self) -> Text:
        """What was measured there, in words; their own where this house has no word for it."""
        known = {verdict.value: verdict.text for verdict in Verdict}
        return known.get(self.verdict, Text(self.verdict, self.verdict))

    @property
    def fields(self) -> tuple[Field, ...]:
        """Its fields of action."""
        return tuple(Field(value) for value in self.fields_of_action)
