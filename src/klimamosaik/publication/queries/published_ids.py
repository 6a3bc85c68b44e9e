"""What has pages or readings that strangers see."""

from dataclasses import dataclass

from klimamosaik.places.models import Municipality
from klimamosaik.publication.models import Publication, PublicPage, PublishedKind


@dataclass(frozen=True)
class PublicIds:
    """What is public now, by id."""

    buildings: frozenset[int]  # with a public page, made of their readings
    things: frozenset[int]  # whose single readings are public
    measures: frozenset[int]
    indicators: frozenset[int]
    report: bool  # the energy report of any years


def public_ids(*, municipality: Municipality) -> PublicIds:
    """Buildings and things that are public; none where the public page is off."""
    on = PublicPage.objects.filter(municipality=municipality).exclude(on_since=None).exists()
    rows = list(Publication.objects.filter(municipality=municipality, until=None)) if on else []
    by_kind: dict[str, set[int]] = {}
    for row in rows:
        if row.subject.isdecimal():
            by_kind.setdefault(row.kind, set()).add(int(row.subject))

    def ids(kind: PublishedKind) -> frozenset[int]:
        return frozenset(by_kind.get(kind.value, ()))

    return PublicIds(
        buildings=ids(PublishedKind.BUILDING),
        things=ids(PublishedKind.READINGS),
        measures=ids(PublishedKind.MEASURE),
        indicators=ids(PublishedKind.INDICATOR),
        report=any(row.kind == PublishedKind.REPORT for row in rows),
    )
