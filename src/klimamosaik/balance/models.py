"""What a municipality enters into its balance, and official factors loaded over those shipped."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from klimamosaik.balance.kernel.cell import Cell, CellState, DataGrade
from klimamosaik.balance.kernel.factor import BalanceFactor, Status
from klimamosaik.balance.kernel.grid import BalanceCarrier, Item, Mode, Sector
from klimamosaik.balance.kernel.heat import FUELS, HeatPlant
from klimamosaik.places.models import Municipality
from klimamosaik.records.authors import person_name
from klimamosaik.records.choices import choices_of
from klimamosaik.records.history import History
from klimamosaik.records.language import said
from klimamosaik.records.year_range import YEAR_RANGE
from klimamosaik.terms.text import Text

ENTERED = (
    CellState.OWN,
    CellState.CONFIRMED_ZERO,
    CellState.NOT_APPLICABLE,
    CellState.NEEDS_CONFIRMATION,
)
CARRIERS = choices_of(BalanceCarrier)
SECTORS = choices_of(Sector)
EVERY_SECTOR = Text("alle Sektoren", "all sectors")
SECTORS_OR_ALL = choices_of(Sector, unsaid=EVERY_SECTOR)
NOT_NEGATIVE = [MinValueValidator(0.0)]
CELSIUS_ZERO = 273.15  # K


class Entry(models.Model):
    """What is in force for one item in one year, instead of the default."""

    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="balance_entries"
    )
    year = models.PositiveSmallIntegerField(said("Jahr", "year"), validators=YEAR_RANGE)
    sector = models.CharField(said("Sektor", "sector"), max_length=20, choices=SECTORS)
    carrier = models.CharField(said("Energieträger", "carrier"), max_length=20, choices=CARRIERS)
    mode = models.CharField(  # in transport only
        said("Verkehrsmittel", "means of transport"),
        max_length=20,
        blank=True,
        choices=choices_of(Mode),
    )
    state = models.CharField(said("Stand", "state"), max_length=20, choices=choices_of(ENTERED))
    energy = models.FloatField(  # MWh; empty where there is none to know
        said("Endenergie [MWh]", "final energy [MWh]"), null=True, blank=True
    )
    grade = models.CharField(
        said("Datengüte", "grade"),
        max_length=1,
        blank=True,
        choices=choices_of(DataGrade),
    )
    source = models.CharField(said("Quelle", "source"), max_length=300)
    at = models.DateTimeField()  # entered
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    history = History(
        Text("Bilanzwert", "balance value"), town="municipality", name=("item_text", "year")
    )

    class Meta:
        ordering = ["year", "sector", "carrier", "mode"]
        verbose_name_plural = "entries"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "year", "sector", "carrier", "mode"],
                name="one_entry_an_item",
            )
        ]

    def __str__(self) -> str:
        return f"{self.municipality_id} {self.year} {self.item.code}: {self.state}"

    @property
    def item_text(self) -> Text:
        """What the entry is about, as the history names it."""
        return self.item.text

    @property
    def item(self) -> Item:
        """Where the entry stands in the balance."""
        mode = Mode(self.mode) if self.mode else None
        return Item(Sector(self.sector), BalanceCarrier(self.carrier), mode)

    def cell(self) -> Cell:
        """The entry as a cell of a balance."""
        return Cell(
            sector=Sector(self.sector),
            carrier=BalanceCarrier(self.carrier),
            state=CellState(self.state),
            energy=self.energy,
            grade=DataGrade(self.grade) if self.grade else None,
            source=self.source,
            since=self.at.date(),
            by=person_name(self.by) if self.by else "",
            mode=self.item.mode,
        )


class LoadedFactor(models.Model):
    """A row of a factor table loaded over the shipped ones; locked, replaced by loading anew."""

    carrier = models.CharField(said("Energieträger", "carrier"), max_length=20, choices=CARRIERS)
    sector = models.CharField(said("Sektor", "sector"), max_length=20, blank=True, choices=SECTORS)
    year = models.PositiveSmallIntegerField(said("Jahr", "year"), validators=YEAR_RANGE)
    value = models.FloatField(  # g CO2e/kWh
        said("Emissionsfaktor [g CO₂e/kWh]", "emission factor [g CO₂e/kWh]")
    )
    status = models.CharField(said("Stand", "status"), max_length=12, choices=choices_of(Status))
    source = models.CharField(said("Quelle", "source"), max_length=300)
    loaded_at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    history = History(Text("Emissionsfaktor", "emission factor"), name=("carrier", "year"))

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
            source=Text(self.source, self.source),
        )


class Plant(models.Model):
    """A plant that feeds a district heat grid in one year, with or without electricity."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(said("Jahr", "year"), validators=YEAR_RANGE)
    name = models.CharField(said("Anlage", "plant"), max_length=120)
    fuel = models.CharField(said("Brennstoff", "fuel"), max_length=20, choices=choices_of(FUELS))
    fuel_energy = models.FloatField(  # MWh
        said("eingesetzter Brennstoff [MWh]", "fuel used [MWh]"), validators=NOT_NEGATIVE
    )
    electricity = models.FloatField(  # MWh generated
        said("erzeugter Strom [MWh]", "electricity generated [MWh]"),
        validators=NOT_NEGATIVE,
        help_text=said("0 bei einem reinen Heizwerk", "0 for heat only"),
    )
    heat = models.FloatField(  # MWh as customers received it
        said("Wärme bei den Kunden [MWh]", "heat at the customers [MWh]"),
        validators=NOT_NEGATIVE,
        help_text=said(
            "Ohne Netzverluste: sie stecken im Faktor.", "Without losses: the factor holds them."
        ),
    )
    supply_temperature = models.FloatField(  # °C
        said("Vorlauf im Jahresmittel [°C]", "supply temperature, yearly mean [°C]"),
        validators=[MinValueValidator(30.0), MaxValueValidator(200.0)],
        help_text=said("30 bis 200", "30 to 200"),
    )
    source = models.CharField(
        said("Quelle", "source"),
        max_length=300,
        help_text=said(
            "z. B. Netzbetreiber, Mail vom 3. Mai 2024", "e.g. network operator, 3 May 2024"
        ),
    )
    at = models.DateTimeField()  # entered
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    history = History(Text("Heizwerk", "heat plant"), town="municipality", name=("name", "year"))

    class Meta:
        ordering = ["year", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "year", "name"], name="one_plant_a_year"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.year}"

    def plant(self) -> HeatPlant:
        """The plant as the balance reckons with it."""
        return HeatPlant(
            name=self.name,
            fuel=BalanceCarrier(self.fuel),
            fuel_energy=self.fuel_energy,
            electricity=self.electricity,
            heat=self.heat,
            supply_temperature=self.supply_temperature + CELSIUS_ZERO,
            source=self.source,
        )


