"""What a council wants to reach, and what is expected of a measure before it is measured."""

from typing import TYPE_CHECKING

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from klimamosaik.measures.models import Measure
from klimamosaik.pathway.expectations.models import ExpectationDelivery
from klimamosaik.places.models import Municipality
from klimamosaik.records.choices import choices_of
from klimamosaik.records.history import History
from klimamosaik.records.language import said
from klimamosaik.records.year_range import YEAR_RANGE
from klimamosaik.terms.estimate import ALL_OF_IT, Estimate
from klimamosaik.terms.field import FIELDS_WITH_TONNES
from klimamosaik.terms.text import Text
from klimamosaik.terms.text_enum import TextEnum
from klimamosaik.terms.tonnes import A_YEAR

if TYPE_CHECKING:
    from klimamosaik.pathway.kernel.posterior import Prior

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

MOST_T = 1e9  # t/a, more than Germany emits in a year: a unit was mixed up
TONNES = [MinValueValidator(0.0), MaxValueValidator(MOST_T)]
EITHER_WAY = [MinValueValidator(-MOST_T), MaxValueValidator(MOST_T)]  # t/a, MWh/a, EUR/a


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
    scope = models.CharField(
        said("für wen", "for whom"), max_length=20, choices=choices_of(Scope), default=Scope.TOWN
    )
    year = models.PositiveSmallIntegerField(said("Zieljahr", "target year"), validators=YEAR_RANGE)
    kind = models.CharField(
        said("was erreicht werden soll", "what is to be reached"),
        max_length=20,
        choices=choices_of(TargetKind),
        default=TargetKind.NET_ZERO,
    )
    limit = models.FloatField(  # t CO2e/a per head; empty for net zero
        said("Tonnen CO₂e je Kopf und Jahr", "tonnes CO₂e per head and year"),
        null=True,
        blank=True,
        validators=TONNES,
        help_text=said(
            "Nur für „höchstens … je Kopf“, z. B. 1.", "Only for “at most … per head”, e.g. 1."
        ),
    )
    source = models.CharField(  # council decision: number, date
        said("Beschluss: Nummer und Datum", "decision: number and date"), max_length=300
    )
    need_t = models.FloatField(  # t CO2e/a to be reduced, entered by hand; before any balance
        said("nötige Minderung [t CO₂e im Jahr]", "reduction needed [t CO₂e a year]"),
        null=True,
        blank=True,
        validators=TONNES,
        help_text=said("Gilt vor der Bilanz.", "Comes before the balance."),
    )
    need_year = models.PositiveSmallIntegerField(  # that the need entered by hand was counted in
        said("gegenüber dem Jahr", "compared with the year"),
        null=True,
        blank=True,
        validators=YEAR_RANGE,
    )
    need_source = models.CharField(
        said("Quelle der nötigen Minderung", "source of the reduction needed"),
        max_length=300,
        blank=True,
    )
    budget_t = models.FloatField(  # t CO2e left from `budget_from` on; empty: a straight line
        said("Restbudget [t CO₂e]", "remaining budget [t CO₂e]"),
        null=True,
        blank=True,
        validators=TONNES,
        help_text=said(
            "Alles, was noch ausgestoßen werden darf.", "All that may still be emitted."
        ),
    )
    budget_from = models.PositiveSmallIntegerField(  # first year that draws on the budget
        said("Restbudget ab dem Jahr", "budget from the year"),
        null=True,
        blank=True,
        validators=YEAR_RANGE,
    )
    budget_source = models.CharField(
        said("Beschluss des Restbudgets", "decision on the budget"), max_length=300, blank=True
    )
    history = History(Text("Ziel", "target"), town="municipality", name=("year",))

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
    scope = models.CharField(
        said("für wen", "for whom"), max_length=20, choices=choices_of(Scope), default=Scope.TOWN
    )
    year = models.PositiveSmallIntegerField(said("Jahr", "year"), validators=YEAR_RANGE)
    reduction = models.FloatField(  # % less than in the base year
        said("Minderung [%]", "reduction [%]"),
        validators=[MinValueValidator(0.0), MaxValueValidator(100.0)],
    )
    base_year = models.PositiveSmallIntegerField(
        said("gegenüber dem Jahr", "compared with the year"), validators=YEAR_RANGE
    )
    base_t = models.FloatField(  # t CO2e/a in the base year
        said("Tonnen CO₂e im Vergleichsjahr", "tonnes CO₂e in the base year"),
        validators=TONNES,
        help_text=said(
            "Mit derselben Methode gezählt wie die Bilanz hier.",
            "Counted by the same method as the balance here.",
        ),
    )
    source = models.CharField(
        said("Beschluss: Nummer und Datum", "decision: number and date"), max_length=300
    )
    history = History(Text("Zwischenziel", "milestone"), town="municipality", name=("year",))

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
    year = models.PositiveSmallIntegerField(said("Jahr", "year"), validators=YEAR_RANGE)
    use = models.CharField(
        said("wovon", "of what"), max_length=20, choices=choices_of(PastUse), default=PastUse.ALL
    )
    emissions_t = models.FloatField(  # t CO2e/a
        said("Emissionen [t CO₂e]", "emissions [t CO₂e]"), validators=TONNES
    )
    source = models.CharField(said("Quelle", "source"), max_length=300)
    history = History(Text("früheres Jahr", "earlier year"), town="municipality", name=("year",))

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
    low_t = models.FloatField(  # t CO2e/a at least
        said("mindestens [t CO₂e im Jahr]", "at least [t CO₂e a year]"), validators=EITHER_WAY
    )
    likely_t = models.FloatField(  # t CO2e/a
        said("wahrscheinlich [t CO₂e im Jahr]", "likely [t CO₂e a year]"), validators=EITHER_WAY
    )
    high_t = models.FloatField(  # t CO2e/a at most
        said("höchstens [t CO₂e im Jahr]", "at most [t CO₂e a year]"), validators=EITHER_WAY
    )
    field = models.CharField(
        said("Handlungsfeld", "field of action"),
        max_length=20,
        choices=choices_of(FIELDS_WITH_TONNES),
    )
    scope = models.CharField(  # whose emissions fall; the whole town's fall with all of them
        said("wessen Emissionen sinken", "whose emissions fall"),
        max_length=20,
        choices=choices_of(Scope),
        default=Scope.TOWN,
    )
    saved_mwh = models.FloatField(  # MWh/a of final energy; empty: not said
        said("gesparte Energie [MWh im Jahr]", "energy saved [MWh a year]"),
        validators=EITHER_WAY,
        null=True,
        blank=True,
        help_text=said("Endenergie; leer: nicht bekannt", "final energy; empty: not known"),
    )
    saved_eur = models.FloatField(  # EUR/a less to pay; empty: not said
        said("gesparte Energiekosten [€ im Jahr]", "energy cost saved [EUR a year]"),
        validators=EITHER_WAY,
        null=True,
        blank=True,
        help_text=said(
            "Ohne diese Angabe lässt sich der Preis einer Tonne nicht mit anderen vergleichen.",
            "Without it the cost of a tonne cannot be compared with others.",
        ),
    )
    reasoning = models.TextField(
        said("Begründung", "reasoning"),
        help_text=said(
            "Worauf beruht das? Ein Satz: Rechnung, Vergleich, Gutachten.",
            "What does it rest on? One sentence: sum, comparison, report.",
        ),
    )
    history = History(
        Text("Erwartung", "expectation"),
        measure="measure",
        name=("measure",),
    )

    @property
    def entered(self) -> Estimate:
        """What was entered [t CO2e/a]: the likely value, from the least to the most."""
        return Estimate(self.likely_t, self.low_t, self.high_t, A_YEAR, ALL_OF_IT)

    @property
    def prior(self) -> "Prior":
        """The same as a distribution [t CO2e/a], whose mean is not the likely value."""
        from klimamosaik.pathway.kernel.posterior import Prior  # loads numpy, which few pages need

        return Prior.of(self.low_t, self.likely_t, self.high_t)

    class Meta:
        ordering = ["measure__name"]

    def __str__(self) -> str:
        return f"{self.measure}: {self.low_t:g} – {self.likely_t:g} – {self.high_t:g} t CO2e/a"
