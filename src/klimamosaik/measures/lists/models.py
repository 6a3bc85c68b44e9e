"""What a list said beyond the register's own fields, and each act of taking a list in."""

from django.conf import settings
from django.db import models

from klimamosaik.measures.models.measure import Measure, Register
from klimamosaik.places.models import Municipality
from klimamosaik.records.authors import person_name
from klimamosaik.records.history import History
from klimamosaik.records.language import said
from klimamosaik.terms.text import Text


class StatedEffect(models.Model):
    """An effect a list states; nobody measured it, and its words stay as they were written."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="stated_effects")
    heading = models.CharField(  # of the column or section
        said("Überschrift", "heading"), max_length=160
    )
    unit = models.CharField(said("Einheit", "unit"), max_length=20)  # "t CO2e/a", "MWh/a"
    low = models.FloatField(  # [unit]; empty: no number was stated
        said("mindestens", "at least"), null=True, blank=True
    )
    likely = models.FloatField(said("wahrscheinlich", "likely"), null=True, blank=True)  # [unit]
    high = models.FloatField(said("höchstens", "at most"), null=True, blank=True)  # [unit]
    words = models.TextField(said("im Wortlaut", "in its words"))
    source = models.CharField(said("Quelle", "source"), max_length=200)  # file, sheet and row
    history = History(
        Text("angegebene Wirkung", "stated effect"),
        measure="measure",
        name=("measure", "heading"),
    )

    class Meta:
        ordering = ["measure", "heading"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "heading"], name="one_stated_effect_a_heading"
            )
        ]

    def __str__(self) -> str:
        return f"{self.measure}: {self.words[:60]}"

    @property
    def name(self) -> str:
        """What it is called in the history."""
        return f"{self.measure.name} · {self.heading}"


class MeasureNote(models.Model):
    """Something a list says that has no field of its own, kept word for word."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="notes")
    heading = models.CharField(said("Überschrift", "heading"), max_length=160)
    words = models.TextField(said("im Wortlaut", "in its words"))
    source = models.CharField(said("Quelle", "source"), max_length=200)  # file, sheet and row
    history = History(
        Text("Notiz", "note"),
        measure="measure",
        name=("measure", "heading"),
    )

    class Meta:
        ordering = ["measure", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "heading"], name="one_note_a_heading")
        ]

    def __str__(self) -> str:
        return f"{self.measure}: {self.heading}"

    @property
    def name(self) -> str:
        """What it is called in the history."""
        return f"{self.measure.name} · {self.heading}"


class ListDelivery(models.Model):
    """One act of taking lists of measures in."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    register = models.ForeignKey(
        Register, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    by_name = models.CharField(max_length=150, blank=True)  # who, where nobody was logged in
    name = models.CharField(max_length=200)  # of the files
    new = models.PositiveIntegerField(default=0)  # measures that were not there before
    changed = models.PositiveIntegerField(default=0)  # measures that were corrected
    told = models.PositiveIntegerField(default=0)  # measures of others, kept as experience only
    same = models.PositiveIntegerField(default=0)  # measures of which all was known
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name_plural = "list deliveries"

    def __str__(self) -> str:
        return f"{self.name} {self.at:%Y-%m-%d}"

    @property
    def wrote(self) -> bool:
        """True where something was stored that can be withdrawn."""
        return bool(self.new or self.changed or self.told)

    @property
    def who(self) -> str:
        """Who delivered: the person logged in, else the name given on the command line."""
        return person_name(self.by, self.by_name)


class ListChange(models.Model):
    """One row a delivery wrote: what it was before and after, so that it can be undone."""

    delivery = models.ForeignKey(ListDelivery, on_delete=models.CASCADE, related_name="changes")
    table = models.CharField(max_length=60)  # of the model, "measures.measure"
    row = models.BigIntegerField()  # its primary key
    before = models.JSONField(null=True)  # field -> value as text; null: the row was not there
    after = models.JSONField()  # field -> value as text, of the fields that were written

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.table} {self.row}"


class RememberedListHints(models.Model):
    """What a person corrected in a kind of list, for the next one with the same headings."""

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="+")
    fingerprint = models.CharField(max_length=64)  # of the headings, see sources.registers
    hints = models.TextField()  # as Hints.to_json writes them
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "remembered list hints"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "fingerprint"], name="one_memory_a_kind_of_list"
            )
        ]

    def __str__(self) -> str:
        return f"{self.municipality}: {self.hints}"
