"""Data sources that report by themselves, their promise, and the series they bring."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models

from klimamosaik.observations.models import Datastream, Delivery
from klimamosaik.places.models import Municipality
from klimamosaik.records.choices import choices_of
from klimamosaik.records.history import History
from klimamosaik.records.language import said
from klimamosaik.streams.passwords import opened
from klimamosaik.terms.text import Text
from klimamosaik.terms.text_enum import TextEnum

UNTIL = "until"  # in what is known of a series: when its unit ended
OFTEN, SELDOM = timedelta(minutes=1), timedelta(hours=1)  # between two turns of one source
TURNS = 4  # in a promised interval


class SourceKind(TextEnum):
    """The way a source's readings come in."""

    SENSORTHINGS = "sensorthings", Text("SensorThings-Server", "SensorThings server")
    MQTT = "mqtt", Text("MQTT-Broker", "MQTT broker")
    PUSH = "push", Text("HTTP-Push eines Netzwerkservers", "HTTP push of a network server")
    FOLDER = "folder", Text("Ordner mit Lastgängen (MSCONS)", "folder of load profiles (MSCONS)")
    OWN = "own", Text("dieser Server", "this server")


BY_MESSAGE = (SourceKind.PUSH, SourceKind.MQTT)  # what comes by itself


class DataSource(models.Model):
    """Somebody else's data that come again and again, and what was promised of them."""

    municipality = models.ForeignKey(
        Municipality, on_delete=models.CASCADE, related_name="data_sources"
    )
    kind = models.CharField(said("Weg", "way in"), max_length=12, choices=choices_of(SourceKind))
    name = models.CharField(said("Name", "name"), max_length=160)
    address = models.CharField(  # URL of a server or broker, or a folder; empty for push
        said("Adresse", "address"), max_length=500, blank=True
    )
    options = models.JSONField(  # by kind: topic, dialect, user, what is left out
        said("Einstellungen", "settings"), default=dict, blank=True
    )
    secret = models.TextField(blank=True)  # password where we log in, sealed: see passwords.py
    digest = models.CharField(max_length=64, blank=True)  # SHA-256 of the token of who pushes
    owner = models.CharField(said("Eigentümer der Daten", "owner of the data"), max_length=160)
    legal_basis = models.CharField(said("Rechtsgrundlage", "legal basis"), max_length=200)
    licence = models.CharField(said("Lizenz", "licence"), max_length=120)
    promised_every = models.DurationField(  # each of its series reports at least so often
        said("zugesagter Abstand", "promised interval")
    )
    kept_for = models.DurationField(  # empty: for good
        said("Aufbewahrung", "retention"), null=True, blank=True
    )
    added_by = models.ForeignKey(  # None: on the command line
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=said("eingerichtet von", "set up by"),
    )
    added_at = models.DateTimeField(said("eingerichtet am", "set up on"))
    paused_at = models.DateTimeField(  # empty: it runs
        said("angehalten am", "paused on"), null=True, blank=True
    )
    history = History(
        Text("Datenquelle", "data source"),
        town="municipality",
        excluded_fields=["secret", "digest"],
    )

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "name"], name="one_source_a_name")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def password(self) -> str:
        """What we log in with. Raises InputRejected where this server's key is another one."""
        return opened(self.secret, name=self.name)

    @property
    def asked_every(self) -> timedelta:
        """How often it is asked; no time for one that comes by itself.

        A reading may be here so much later than it was there, and its promise is kept all the same.
        """
        if self.kind in BY_MESSAGE:
            return timedelta(0)
        if self.kind == SourceKind.OWN:
            return OFTEN  # a counter of energy must be read before it turns over
        return min(max(self.promised_every / TURNS, OFTEN), SELDOM)


class SourceState(models.Model):
    """How a source is doing; written by the work that listens to it."""

    source = models.OneToOneField(
        DataSource, primary_key=True, on_delete=models.CASCADE, related_name="state"
    )
    heard_at = models.DateTimeField(null=True, blank=True)  # anything came, or an answer
    reading_at = models.DateTimeField(null=True, blank=True)  # a reading was stored
    readings = models.PositiveBigIntegerField(default=0)  # stored so far
    ignored = models.PositiveBigIntegerField(default=0)  # messages without a reading for us
    progress = models.JSONField(default=dict, blank=True)  # how far a mirror has come
    failing_since = models.DateTimeField(null=True, blank=True)  # empty: it works
    problem = models.JSONField(default=dict, blank=True)  # {"de", "en"}: what is wrong

    def __str__(self) -> str:
        return str(self.source)


class SourceSeries(models.Model):
    """One series of a source, as the source calls it, and the datastream it became."""

    source = models.ForeignKey(DataSource, on_delete=models.CASCADE, related_name="series")
    key = models.CharField(max_length=300)  # device and measurement, or the other server's link
    datastream = models.ForeignKey(  # empty: seen, and not taken in
        Datastream, null=True, blank=True, on_delete=models.PROTECT, related_name="source_series"
    )
    counts_for = models.ForeignKey(  # whose use the states of this counter become; empty: nobody's
        Datastream, null=True, blank=True, on_delete=models.PROTECT, related_name="counters"
    )
    about = models.JSONField(default=dict, blank=True)  # name, unit, place as the source says
    state = models.JSONField(default=dict, blank=True)  # last counter, frame counter, position
    first_seen = models.DateTimeField()
    last_seen = models.DateTimeField()

    class Meta:
        ordering = ["key"]
        verbose_name_plural = "source series"
        constraints = [models.UniqueConstraint(fields=["source", "key"], name="one_series_a_key")]

    def __str__(self) -> str:
        return self.key

    @property
    def until(self) -> datetime | None:
        """When its unit ended, and another series began; None while it goes on."""
        told = self.about.get(UNTIL)
        return datetime.fromisoformat(told) if told else None


class SeenMessage(models.Model):
    """A message that was taken in, so that it counts once however often it comes."""

    source = models.ForeignKey(DataSource, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)  # device, session and frame counter
    at = models.DateTimeField(db_index=True)  # of its readings, whichever copy came first
    taken_at = models.DateTimeField(  # when they were stored; empty: not yet, or a process died
        null=True, blank=True
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "key"], name="each_message_once")]

    def __str__(self) -> str:
        return self.key


class FileOutcome(TextEnum):
    """What became of a file of a folder."""

    STORED = "stored", Text("gespeichert", "stored")
    KNOWN = "known", Text("schon da", "here already")
    ASKS = "asks", Text("wartet auf eine Antwort", "waits for an answer")
    REFUSED = "refused", Text("nicht gelesen", "not read")


class TakenFile(models.Model):
    """A file of a folder that is watched, and what became of it."""

    source = models.ForeignKey(DataSource, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=500)  # from the folder on
    size = models.PositiveBigIntegerField()  # [bytes]
    changed = models.BigIntegerField()  # when it was last written to [ns since 1970]
    sha256 = models.CharField(max_length=64, blank=True)
    outcome = models.CharField(max_length=8, choices=choices_of(FileOutcome))
    told = models.JSONField(default=dict)  # {"de", "en"}: what came, or why not
    delivery = models.ForeignKey(
        Delivery, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    seen_at = models.DateTimeField()

    class Meta:
        ordering = ["-seen_at", "name"]
        constraints = [models.UniqueConstraint(fields=["source", "name"], name="one_file_a_name")]

    def __str__(self) -> str:
        return self.name
