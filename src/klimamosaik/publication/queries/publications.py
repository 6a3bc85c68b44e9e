"""Since when things are public, and until when they were."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import starmap
from typing import NamedTuple

from klimamosaik.publication.models import PublishedKind
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.published import publications_of


class PublishedTimes(NamedTuple):
    """Since when a thing is public, and until when it was."""

    kind: str
    subject: str
    since: datetime
    until: datetime | None
    as_of: int | None  # data version it stays with; None: it follows the newest


BySubject = Mapping[tuple[str, str | None], Sequence[PublishedTimes]]


def publications(known: Known) -> BySubject:
    """All publications, also those taken back, by kind and subject, and by kind alone."""
    ags = known.published.ags
    return known.once("times", lambda: known.by_answers("times", lambda: times_in(ags)))


def times_in(ags: str) -> BySubject:
    """The same of a municipality."""
    found: dict[tuple[str, str | None], list[PublishedTimes]] = defaultdict(list)
    for row in starmap(PublishedTimes, publications_of(ags)):
        found[row.kind, row.subject].append(row)
        found[row.kind, None].append(row)
    return dict(found)


def since(known: Known, kind: PublishedKind, subject: object) -> datetime:
    """When a thing was published; in a preview, now."""
    rows = publications(known).get((kind.value, str(subject)), ())
    return next((row.since for row in rows if row.until is None), known.at)
