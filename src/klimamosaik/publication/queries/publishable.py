"""What of a municipality can be published, for the office's page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef

from klimamosaik.balance.queries.balances import years_of
from klimamosaik.measures.models import Indicator, Measure
from klimamosaik.observations.models import Datastream, Thing
from klimamosaik.observations.queries.things import name_of, things_in
from klimamosaik.places.models import Building, Municipality
from klimamosaik.publication.models import Publication, PublishedKind
from klimamosaik.publication.queries.published import PublicItem
from klimamosaik.reports.queries.years import Days, known_days, usual_years
from klimamosaik.terms.period import local_day
from klimamosaik.terms.text import Text


@dataclass(frozen=True)
class PublicOffer:
    """One thing that can be published, and how it stands."""

    item: PublicItem
    name: Text
    since: datetime | None  # public since; None: it is not
    taken_back: datetime | None

    @property
    def code(self) -> str:
        """The thing in a form and in an address: "measure:12"."""
        return f"{self.item.kind.value}:{self.item.subject}"

    @property
    def public(self) -> bool:
        """True where strangers see it."""
        return self.since is not None


def offers(*, municipality: Municipality, at: datetime) -> tuple[PublicOffer, ...]:
    """Everything that can be published, kind by kind."""
    rows = Publication.objects.filter(municipality=municipality)
    known = {PublicItem(PublishedKind(row.kind), row.subject): row for row in rows}
    return tuple(offer(item, name, known.get(item)) for item, name in candidates(municipality, at))


def offer(item: PublicItem, name: Text, row: Publication | None) -> PublicOffer:
    """A thing beside what is known of its publication."""
    public = row is not None and row.until is None
    return PublicOffer(
        item, name, row.since if row and public else None, row.until if row else None
    )


def named(municipality: Municipality, item: PublicItem, at: datetime) -> str | None:
    """What a thing is called; None where there is no such thing in this municipality."""
    names = (name.de for each, name in candidates(municipality, at) if each == item)
    return next(names, None)


def candidates(municipality: Municipality, at: datetime) -> Iterable[tuple[PublicItem, Text]]:
    """All things with their names."""
    yield PublicItem(PublishedKind.MOSAIC), PublishedKind.MOSAIC.text
    for item, name in things(municipality, at):
        yield item, Text(name, name)


def things(municipality: Municipality, at: datetime) -> Iterable[tuple[PublicItem, str]]:
    """What has a name of its own, the same in every language."""
    for measure in Measure.objects.filter(municipality=municipality).order_by("name"):
        yield PublicItem(PublishedKind.MEASURE, str(measure.pk)), measure.name
    indicators = Indicator.objects.filter(measure__municipality=municipality)
    for one in indicators.select_related("measure").order_by("measure__name", "name"):
        yield (
            PublicItem(PublishedKind.INDICATOR, str(one.pk)),
            INDICATOR.format(measure=one.measure.name, name=one.name).de,
        )
    for building in Building.objects.filter(municipality=municipality).order_by("name"):
        yield PublicItem(PublishedKind.BUILDING, str(building.pk)), building.name
    for thing in measured_things(municipality):
        yield PublicItem(PublishedKind.READINGS, str(thing.pk)), name_of(thing)
    for year in reversed(years_of(ags=municipality.ags)):
        yield PublicItem(PublishedKind.BALANCE, str(year)), str(year)
    for span in report_spans(municipality, at):
        yield PublicItem(PublishedKind.REPORT, span), "–".join(dict.fromkeys(span.split("-")))


def measured_things(municipality: Municipality) -> list[Thing]:
    """Things with readings of their own to publish, by name."""
    measured = Exists(Datastream.objects.filter(thing=OuterRef("pk")))
    rows = things_in(municipality.ags).filter(measured).select_related("building", "station")
    return sorted(rows, key=name_of)


def report_spans(municipality: Municipality, at: datetime) -> Iterable[str]:
    """The spans an energy report can be about: first the office's own, the newest whole years.

    None of which nothing is known. What was published once stays among them, so that it can be
    taken back.
    """
    today = local_day(at)
    known = known_days(municipality).values()
    usual = usual_years(known, today=today)
    own = [span_of(usual.years[0], usual.years[-1])] if usual.whole else []
    every = [
        span_of(year - 2, year)
        for year in range(today.year - 1, FIRST_REPORT + 1, -1)
        if any(touch(days, year - 2, year) for days in known)
    ]
    rows = Publication.objects.filter(municipality=municipality, kind=PublishedKind.REPORT)
    return dict.fromkeys([*own, *every, *rows.values_list("subject", flat=True)])


def touch(days: Days, first: int, last: int) -> bool:
    """True where some of these days lie in these years."""
    begin, after = days
    return begin < date(last + 1, 1, 1) and after > date(first, 1, 1)


def span_of(first: int, last: int) -> str:
    """Years of a report as its subject."""
    return f"{first}-{last}"


INDICATOR = Text("{measure}: {name}", "{measure}: {name}")
FIRST_REPORT = 2020  # first year of the oldest span offered
