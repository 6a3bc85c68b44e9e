"""What a measure costs, year by year."""

from django.core.validators import MinValueValidator
from django.db import models
from simple_history.models import HistoricalRecords

from klimamosaik.measures.models.kinds import CostKind
from klimamosaik.measures.models.measure import YEAR_RANGE, Measure
from klimamosaik.records.choices import choices_of
from klimamosaik.terms.text import Text

NOT_BELOW_ZERO = [MinValueValidator(0)]


class CostLine(models.Model):
    """Planned and actual cost of a year; EUR, or days for staff."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="cost_lines")
    year = models.PositiveSmallIntegerField(validators=YEAR_RANGE)
    kind = models.CharField(max_length=12, choices=choices_of(CostKind))
    planned = models.DecimalField(
        max_digits=14, decimal_places=2, null=True, blank=True, validators=NOT_BELOW_ZERO
    )
    actual = models.DecimalField(
        max_digits=14, decimal_places=2, null=True, blank=True, validators=NOT_BELOW_ZERO
    )
    source = models.CharField(max_length=160, blank=True)  # of the money: own funds, a programme
    history = HistoricalRecords()

    class Meta:
        ordering = ["measure", "year", "kind", "source"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "year", "kind", "source"], name="one_cost_line_a_source"
            )
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.year} {self.kind}"

    @property
    def kind_text(self) -> Text:
        """The kind as a person would say it."""
        return CostKind(self.kind).text

    @property
    def unit(self) -> str:
        """EUR, or d for days of work."""
        return CostKind(self.kind).unit
