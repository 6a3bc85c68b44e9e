"""Who has what to do with a measure, what they owe, and how it is getting on."""

from django.conf import settings
from django.db import models
from simple_history.models import HistoricalRecords

from klimamosaik.measures.models.kinds import InvolvementRole
from klimamosaik.measures.models.measure import Measure
from klimamosaik.measures.models.phase import CourseState
from klimamosaik.people.models import Organisation
from klimamosaik.records.choices import choices_of
from klimamosaik.terms.text import Text


class Involvement(models.Model):
    """An organisation's part in a measure, and the desk that answers: a role, not a person."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="involvements")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="involvements"
    )
    role = models.CharField(max_length=12, choices=choices_of(InvolvementRole))
    desk = models.CharField(max_length=120, blank=True)  # role who answers, never a name
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    confirmed_on = models.DateField(null=True, blank=True)  # the desk was last found right
    history = HistoricalRecords()

    class Meta:
        ordering = ["measure", "role", "organisation__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "organisation", "role"], name="one_role_an_organisation"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.role}: {self.measure}"

    @property
    def role_text(self) -> Text:
        """The role as a person would say it."""
        return InvolvementRole(self.role).text


class Task(models.Model):
    """What an organisation owes a measure, and by when."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="tasks")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="tasks")
    what = models.CharField(max_length=300)
    due = models.DateField(null=True, blank=True)  # empty: no day agreed yet
    done_on = models.DateField(null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering = [models.F("due").asc(nulls_last=True), "pk"]

    def __str__(self) -> str:
        return self.what

    @property
    def name(self) -> str:
        """What it is called in the history."""
        return self.what


class StatusReport(models.Model):
    """How a measure is getting on, on a day or over a span of days."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="status_reports")
    first_day = models.DateField(null=True, blank=True)  # of the span; empty: a single day
    day = models.DateField()  # of the report, or last of the span
    state = models.CharField(max_length=12, choices=choices_of(CourseState))
    words = models.TextField(blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    history = HistoricalRecords()

    class Meta:
        ordering = ["-day", "-pk"]
        get_latest_by = ["day", "pk"]

    def __str__(self) -> str:
        return f"{self.measure} {self.day}: {self.state}"

    @property
    def state_text(self) -> Text:
        """The state as a person would say it."""
        return CourseState(self.state).text

    @property
    def mark(self) -> str:
        """How pages colour its state."""
        return CourseState(self.state).mark
