"""Troubles: what is wrong since when, what it costs, who sees to it; and marks on odd readings."""

from django.db import models

from klimamosaik.observations.models import Datastream
from klimamosaik.people.models import Organisation
from klimamosaik.places.models import MeterPoint, Municipality
from klimamosaik.records.choices import choices_of
from klimamosaik.records.history import History
from klimamosaik.records.language import said
from klimamosaik.streams.models import DataSource
from klimamosaik.terms.estimate import Estimate
from klimamosaik.terms.figure import Because
from klimamosaik.terms.text import Text
from klimamosaik.terms.text_enum import TextEnum


class TroubleRule(TextEnum):
    """What can be wrong."""

    SERIES_SILENT = "series silent", Text("Messreihe meldet nicht", "Series is silent")
    SOURCE_SILENT = "source silent", Text("Datenquelle meldet nicht", "Source is silent")
    SOURCE_FAILING = "source failing", Text("Datenquelle gestört", "Source is failing")
    FRAMES_MISSED = "frames missed", Text("Funktelegramme fehlen", "Radio messages are missing")
    SOFTWARE_DOWN = "software down", Text("Klimamosaik lief nicht", "Klimamosaik did not run")
    METER_SILENT = "meter silent", Text("Zähler ohne neue Werte", "Meter without new values")
    NIGHT_LOAD = "night load", Text("Hohe Grundlast nachts", "High base load at night")
    WEEKEND_LOAD = "weekend load", Text("Hohe Last am Wochenende", "High load at weekends")
    SUMMER_HEAT = "summer heat", Text("Heizen im Sommer", "Heating in summer")
    LEAK = "leak", Text("Läuft ununterbrochen", "Never stops running")


class Trouble(models.Model):
    """One thing that is wrong, from when it began until it ended."""

    municipality = models.ForeignKey(
        Municipality, on_delete=models.CASCADE, related_name="troubles"
    )
    rule = models.CharField(
        said("Störung", "trouble"), max_length=60, choices=choices_of(TroubleRule)
    )
    source = models.ForeignKey(
        DataSource, null=True, blank=True, on_delete=models.CASCADE, related_name="troubles"
    )
    datastream = models.ForeignKey(
        Datastream,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="troubles",
        verbose_name=said("Messreihe", "series"),
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
    cost_low = models.FloatField(  # [EUR/a]
        said("Kosten mindestens [€]", "cost at least [EUR]"), null=True, blank=True
    )
    cost_high = models.FloatField(  # [EUR/a]
        said("Kosten höchstens [€]", "cost at most [EUR]"), null=True, blank=True
    )
    cost_source = models.JSONField(default=dict, blank=True)  # {"de", "en"}: price, or why none
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
        name=("kind_text",),
        excluded_fields=["mailed_at", "end_mailed_at", "because", "cost_source"],
    )

    class Meta:
        ordering = ["ended_at", "-since"]

    def __str__(self) -> str:
        return f"{self.rule} {self.since:%Y-%m-%d}"

    @property
    def kind(self) -> TroubleRule:
        """What is wrong."""
        return TroubleRule(self.rule)

    @property
    def kind_text(self) -> Text:
        """What is wrong, as a person would say it."""
        return self.kind.text

    @property
    def cost_a_year(self) -> Estimate | None:
        """What it costs [EUR/a]; None where no price or no amount is known."""
        if self.cost is None or self.cost_low is None or self.cost_high is None:
            return None
        source = (Because(Text(**self.cost_source)),) if self.cost_source else ()
        return Estimate(self.cost, self.cost_low, self.cost_high, "EUR", because=source)


class TroubleMail(models.Model):
    """An address that is told when a trouble begins and when it ends."""

    municipality = models.ForeignKey(
        Municipality, on_delete=models.CASCADE, related_name="trouble_mails"
    )
    address = models.EmailField(said("E-Mail-Adresse", "e-mail address"))
    history = History(
        Text("Adresse für Störungen", "address for troubles"),
        town="municipality",
        name=("address",),
    )

    class Meta:
        ordering = ["address"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "address"], name="one_trouble_mail_an_address"
            )
        ]

    def __str__(self) -> str:
        return self.address


class MarkRule(TextEnum):
    """What readings are marked for."""

    BEYOND = "beyond", Text("außerhalb des Möglichen", "beyond what there can be")
    STUCK = "stuck", Text("hängt fest", "stuck")
    LEAP = "leap", Text("Sprung", "leap")
    DRIFT = "drift", Text("driftet", "drifts")
    FUTURE = "future", Text("aus der Zukunft", "from the future")


class Mark(models.Model):
    """Readings of a series that a rule finds odd; the readings stay as they are."""

    datastream = models.ForeignKey(Datastream, on_delete=models.CASCADE, related_name="marks")
    rule = models.CharField(max_length=12, choices=choices_of(MarkRule))
    first = models.DateTimeField()  # start of the first reading
    last = models.DateTimeField()  # start of the last one
    count = models.PositiveIntegerField()  # readings
    value = models.FloatField(null=True)  # the one farthest off, or how much it drifts [its unit]
    version = models.CharField(max_length=10)  # day of the rules
    found_at = models.DateTimeField()

    class Meta:
        ordering = ["datastream", "-last"]
        constraints = [
            models.UniqueConstraint(fields=["datastream", "rule", "first"], name="one_mark_a_rule")
        ]

    def __str__(self) -> str:
        return f"{self.datastream_id} {self.rule} {self.first:%Y-%m-%d %H:%M}"

    @property
    def kind(self) -> MarkRule:
        """What they are marked for."""
        return MarkRule(self.rule)


class LookedUpTo(models.Model):
    """How far new readings have been looked at; a single row."""

    version = models.CharField(max_length=10)  # day of the rules
    done = models.BigIntegerField(default=0)  # all up to this version of the data
    upto = models.BigIntegerField(null=True)  # being looked at; None: nothing is
    place = models.BigIntegerField(default=0)  # datastreams up to this id are done of that

    def __str__(self) -> str:
        return f"{self.done}"


class MeterLook(models.Model):
    """When a meter was last looked at as a whole, and what it said then."""

    datastream = models.OneToOneField(
        Datastream, primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    version = models.CharField(max_length=10)  # day of the rules
    seq = models.BigIntegerField()  # version of the data
    at = models.DateTimeField()
    untold = models.JSONField(default=list)  # [{"de", "en"}] what its values cannot tell, and why

    def __str__(self) -> str:
        return f"{self.datastream_id}: {self.seq}"


class SignOfLife(models.Model):
    """A process of this software that works by itself says now and then that it does."""

    name = models.CharField(max_length=40)  # watch, mqtt, mirrors
    host = models.CharField(max_length=120)
    at = models.DateTimeField()
    every = models.DurationField()  # it promises to say so at least so often
    ended_at = models.DateTimeField(null=True, blank=True)  # it was asked to end

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "host"], name="one_sign_of_life")]

    def __str__(self) -> str:
        return f"{self.name} ({self.host})"
