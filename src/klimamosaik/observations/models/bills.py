"""What was paid for energy and water."""

from django.db import models

from klimamosaik.observations.models.deliveries import Delivery
from klimamosaik.places.models import MeterPoint


class StandingBills(models.Manager["Bill"]):
    """The bills as they stand now."""

    def get_queryset(self) -> models.QuerySet["Bill"]:
        """Without those that were corrected or withdrawn."""
        return super().get_queryset().filter(replaced=None)


class Bill(models.Model):
    """What was paid for a span of days; a correction is a newer row, nothing is overwritten."""

    meter_point = models.ForeignKey(MeterPoint, on_delete=models.PROTECT, related_name="+")
    start = models.DateField()  # first local day
    end = models.DateField()  # first local day after
    amount = models.DecimalField(max_digits=14, decimal_places=2)  # EUR, gross
    quantity = models.FloatField(null=True, blank=True)  # kWh, m³ for water; None: not stated
    delivery = models.ForeignKey(Delivery, null=True, on_delete=models.PROTECT, related_name="+")
    replaced = models.BigIntegerField(  # version that corrected or withdrew it; None: it stands
        null=True, blank=True, db_index=True
    )

    objects = StandingBills()
    versions = models.Manager["Bill"]()

    class Meta:
        ordering = ["meter_point", "start"]
        constraints = [
            models.UniqueConstraint(
                fields=["meter_point", "start", "end"],
                condition=models.Q(replaced=None),
                name="one_standing_bill_a_span",
            ),
            models.CheckConstraint(condition=models.Q(end__gt=models.F("start")), name="bill_span"),
        ]

    def __str__(self) -> str:
        return f"{self.meter_point} {self.start}..{self.end}: {self.amount} EUR"
