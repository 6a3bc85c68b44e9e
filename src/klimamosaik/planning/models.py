"""What a plan has to keep to, and the plans that were worked out."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from klimamosaik.measures.models import Measure
from klimamosaik.places.models import Municipality
from klimamosaik.records.choices import choices_of
from klimamosaik.records.history import History
from klimamosaik.records.language import said
from klimamosaik.records.year_range import YEAR_RANGE
from klimamosaik.terms.text import Text
from klimamosaik.terms.text_enum import TextEnum


class Tie(TextEnum):
    """How one measure hangs on another."""

    NEEDS = "needs", Text("braucht vorher", "needs finished before it")
    EXCLUDES = "excludes", Text("schließt aus", "rules out")


class Dependence(models.Model):
    """One measure needs another finished first, or rules it out."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(
        Measure,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=said("andere Maßnahme", "other measure"),
    )
    tie = models.CharField(said("Bedingung", "condition"), max_length=10, choices=choices_of(Tie))
    reason = models.CharField(said("Grund", "reason"), max_length=300, blank=True)
    history = History(
        Text("Bedingung", "condition"),
        measure="measure",
        name=("measure", "other"),
    )

    class Meta:
        ordering = ["measure__name", "tie", "other__name"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "other"], name="one_tie_a_pair"),
            models.CheckConstraint(
                condition=~models.Q(measure=models.F("other")), name="no_tie_to_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.tie} {self.other}"


class SelectionState(TextEnum):
    """How far the work on a selection is."""

    WORKING = "working", Text("in Arbeit", "being worked on")
    FOUND = "found", Text("fertig", "ready")
    FAILED = "failed", Text("gescheitert", "failed")


class Selection(models.Model):
    """Which measures to start when: what was asked, and the plan that was found."""

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    first_year = models.PositiveSmallIntegerField(validators=YEAR_RANGE)
    last_year = models.PositiveSmallIntegerField(validators=YEAR_RANGE)
    budget = models.FloatField(validators=[MinValueValidator(0.0)])  # EUR/a
    carried = models.BooleanField(default=True)  # money left over stays for later years
    spread_years = models.PositiveSmallIntegerField(  # a an investment may be paid over
        default=1, validators=[MinValueValidator(1), MaxValueValidator(30)]
    )
    staff_days = models.FloatField(  # d/a; empty: not limited
        null=True, blank=True, validators=[MinValueValidator(0.0)]
    )
    caution = models.FloatField(  # 0..1, weight of the low end of a range
        default=0.5, validators=[MinValueValidator(0.0), MaxValueValidator(1.0)]
    )
    must = models.ManyToManyField(Measure, related_name="+", blank=True)
    must_not = models.ManyToManyField(Measure, related_name="+", blank=True)
    stand = models.CharField(
        max_length=10, choices=choices_of(SelectionState), default=SelectionState.WORKING
    )
    progress = models.JSONField(default=dict)  # {"seconds", "found_t", "bound_t"} while working
    complaints = models.JSONField(default=list)  # [{"code", "de", "en"}] where it failed
    result = models.JSONField(default=dict)  # the plan, with what it was computed from
    fingerprint = models.CharField(max_length=64, blank=True)  # of the plan that was found
    replaces = models.ForeignKey(  # the plan this one works out anew, with the same wishes
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="replaced_by"
    )

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.municipality_id} {self.first_year}-{self.last_year}: {self.stand}"
