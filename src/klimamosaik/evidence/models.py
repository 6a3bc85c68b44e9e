"""What a measure changed, as computed on a given day from a given version of the data."""

import math
from dataclasses import replace
from functools import cached_property

from django.conf import settings
from django.db import models

from klimamosaik.evidence.kernel.worth import a_year, in_euros
from klimamosaik.measures.models import Measure
from klimamosaik.places.models import MeterPoint, Municipality
from klimamosaik.records.choices import choices_of
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.estimate import Estimate, together
from klimamosaik.terms.figure import Because, GateVerdict, Verdict
from klimamosaik.terms.quality import Quality, read_by, worked_out
from klimamosaik.terms.text import Text

GATE_VERDICTS = choices_of(GateVerdict)
ROUNDING = 1e-6  # 1, of a width that was stored and added up again
ESTIMATED_READINGS = "estimated_readings"  # code of the warning that some are
VERDICTS = [(verdict.value, verdict.value) for verdict in Verdict]


class Assessment(models.Model):
    """One look at a measure's readings; never changed, only followed by the next one."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    data_version = models.BigIntegerField()  # newest delivery the readings were taken at
    method_version = models.CharField(max_length=40)
    fingerprint = models.CharField(max_length=64)  # of everything it depends on
    inputs = models.JSONField(default=list)  # what that is, one line each
    because = models.JSONField(default=dict)  # {"de", "en"}: why it differs from the one before
    first_day = models.DateField(null=True)  # of the effect, as asked
    last_day = models.DateField(null=True)  # first day after the last reading asked about
    weather = models.JSONField(default=dict)  # {"de": sentence, "en": sentence} on the station
    gate = models.CharField(max_length=10, choices=GATE_VERDICTS, default=GateVerdict.OPEN)

    class Meta:
        ordering = ["-at", "-pk"]
        get_latest_by = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.measure} · {self.at:%Y-%m-%d %H:%M}"

    @cached_property
    def rows(self) -> tuple["MeasuredEffect", ...]:
        """What it found, which nobody changes; a list asks for it many times a measure."""
        return tuple(self.effects.all())

    @cached_property
    def counted(self) -> tuple["MeasuredEffect", ...]:
        """Of these what the meters say that count use."""
        return tuple(row for row in self.rows if row.counts)

    @cached_property
    def whole(self) -> "MeasuredEffect":
        """The effect of the whole measure: the row of no meter point, or the only one."""
        return next((row for row in self.rows if row.meter_point_id is None), self.rows[0])

    @property
    def worth(self) -> Estimate | None:
        """What the whole saving is worth [EUR]; None where the price of a part is not known.

        Half widths of each meter count at its own price and come together as in kilowatt-hours.
        """
        parts = [row.worth for row in self.counted]
        known = [part for part in parts if part is not None]
        return together(known) if parts and len(known) == len(parts) else None

    @property
    def criterion(self) -> GateVerdict:
        """What this look says of what was asked beforehand."""
        return GateVerdict(self.gate)


class MeasuredEffect(models.Model):
    """The effect at one meter point, or of the whole measure where there is no meter point.

    Nobody changes one that is stored: what it says is worked out once.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="effects")
    meter_point = models.ForeignKey(
        MeterPoint, null=True, on_delete=models.PROTECT, related_name="+"
    )
    datastream = models.BigIntegerField(null=True)  # whose readings were read
    carrier = models.CharField(max_length=20, choices=choices_of(Carrier), blank=True)
    verdict = models.CharField(max_length=40, choices=VERDICTS)
    saved_kwh = models.FloatField(null=True)
    saved_percent = models.FloatField(null=True)
    low_kwh = models.FloatField(null=True)
    high_kwh = models.FloatField(null=True)
    confidence = models.FloatField()
    expected_kwh = models.FloatField(null=True)
    measured_kwh = models.FloatField(null=True)
    noise_kwh = models.FloatField(null=True)
    drift_kwh = models.FloatField(null=True)
    cvrmse = models.FloatField(null=True)
    days_used = models.PositiveIntegerField(default=0)
    days_reported = models.PositiveIntegerField(default=0)
    years_reported = models.FloatField(null=True)  # [a] of a year's use in them
    saved_eur = models.FloatField(null=True)
    price = models.FloatField(null=True)  # EUR/kWh
    price_source = models.JSONField(default=dict)
    saved_tonnes = models.FloatField(null=True)  # t CO2 (direct)
    factor_source = models.JSONField(default=dict)
    method = models.CharField(max_length=40, blank=True)
    model = models.JSONField(default=dict)  # type, balance points, coefficients
    warnings = models.JSONField(default=list)  # [{"code", "de", "en"}]
    course = models.JSONField(default=dict)  # days, expected, measured; estimated: of the days
    drift_source = models.JSONField(default=dict)  # {"de", "en"}: whose years set the range
    side_by_side = models.JSONField(default=dict)  # raw, G20/15, Klimafaktor, normal [kWh]

    class Meta:
        ordering = ["meter_point__building__name", "carrier", "pk"]

    def __str__(self) -> str:
        return f"{self.meter_point or 'total'}: {self.verdict}"

    @property
    def said(self) -> Verdict:
        """The verdict."""
        return Verdict(self.verdict)

    @property
    def claims(self) -> bool:
        """True where there is an effect whose worth may be told."""
        return self.said.claims

    @cached_property
    def estimate(self) -> Estimate | None:
        """What was saved over the days reported [kWh]; None where the readings cannot say."""
        if self.saved_kwh is None or self.low_kwh is None or self.high_kwh is None:
            return None
        return Estimate(
            mean=self.saved_kwh,
            low=self.low_kwh,
            high=self.high_kwh,
            unit="kWh",
            confidence=self.confidence,
            quality=self.quality,
            drift=self.drift_kwh or 0.0,
            scatter=self.noise_kwh if self._made_of_both else None,
            because=(Because(Text(**self.drift_source)),) if self.drift_source else (),
        )

    @property
    def _made_of_both(self) -> bool:
        """Whether noise and drift are the whole range; one that holds two readings is wider."""
        assert self.low_kwh is not None
        assert self.high_kwh is not None
        width = 2 * math.hypot(self.noise_kwh or 0.0, self.drift_kwh or 0.0)
        return self.high_kwh - self.low_kwh <= width * (1 + ROUNDING)

    @cached_property
    def percent(self) -> Estimate | None:
        """The same [%] of the use there would have been; None where a share makes no sense."""
        if self.saved_percent is None or self.expected_kwh is None or self.estimate is None:
            return None
        return self.estimate.share_of(self.expected_kwh)

    @cached_property
    def worth(self) -> Estimate | None:
        """What the saving at one meter is worth [EUR]; None where its price is not known."""
        if self.estimate is None or self.price is None:
            return None
        source = (Because(Text(**self.price_source)),) if self.price_source else ()
        return replace(in_euros(self.estimate, self.price), because=source)

    @cached_property
    def a_year(self) -> Estimate | None:
        """The same brought to a year [kWh/a]; None where its days tell too little of one."""
        if self.estimate is None or self.years_reported is None:
            return None
        return a_year(self.estimate, self.years_reported)

    @property
    def part_of_year(self) -> float | None:
        """Of the use expected in a year, what lies in the days reported [%]; None: not told."""
        return None if self.years_reported is None else 100 * self.years_reported

    @cached_property
    def share(self) -> Text | None:
        """The effect as a share of the expected use with its range, above zero where claimed.

        None where a percentage makes no sense.
        """
        share = self.percent
        if share is None:
            return None
        return (share.scaled(-1) if share.verdict is Verdict.USED_MORE else share).text()

    @cached_property
    def share_said(self) -> Text | None:
        """The share and the verdict on it: 26 % (10 to 41 %) saved."""
        share, word = self.share, self.said.text
        between = " " if self.claims else ", "
        return share and Text("{share}{between}{word}", "{share}{between}{word}").format(
            share=share, between=between, word=word
        )

    @property
    def warned(self) -> tuple[Text, ...]:
        """What a colleague would add."""
        return tuple(Text(each["de"], each["en"]) for each in self.warnings)

    @property
    def stands_on_estimates(self) -> bool:
        """True where some of the readings are estimated."""
        return any(each["code"] == ESTIMATED_READINGS for each in self.warnings)

    @property
    def quality(self) -> Quality:
        """How its figures came to be: a model made them of readings, some maybe estimated."""
        return worked_out(read_by(estimated=self.stands_on_estimates))

    @property
    def counts(self) -> bool:
        """True for a meter that counts use, and so is a part of the measure's effect."""
        return self.meter_point is not None and self.meter_point.counts


class OwnDrift(models.Model):
    """What a municipality's own measure-free years say of drift; the newest row holds."""

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="+")
    carrier = models.CharField(max_length=20, choices=choices_of(Carrier))
    bills = models.BooleanField()  # from monthly readings and bills, else from days
    moved = models.FloatField()  # logarithm of the factor on the spread the prior expects
    pairs = models.PositiveIntegerField()  # year pairs behind it
    meters = models.PositiveIntegerField()
    data_version = models.BigIntegerField()  # newest delivery the readings were taken at
    prior_learnt_on = models.DateField()  # of the shipped prior it moves
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-at", "-pk"]
        get_latest_by = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.municipality} {self.carrier}: {self.pairs}"

    @property
    def factor(self) -> float:
        """How many times as far as the prior expects use drifts here [1]."""
        return math.exp(self.moved)

    @property
    def says(self) -> tuple[str, bool, int, int, float]:
        """All that tells it from another row of the municipality."""
        return self.carrier, self.bills, self.pairs, self.meters, round(self.moved, 6)
