"""What a municipality entered into its balance, and official factors loaded over those shipped."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from simple_history.models import HistoricalRecords

from klimamosaik.balance.kernel.cell import Cell, Grade, State
from klimamosaik.balance.kernel.factor import BalanceFactor, Status
from klimamosaik.balance.kernel.grid import BalanceCarrier, Sector
from klimamosaik.places.models import Municipality

YEAR_RANGE = [MinValueValidator(1990), MaxValueValidator(2100)]
ENTERED = (State.OWN, State.CONFIRMED_ZERO, State.NOT_APPLICABLE, State.NEEDS_CONFIRMATION)


class Entry(models.Model):
    """What is in force for one sector and carrier in one year, instead of the default."""

    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="balance_entries"
    )
    year = models.PositiveSmallIntegerField(validators=YEAR_RANGE)
    sector = models.CharField(max_length=20, choices=[(s.value, s.text.de) for s in Sector])
    carrier = models.CharField(
        max_length=20, choices=[(c.value, c.text.de) for c in BalanceCarrier]
    )
    state = models.CharField(max_length=20, choices=[(s.value, s.text.de) for s in ENTERED])
    energy = models.FloatField(null=True, blank=True)  # MWh; empty where there is none to know
    grade = models.CharField(max_length=1, blank=True, choices=[(g.value, g.value) for g in Grade])
    source = models.CharField(max_length=300)
    at = models.DateTimeField()  # entered
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    history = HistoricalRecords()

    class Meta:
        ordering = ["year", "sector", "carrier"]
        verbose_name_plural = "entries"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "year", "sector", "carrier"], name="one_entry_a_cell"
            )
        ]

    def __str__(self) -> str:
        return f"{self.municipality_id} {self.year} {self.sector} {self.carrier}: {self.state}"

    def cell(self) -> Cell:
        """The entry as a cell of a balance."""
        return Cell(
            sector=Sector(self.sector),
            carrier=BalanceCarrier(self.carrier),
            state=State(self.state),
            energy=self.energy,
            grade=Grade(self.grade) if self.grade else None,
            source=self.source,
            since=self.at.date(),
            by=self.by.get_username() if self.by else "",
        )


class LoadedFactor(models.Model):
    """A row of a factor table loaded over the shipped ones; locked, replaced by loading anew."""

    carrier = models.CharField(
        max_length=20, choices=[(c.value, c.text.de) for c in BalanceCarrier]
    )
    sector = models.CharField(
        max_length=20, blank=True, choices=[(s.value, s.text.de) for s in Sector]
    )
    year = models.PositiveSmallIntegerField(validators=YEAR_RANGE)
    value = models.FloatField()  # g CO2e/kWh
    status = models.CharField(max_length=12, choices=[(s.value, s.text.de) for s in Status])
    source = models.CharField(max_length=300)
    loaded_at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    history = HistoricalRecords()

    class Meta:
        ordering = ["carrier", "sector", "year"]
        constraints = [
            models.UniqueConstraint(
                fields=["carrier", "sector", "year"], name="one_loaded_factor_a_year"
            )
        ]

    def __str__(self) -> str:
        return f"{self.carrier} {self.sector} {self.year}: {self.value:g} g CO2e/kWh"

    def factor(self) -> BalanceFactor:
        """The row as a factor."""
        return BalanceFactor(
            carrier=BalanceCarrier(self.carrier),
            sector=Sector(self.sector) if self.sector else None,
            year=self.year,
            value=self.value,
            status=Status(self.status),
            source=self.source,
        )
