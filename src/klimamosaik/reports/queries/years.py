"""Which years a report is about unless others are asked for: the newest whole ones with data."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Max, Min

from klimamosaik.observations.models import Bill, Datastream
from klimamosaik.observations.queries.known_spans import known_spans
from klimamosaik.places.models import MeterPoint, Municipality
from klimamosaik.terms.period import local_day
from klimamosaik.terms.text import Text

SPAN = 3  # years, as the duty to report asks for
SLACK = timedelta(days=4)  # a year counts as whole with so many days missing, as in terms.amount
MOST_OF = 0.5  # of the meters that make a year one of data

Days = tuple[date, date]  # first day, first day after


@dataclass(frozen=True)
class ReportYears:
    """The years, and until when there are data."""

    years: tuple[int, ...]
    whole: bool  # False: no year is known whole by most of the meters
    until: date | None  # last day with readings or bills; None: there are none

    @property
    def why(self) -> Text | None:
        """Why these years are shown, and what newer data there are; None without any data."""
        if self.until is None:
            return None
        if not self.whole:
            return NO_WHOLE_YEAR.format(until=self.until)
        span = str(self.years[0]) if len(self.years) == 1 else f"{self.years[0]}–{self.years[-1]}"
        form = AND_NEWER if self.newer else NEWEST
        which = ONE if len(self.years) == 1 else SEVERAL
        return form.format(which=which, span=span, until=self.until, year=self.until.year)

    @property
    def newer(self) -> bool:
        """True where data reach beyond the years: a year that is not whole yet."""
        return self.until is not None and self.until.year > self.years[-1]


def report_years(*, municipality: Municipality, today: date) -> ReportYears:
    """At most three years up to the newest one that half of the meters know whole.

    Without any data the last three calendar years.
    """
    return usual_years(known_days(municipality).values(), today=today)


def usual_years(spans: Collection[Days], *, today: date) -> ReportYears:
    """The same of days that are known of meters."""
    wholes = whole_years(spans, before=today.year)
    until = max((end for _, end in spans), default=None)
    last_day = until - timedelta(days=1) if until else None
    if not wholes:
        years = (min(last_day.year, today.year),) if last_day else last_three(today)
        return ReportYears(years, whole=False, until=last_day)
    newest = max(wholes)
    first = newest
    while first - 1 in wholes and newest - first + 1 < SPAN:
        first -= 1
    return ReportYears(tuple(range(first, newest + 1)), whole=True, until=last_day)


ONE = Text("das neueste Jahr", "the newest year")
SEVERAL = Text("die neuesten Jahre", "the newest years")
NO_WHOLE_YEAR = Text(
    "Noch liegt kein ganzes Kalenderjahr vor; Werte gibt es bis {until}.",
    "No whole calendar year is known yet; there are values until {until}.",
)
NEWEST = Text(
    "Gezeigt: {span}, {which} mit vollständigen Werten.",
    "Shown: {span}, {which} with complete values.",
)
AND_NEWER = Text(
    "Gezeigt: {span}, {which} mit vollständigen Werten. Neuere "
    "gibt es bis {until}; {year} ist noch nicht vollständig.",
    "Shown: {span}, {which} with complete values. There are newer ones until "
    "{until}; {year} is not complete yet.",
)


def last_three(today: date) -> tuple[int, ...]:
    """The last three calendar years."""
    return tuple(range(today.year - SPAN, today.year))


def whole_years(spans: Iterable[Days], *, before: int) -> frozenset[int]:
    """The years before a year that most of the meters know from end to end."""
    counts: dict[int, int] = defaultdict(int)
    for start, end in spans:
        for year in range(start.year, min(end.year, before - 1) + 1):
            first, after = date(year, 1, 1), date(year + 1, 1, 1)
            counts[year] += start - SLACK <= first and end + SLACK >= after
    most = max(counts.values(), default=0)
    return frozenset(year for year, count in counts.items() if count and count >= MOST_OF * most)


def known_days(municipality: Municipality) -> Mapping[int, Days]:
    """From when to when readings or bills tell of each meter that counts as use."""
    points = MeterPoint.objects.counting().filter(building__municipality=municipality)
    streams = dict(
        Datastream.objects.filter(meter_point__in=points).values_list("pk", "meter_point")
    )
    found: dict[int, Days] = {}
    for stream, span in known_spans(list(streams)).items():
        days = local_day(span.first), local_day(span.until)
        join(found, streams[stream], days)
    bills = Bill.objects.filter(meter_point__in=points).values("meter_point")
    for row in bills.annotate(first=Min("start"), after=Max("end")).order_by():
        join(found, row["meter_point"], (row["first"], row["after"]))
    return found


def join(found: dict[int, Days], point: int, days: Days) -> None:
    """Widen the days known of a meter."""
    first, after = found.get(point, days)
    found[point] = min(first, days[0]), max(after, days[1])