class EnergyPrice(models.Model):
    """What a carrier cost in a year, to split a change of cost into quantity and price."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(said("Jahr", "year"), validators=YEAR_RANGE)
    carrier = models.CharField(said("Energieträger", "carrier"), max_length=20, choices=CARRIERS)
    sector = models.CharField(  # empty: every sector
        said("Sektor", "sector"), max_length=20, blank=True, choices=SECTORS_OR_ALL
    )
    value = models.FloatField(  # EUR/MWh
        said("Preis [€/MWh]", "price [EUR/MWh]"),
        validators=[MinValueValidator(0.01), MaxValueValidator(5_000.0)],
        help_text=said(
            "10 Cent je kWh sind 100 Euro je MWh.", "10 cents per kWh are 100 euros per MWh."
        ),
    )
    source = models.CharField(
        said("Quelle", "source"),
        max_length=300,
        help_text=said(
            "z. B. Netzbetreiber, Mail vom 3. Mai 2024", "e.g. network operator, 3 May 2024"
        ),
    )
    at = models.DateTimeField()  # entered
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    history = History(
        Text("Energiepreis", "energy price"), town="municipality", name=("item_text", "year")
    )

    class Meta:
        ordering = ["carrier", "sector", "year"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "year", "carrier", "sector"], name="one_price_a_year"
            )
        ]

    def __str__(self) -> str:
        return f"{self.carrier} {self.sector} {self.year}: {self.value:g} EUR/MWh"

    @property
    def item_text(self) -> Text:
        """What the price is of, as the history names it."""
        carrier = BalanceCarrier(self.carrier)
        return Item(Sector(self.sector), carrier).text if self.sector else carrier.text
