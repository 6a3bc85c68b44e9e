"""What a municipality shows to strangers: its public page, what was published, and when."""

from django.db import models

from klimamosaik.places.models import Municipality
from klimamosaik.publication.high_value import check_high_value
from klimamosaik.publication.licences import DEFAULT_LICENCE, licence_choices
from klimamosaik.records.choices import choices_of
from klimamosaik.records.history import History
from klimamosaik.records.language import said
from klimamosaik.terms.text import Text
from klimamosaik.terms.text_enum import TextEnum

NAME = 200  # characters of what a published thing was called


class PublicPage(models.Model):
    """A municipality's public page: whether it is on, and who stands behind it."""

    municipality = models.OneToOneField(
        Municipality, on_delete=models.CASCADE, primary_key=True, related_name="public_page"
    )
    on_since = models.DateTimeField(  # empty: off
        said("öffentlich seit", "public since"), null=True, blank=True
    )
    off_since = models.DateTimeField(  # it was public once; empty: never, or it is on
        said("nicht mehr öffentlich seit", "no longer public since"), null=True, blank=True
    )
    publisher = models.CharField(
        said("Herausgeberin", "publisher"),
        max_length=160,
        help_text=said("z. B. Stadt Musterstadt", "e.g. City of Musterstadt"),
    )
    desk = models.CharField(  # a role, never a person
        said("wer antwortet", "who answers"),
        max_length=120,
        help_text=said(
            "Eine Funktion, kein Name: z. B. Klimaschutzmanagement",
            "A function, not a name: e.g. climate protection management",
        ),
    )
    email = models.EmailField(
        said("E-Mail der Funktion", "e-mail of that function"),
        help_text=said(
            "Steht öffentlich, auch im Katalog der Daten: keine Adresse einer Person.",
            "Public, also in the catalogue of data: not the address of a person.",
        ),
    )
    website = models.URLField(said("Website der Gemeinde", "municipality's website"), blank=True)
    licence = models.CharField(
        said("Lizenz der Daten", "licence of the data"),
        max_length=20,
        choices=licence_choices(),
        default=DEFAULT_LICENCE,
    )
    contributor = models.URLField(  # dcatde:contributorID; empty: none
        said("Kennung als Datenbereitsteller (GovData)", "contributor ID (GovData)"),
        blank=True,
        help_text=said(
            "Nur wenn die Gemeinde auf der amtlichen Liste steht, beginnt mit "
            "http://dcat-ap.de/def/contributors/",
            "Only where the municipality is on the official list, begins with "
            "http://dcat-ap.de/def/contributors/",
        ),
    )
    high_value = models.TextField(
        said("hochwertige Datensätze", "high-value datasets"),
        blank=True,
        validators=[check_high_value],
        help_text=said(
            "Nur wo die Verordnung (EU) 2023/138 es verlangt. Je Zeile ein Datensatz und seine "
            "Kategorie, z. B. bilanz: Statistik",
            "Only where Regulation (EU) 2023/138 demands it. A dataset and its category a line, "
            "e.g. bilanz: statistics",
        ),
    )
    tested_on = models.DateField(  # of the accessibility statement
        said("Barrierefreiheit geprüft am", "accessibility tested on"), null=True, blank=True
    )
    barriers = models.TextField(
        said("bekannte Barrieren", "known barriers"),
        blank=True,
        help_text=said("Was noch nicht barrierefrei ist.", "What is not accessible yet."),
    )
    history = History(
        Text("Öffentliche Seite", "public page"), town="municipality", name=("publisher",)
    )

    def __str__(self) -> str:
        return f"{self.municipality}"

    @property
    def on(self) -> bool:
        """True where strangers see it."""
        return self.on_since is not None


class PublishedKind(TextEnum):
    """What can be published by itself."""

    MOSAIC = "mosaic", Text("Mosaik und Minderungspfad", "mosaic and reduction pathway")
    MEASURE = "measure", Text("Maßnahme", "measure")
    BUILDING = "building", Text("Gebäude", "building")
    INDICATOR = "indicator", Text("Kennzahl", "indicator")
    BALANCE = "balance", Text("Treibhausgasbilanz", "greenhouse-gas balance")
    REPORT = "report", Text("Energiebericht", "energy report")
    READINGS = (  # of a thing: each single one, by the sensor standard
        "readings",
        Text("Messwerte eines Sensors oder Gebäudes", "readings of a sensor or building"),
    )


class Publication(models.Model):
    """One thing strangers see, since when, and until when it was so."""

    municipality = models.ForeignKey(
        Municipality, on_delete=models.CASCADE, related_name="publications"
    )
    kind = models.CharField(said("Art", "kind"), max_length=12, choices=choices_of(PublishedKind))
    subject = models.CharField(  # an id, a year "2024", years "2023-2025"; "" of the mosaic
        said("wovon", "of what"), max_length=20, blank=True
    )
    name = models.CharField(  # of the subject when it was published, for the history
        said("Name", "name"), max_length=NAME, blank=True
    )
    since = models.DateTimeField(said("öffentlich seit", "public since"))
    until = models.DateTimeField(  # empty: it is public
        said("zurückgenommen am", "taken back on"), null=True, blank=True
    )
    as_of = models.PositiveIntegerField(  # data version of a frozen edition; empty: the newest
        said("festgehaltene Datenversion", "frozen data version"), null=True, blank=True
    )
    history = History(
        Text("Veröffentlichung", "publication"), town="municipality", name=("kind", "name")
    )

    class Meta:
        ordering = ["kind", "name", "subject"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "kind", "subject"], name="one_publication_a_subject"
            )
        ]

    def __str__(self) -> str:
        return f"{self.municipality} {self.kind} {self.subject}"


class FigureEdition(models.Model):
    """What a public figure said from a moment on, and why it changed: kept for whoever follows."""

    municipality = models.ForeignKey(
        Municipality, on_delete=models.CASCADE, related_name="figure_editions"
    )
    figure = models.CharField(max_length=60)  # its key
    said = models.JSONField()  # headline {"de", "en"}
    digest = models.CharField(max_length=64)  # of its rows: another one as soon as one differs
    measured = models.JSONField(default=dict, blank=True)  # by past period, series: its digest
    beside_live = models.CharField(max_length=64, blank=True)  # digest without the newest reading
    data_version = models.PositiveIntegerField()
    method = models.CharField(max_length=40, blank=True)
    because = models.JSONField(default=dict, blank=True)  # {"de", "en"}; empty: it is new
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["municipality", "figure", "-at"])]

    def __str__(self) -> str:
        return f"{self.municipality} {self.figure} {self.at:%Y-%m-%d}"


class PublicFeedback(models.Model):
    """What a stranger wrote to a municipality; the address goes as soon as it is answered."""

    municipality = models.ForeignKey(
        Municipality, on_delete=models.CASCADE, related_name="public_feedback"
    )
    page = models.CharField(said("Seite", "page"), max_length=120, blank=True)
    text = models.TextField(said("Rückmeldung", "feedback"))
    email = models.EmailField(  # kept no longer than the answer takes
        said("E-Mail für die Antwort", "e-mail for the answer"), blank=True
    )
    token = models.CharField(max_length=64, unique=True)  # each form is taken once
    at = models.DateTimeField(said("eingegangen am", "received on"))
    answered_at = models.DateTimeField(  # empty: open
        said("beantwortet am", "answered on"), null=True, blank=True
    )

    class Meta:
        ordering = ["answered_at", "-at"]

    def __str__(self) -> str:
        return f"{self.municipality} {self.at:%Y-%m-%d}"
