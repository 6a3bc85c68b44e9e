"""Troubles: what is wrong since when, what it costs, who sees to it."""

from django.db import models

from klimamosaik.observations.models import Datastream
from klimamosaik.people.models import Organisation
from klimamosaik.places.models import MeterPoint, Municipality
from klimamosaik.records.history import History
from klimamosaik.records.language import said
from klimamosaik.streams.models import DataSource
from klimamosaik.terms.text import Text


class Trouble(models.Model):
    """One thing that is wrong, from when it began until it ended."""

    municipality = models.ForeignKey(
        Municipality, on_delete=models.CASCADE, related_name="troubles"
    )
    rule = models.CharField(said("Regel", "rule"), max_length=60)  # code of a dated rule
    source = models.ForeignKey(
        DataSource, null=True, blank=True, on_delete=models.CASCADE, related_name="troubles"
    )
    datastream = models.ForeignKey(
        Datastream, null=True, blank=True, on_delete=models.CASCADE, related_name="troubles"
    )
    meter_point = models.ForeignKey(
        MeterPoint, null=True, blank=True, on_delete=models.CASCADE, related_name="troubles"
    )
    because = models.JSONField(default=dict)  # {"de", "en"}
    since = models.DateTimeField(said("seit", "since"))
    noticed_at = models.DateTimeField(said("bemerkt am", "noticed on"))
    ended_at = models.DateTimeField(  # empty: it lasts
        said("beendet am", "ended on"), null=True, blank=True
    )
    cost = models.FloatField(  # [EUR/a] empty: not known
        said("Kosten im Jahr [€]", "cost a year [EUR]"), null=True, blank=True
    )
    owner = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="troubles",
        verbose_name=said("zuständig", "who sees to it"),
    )
    due = models.DateField(said("bis", "due"), null=True, blank=True)
    note = models.TextField(said("Notiz", "note"), blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)  # one mail when it began
    end_mailed_at = models.DateTimeField(null=True, blank=True)  # one when it ended
    history = History(
        Text("Störung", "trouble"),
        town="municipality",
        name=("rule",),
        excluded_fields=["mailed_at", "end_mailed_at"],
    )

    class Meta:
        ordering = ["ended_at", "-since"]

    def __str__(self) -> str:
        return f"{self.rule} {self.since:%Y-%m-%d}"
