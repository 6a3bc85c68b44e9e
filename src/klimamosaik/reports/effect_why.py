"""The page "Warum?": the way back from an effect at one meter to its readings."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from klimamosaik.evidence.models import MeasuredEffect
from klimamosaik.observations.models import Datastream, Delivery
from klimamosaik.observations.queries import data_status
from klimamosaik.observations.queries import readings as observations
from klimamosaik.reports.why_wording import kind_of, learnt_by
from klimamosaik.terms.period import local_day, midnight
from klimamosaik.terms.quality import Quality
from klimamosaik.terms.text import Text

MOST_READINGS = 100  # shown at once
NEXT_TO_NOTHING = 0.005  # coefficients below are not shown


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
        return Quality(self.quality).text


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
SEASON = Text("Jahreszeit, Welle {number}, {part}", "season, wave {number}, {part}")
PARTS = {"cos": Text("Kosinus", "cosine"), "sin": Text("Sinus", "sine")}


def season(name: str) -> Text:
    """One of the waves a year's course is made of, as `season_1_cos`."""
    number, part = name.removeprefix("season_").split("_")
    return SEASON.format(number=number, part=PARTS[part])


def coefficients(effect: MeasuredEffect) -> tuple[NamedCoefficient, ...]:
    """The numbers of the model that say something; those at zero are left out."""
    return tuple(
        NamedCoefficient(
            COEFFICIENTS.get(one["name"]) or season(one["name"]),
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
    counted = Counter(frame["seq"].to_list())
    known = data_status.deliveries_of(counted)
    months = tuple(sorted({date.fromisoformat(day).replace(day=1) for day in course}))
    shown = month if month in months else months[-1]
    rows = [
        ReadingRow(row["start"], row["end"], row["value"], row["quality"], known.get(row["seq"]))
        for row in frame.iter_rows(named=True)
        if local_day(row["start"]).replace(day=1) == shown
    ]
    days: list[date] = []
    if len(rows) > MOST_READINGS:
        days = sorted({local_day(row.start) for row in rows})
        day = day if day in days else days[0]
        rows = [row for row in rows if local_day(row.start) == day]
    return WhyLink(
        effect=effect,
        datastream=stream,
        first=first,
        last=last,
        deliveries=deliveries_with_readings(known, counted),
        readings=tuple(rows),
        months=months,
        month=shown,
        days=tuple(days),
        day=day if days else None,
    )


def deliveries_with_readings(
    known: Mapping[int, Delivery], counted: Mapping[int, int]
) -> tuple[tuple[Delivery, int], ...]:
    """Each row of the history with how many readings came by it."""
    found: Counter[int] = Counter()
    for version, count in counted.items():
        if version in known:
            found[known[version].seq] += count
    rows = {delivery.seq: delivery for delivery in known.values()}
    return tuple((rows[seq], count) for seq, count in found.items())
