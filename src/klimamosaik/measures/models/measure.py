"""A measure, the registers and networks it stands in, and the gate written before it starts."""

from datetime import date

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from klimamosaik.measures.models.kinds import AfterFunding, RegisterKind
from klimamosaik.measures.models.phase import Phase
from klimamosaik.people.models import Organisation
from klimamosaik.places.models import Building, MeterPoint, Municipality
from klimamosaik.records.choices import choices_of
from klimamosaik.records.history import History
from klimamosaik.records.kinds_field import KindsField
from klimamosaik.records.language import said
from klimamosaik.records.year_range import YEAR_RANGE
from klimamosaik.terms.estimate import CONFIDENCE
from klimamosaik.terms.field import Field
from klimamosaik.terms.figure import GateVerdict
from klimamosaik.terms.text import Text

DAY_RANGE = [MinValueValidator(date(1990, 1, 1)), MaxValueValidator(date(2100, 1, 1))]


class Register(models.Model):
    """A list of measures a council or programme keeps; several stand side by side."""

    municipality = models.ForeignKey(
        Municipality, on_delete=models.CASCADE, related_name="registers"
    )
    name = models.CharField(said("Name", "name"), max_length=120)
    kind = models.CharField(
        said("Art der Liste", "kind of list"),
        max_length=30,
        choices=choices_of(RegisterKind),
        default=RegisterKind.CLIMATE_PLAN,
    )
    history = History(Text("Liste", "register"), town="municipality")

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
    name = models.CharField(said("Name", "name"), max_length=120)
    history = History(Text("Verbund", "network"), town="municipality")

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "name"], name="one_network_a_name")
        ]

    def __str__(self) -> str:
        return self.name


