"""What figures say that they did not say before, day by day; what is new on a day in one line."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.http import HttpRequest, HttpResponse

from klimamosaik.publication.public.answering import town_answer
from klimamosaik.publication.public.framing import framed
from klimamosaik.publication.queries.changes import NEW, public_changes
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.paths import figure_path
from klimamosaik.publication.queries.results import PublicChange
from klimamosaik.terms.period import local_day
from klimamosaik.terms.text import Language

SHOWN = 200  # entries on one page
LISTED = 50  # figures named of those that are new on one day


@dataclass(frozen=True)
class ChangesOfDay:
    """One change, or all figures that are new on a day."""

    changes: Sequence[PublicChange]
    links: Sequence[tuple[PublicChange, str]] = ()  # of those that are named

    @property
    def at(self) -> datetime:
        """When, the newest first."""
        return self.changes[0].at

    @property
    def count(self) -> int:
        """How many figures it is about."""
        return len(self.changes)

    @property
    def unnamed(self) -> int:
        """How many of them are not named."""
        return self.count - len(self.links)


@town_answer
def changed(request: HttpRequest, known: Known, language: Language) -> HttpResponse:
    """Each figure that says something else than before, and why."""
    entries = list(by_day(public_changes(known)))
    return framed(
        request,
        known,
        language,
        "publication/pages/changed.html",
        "geaendert/",
        entries=[linked(each, known, language) for each in entries[:SHOWN]],
        left=sum(each.count for each in entries[SHOWN:]),
    )


def by_day(changes: Iterable[PublicChange]) -> Iterator[ChangesOfDay]:
    """What changed, the newest day first; below it what is new on that day, together."""
    for _, of_day in groupby(changes, lambda each: local_day(each.at)):
        found = list(of_day)
        new = [each for each in found if each.because == NEW]
        yield from (ChangesOfDay([each]) for each in found if each.because != NEW)
        if new:
            yield ChangesOfDay(new)


def linked(entry: ChangesOfDay, known: Known, language: Language) -> ChangesOfDay:
    """The entry with the addresses of its figures."""
    named = entry.changes[:LISTED]
    links = [(each, figure_path(known.town.ags, each.figure, language=language)) for each in named]
    return ChangesOfDay(entry.changes, links)
