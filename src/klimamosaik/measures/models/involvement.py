"""Who has what to do with a measure, what they owe, and how it is getting on."""

from django.conf import settings
from django.db import models

from klimamosaik.measures.models.kinds import InvolvementRole
from klimamosaik.measures.models.measure import Measure
from klimamosaik.measures.models.phase import CourseState
from klimamosaik.people.models import Organisation
from klimamosaik.records.choices import choices_of
from klimamosaik.records.history import History
from klimamosaik.records.language import said
from klimamosaik.terms.text import Text


class Involvement(models.Model):
    """An organisation's part in a measure, and the desk that answers: a role, not a person."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="involvements")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="involvements"
    )
    role = models.CharField(
        said("Rolle des Akteurs", "part of the organisation"),
        max_length=12,
        choices=choices_of(InvolvementRole),
    )
    desk = models.CharField(  # role who answers, never a name
        said("wer antwortet", "who answers"),
        max_length=120,
        blank=True,
        help_text=said(
            "Eine Funktion, kein Name: z. B. Leitung Klimaschutz",
            "A function, not a name: e.g. head of climate protection",
        ),
    )
    phone = models.CharField(
        said("Telefon", "telephone"),
        max_length=40,
        blank=True,
        help_text=said("des Akteurs", "of the organisation"),
    )
    email = models.EmailField(
        said("E-Mail", "e-mail"), blank=True, help_text=said("des Akteurs", "of the organisation")
    )
    confirmed_on = models.DateField(  # the desk was last found right
        said("zuletzt bestätigt am", "last confirmed on"), null=True, blank=True
    )
    history = History(
        Text("Beteiligung", "involvement"),
        measure="measure",
        name=("measure", "organisation"),
    )

    class Meta:
        ordering = ["measure", "role", "organisation__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "organisation", "role"], name="one_role_an_organisation"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.role}: {self.measure}"


class Task(models.Model):
    """What an organisation owes a measure, and by when."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="tasks")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="tasks")
    what = models.CharField(said("Aufgabe", "task"), max_length=300)
    due = models.DateField(  # empty: no day agreed yet
        said("fällig am", "due on"), null=True, blank=True
    )
    done_on = models.DateField(said("erledigt am", "done on"), null=True, blank=True)
    decision = models.BooleanField(  # on that day somebody decides how the measure goes on
        said("ist eine Entscheidung", "is a decision"),
        default=False,
        help_text=said(
            "An diesem Tag wird entschieden, wie es weitergeht: Das Controlling nennt ihn.",
            "On that day it is decided how to go on. The progress of measures names it.",
        ),
    )
    history = History(
        Text("Aufgabe", "task"),
        measure="measure",
        name=("measure", "what"),
    )

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
    first_day = models.DateField(  # of the span; empty: a single day
        said("für die Zeit seit", "for the time since"),
        null=True,
        blank=True,
        help_text=said(
            "nur wenn der Sachstand eine Zeitspanne umfasst", "only where it spans some time"
        ),
    )
    day = models.DateField(said("Stand vom", "as of"))  # of the report, or last of the span
    state = models.CharField(
        said("Sachstand", "state"), max_length=12, choices=choices_of(CourseState)
    )
    words = models.TextField(said("in Worten", "in words"), blank=True)
    organisation = models.ForeignKey(  # who reports; empty: for the measure as a whole
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="status_reports",
        verbose_name=said("Akteur", "organisation"),
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    history = History(
        Text("Sachstand", "status report"),
        measure="measure",
        name=("measure", "day"),
    )

    class Meta:
        ordering = ["-day", "-pk"]
        get_latest_by = ["day", "pk"]

    def __str__(self) -> str:
        return f"{self.measure} {self.day}: {self.state}"

    @property
    def mark(self) -> str:
        """How pages colour its state."""
        return CourseState(self.state).mark
