"""Acts of bringing readings in, the version they make, and what they changed of what was known."""

from django.conf import settings
from django.db import models

from klimamosaik.places.models import Building, Municipality
from klimamosaik.records.authors import person_name


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

    brings_again = models.ForeignKey(  # the delivery that counts once more by this one
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    listed_buildings = models.ManyToManyField(Building, related_name="+")  # told of by its lists
    streamed = models.BooleanField(default=False)  # came by itself, nobody brought it
    first = models.BigIntegerField(null=True)  # seq of the first of several told in one row

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
