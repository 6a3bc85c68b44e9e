"""The impact chain of a measure: from what is put in to what it brings about."""

from django.db import models
from simple_history.models import HistoricalRecords

from klimamosaik.measures.models.kinds import Bound, Link
from klimamosaik.measures.models.measure import Measure
from klimamosaik.observations.models import Datastream
from klimamosaik.records.choices import choices_of
from klimamosaik.terms.text import Text


class Indicator(models.Model):
    """What shows whether a link of the chain holds; any unit, tonnes are never asked for."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="indicators")
    link = models.CharField(max_length=10, choices=choices_of(Link))
    name = models.CharField(max_length=160)
    observed_property = models.CharField(max_length=60, blank=True)  # "soil moisture", or own words
    unit = models.CharField(max_length=40, blank=True)
    start_value = models.FloatField(null=True, blank=True)  # before the measure [unit]
    wanted_value = models.FloatField(null=True, blank=True)  # [unit]
    bound = models.CharField(  # which side of the wanted value is good; empty: nobody said
        max_length=8, blank=True, choices=choices_of(Bound)
    )
    wanted_until = models.DateField(null=True, blank=True)
    wanted_written_on = models.DateField(null=True, blank=True)  # the day the wish was last changed
    datastream = models.ForeignKey(  # empty: values are entered by hand
        Datastream, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    history = HistoricalRecords()

    class Meta:
        ordering = ["measure", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "link", "name"], name="one_indicator_a_link_and_name"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def link_text(self) -> Text:
        """The link as a person would say it."""
        return Link(self.link).text

    @property
    def bound_text(self) -> Text | None:
        """At least or at most; None where nobody said."""
        return Bound(self.bound).text if self.bound else None

    @property
    def side_is_open(self) -> bool:
        """True where a value is wanted and nobody said which side of it is good."""
        return self.wanted_value is not None and not self.bound

    def reached_by(self, value: float) -> bool | None:
        """True where a value is as wanted; None where nothing is wanted or its side is open."""
        if self.wanted_value is None or not self.bound:
            return None
        return Bound(self.bound).kept_by(value, self.wanted_value)


class IndicatorValue(models.Model):
    """What was found on a day, and where the value is from."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="values")
    day = models.DateField()
    value = models.FloatField()  # [unit of the indicator]
    source = models.CharField(max_length=200)
    history = HistoricalRecords()

    class Meta:
        ordering = ["-day"]
        get_latest_by = "day"
        constraints = [models.UniqueConstraint(fields=["indicator", "day"], name="one_value_a_day")]

    def __str__(self) -> str:
        return f"{self.indicator} {self.day}: {self.value:g}"
