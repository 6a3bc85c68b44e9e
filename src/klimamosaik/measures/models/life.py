"""A measure's steps from phase to phase, and what was learnt."""

from typing import Any

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models

from klimamosaik.measures.models.measure import Measure
from klimamosaik.measures.models.phase import Phase
from klimamosaik.records.choices import choices_of
from klimamosaik.records.history import History
from klimamosaik.records.language import said
from klimamosaik.terms.text import Text

PHASES = choices_of(Phase)


class Step(models.Model):
    """One change of phase, with the gate as it stood at that moment; never changed."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="steps")
    from_phase = models.CharField(max_length=12, choices=PHASES, blank=True)  # empty: written down
    to_phase = models.CharField(max_length=12, choices=PHASES)
    day = models.DateField()  # it was written down
    since = models.DateField(  # it stands in that phase; empty: nobody noted it
        said("in der Phase seit", "in the phase since"), null=True, blank=True
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    council_decision = models.CharField(max_length=120, blank=True)  # number and date, as it stood
    reason = models.TextField(blank=True)  # why it went on although something was missing
    gate = models.JSONField(  # [{"code", "de", "en", "met"}] at that moment
        default=list, blank=True
    )

    class Meta:
        ordering = ["-day", "-pk"]

    def __str__(self) -> str:
        return f"{self.measure} {self.day}: {self.from_phase} → {self.to_phase}"

    @property
    def open(self) -> list[dict[str, Any]]:
        """What its gate asked for that nobody had answered then."""
        return [each for each in self.gate if not each["met"]]


class Lesson(models.Model):
    """What others should know: written when a measure stops, or before it is passed on."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="lessons")
    day = models.DateField(said("Tag", "day"))
    stopped = models.BooleanField(  # the lesson of a stop
        said("beim Stopp", "at the stop"), default=False
    )
    hypothesis = models.TextField(  # what was believed
        said("was erwartet wurde", "what was expected")
    )
    evidence = models.TextField(said("was sich gezeigt hat", "what was seen"))  # what was seen
    cause = models.TextField(said("Ursache", "cause"))  # why it came that way
    cost = models.DecimalField(  # EUR spent; empty: not known
        said("Kosten [€]", "cost [EUR]"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    advice = models.TextField(  # to whoever plans the same
        said("Rat an andere", "advice to others")
    )
    history = History(
        Text("Erfahrung", "lesson"),
        measure="measure",
        name=("measure", "day"),
    )

    class Meta:
        ordering = ["-day", "-pk"]

    def __str__(self) -> str:
        return f"{self.measure} {self.day}"
