"""When figures became public, and since when what they said may be told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from klimamosaik.publication.models import PublishedKind
from klimamosaik.publication.queries.figures.kinds import kind_of
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.publications import BySubject, PublishedTimes, publications
from klimamosaik.publication.queries.published import Published
from klimamosaik.publication.queries.results import PublicFigure

EVER = datetime.fromtimestamp(0, UTC)


def times_of(known: Known) -> "FigureTimes":
    """The publications behind the figures of an answer, read once."""
    return known.once("figure times", lambda: FigureTimes(known.published, publications(known)))


@dataclass(frozen=True)
class FigureTimes:
    """The publications behind each figure of a municipality."""

    published: Published
    by_subject: BySubject

    def behind(self, key: str) -> Sequence[PublishedTimes]:
        """What a figure is published with: one thing, or all of a kind."""
        kind = kind_of(key)
        subject = None if kind.prefix is None else key.removeprefix(kind.prefix)
        return self.by_subject.get((kind.of, subject), ())

    def issued(self, key: str) -> datetime:
        """When it became public."""
        since = [row.since for row in self.behind(key) if row.until is None]
        return min(since, default=self.published.since)

    def told_since(self, key: str) -> datetime:
        """What it said before may speak of what was taken back since, and is not told any more."""
        taken = [row.until for row in self.behind(key) if row.until is not None]
        single = kind_of(key).prefix is not None
        return max([*taken, self.issued(key) if single else EVER])

    def touched(self, kind: PublishedKind) -> datetime:
        """When something of a kind was last published or taken back."""
        moments = (row.until or row.since for row in self.by_subject.get((kind, None), ()))
        return max(moments, default=self.published.since)

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

    def modified(self, figure: PublicFigure) -> datetime:
        """When it last said something else, or became public."""
        return max(figure.changed_at, self.issued(figure.key))

    def published_after(self, key: str, at: datetime) -> bool:
        """True where something it is made of was published or taken back after a moment."""
        return any((row.until or row.since) > at for row in self.behind(key))
