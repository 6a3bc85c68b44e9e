"""When figures became public, and since when what they said may be told to whoever follows."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property

from klimamosaik.publication.kernel.edition import Stated, digest_of, measured_of
from klimamosaik.publication.models import FigureEdition, Publication, PublishedKind
from klimamosaik.publication.queries.figures.every import kind_of
from klimamosaik.publication.queries.figures.kind import id_in
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.results import Datum, PublicFigure
from klimamosaik.reports.kernel.inputs import Medium
from klimamosaik.terms.figure import Quality
from klimamosaik.terms.period import local_day

EVER = datetime.fromtimestamp(0, UTC)


@dataclass(frozen=True)
class FigureTimes:
    """The publications behind each figure of a municipality."""

    known: Known

    @cached_property
    def rows(self) -> tuple[Publication, ...]:
        """All publications, also those taken back."""
        return tuple(Publication.objects.filter(municipality=self.known.published.ags))

    @cached_property
    def by_subject(self) -> Mapping[tuple[str, str | None], Sequence[Publication]]:
        """The same by kind and subject, and by kind alone."""
        found: dict[tuple[str, str | None], list[Publication]] = defaultdict(list)
        for row in self.rows:
            found[row.kind, row.subject].append(row)
            found[row.kind, None].append(row)
        return found

    def behind(self, key: str) -> Sequence[Publication]:
        """What a figure is published with: one thing, or all of a kind."""
        kind = kind_of(key)
        subject = None if kind.prefix is None else key.removeprefix(kind.prefix)
        return self.by_subject.get((kind.of, subject), ())

    def issued(self, key: str) -> datetime:
        """When it became public."""
        since = [row.since for row in self.behind(key) if row.until is None]
        return min(since, default=self.known.published.since)

    def told_from(self, key: str) -> datetime:
        """What it said before may speak of what was taken back since, and is not told any more."""
        taken = [row.until for row in self.behind(key) if row.until is not None]
        single = kind_of(key).prefix is not None
        return max([*taken, self.issued(key) if single else EVER])

    def touched(self, kind: PublishedKind) -> datetime:
        """When something of a kind was last published or taken back."""
        moments = (row.until or row.since for row in self.by_subject.get((kind, None), ()))
        return max(moments, default=self.known.published.since)

    @property
    def measures(self) -> datetime:
        """When a measure was last published or taken back."""
        return self.touched(PublishedKind.MEASURE)

    @property
    def buildings(self) -> datetime:
        """When a building was last published or taken back."""
        return self.touched(PublishedKind.BUILDING)

    @property
    def readings(self) -> datetime:
        """When the readings of a thing were last published or taken back."""
        return self.touched(PublishedKind.READINGS)

    @cached_property
    def noted(self) -> dict[str, FigureEdition]:
        """What was last noted of each figure."""
        rows = FigureEdition.objects.filter(municipality=self.known.published.ags)
        return {row.figure: row for row in rows.order_by("at", "pk")}

    def modified(self, figure: PublicFigure) -> datetime:
        """When it last said something else; other readings and publications make it no newer.

        What is not noted yet is as new as all it may stand on.
        """
        row, changed = self.noted.get(figure.key), figure.changed_at
        if row is not None and row.digest == stated(figure, local_day(self.known.at)).digest:
            changed = min(changed, row.at)
        return max(changed, self.issued(figure.key))

    def published_after(self, key: str, at: datetime) -> bool:
        """True where something it is made of was published or taken back after a moment."""
        return any((row.until or row.since) > at for row in self.behind(key))


def withheld(known: Known, key: str) -> bool:
    """True where a figure's values must not be told now, whatever it said before."""
    measure, building = id_in(key, "massnahme-"), id_in(key, "gebaeude-")
    if measure is not None:
        return known.hidden.measure(measure)
    if building is not None:
        return any(known.hidden.building(building, medium) for medium in Medium)
    whole_town = key == "verbrauch" or key.startswith("warum-")
    return whole_town and any(known.hidden.town(medium) for medium in Medium)


def stated(figure: PublicFigure, today: date) -> Stated:
    """What a figure says now, as far as it is kept."""
    rows = [(each, row_of(each)) for each in figure.data]
    return Stated(
        digest=digest_of([figure.headline.both(), *(row for _, row in rows)]),
        measured=measured_of(
            ((each.period, row) for each, row in rows if each.quality is Quality.MEASURED), today
        ),
        method=figure.method,
        data_version=figure.data_version,
    )


def row_of(each: Datum) -> tuple[object, ...]:
    """A row as it is compared: what it is called may change, what it says may not."""
    ends = (each.estimate.low, each.estimate.high) if each.estimate else None
    return (each.series, each.period, each.place and each.place.de, each.value, each.unit, ends)


def editions_told(known: Known, keys: Iterable[str]) -> list[FigureEdition]:
    """What public figures said, the newest first, as far as it may be told."""
    times = FigureTimes(known)
    from_when = {key: times.told_from(key) for key in keys if not withheld(known, key)}
    rows = FigureEdition.objects.filter(municipality=known.published.ags, figure__in=from_when)
    return [row for row in rows if row.at >= from_when[row.figure]]
