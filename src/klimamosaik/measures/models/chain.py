"""The impact chain of a measure: from what is put in to what it brings about."""

from django.db import models

from klimamosaik.measures.models.kinds import Bound, Link, ReadingBasis, Subject
from klimamosaik.measures.models.measure import Measure
from klimamosaik.observations.models import Datastream
from klimamosaik.records.choices import choices_of
from klimamosaik.records.history import History
from klimamosaik.records.language import said
from klimamosaik.terms.text import Text

BASIS_HELP = said(
    "Über Monat und Jahr das Mittel der Tage, bei Regen und Verbrauch die Summe",
    "Over a month or year the mean of its days, of rain and use the sum",
)


class Indicator(models.Model):
    """What shows whether a link of the chain holds; any unit, tonnes are never asked for."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="indicators")
    link = models.CharField(
        said("Glied der Wirkungskette", "link of the impact chain"),
        max_length=10,
        choices=choices_of(Link),
    )
    name = models.CharField(said("Kennzahl", "indicator"), max_length=160)
    subject = models.CharField(
        said("worum es geht", "what it is about"),
        max_length=10,
        choices=choices_of(Subject),
        default=Subject.OTHER,
        help_text=said(
            "Lebensqualität und Klimaanpassung stehen neben der Einsparung, eingesparte "
            "Arbeitszeit [Stunden im Jahr] wird zusammengezählt.",
            "Quality of living and climate adaptation stand beside the saving, staff time saved "
            "[hours a year] is added up.",
        ),
    )
    observed_property = models.CharField(  # "soil moisture", or own words
        said("beobachtete Größe", "observed property"),
        max_length=60,
        blank=True,
        help_text=said(
            "z. B. Bodenfeuchte, Hitzetage, Wasserstand, Endenergieverbrauch",
            "e.g. soil moisture, heat days, water level, final energy use",
        ),
    )
    unit = models.CharField(
        said("Einheit", "unit"),
        max_length=40,
        blank=True,
        help_text=said("z. B. %, Tage, m, kWh, Stück", "e.g. %, days, m, kWh, pieces"),
    )
    start_value = models.FloatField(  # before the measure [unit]
        said("Wert vorher", "value before"), null=True, blank=True
    )
    wanted_value = models.FloatField(  # [unit]
        said("gewünschter Wert", "wanted value"),
        null=True,
        blank=True,
        help_text=said(
            "Vor dem ersten Tag aufgeschrieben zählt er als Kriterium.",
            "Written before the first day it counts as a criterion.",
        ),
    )
    bound = models.CharField(  # which side of the wanted value is good; empty: nobody said
        said("höchstens oder mindestens", "at most or at least"),
        max_length=8,
        blank=True,
        choices=choices_of(Bound),
        help_text=said("Welche Seite des gewünschten Werts gut ist", "Which side of it is good"),
    )
    wanted_until = models.DateField(said("gewünscht bis", "wanted until"), null=True, blank=True)
    wanted_written_on = models.DateField(  # the day the wish was last changed
        said("gewünscht seit", "wanted since"), null=True, blank=True
    )
    datastream = models.ForeignKey(  # empty: values are entered by hand
        Datastream,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=said("Wert aus Messwerten", "value from readings"),
    )
    basis = models.CharField(
        said("daraus genommen", "taken from them"),
        max_length=12,
        choices=choices_of(ReadingBasis),
        default=ReadingBasis.LAST,
        help_text=BASIS_HELP,
    )
    history = History(
        Text("Kennzahl", "indicator"),
        measure="measure",
        name=("measure", "name"),
    )

    class Meta:
        ordering = ["measure", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "link", "name"], name="one_indicator_a_link_and_name"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def side_is_open(self) -> bool:
        """True where a value is wanted and nobody said which side of it is good."""
        return self.wanted_value is not None and not self.bound

    def reached_by(self, value: float) -> bool | None:
        """True where a value is as wanted; None where nothing is wanted or its side is open."""
        if self.wanted_value is None or not self.bound:
            return None
        return Bound(self.bound).kept_by(value, self.wanted_value)


class IndicatorValue(models.Model):
    """What was found on a day, and where the value is from."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="values")
    day = models.DateField(said("Tag", "day"))
    value = models.FloatField(  # [unit of the indicator]
        said("Wert der Kennzahl", "value of the indicator")
    )
    source = models.CharField(
        said("Quelle", "source"),
        max_length=200,
        help_text=said(
            "z. B. Ablesung, Zählung, Deutscher Wetterdienst",
            "e.g. reading, count, German weather service",
        ),
    )
    history = History(
        Text("Wert", "value"),
        measure="indicator__measure",
        name=("indicator", "day"),
    )

    class Meta:
        ordering = ["-day"]
        get_latest_by = "day"
        constraints = [models.UniqueConstraint(fields=["indicator", "day"], name="one_value_a_day")]

    def __str__(self) -> str:
        return f"{self.indicator} {self.day}: {self.value:g}"
