"""What a council wants to reach, and what is expected of a measure before it is measured."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from simple_history.models import HistoricalRecords

from klimamosaik.measures.models import Measure
from klimamosaik.pathway.mosaic.stone import Field
from klimamosaik.pathway.planning.models import Dependence, Selection
from klimamosaik.places.models import Municipality

__all__ = ["Dependence", "ExpectedEffect", "Kind", "Scope", "Selection", "Target"]

YEAR_RANGE = [MinValueValidator(1990), MaxValueValidator(2100)]


class Scope(models.TextChoices):
    """Whose emissions a target is about."""

    TOWN = "town", "ganze Gemeinde"
    ADMINISTRATION = "administration", "Verwaltung"
    COMPANIES = "companies", "kommunale Unternehmen"


class Kind(models.TextChoices):
    """What is to be reached."""

    NET_ZERO = "net zero", "netto null"
    PER_HEAD = "per head", "höchstens so viele Tonnen je Kopf"


class Target(models.Model):
    """What a council decided: whose emissions, until when, down to what."""

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="targets")
    scope = models.CharField(max_length=20, choices=Scope.choices, default=Scope.TOWN)
    year = models.PositiveSmallIntegerField(validators=YEAR_RANGE)
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.NET_ZERO)
    limit = models.FloatField(  # t CO2e/a per head; empty for net zero
        null=True, blank=True, validators=[MinValueValidator(0.0)]
    )
    source = models.CharField(max_length=300)  # council decision: number, date
    need_t = models.FloatField(  # t CO2e/a to be reduced, entered by hand; before any balance
        null=True, blank=True, validators=[MinValueValidator(0.0)]
    )
    need_year = models.PositiveSmallIntegerField(  # that the need entered by hand was counted in
        null=True, blank=True, validators=YEAR_RANGE
    )
    need_source = models.CharField(max_length=300, blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["scope", "year"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "scope", "year"], name="one_target_a_scope_and_year"
            )
        ]

    def __str__(self) -> str:
        return f"{self.municipality_id} {self.scope} {self.year}: {self.kind}"


class ExpectedEffect(models.Model):
    """What a measure is expected to bring at full strength, and why."""

    measure = models.OneToOneField(
        Measure, on_delete=models.CASCADE, related_name="expected_effect"
    )
    low_t = models.FloatField()  # t CO2e/a at least
    likely_t = models.FloatField()  # t CO2e/a
    high_t = models.FloatField()  # t CO2e/a at most
    field = models.CharField(max_length=20, choices=[(f.value, f.text.de) for f in Field])
    reasoning = models.TextField()
    history = HistoricalRecords()

    class Meta:
        ordering = ["measure__name"]

    def __str__(self) -> str:
        return f"{self.measure}: {self.low_t:g} – {self.likely_t:g} – {self.high_t:g} t CO2e/a"
