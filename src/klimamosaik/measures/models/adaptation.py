"""What a municipality wants of its climate adaptation, by readings, without any single measure."""

from django.db import models

from klimamosaik.measures.models.chain import BASIS_HELP
from klimamosaik.measures.models.kinds import Bound, ReadingBasis, Subject
from klimamosaik.observations.models import Datastream
from klimamosaik.places.models import Municipality
from klimamosaik.records.choices import choices_of
from klimamosaik.records.history import History
from klimamosaik.records.language import said
from klimamosaik.terms.text import Text

SUBJECTS = (Subject.ADAPTATION, Subject.LIVING)


class AdaptationTarget(models.Model):
    """A wish of the whole municipality for what is measured at a place; never in tonnes."""

    municipality = models.ForeignKey(
        Municipality, on_delete=models.CASCADE, related_name="adaptation_targets"
    )
    name = models.CharField(
        said("Ziel", "target"),
        max_length=160,
        help_text=said(
            "z. B. Bodenfeuchte im Stadtpark im Sommer", "e.g. soil moisture in the park in summer"
        ),
    )
    subject = models.CharField(
        said("worum es geht", "what it is about"),
        max_length=10,
        choices=[each for each in choices_of(Subject) if each[0] in SUBJECTS],
        default=Subject.ADAPTATION,
    )
    datastream = models.ForeignKey(
        Datastream,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=said("Messreihe", "series of readings"),
    )
    basis = models.CharField(
        said("daraus genommen", "taken from them"),
        max_length=12,
        choices=choices_of(ReadingBasis),
        default=ReadingBasis.MONTH,
        help_text=BASIS_HELP,
    )
    bound = models.CharField(
        said("höchstens oder mindestens", "at most or at least"),
        max_length=8,
        choices=choices_of(Bound),
    )
    wanted_value = models.FloatField(said("gewünschter Wert", "wanted value"))  # [its unit]
    wanted_until = models.DateField(said("gewünscht bis", "wanted until"), null=True, blank=True)
    source = models.CharField(
        said("Beschluss oder Quelle", "decision or source"), max_length=200, blank=True
    )
    history = History(Text("Anpassungsziel", "adaptation target"), town="municipality")

    class Meta:
        ordering = ["municipality", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "name"], name="one_adaptation_target_a_name"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def reached_by(self, value: float) -> bool:
        """True where a value is as wanted."""
        return Bound(self.bound).kept_by(value, self.wanted_value)
