"""A measure's steps from phase to phase, and what was learnt."""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from simple_history.models import HistoricalRecords

from klimamosaik.measures.models.measure import Measure
from klimamosaik.measures.models.phase import Phase
from klimamosaik.records.choices import choices_of
from klimamosaik.terms.text import Text

PHASES = choices_of(Phase)


class Step(models.Model):
    """One change of phase, with the gate as it stood at that moment; never changed."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="steps")
    from_phase = models.CharField(max_length=12, choices=PHASES, blank=True)  # empty: written down
    to_phase = models.CharField(max_length=12, choices=PHASES)
    day = models.DateField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    council_decision = models.CharField(max_length=120, blank=True)  # number and date, as it stood
    reason = models.TextField(blank=True)  # why it went on although something was missing
    gate = models.JSONField(
        default=list, blank=True
    )  # [{"code", "de", "en", "met"}] at that moment

    class Meta:
        ordering = ["-day", "-pk"]

    def __str__(self) -> str:
        return f"{self.measure} {self.day}: {self.from_phase} → {self.to_phase}"

    @property
    def from_text(self) -> Text | None:
        """The phase before; None where the measure was written down."""
        return Phase(self.from_phase).text if self.from_phase else None

    @property
    def to_text(self) -> Text:
        """The phase after."""
        return Phase(self.to_phase).text


class Lesson(models.Model):
    """What others should know: written when a measure stops, or before it is passed on."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="lessons")
    day = models.DateField()
    stopped = models.BooleanField(default=False)  # the lesson of a stop
    hypothesis = models.TextField()  # what was believed
    evidence = models.TextField()  # what was seen
    cause = models.TextField()  # why it came that way
    cost = models.DecimalField(  # EUR spent; empty: not known
        max_digits=12, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    advice = models.TextField()  # to whoever plans the same
    history = HistoricalRecords()

    class Meta:
        ordering = ["-day", "-pk"]

    def __str__(self) -> str:
        return f"{self.measure} {self.day}"
