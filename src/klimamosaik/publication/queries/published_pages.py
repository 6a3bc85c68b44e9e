"""On which pages of a municipality something is published."""

from collections.abc import Iterable

from klimamosaik.publication.models import PublishedKind
from klimamosaik.publication.queries.known import Known

PAGES = {
    PublishedKind.MEASURE: "massnahmen/",
    PublishedKind.BUILDING: "gebaeude/",
    PublishedKind.REPORT: "energiebericht/",
    PublishedKind.BALANCE: "zahlen/",
    PublishedKind.READINGS: "sensoren/",
}


def pages_below(known: Known) -> Iterable[str]:
    """Their paths below the municipality's public page."""
    return (path for kind, path in PAGES.items() if known.published.subjects(kind))
