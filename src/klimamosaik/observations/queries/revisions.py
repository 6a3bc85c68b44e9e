"""What deliveries changed of what was known: the one room that says why a figure is another."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import polars as pl
from django.db.models import QuerySet

from klimamosaik.observations.models import Delivery, Revision
from klimamosaik.observations.store.frames import KEY, moment
from klimamosaik.observations.store.merging import ALIKE, ReadingDifference
from klimamosaik.places.models import MeterPoint
from klimamosaik.records.batched_ids import at_once
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.period import LOCAL
from klimamosaik.terms.text import Text, both, decimal, joined

ROWS = 12  # of a datastream that are kept one by one
MOST_DIGITS = 3  # behind the comma, for values that differ by little
ABOUT = 0.1  # share of a difference that printing may lose
DAY = timedelta(hours=25)  # the longest day


def note_revisions(delivery: Delivery, change: ReadingDifference) -> None:
    """Keep what a delivery changed of what was known, with the values before and now."""
    if change.replaced.is_empty():
        return
    both = change.fresh.select(*KEY, "end", now="value").join(
        change.replaced.select(*KEY, before="value"), on=KEY
    )
    apart = (pl.col("now") - pl.col("before")).abs() > ALIKE * pl.col("before").abs()
    told = both.filter(apart.fill_null(True) & pl.col("before").is_not_null()).sort(KEY)
    Revision.objects.bulk_create(
        revision_of(delivery, rows) for rows in told.partition_by("datastream", maintain_order=True)
    )


def revision_of(delivery: Delivery, rows: pl.DataFrame) -> Revision:
    """The readings of one datastream as they are kept."""
    times = rows.with_columns(pl.col("start", "end").to_physical())
    return Revision(
        delivery=delivery,
        datastream_id=int(rows["datastream"][0]),
        count=rows.height,
        first=int(times["start"][0]),
        last=int(times["end"].max()),  # type: ignore[arg-type]
        before=float(rows["before"].sum()),
        now=None if rows["now"].null_count() == rows.height else float(rows["now"].sum()),
        rows=[list(row) for row in times.select("start", "end", "before", "now").head(ROWS).rows()],
    )


def revisions(
    *,
    datastreams: Collection[int],
    after: int,
    upto: int,
    start: date | None = None,
    end: date | None = None,
) -> list[Revision]:
    """What deliveries after version `after` up to `upto` changed, oldest first.

    start, end: local days of which at least one reading must be, [start, end).
    """
    found: list[Revision] = []
    for asked in at_once(sorted(datastreams)):
        rows = within(Revision.objects.all(), start, end).filter(
            datastream__in=asked, delivery__gt=after, delivery__lte=upto
        )
        found += rows.select_related(
            "delivery__withdraws", "datastream__station", "datastream__meter_point__building"
        )
    return sorted(found, key=lambda each: (each.delivery_id, each.datastream_id))


def within(
    rows: "QuerySet[Revision]", start: date | None, end: date | None
) -> "QuerySet[Revision]":
    """Those of readings on local days [start, end)."""
    if start is not None:
        rows = rows.filter(last__gt=stored(start))
    return rows if end is None else rows.filter(first__lt=stored(end))


def stored(day: date) -> int:
    """The beginning of a local day [µs since 1970, UTC]."""
    return int(datetime(day.year, day.month, day.day, tzinfo=LOCAL).timestamp()) * 1_000_000


@dataclass(frozen=True)
class RevisedReading:
    """One reading before and after."""

    when: Text
    before: float
    now: float | None  # None: taken away
    unit: str

    @property
    def said(self) -> tuple[Text, Text]:
        """Both values with their unit, with as many digits as they need to differ."""
        digits = digits_of(self.before, self.now)
        was = amount(self.before, self.unit, digits)
        return was, NOTHING if self.now is None else amount(self.now, self.unit, digits)


def readings_of(revision: Revision) -> Iterator[RevisedReading]:
    """The readings of a revision that are kept one by one."""
    for start, end, before, now in revision.rows:
        yield RevisedReading(when(start, end), before, now, revision.datastream.unit)


@dataclass(frozen=True)
class Revised:
    """What a delivery changed of one meter's or station's readings."""

    where: Text
    count: int
    rows: tuple[RevisedReading, ...]  # the first few


def revised_by(deliveries: Collection[int]) -> dict[int, list[Revised]]:
    """What each delivery changed, by its number; those that changed nothing are absent."""
    found: dict[int, list[Revised]] = {}
    rows = Revision.objects.filter(delivery__in=deliveries)
    for each in rows.select_related("datastream__station", "datastream__meter_point__building"):
        one = Revised(where(each), each.count, tuple(readings_of(each)))
        found.setdefault(each.delivery_id, []).append(one)
    return found


def cause(revision: Revision, *, named: bool = False) -> Text:
    """Who reads it learns when and what was corrected, and what it was before; no full stop.

    named: also of which meter, where a figure stands on several.
    """
    delivery = revision.delivery
    values = {"name": delivery.name}
    template = SEVERAL if revision.count > 1 else ONE
    if delivery.withdraws_id:
        template = SEVERAL_BACK if revision.count > 1 else ONE_BACK
        values["name"] = delivery.withdraws.name if delivery.withdraws else delivery.name
    return filled(template, values | {"n": decimal(revision.count)}, revision, named=named)


def filled(template: Text, values: dict[str, str], revision: Revision, *, named: bool) -> Text:
    """The sentence with span, values and meter in the words of each language."""
    span, day = when(revision.first, revision.last), day_of(revision.delivery)
    what = changed_amount(revision)
    place = where(revision) if named else None
    if place is not None:
        what = joined((what, place), "; ")
    return template.format(day=day, span=span, what=what, **values)


def day_of(delivery: Delivery) -> Text:
    """The local day of a delivery."""
    day = delivery.at.astimezone(LOCAL)
    return Text("{day:short}", "{day:short}").format(day=day)


def changed_amount(revision: Revision) -> Text:
    """What the readings say now instead of before: "763 statt 5.700 kWh"."""
    unit, before, now = revision.datastream.unit, revision.before, revision.now
    if "°" in unit and revision.count > 1:  # temperatures do not add up
        before, now = before / revision.count, None if now is None else now / revision.count
    digits = digits_of(before, now)
    was = amount(before, unit, digits)
    if now is None:
        return GONE.format(was=was)
    return INSTEAD.format(now=both(now, digits), was=was)


def digits_of(before: float, now: float | None) -> int:
    """Digits behind the comma with which the difference of two values is printed about right."""
    if now is None:
        return 0
    change = now - before
    return next(
        (
            n
            for n in range(MOST_DIGITS)
            if abs(round(now, n) - round(before, n) - change) <= ABOUT * abs(change)
        ),
        MOST_DIGITS,
    )


def amount(value: float, unit: str, digits: int) -> Text:
    """A value with its unit."""
    return Text("{value} {unit}", "{value} {unit}").format(value=both(value, digits), unit=unit)


def when(first: int, last: int) -> Text:
    """The local time a reading, or several, are of [µs since 1970, UTC]."""
    begin, end = moment(first).astimezone(LOCAL), moment(last).astimezone(LOCAL)
    length = moment(last) - moment(first)
    if length < timedelta(hours=23):
        return Text("{begin:time}", "{begin:time}").format(begin=begin)
    newest = end - timedelta(seconds=1)
    if length <= DAY or begin.date() == newest.date():
        return Text("{begin:short}", "{begin:short}").format(begin=begin)
    span = Text("{begin:short} bis {newest:short}", "{begin:short} to {newest:short}")
    return span.format(begin=begin, newest=newest)


def where(revision: Revision) -> Text:
    """The meter or station, in words."""
    point, station = revision.datastream.meter_point, revision.datastream.station
    if point is not None:
        return meter_named(point)
    name = station.name or station.number if station else revision.datastream.name
    return Text(
        "Wetter {name}",
        "weather {name}",
    ).format(name=name)


def meter_named(point: MeterPoint) -> Text:
    """A meter by its building, its carrier and, where it says more, its name."""
    carrier, name = Carrier(point.carrier).text, point.building.name
    rest = point.name.removeprefix(name).strip(" ,:·–-")
    more = "" if rest.lower() in ("", carrier.de.lower(), carrier.en.lower()) else f", {rest}"
    return Text(
        "{name}, {carrier}{more}",
        "{name}, {carrier}{more}",
    ).format(name=name, carrier=carrier, more=more)


ONE = Text(
    "Am {day} wurde ein Wert vom {span} berichtigt ({what})",
    "On {day} a value of {span} was corrected ({what})",
)
SEVERAL = Text(
    "Am {day} wurden {n} Werte vom {span} berichtigt ({what})",
    "On {day} {n} values of {span} were corrected ({what})",
)
ONE_BACK = Text(
    "Am {day} wurde „{name}“ zurückgenommen und damit ein Wert vom {span} geändert ({what})",
    "On {day} “{name}” was withdrawn, and with it a value of {span} was changed ({what})",
)
SEVERAL_BACK = Text(
    "Am {day} wurde „{name}“ zurückgenommen und damit {n} Werte vom {span} geändert ({what})",
    "On {day} “{name}” was withdrawn, and with it {n} values of {span} were changed ({what})",
)
INSTEAD = Text("{now} statt {was}", "{now} instead of {was}")
GONE = Text("{was} zählen nicht mehr", "{was} do not count any more")
NOTHING = Text("nichts mehr", "nothing any more")
