"""Datastreams, their readings, and the deliveries that brought them."""

from django.conf import settings
from django.db import models

from klimamosaik.places.models import MeterPoint, Municipality, WeatherStation
from klimamosaik.records.authors import person_name


class ObservedProperty(models.TextChoices):
    """What is observed, in the words of the sensor standard."""

    ENERGY = "final energy use", "Endenergieverbrauch"
    VOLUME = "volume used", "Volumen"
    AIR_TEMPERATURE = "air temperature", "Lufttemperatur"
    HEATING_DAYS_15 = "heating days below 15 °C", "Heiztage unter 15 °C"
    HEATING_DAYS_12 = "heating days below 12 °C", "Heiztage unter 12 °C"
    TEMPERATURE_HEATING_DAYS_15 = (
        "mean temperature of heating days below 15 °C",
        "Mitteltemperatur der Heiztage unter 15 °C",
    )
    TEMPERATURE_HEATING_DAYS_12 = (
        "mean temperature of heating days below 12 °C",
        "Mitteltemperatur der Heiztage unter 12 °C",
    )
    DEGREE_DAYS_G20_15 = "degree days G20/15", "Gradtagzahl G20/15"
    CLIMATE_FACTOR = "climate factor (12 months)", "Klimafaktor (12 Monate)"


class Delivery(models.Model):
    """One act of bringing readings in; its number orders all versions of the data.

    A stored figure names the newest delivery it saw, and the readings as of that
    delivery can be had again at any time.
    """

    seq = models.BigIntegerField(primary_key=True)
    municipality = models.ForeignKey(
        Municipality, null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    by_name = models.CharField(max_length=150, blank=True)  # who, where nobody was logged in
    name = models.CharField(max_length=200)  # of the file, or of the source
    sha256 = models.CharField(max_length=64, blank=True)
    new = models.PositiveBigIntegerField(default=0)  # readings that were not there before
    changed = models.PositiveBigIntegerField(default=0)  # readings that corrected others
    same = models.PositiveBigIntegerField(default=0)  # readings that said what was known
    withdraws = models.ForeignKey(  # the delivery this one undoes
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-seq"]
        verbose_name_plural = "deliveries"

    def __str__(self) -> str:
        return f"{self.seq}: {self.name}"

    @property
    def who(self) -> str:
        """Who delivered: the person logged in, else the name given on the command line."""
        return person_name(self.by, self.by_name)


class DataVersion(models.Model):
    """The newest seq; whoever delivers holds this single row, so versions commit in order."""

    seq = models.BigIntegerField(default=0)
    settled = models.BigIntegerField(default=0)  # up to here the cold holds what settles

    def __str__(self) -> str:
        return str(self.seq)


class Datastream(models.Model):
    """Readings of one property at one place."""

    name = models.CharField(max_length=200)
    meter_point = models.ForeignKey(
        MeterPoint, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    station = models.ForeignKey(
        WeatherStation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    observed_property = models.CharField(max_length=60, choices=ObservedProperty.choices)
    unit = models.CharField(max_length=12)
    spacing = models.CharField(max_length=12, blank=True)  # PT15M, PT1H, P1D, P1M, P1Y; "" uneven
    expected_every = models.DurationField(null=True, blank=True)  # silent beyond twice this

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["meter_point", "observed_property", "name"],
                name="one_datastream_a_meter_point_and_property",
                condition=models.Q(meter_point__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["station", "observed_property", "spacing"],
                name="one_datastream_a_station_and_property",
                condition=models.Q(station__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name


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


class Chunk(models.Model):
    """Fresh readings of one datastream, delivery and month, packed as in hot.py."""

    seq = models.BigIntegerField(db_index=True)
    datastream = models.ForeignKey(Datastream, on_delete=models.PROTECT, related_name="+")
    month = models.CharField(max_length=7)  # of the UTC start, "2024-03"; "": never settles
    first = models.BigIntegerField()  # earliest start [µs since 1970, UTC]
    last = models.BigIntegerField()  # latest start [µs since 1970, UTC]
    count = models.PositiveIntegerField()  # readings
    data = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["datastream", "month", "seq"], name="one_chunk_a_delivery_and_month"
            )
        ]

    def __str__(self) -> str:
        return f"{self.datastream_id} {self.month} ({self.seq}): {self.count}"


class YearOfDays(models.Model):
    """The daily roll-up of one datastream and local year, packed as in days.py."""

    datastream = models.ForeignKey(Datastream, on_delete=models.CASCADE, related_name="+")
    year = models.PositiveSmallIntegerField()
    value = models.BinaryField()  # sum of a use, mean of a temperature; nan: nothing known
    covered = models.BinaryField()  # share of the local day with readings, 0..1
    extent = models.BinaryField()  # lowest, highest and number of readings

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["datastream", "year"], name="one_roll_up_a_year")
        ]

    def __str__(self) -> str:
        return f"{self.datastream_id} {self.year}"


class Latest(models.Model):
    """What is known of a datastream at a glance; rebuildable from the readings."""

    datastream = models.OneToOneField(
        Datastream, primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    seq = models.BigIntegerField()  # newest version that changed it
    start = models.BigIntegerField(null=True)  # of the last reading [µs since 1970, UTC]
    end = models.BigIntegerField(null=True)  # of the last reading [µs since 1970, UTC]
    value = models.FloatField(null=True)

    def __str__(self) -> str:
        return f"{self.datastream_id}: {self.value}"


class Revision(models.Model):
    """Known readings of one datastream that a delivery says otherwise, or takes away."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="revisions")
    datastream = models.ForeignKey(Datastream, on_delete=models.PROTECT, related_name="+")
    count = models.PositiveIntegerField()  # readings
    first = models.BigIntegerField()  # earliest start [µs since 1970, UTC]
    last = models.BigIntegerField()  # latest end [µs since 1970, UTC]
    before = models.FloatField()  # sum of what was known [unit of the datastream]
    now = models.FloatField(null=True)  # sum of what is known now; None: nothing any more
    rows = models.JSONField(default=list)  # the first few: [start, end, before, now], as above

    class Meta:
        ordering = ["delivery", "datastream"]

    def __str__(self) -> str:
        return f"{self.datastream_id} ({self.delivery_id}): {self.count}"


class ConfirmedReadings(models.Model):
    """A person said that readings of these months are right, odd as they look."""

    meter_point = models.ForeignKey(MeterPoint, on_delete=models.CASCADE, related_name="+")
    start = models.DateField()  # first local day, of a month
    end = models.DateField()  # first local day after
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        ordering = ["meter_point", "start"]
        verbose_name_plural = "confirmed readings"

    def __str__(self) -> str:
        return f"{self.meter_point} {self.start}..{self.end}"


class RememberedCorrections(models.Model):
    """What a person corrected in a kind of file, for the next file of that kind."""

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="+")
    fingerprint = models.CharField(max_length=64)  # of headers and format, see sources.tables
    corrections = models.TextField()  # as Corrections.to_json writes them
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "remembered corrections"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "fingerprint"], name="one_memory_a_kind_of_file"
            )
        ]

    def __str__(self) -> str:
        return f"{self.municipality}: {self.corrections}"
