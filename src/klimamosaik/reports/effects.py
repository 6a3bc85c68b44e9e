"""The page "Was hat es gebracht?": everything about a measure's effect, ready to be shown."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import numpy as np
from django.db.models import prefetch_related_objects

from klimamosaik.evidence.models import Assessment, MeasuredEffect
from klimamosaik.evidence.queries.newest import newest_assessment
from klimamosaik.evidence.queries.stand import stand_of_measure
from klimamosaik.measures.models import Gate, Measure
from klimamosaik.observations.models import Datastream, Delivery
from klimamosaik.observations.queries import readings as observations
from klimamosaik.observations.queries.curves import monthly
from klimamosaik.observations.queries.stand import DataStand
from klimamosaik.reports.effect_sentences import money, sentences
from klimamosaik.reports.why_words import QUALITIES, kind_of, learnt_by, method_named
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.direction import Direction
from klimamosaik.terms.estimate import Estimate
from klimamosaik.terms.figure import Quality, Verdict
from klimamosaik.terms.period import LOCAL, midnight
from klimamosaik.terms.text import Text

MOST_READINGS = 100  # shown at once
MOST_MONTHS = 36  # shown of a meter that counts no use
NEXT_TO_NOTHING = 0.005  # coefficients below are not shown
FORMS = {
    "raw": Text("wie gemessen", "as metered"),
    "gradtagzahl": Text("nach Gradtagzahl G20/15 (VDI 3807)", "by degree days G20/15 (VDI 3807)"),
    "klimafaktor": Text("mit Klimafaktor (DWD)", "with climate factor (DWD)"),
    "regression": Text("im Normaljahr nach Regression", "in a normal year by regression"),
}


SPAN = Text("{low} … {high}", "{low} … {high}")
ASKED = frozenset({"use_changed", "unit_jump", "unit_or_saving", "zeros_as_missing"})


@dataclass(frozen=True)
class EffectMonth:
    """One month of the chart as figures."""

    first: date
    expected: float | None  # [kWh]
    measured: float | None  # [kWh]
    before: bool  # part of the baseline

    @property
    def difference(self) -> float | None:
        """Expected minus measured [kWh]."""
        if self.expected is None or self.measured is None:
            return None
        return self.expected - self.measured


@dataclass(frozen=True)
class Customary:
    """Use before and after in one customary form [kWh]."""

    name: Text
    before: float | None
    after: float | None

    @property
    def change_percent(self) -> float | None:
        """Change of use [%], negative where it fell."""
        if not self.before or self.after is None:
            return None
        return 100 * (self.after / self.before - 1)


@dataclass(frozen=True)
class Counted:
    """What a meter counted in a whole month."""

    first: date
    kwh: float


@dataclass(frozen=True)
class MeterPart:
    """The effect at one meter point."""

    effect: MeasuredEffect
    carrier: Text
    verdict: Text
    months: tuple[EffectMonth, ...]
    warnings: tuple[Text, ...]
    customary: tuple[Customary, ...]
    counted: tuple[Counted, ...] = ()  # of a meter that counts no use, newest last

    @property
    def direction(self) -> Text | None:
        """Which way its energy flows, where that is not simply drawn."""
        point = self.effect.meter_point
        drawn = point is None or point.direction == Direction.DRAWN
        return None if point is None or drawn else point.direction_text

    @property
    def saved(self) -> Text | None:
        """What was saved, as the sentences round it; None where nothing can be said."""
        found = self.effect.estimate
        return found.carried(found.mean) if found else None

    @property
    def span(self) -> Text | None:
        """The range of what was saved, rounded alike."""
        found = self.effect.estimate
        return (
            SPAN.format(low=found.carried(found.low), high=found.carried(found.high))
            if found
            else None
        )

    @property
    def noise(self) -> Text | None:
        """Half the width the scatter of readings alone gives, rounded alike."""
        found = self.effect.estimate
        return found.carried(found.noise) if found else None

    @property
    def drift(self) -> Text | None:
        """Half the width that use changes by from year to year, rounded alike."""
        found = self.effect.estimate
        return found.carried(found.drift) if found else None

    @property
    def share(self) -> Text | None:
        """The share of use with the verdict; None where nothing is claimed."""
        return self.effect.share_said if self.effect.claims else None

    @property
    def money(self) -> Text | None:
        """What it is worth; None where nothing is claimed, or no price is known."""
        worth = self.effect.worth
        return money(worth) if self.effect.claims and worth is not None else None

    @property
    def asks(self) -> bool:
        """True where somebody should say what happened at the meter."""
        return any(warning["code"] in ASKED for warning in self.effect.warnings)


@dataclass(frozen=True)
class EffectPage:
    """What the page shows, from the answer down to its sources."""

    measure: Measure
    assessment: Assessment
    total: MeasuredEffect
    worth: Estimate | None  # [EUR] None: not known
    reason: Text | None  # the first that is to be minded: why nothing can be decided
    sentences: tuple[Text, ...]
    gate: Text | None
    parts: tuple[MeterPart, ...]
    warnings: tuple[Text, ...]
    weather: Text
    earlier: tuple[Assessment, ...]
    stand: DataStand

    @property
    def number(self) -> Text | None:
        """The figure on top, with its range [%]; None where nothing is claimed."""
        return self.total.share if self.total.claims else None

    @property
    def one_meter(self) -> bool:
        """True where the whole measure is one meter, whose figures the sentences tell."""
        return len(self.parts) == 1

    @property
    def drawn(self) -> bool:
        """True where a chart tells the weather in its caption."""
        return any(part.months for part in self.parts)

    @property
    def weather_told(self) -> bool:
        """True where the answer says of the weather what the page would say again."""
        return self.reason == self.weather

    @property
    def method(self) -> Text:
        """The way of computing, in words."""
        return method_named(self.total.method)


def effect_page(measure: Measure) -> EffectPage | None:
    """Assemble the page of the newest effect; None where none was worked out yet."""
    assessment = newest_assessment(measure)
    if assessment is None:
        return None
    prefetch_related_objects([assessment], "effects__meter_point__building")
    rows, total, worth = assessment.effects.all(), assessment.whole, assessment.worth
    parts = tuple(meter_part(row, measure) for row in rows if row.meter_point_id is not None)
    warnings = warnings_of(total, parts)
    reason = warnings[0] if warnings else None
    return EffectPage(
        measure=measure,
        assessment=assessment,
        total=total,
        worth=worth,
        reason=reason,
        sentences=sentences(
            total,
            first_day=assessment.first_day,
            end=assessment.last_day,
            worth=worth,
            reason=reason,
        ),
        gate=gate_sentence(measure),
        parts=parts,
        warnings=mind(warnings, total),
        weather=Text(assessment.weather["de"], assessment.weather["en"]),
        earlier=tuple(Assessment.objects.filter(measure=measure).exclude(pk=assessment.pk)[:20]),
        stand=replace(stand_of_measure(measure), version=assessment.data_version),
    )


def mind(warnings: list[Text], total: MeasuredEffect) -> tuple[Text, ...]:
    """Each warning once, without the one the answer gives as its reason already."""
    told = warnings[:1] if total.said is Verdict.NOT_DECIDABLE else []
    return tuple(dict.fromkeys(text for text in warnings if text not in told))


def warnings_of(total: MeasuredEffect, parts: tuple[MeterPart, ...]) -> list[Text]:
    """All warnings, those of undecided meters first, of what is never judged last."""
    parts = tuple(sorted(parts, key=lambda part: not part.effect.counts))
    undecided = [part for part in parts if part.effect.said is Verdict.NOT_DECIDABLE]
    ordered = [*undecided, *(part for part in parts if part not in undecided)]
    return [*total.warned, *(text for part in ordered for text in part.warnings)]


def meter_part(effect: MeasuredEffect, measure: Measure) -> MeterPart:
    """One meter's part with its months."""
    return MeterPart(
        effect=effect,
        carrier=Carrier(effect.carrier).text,
        verdict=effect.said.text,
        months=months_of(effect.course, measure.installation_start or measure.start or date.max),
        warnings=effect.warned,
        customary=customary(effect.side_by_side),
        counted=() if effect.counts else counted_by(effect),
    )


