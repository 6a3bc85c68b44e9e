"""A measure, the registers and networks it stands in, and the gate written before it starts."""

from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from simple_history.models import HistoricalRecords

from klimamosaik.measures.models.kinds import RegisterKind
from klimamosaik.measures.models.phase import Phase
from klimamosaik.places.models import Building, MeterPoint, Municipality
from klimamosaik.records.choices import choices_of
from klimamosaik.terms.field import Field
from klimamosaik.terms.figure import GateVerdict
from klimamosaik.terms.text import Text

YEAR_RANGE = [MinValueValidator(1990), MaxValueValidator(2100)]
DAY_RANGE = [MinValueValidator(date(1990, 1, 1)), MaxValueValidator(date(2100, 1, 1))]


class Register(models.Model):
    """A list of measures a council or programme keeps; several stand side by side."""

    municipality = models.ForeignKey(
        Municipality, on_delete=models.CASCADE, related_name="registers"
    )
    name = models.CharField(max_length=120)
    kind = models.CharField(
        max_length=30,
        choices=choices_of(RegisterKind),
        default=RegisterKind.CLIMATE_PLAN,
    )
    history = HistoricalRecords()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "name"], name="one_register_a_name")
        ]

    def __str__(self) -> str:
        return self.name


class Network(models.Model):
    """Municipalities that work together: a measure can belong to several such networks."""

    municipality = models.ForeignKey(
        Municipality, on_delete=models.CASCADE, related_name="networks"
    )
    name = models.CharField(max_length=120)
    history = HistoricalRecords()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "name"], name="one_network_a_name")
        ]

    def __str__(self) -> str:
        return self.name


def known_fields(values: object) -> None:
    """Accept a list of fields of action only."""
    known = {field.value for field in Field}
    if not isinstance(values, list) or not set(values) <= known:
        raise ValidationError(f"Handlungsfelder: {values}. Erlaubt: {', '.join(sorted(known))}.")


class Measure(models.Model):
    """Something done, or to be done, for the climate: what, where, by whom, since when."""

    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="measures"
    )
    key = models.CharField(max_length=20, blank=True)  # as the plan numbers it: "A1.1"
    name = models.CharField(max_length=160)
    phase = models.CharField(max_length=12, choices=choices_of(Phase), default=Phase.IDEA)
    aim = models.TextField(blank=True)  # what it is for
    done = models.TextField(blank=True)  # what was or will be done, in the office's words
    fields_of_action = models.JSONField(default=list, blank=True, validators=[known_fields])
    registers = models.ManyToManyField(Register, related_name="measures", blank=True)
    networks = models.ManyToManyField(Network, related_name="measures", blank=True)
    buildings = models.ManyToManyField(Building, related_name="measures", blank=True)
    meter_points = models.ManyToManyField(MeterPoint, related_name="measures", blank=True)
    comparison_points = models.ManyToManyField(  # left alone on purpose: what changed anyway
        MeterPoint, related_name="+", blank=True
    )
    runs_on = models.CharField(max_length=160, blank=True)  # grid or radio network it needs
    needs_no_grid = models.BooleanField(default=False)  # a confirmed "none", not an empty answer
    obstacles = models.TextField(blank=True)  # what can get in the way
    council_decision = models.CharField(max_length=80, blank=True)  # number of the paper
    council_decided_on = models.DateField(null=True, blank=True)
    next_decision_on = models.DateField(null=True, blank=True)
    first_year = models.PositiveSmallIntegerField(  # of the work, as planned
        null=True, blank=True, validators=YEAR_RANGE
    )
    last_year = models.PositiveSmallIntegerField(null=True, blank=True, validators=YEAR_RANGE)
    expected_life = models.PositiveSmallIntegerField(null=True, blank=True)  # years
    refresh_months = models.PositiveSmallIntegerField(  # news at least this often; empty: default
        null=True, blank=True, validators=[MinValueValidator(1)]
    )
    installation_start = models.DateField(  # empty: nothing was disturbed
        null=True, blank=True, validators=DAY_RANGE
    )
    start = models.DateField(  # first day of the effect; empty: not begun
        null=True, blank=True, validators=DAY_RANGE
    )
    end = models.DateField(  # first day it no longer works; empty: goes on
        null=True, blank=True, validators=DAY_RANGE
    )
    cost = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)  # EUR
    grant_percent = models.FloatField(  # % of what it costs once; a share or an amount, not both
        null=True, blank=True, validators=[MinValueValidator(0.0), MaxValueValidator(100.0)]
    )
    grant_eur = models.DecimalField(  # EUR towards what it costs once
        max_digits=12, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    grant_source = models.CharField(max_length=160, blank=True)  # programme the grant is from
    history = HistoricalRecords(
        m2m_fields=[registers, networks, buildings, meter_points, comparison_points]
    )

    class Meta:
        ordering = [models.F("start").desc(nulls_last=True), "name"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "name"], name="one_measure_a_name"),
            models.UniqueConstraint(
                fields=["municipality", "key"],
                name="one_measure_a_key",
                condition=~models.Q(key=""),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def fields(self) -> tuple[Field, ...]:
        """Its fields of action."""
        return tuple(Field(value) for value in self.fields_of_action)

    @property
    def phase_text(self) -> Text:
        """Its phase as a person would say it."""
        return Phase(self.phase).text


class Gate(models.Model):
    """What the measure must reach to go on, written down before its effect is known."""

    measure = models.OneToOneField(Measure, on_delete=models.CASCADE, related_name="gate")
    saving_percent = models.FloatField(  # at least this much
        validators=[MinValueValidator(0.0), MaxValueValidator(100.0)]
    )
    confidence = models.FloatField(  # of the range whose low end must reach it
        default=0.9, validators=[MinValueValidator(0.5), MaxValueValidator(0.99)]
    )
    written_on = models.DateField()
    judgement = models.CharField(  # of the newest look at the readings
        max_length=10, choices=[(j.value, j.value) for j in GateVerdict], default=GateVerdict.OPEN
    )
    judged_on = models.DateField(null=True, blank=True)
    history = HistoricalRecords()

    def __str__(self) -> str:
        return f"≥ {self.saving_percent:g} % at {self.confidence:.0%}"

    @property
    def asked(self) -> Text:
        """The saving it asks for, as it was typed."""
        return Text("{asked} %", "{asked} %").format(asked=self.saving_percent)

    @property
    def said(self) -> GateVerdict:
        """What the newest look at the readings says of it."""
        return GateVerdict(self.judgement)

    @property
    def written_beforehand(self) -> bool:
        """True where the gate is older than the first day of the effect."""
        return self.measure.start is None or self.written_on <= self.measure.start
