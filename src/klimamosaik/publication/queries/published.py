"""What of a municipality is public now: where every public answer begins."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db import models

from klimamosaik.balance.queries.balances import years_of
from klimamosaik.measures.models import Indicator, Measure
from klimamosaik.observations.queries.things import things_in
from klimamosaik.places.models import Building, Municipality
from klimamosaik.publication.models import Publication, PublicPage, PublishedKind


class NotPublic(Exception):
    """There is nothing public at this address, and never was."""


class NoLongerPublic(Exception):
    """What stood at this address was taken back."""


@dataclass(frozen=True)
class PublicItem:
    """One thing that can be public by itself."""

    kind: PublishedKind
    subject: str = ""  # an id, a year "2024", years "2023-2025"; "" of the mosaic


@dataclass(frozen=True)
class Published:
    """What strangers may see of a municipality; every public query starts from one."""

    ags: str
    items: frozenset[PublicItem]
    gone: frozenset[PublicItem]  # public once, taken back
    since: datetime  # the page is public
    newest: datetime  # anything was last published or taken back
    frozen: tuple[tuple[PublicItem, int], ...] = ()  # editions that stay with a data version
    preview: bool = False  # shown to a person of the office before it is published

    def has(self, kind: PublishedKind, subject: object = "") -> bool:
        """True where it is public."""
        return PublicItem(kind, str(subject)) in self.items

    @cached_property
    def by_kind(self) -> Mapping[PublishedKind, tuple[str, ...]]:
        """The subjects that are public, by their kind, in order."""
        found: dict[PublishedKind, list[str]] = {}
        for item in self.items:
            found.setdefault(item.kind, []).append(item.subject)
        return {
            kind: tuple(sorted(own, key=lambda subject: (len(subject), subject)))
            for kind, own in found.items()
        }

    def subjects(self, kind: PublishedKind) -> tuple[str, ...]:
        """The subjects of a kind that are public, in order."""
        return self.by_kind.get(kind, ())

    def ids(self, kind: PublishedKind) -> tuple[int, ...]:
        """The ids of a kind that are public."""
        return tuple(int(subject) for subject in self.subjects(kind))

    def require(self, kind: PublishedKind, subject: object = "") -> None:
        """Raise NoLongerPublic for what was taken back, NotPublic for what never was public."""
        item = PublicItem(kind, str(subject))
        if item in self.items:
            return
        raise NoLongerPublic if item in self.gone else NotPublic

    def as_of(self, item: PublicItem) -> int | None:
        """The data version an edition stays with; None: it follows the newest."""
        return dict(self.frozen).get(item)


def published_in(ags: str) -> Published:
    """What is public of the municipality with this key.

    Raises NoLongerPublic where its page was switched off, NotPublic where it never was on.
    """
    page = PublicPage.objects.filter(municipality=ags).first()
    if page is None or page.on_since is None:
        raise NoLongerPublic if page is not None and page.off_since else NotPublic
    return found(page, page.on_since)


def towns_published() -> tuple[str, ...]:
    """The keys of all municipalities whose page is on."""
    rows = PublicPage.objects.filter(on_since__isnull=False).order_by("municipality__name")
    return tuple(rows.values_list("municipality_id", flat=True))


def preview_of(municipality: Municipality, also: Collection[PublicItem], at: datetime) -> Published:
    """What strangers would see with these things, too, for who is about to publish them."""
    page = PublicPage.objects.filter(municipality=municipality).first()
    stand = found(page or PublicPage(municipality=municipality), at)
    return replace(stand, items=stand.items | there(stand.ags, also), preview=True)


def found(page: PublicPage, since: datetime) -> Published:
    """The rows of a municipality, sorted into public and gone."""
    rows = publications_of(page.municipality_id)
    items = {PublicItem(PublishedKind(row.kind), row.subject): row for row in rows}
    times = [since, *(row.until or row.since for row in rows)]
    chosen = [item for item, row in items.items() if row.until is None]
    public = there(page.municipality_id, chosen)
    return Published(
        ags=page.municipality_id,
        items=public,
        gone=frozenset(items) - public,
        since=since,
        newest=max(times),
        frozen=tuple((item, row.as_of) for item, row in items.items() if row.as_of is not None),
    )


def publications_of(ags: str) -> "models.QuerySet[Publication, Any]":
    """Kind, subject, since, until and data version of all that is or was public, as one asks."""
    rows = Publication.objects.filter(municipality=ags)
    return rows.values_list("kind", "subject", "since", "until", "as_of", named=True)


def there(ags: str, items: Collection[PublicItem]) -> frozenset[PublicItem]:
    """Those whose subject still exists: what the office deleted meanwhile is gone, too."""
    found: set[PublicItem] = set()
    for kind in {item.kind for item in items}:
        of_it = [item for item in items if item.kind is kind]
        known = SUBJECTS[kind](ags) if kind in SUBJECTS else None
        found |= {item for item in of_it if known is None or item.subject in known}
    return frozenset(found)


def ids(rows: "models.QuerySet[Any]") -> frozenset[str]:
    """Their ids as subjects."""
    return frozenset(map(str, rows.values_list("pk", flat=True)))


SUBJECTS: dict[PublishedKind, Callable[[str], frozenset[str]]] = {
    PublishedKind.MEASURE: lambda ags: ids(Measure.objects.filter(municipality=ags)),
    PublishedKind.BUILDING: lambda ags: ids(Building.objects.filter(municipality=ags)),
    PublishedKind.INDICATOR: lambda ags: ids(Indicator.objects.filter(measure__municipality=ags)),
    PublishedKind.READINGS: lambda ags: ids(things_in(ags)),
    PublishedKind.BALANCE: lambda ags: frozenset(map(str, years_of(ags=ags))),
}


def report_is_public(*, ags: str, first: int, last: int) -> bool:
    """True where a report that covers all these calendar years is public."""
    try:
        public = published_in(ags)
    except (NotPublic, NoLongerPublic):
        return False
    return any(covers(years, first, last) for years in public.subjects(PublishedKind.REPORT))


def covers(years: str, first: int, last: int) -> bool:
    """True where years like "2023-2025" hold all from `first` to `last`."""
    begin, _, end = years.partition("-")
    return int(begin) <= first and last <= int(end or begin)