def counted_by(effect: MeasuredEffect) -> tuple[Counted, ...]:
    """Whole months of a meter nothing is claimed of, without any expectation beside them."""
    if effect.datastream is None:
        return ()
    months = monthly(datastreams=[effect.datastream]).sort("month").tail(MOST_MONTHS)
    return tuple(Counted(month, kwh) for month, kwh in months.select("month", "value").rows())


def customary(found: dict[str, dict[str, float | None]]) -> tuple[Customary, ...]:
    """The customary figures that could be computed, each under its name."""
    if not found:
        return ()
    rows = [Customary(name, found["before"][k], found["after"][k]) for k, name in FORMS.items()]
    return tuple(row for row in rows if row.before is not None or row.after is not None)


def months_of(course: dict[str, list[object]], baseline_end: date) -> tuple[EffectMonth, ...]:
    """Sum the course by calendar month; days known on one side only count on neither."""
    if not course:
        return ()
    days = np.array(course["days"], dtype="datetime64[D]")
    expected = np.array(course["expected"], dtype=np.float64)
    measured = np.array(course["measured"], dtype=np.float64)
    months = days.astype("datetime64[M]")
    found = []
    for month in np.arange(months.min(), months.max() + 1):
        here = (months == month) & np.isfinite(expected) & np.isfinite(measured)
        first = month.astype("datetime64[D]").astype(object)
        sums = [float(side[here].sum()) if here.any() else None for side in (expected, measured)]
        found.append(EffectMonth(first, sums[0], sums[1], first < baseline_end))
    return tuple(found)