class Measure(models.Model):
    """Something done, or to be done, for the climate: what, where, by whom, since when."""

    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="measures"
    )
    key = models.CharField(  # as the plan numbers it: "A1.1"
        said("Nummer im Plan", "number in the plan"),
        max_length=20,
        blank=True,
        help_text=said("z. B. A1.1", "e.g. A1.1"),
    )
    name = models.CharField(said("Name", "name"), max_length=160)
    phase = models.CharField(
        said("Phase", "phase"), max_length=12, choices=choices_of(Phase), default=Phase.IDEA
    )
    aim = models.TextField(said("wozu", "what for"), blank=True)  # what it is for
    done = models.TextField(  # what was or will be done, in the office's words
        said("was getan wurde oder wird", "what was or will be done"),
        blank=True,
        help_text=said("In Ihren Worten, kurz.", "In your own words, briefly."),
    )
    fields_of_action = KindsField(said("Handlungsfelder", "fields of action"), kinds=Field)
    registers = models.ManyToManyField(
        Register, related_name="measures", blank=True, verbose_name=said("Listen", "registers")
    )
    networks = models.ManyToManyField(
        Network, related_name="measures", blank=True, verbose_name=said("Verbünde", "networks")
    )
    buildings = models.ManyToManyField(
        Building, related_name="measures", blank=True, verbose_name=said("Gebäude", "buildings")
    )
    meter_points = models.ManyToManyField(
        MeterPoint, related_name="measures", blank=True, verbose_name=said("Zähler", "meters")
    )
    comparison_points = models.ManyToManyField(  # left alone on purpose: what changed anyway
        MeterPoint,
        related_name="+",
        blank=True,
        verbose_name=said("Vergleichszähler", "meters for comparison"),
    )
    runs_on = models.CharField(  # grid or radio network it needs
        said("läuft auf dem Netz", "runs on the network"),
        max_length=160,
        blank=True,
        help_text=said(
            "Strom, Wärme, Gas oder Funk: z. B. Stromnetz der Stadtwerke, LoRaWAN",
            "power, heat, gas or radio: e.g. grid of the municipal utility, LoRaWAN",
        ),
    )
    needs_no_grid = models.BooleanField(  # a confirmed "none", not an empty answer
        said("braucht kein Netz", "needs no network"), default=False
    )
    obstacles = models.TextField(  # what can get in the way
        said("Hindernisse und Risiken", "obstacles and risks"),
        blank=True,
        help_text=said(
            "Was kann schiefgehen? Ein Satz genügt.", "What can go wrong? One sentence will do."
        ),
    )
    council_decision = models.CharField(  # number of the paper
        said("Ratsbeschluss, Nummer", "council decision, number"), max_length=80, blank=True
    )
    council_decided_on = models.DateField(
        said("beschlossen am", "decided on"), null=True, blank=True
    )
    next_decision_on = models.DateField(
        said("nächste Entscheidung am", "next decision on"), null=True, blank=True
    )
    first_year = models.PositiveSmallIntegerField(  # of the work, as planned
        said("Arbeit von (Jahr)", "work from (year)"), null=True, blank=True, validators=YEAR_RANGE
    )
    last_year = models.PositiveSmallIntegerField(
        said("Arbeit bis (Jahr)", "work to (year)"), null=True, blank=True, validators=YEAR_RANGE
    )
    expected_life = models.PositiveSmallIntegerField(  # years
        said("Nutzungsdauer [Jahre]", "expected life [years]"), null=True, blank=True
    )
    refresh_months = models.PositiveSmallIntegerField(  # news at least this often; empty: default
        said("Berichtsturnus [Monate]", "reporting interval [months]"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=said("leer: das Übliche, ein Jahr", "empty: the usual, a year"),
    )
    installation_start = models.DateField(  # empty: nothing was disturbed
        said("Beginn des Umbaus", "start of installation"),
        null=True,
        blank=True,
        validators=DAY_RANGE,
        help_text=said(
            "Leer, wenn nichts gestört war. Die Umbauzeit wird nicht mitgerechnet.",
            "Empty if nothing was disturbed. The time of installation is left out.",
        ),
    )
    start = models.DateField(  # first day of the effect; empty: not begun
        said("wirkt seit", "works since"),
        null=True,
        blank=True,
        validators=DAY_RANGE,
        help_text=said(
            "erster Tag der Wirkung; leer: wirkt noch nicht",
            "first day of the effect; empty: not yet",
        ),
    )
    end = models.DateField(  # first day it no longer works; empty: goes on
        said("wirkt bis", "works until"),
        null=True,
        blank=True,
        validators=DAY_RANGE,
        help_text=said(
            "erster Tag ohne Wirkung; leer: wirkt weiter",
            "first day without effect; empty: goes on",
        ),
    )
    cost = models.DecimalField(  # EUR
        said("Kosten [€]", "cost [EUR]"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text=said(
            "brutto, einmalig; Kosten nach Jahren gehen vor", "gross, once; cost by year goes first"
        ),
    )
    grant_percent = models.FloatField(  # % of what it costs once; a share or an amount, not both
        said("Förderung [% der Kosten]", "grant [% of the cost]"),
        null=True,
        blank=True,
        validators=[MinValueValidator(0.0), MaxValueValidator(100.0)],
        help_text=said("Anteil oder Betrag, nicht beides", "share or amount, not both"),
    )
    grant_eur = models.DecimalField(  # EUR towards what it costs once
        said("Förderung als Betrag [€]", "grant as an amount [EUR]"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    grant_source = models.CharField(  # programme the grant is from
        said("Förderprogramm", "grant programme"), max_length=160, blank=True
    )
    funding_ends_on = models.DateField(  # last day paid by it; empty: not funded, or nobody said
        said("Förderung endet am", "funding ends on"), null=True, blank=True, validators=DAY_RANGE
    )
    after_funding = models.CharField(  # empty: not decided
        said("nach der Förderung", "after the funding"),
        max_length=10,
        blank=True,
        choices=choices_of(AfterFunding),
    )
    handed_to = models.ForeignKey(  # who takes it over; empty: nobody, or not said
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="taken_over",
        verbose_name=said("übergeben an", "handed over to"),
    )
    history = History(
        Text("Maßnahme", "measure"),
        town="municipality",
        measure="id",
        m2m_fields=[registers, networks, buildings, meter_points, comparison_points],
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
        said("mindestens gespart [%]", "at least saved [%]"),
        validators=[MinValueValidator(0.0), MaxValueValidator(100.0)],
        help_text=said("z. B. 5", "e.g. 5"),
    )
    confidence = models.FloatField(  # of the range whose low end must reach it
        said("Sicherheit", "confidence"),
        default=CONFIDENCE,
        validators=[MinValueValidator(0.5), MaxValueValidator(0.99)],
    )
    written_on = models.DateField(said("notiert am", "written on"))
    judgement = models.CharField(  # of the newest look at the readings
        said("Bewertung des Erfolgskriteriums", "judgement of the criterion"),
        max_length=10,
        choices=[(j.value, j.value) for j in GateVerdict],
        default=GateVerdict.OPEN,
    )
    judged_on = models.DateField(said("beurteilt am", "judged on"), null=True, blank=True)
    history = History(
        Text("Kriterium", "criterion"),
        measure="measure",
        name=("measure",),
    )

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
