"""What a council wants to reach, and what is expected of a measure before it is measured."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from simple_history.models import HistoricalRecords

from klimamosaik.measures.models import Measure
from klimamosaik.pathway.expecting.models import ExpectationDelivery
from klimamosaik.pathway.kernel.posterior import Prior
from klimamosaik.places.models import Municipality
from klimamosaik.records.choices import choices_of
from klimamosaik.terms.estimate import ALL_OF_IT, Estimate
from klimamosaik.terms.field import FIELDS_WITH_TONNES
from klimamosaik.terms.text import Text
from klimamosaik.terms.text_enum import TextEnum
from klimamosaik.terms.tonnes import A_YEAR

__all__ = [
    "ExpectationDelivery",
    "ExpectedEffect",
    "Milestone",
    "PastUse",
    "PastYear",
    "Scope",
    "Target",
    "TargetKind",
]

YEAR_RANGE = [MinValueValidator(1990), MaxValueValidator(2100)]


class Scope(TextEnum):
    """Whose emissions a target is about."""

    TOWN = "town", Text("ganze Gemeinde", "the whole municipality")
    ADMINISTRATION = "administration", Text("Verwaltung", "administration")
    COMPANIES = "companies", Text("kommunale Unternehmen", "municipal companies")


class TargetKind(TextEnum):
    """What is to be reached."""

    NET_ZERO = "net zero", Text("netto null", "net zero")
    PER_HEAD = (
        "per head",
        Text("höchstens so viele Tonnen je Kopf", "at most so many tonnes per head"),
    )


class Target(models.Model):
    """What a council decided: whose emissions, until when, down to what."""

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="targets")
    scope = models.CharField(max_length=20, choices=choices_of(Scope), default=Scope.TOWN)
    year = models.PositiveSmallIntegerField(validators=YEAR_RANGE)
    kind = models.CharField(
        max_length=20, choices=choices_of(TargetKind), default=TargetKind.NET_ZERO
    )
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
    budget_t = models.FloatField(  # t CO2e left from `budget_from` on; empty: a straight line
        null=True, blank=True, validators=[MinValueValidator(0.0)]
    )
    budget_from = models.PositiveSmallIntegerField(  # first year that draws on the budget
        null=True, blank=True, validators=YEAR_RANGE
    )
    budget_source = models.CharField(max_length=300, blank=True)
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


class Milestone(models.Model):
    """How far emissions are to be down in a year on the way to a target."""

    municipality = models.ForeignKey(
        Municipality, on_delete=models.CASCADE, related_name="milestones"
    )
    scope = models.CharField(max_length=20, choices=choices_of(Scope), default=Scope.TOWN)
    year = models.PositiveSmallIntegerField(validators=YEAR_RANGE)
    reduction = models.FloatField(  # % less than in the base year
        validators=[MinValueValidator(0.0), MaxValueValidator(100.0)]
    )
    base_year = models.PositiveSmallIntegerField(validators=YEAR_RANGE)
    base_t = models.FloatField(validators=[MinValueValidator(0.0)])  # t CO2e/a in the base year
    source = models.CharField(max_length=300)
    history = HistoricalRecords()

    class Meta:
        ordering = ["scope", "year"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "scope", "year"], name="one_milestone_a_scope_and_year"
            )
        ]

    def __str__(self) -> str:
        return f"{self.municipality_id} {self.scope} {self.year}: -{self.reduction:g} %"

    @property
    def limit_t(self) -> float:
        """What may be emitted in its year [t CO2e/a]."""
        return self.base_t * (1 - self.reduction / 100)


class PastUse(TextEnum):
    """What emissions of an earlier year are about."""

    ALL = "all", Text("alles zusammen", "everything together")
    HEAT = "heat", Text("Wärme", "heat")
    ELECTRICITY = "electricity", Text("Strom", "electricity")
    TRANSPORT = "transport", Text("Verkehr", "transport")
    OTHER = "other", Text("Übriges", "the rest")


class PastYear(models.Model):
    """Emissions of an earlier year, told by one source with one method: what a trend rests on."""

    municipality = models.ForeignKey(
        Municipality, on_delete=models.CASCADE, related_name="past_years"
    )
    year = models.PositiveSmallIntegerField(validators=YEAR_RANGE)
    use = models.CharField(max_length=20, choices=choices_of(PastUse), default=PastUse.ALL)
    emissions_t = models.FloatField(validators=[MinValueValidator(0.0)])  # t CO2e/a
    source = models.CharField(max_length=300)
    history = HistoricalRecords()

    class Meta:
        ordering = ["use", "year"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "year", "use"], name="one_past_year_a_use"
            )
        ]

    def __str__(self) -> str:
        return f"{self.municipality_id} {self.year} {self.use}: {self.emissions_t:g} t CO2e"


class ExpectedEffect(models.Model):
    """What a measure is expected to bring at full strength, and why."""

    measure = models.OneToOneField(
        Measure, on_delete=models.CASCADE, related_name="expected_effect"
    )
    low_t = models.FloatField()  # t CO2e/a at least
    likely_t = models.FloatField()  # t CO2e/a
    high_t = models.FloatField()  # t CO2e/a at most
    field = models.CharField(max_length=20, choices=choices_of(FIELDS_WITH_TONNES))
    scope = models.CharField(  # whose emissions fall; the whole town's fall with all of them
        max_length=20, choices=choices_of(Scope), default=Scope.TOWN
    )
    saved_mwh = models.FloatField(null=True, blank=True)  # MWh/a of final energy; empty: not said
    saved_eur = models.FloatField(null=True, blank=True)  # EUR/a less to pay; empty: not said
    reasoning = models.TextField()
    history = HistoricalRecords()

    @property
    def entered(self) -> Estimate:
        """What was entered [t CO2e/a]: the likely value, from the least to the most."""
        return Estimate(self.likely_t, self.low_t, self.high_t, A_YEAR, ALL_OF_IT)

    @property
    def prior(self) -> Prior:
        """The same as a distribution [t CO2e/a], whose mean is not the likely value."""
        return Prior.of(self.low_t, self.likely_t, self.high_t)

    class Meta:
        ordering = ["measure__name"]

    def __str__(self) -> str:
        return f"{self.measure}: {self.low_t:g} – {self.likely_t:g} – {self.high_t:g} t CO2e/a"