def gate_sentence(measure: Measure) -> Text | None:
    """What was asked beforehand."""
    gate = Gate.objects.filter(measure=measure).first()
    if gate is None:
        return None
    late = Text("nachträglich ", "afterwards ")
    return Text(
        "Erfolgskriterium: mindestens {asked} Einsparung mit {sure} Sicherheit, {late}festgelegt "
        "am {day:short}.",
        "Criterion: a saving of at least {asked} with {sure} confidence, set {late}on {day:short}.",
    ).format(
        asked=gate.asked,
        sure=f"{gate.confidence * 100:.0f} %",
        late="" if gate.written_beforehand else late,
        day=gate.written_on,
    )


@dataclass(frozen=True)
class ReadingRow:
    """One reading with the delivery that brought it."""

    start: datetime
    end: datetime
    value: float | None
    quality: str
    delivery: Delivery | None

    @property
    def quality_text(self) -> Text:
        """How the value came to be, as a person would say it."""
        return QUALITIES[Quality(self.quality)]


@dataclass(frozen=True)
class NamedCoefficient:
    """A fitted number with a name people can read."""

    name: Text
    value: float
    unit: str


COEFFICIENTS = {
    "base": Text("Grundverbrauch", "base use"),
    "heating": Text("je Grad unter der Heizgrenze", "per degree below the heating balance point"),
    "cooling": Text("je Grad über der Kühlgrenze", "per degree above the cooling balance point"),
    "heating_rest": Text("Heizen an Ruhetagen, dazu", "heating on days of rest, added"),
    "cooling_rest": Text("Kühlen an Ruhetagen, dazu", "cooling on days of rest, added"),
    "saturday": Text("samstags, dazu", "on Saturdays, added"),
    "sunday": Text("sonn- und feiertags, dazu", "on Sundays and holidays, added"),
    "christmas": Text("24. Dezember bis 1. Januar, dazu", "24 December to 1 January, added"),
    "easter": Text("um Ostern, dazu", "about Easter, added"),
    "open": Text("solange die eigene Saison dauert, dazu", "while its own season lasts, added"),
    "carried": Text("Übertrag der letzten Wochen", "carried from the last weeks"),
}
SEASON = Text("Jahreszeit, Welle {name}", "season, wave {name}")


