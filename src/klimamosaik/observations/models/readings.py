"""Readings as they are stored, what is known of them at a glance, and what changed them."""

from django.conf import settings
from django.db import models

from klimamosaik.observations.models.datastreams import Datastream
from klimamosaik.observations.models.deliveries import Delivery
from klimamosaik.places.models import MeterPoint


class Chunk(models.Model):
    """Fresh readings of one datastream, delivery and month, packed as in hot.py."""

    seq = models.BigIntegerField(db_index=True)
    datastream = models.ForeignKey(Datastream, on_delete=models.PROTECT, related_name="+")
    month = models.CharField(max_length=7)  # of the UTC start, "2024-03"; "": never settles
    first = models.BigIntegerField()  # earliest start [µs since 1970, UTC]
    last = models.BigIntegerField()  # latest start [µs since 1970, UTC]
    count = models.PositiveIntegerField()  # readings
    data = models.BinaryField()
    details = models.BinaryField(null=True)  # what readings say beside their value; None: nothing

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
    estimated = models.BinaryField(null=True)  # days with readings not measured; None: no day

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
    first = models.BigIntegerField(null=True)  # earliest start of all [µs since 1970, UTC]
    until = models.BigIntegerField(null=True)  # latest end of all [µs since 1970, UTC]
    result_first = models.BigIntegerField(  # earliest time a result was there [µs]; None: unsaid
        null=True
    )
    result_until = models.BigIntegerField(null=True)  # latest time one was there [µs]
    count = models.PositiveBigIntegerField(default=0)  # readings that stand
    kept = models.BigIntegerField(  # latest place whose number a moved reading still has [µs]
        null=True
    )
    pending = models.BigIntegerField(  # earliest start of readings that no day holds yet [µs]
        null=True, db_index=True
    )

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
    taken_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    taken_back_at = models.DateTimeField(null=True)  # None: it holds

    class Meta:
        ordering = ["meter_point", "start"]
        verbose_name_plural = "confirmed readings"

    def __str__(self) -> str:
        return f"{self.meter_point} {self.start}..{self.end}"
