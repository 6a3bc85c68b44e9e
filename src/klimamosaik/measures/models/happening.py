"""What a person confirmed that happened at a measure's meters."""

from django.conf import settings
from django.db import models

from klimamosaik.measures.models.measure import Measure
from klimamosaik.places.models import MeterPoint
from klimamosaik.records.choices import choices_of
from klimamosaik.records.history import History
from klimamosaik.records.language import said
from klimamosaik.terms.happening import Happening
from klimamosaik.terms.text import Text

HAPPENINGS = choices_of(Happening)


class Happened(models.Model):
    """One thing that happened, told with every effect computed at the meter."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="+")
    meter_point = models.ForeignKey(  # empty: all meters of the measure
        MeterPoint, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    happening = models.CharField(
        said("was geschah", "what happened"), max_length=12, choices=HAPPENINGS
    )
    note = models.CharField(  # in the person's own words
        said("in eigenen Worten", "in your own words"), max_length=200, blank=True
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField()
    history = History(
        Text("Bestätigung", "confirmation"),
        measure="measure",
        name=("measure",),
    )

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.measure}: {self.happening}"

    @property
    def text(self) -> Text:
        """What happened, as a person would say it."""
        return Happening(self.happening).text