def coefficients(effect: MeasuredEffect) -> tuple[NamedCoefficient, ...]:
    """The numbers of the model that say something; those at zero are left out."""
    return tuple(
        NamedCoefficient(
            COEFFICIENTS.get(one["name"])
            or SEASON.format(name=one["name"].removeprefix("season_")),
            one["value"],
            one["unit"],
        )
        for one in effect.model.get("coefficients", [])
        if abs(one["value"]) > NEXT_TO_NOTHING
    )


@dataclass(frozen=True)
class WhyLink:
    """The way back from an effect at one meter to its readings."""

    effect: MeasuredEffect
    datastream: Datastream | None
    first: date
    last: date
    deliveries: tuple[tuple[Delivery, int], ...]  # and how many of its readings count here
    readings: tuple[ReadingRow, ...]  # of the month asked for
    months: tuple[date, ...]  # that can be asked for
    month: date | None
    days: tuple[date, ...] = ()  # to choose from, where a month holds too many readings
    day: date | None = None

    @property
    def coefficients(self) -> tuple[NamedCoefficient, ...]:
        """The model's numbers under names people can read."""
        return coefficients(self.effect)

    @property
    def learnt(self) -> Text:
        """What the model learnt the use by."""
        return learnt_by(self.effect.method)

    @property
    def kind(self) -> Text:
        """The model in words."""
        return kind_of(self.effect.method, self.effect.model.get("type", ""))


def why(*, effect: MeasuredEffect, month: date | None, day: date | None = None) -> WhyLink:
    """Collect what an effect stands on, as it stood at its data version.

    month, day: whose readings are wanted; a day only where the month holds too many to show.
    """
    course = effect.course.get("days") or []
    stream = Datastream.objects.filter(pk=effect.datastream or 0).first()
    if stream is None or not course:
        first = effect.assessment.first_day or date.max
        return WhyLink(effect, stream, first, date.max, (), (), (), None)
    first, last = date.fromisoformat(course[0]), date.fromisoformat(course[-1])
    version = effect.assessment.data_version
    frame = observations.readings(
        datastreams=[stream.pk],
        start=midnight(first),
        end=midnight(last + timedelta(days=1)),
        as_of=version,
    )
    counted: dict[int, int] = defaultdict(int)
    for seq in frame["seq"]:
        counted[seq] += 1
    known = Delivery.objects.in_bulk(list(counted))
    months = tuple(sorted({date.fromisoformat(day).replace(day=1) for day in course}))
    shown = month if month in months else months[-1]
    rows = tuple(
        ReadingRow(row["start"], row["end"], row["value"], row["quality"], known.get(row["seq"]))
        for row in frame.iter_rows(named=True)
        if row["start"].astimezone(LOCAL).date().replace(day=1) == shown
    )
    days: tuple[date, ...] = ()
    if len(rows) > MOST_READINGS:
        days = tuple(sorted({local_day(row) for row in rows}))
        day = day if day in days else days[0]
        rows = tuple(row for row in rows if local_day(row) == day)
    return WhyLink(
        effect=effect,
        datastream=stream,
        first=first,
        last=last,
        deliveries=tuple((known[seq], count) for seq, count in counted.items() if seq in known),
        readings=rows,
        months=months,
        month=shown,
        days=days,
        day=day if days else None,
    )


def local_day(row: ReadingRow) -> date:
    """The local day a reading starts on."""
    return row.start.astimezone(LOCAL).date()
