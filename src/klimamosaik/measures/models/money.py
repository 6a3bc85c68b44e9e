"""What a measure costs, year by year."""

from django.core.validators import MinValueValidator
from django.db import models

from klimamosaik.measures.models.kinds import CostKind
from klimamosaik.measures.models.measure import Measure
from klimamosaik.people.models import Organisation
from klimamosaik.records.choices import choices_of
from klimamosaik.records.history import History
from klimamosaik.records.language import said
from klimamosaik.records.year_range import YEAR_RANGE
from klimamosaik.terms.text import Text

NOT_BELOW_ZERO = [MinValueValidator(0)]


class CostLine(models.Model):
    """Planned and actual cost of a year; EUR, or days for staff."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="cost_lines")
    year = models.PositiveSmallIntegerField(said("Jahr", "year"), validators=YEAR_RANGE)
    kind = models.CharField(
        said("Art der Kosten", "kind of cost"), max_length=12, choices=choices_of(CostKind)
    )
    planned = models.DecimalField(
        said("geplant", "planned"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=NOT_BELOW_ZERO,
        help_text=said("Euro oder Tage", "EUR or days"),
    )
    actual = models.DecimalField(
        said("tatsächlich", "actual"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=NOT_BELOW_ZERO,
        help_text=said("leer: noch nicht bekannt", "empty: not known yet"),
    )
    source = models.CharField(  # of the money: own funds, a programme
        said("Herkunft des Geldes", "source of the money"),
        max_length=160,
        blank=True,
        help_text=said(
            "z. B. eigener Haushalt, Förderprogramm", "e.g. own budget, a funding programme"
        ),
    )
    organisation = models.ForeignKey(  # whose cost it is; empty: of the measure as a whole
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="cost_lines",
        verbose_name=said("Akteur", "organisation"),
    )
    history = History(
        Text("Kosten", "cost"),
        measure="measure",
        name=("measure", "year"),
    )

    class Meta:
        ordering = ["measure", "year", "kind", "source"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "year", "kind", "source"],
                name="one_cost_line_a_source",
                condition=models.Q(organisation=None),
            ),
            models.UniqueConstraint(
                fields=["measure", "year", "kind", "source", "organisation"],
                name="one_cost_line_an_organisation",
                condition=models.Q(organisation__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.year} {self.kind}"

    @property
    def unit(self) -> str:
        """EUR, or d for days of work."""
        return CostKind(self.kind).unit
