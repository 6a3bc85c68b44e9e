"""Entries of many sources in one order, looked through for words, a page at a time."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from heapq import merge
from itertools import islice

from klimamosaik.records import entries
from klimamosaik.records.entries import EntrySource, HistoryEntry
from klimamosaik.records.history_position import HistoryPlace
from klimamosaik.records.language import reader_language
from klimamosaik.records.memory_cache import HeldResults
from klimamosaik.records.paging import found_in
from klimamosaik.records.query_cache import MARK
from klimamosaik.records.query_log import Questions, asking, stands_on

MOST_LOOKED = 2_000  # entries looked through at once; what is older is looked through on request
SEARCHES, HELD = 4, 600  # lists that somebody looks through, each held so long [s]
LATEST = datetime.max.replace(tzinfo=UTC)
Placed = tuple[str, HistoryEntry]  # with the name of its source
LOOKED_THROUGH: HeldResults[tuple[Questions, tuple[Placed, ...]]] = HeldResults(SEARCHES, HELD)


@dataclass(frozen=True)
class EntrySearch:
    """What is looked for; "" for all."""

    words: str = ""  # all of them in one line of the history, whatever its case
    by: str = ""  # who did it, as the history writes them

    def fits(self, entry: HistoryEntry) -> bool:
        """True where an entry is meant."""
        if self.by and entry.by != self.by:
            return False
        return not self.words or found_in(self.words, *texts_of(entry))


@dataclass(frozen=True)
class HistoryPage:
    """Entries, the newest first, and where older ones begin."""

    entries: tuple[HistoryEntry, ...]
    older: HistoryPlace | None  # None: there are none
    looked_until: datetime | None  # where one stopped looking; None: the page is full, or all seen


def texts_of(entry: HistoryEntry) -> Iterator[str]:
    """All a line says."""
    yield from (entry.name, entry.kind, entry.done, entry.by)
    for change in entry.changes:
        yield from (change.field, change.before, change.after)


def page_of(
    sources: Mapping[str, EntrySource],
    after: HistoryPlace | None,
    looked: EntrySearch,
    place: str,
) -> HistoryPage:
    """The entries that follow a place, as many as a page shows. place: whose sources these are."""
    found: list[HistoryEntry] = []
    last = after
    with asking(MARK.now()) as asked:
        for count, (name, entry) in enumerate(told_before(sources, after, place, asked)):
            if len(found) == entries.SHOWN:
                return HistoryPage(tuple(found), last, None)
            if count == MOST_LOOKED:
                return HistoryPage(tuple(found), last, last.at if last else None)
            if looked.fits(entry):
                found.append(entry)
            last = HistoryPlace(entry.at, name, entry.key)
    return HistoryPage(tuple(found), None, None)


def told_before(
    sources: Mapping[str, EntrySource], after: HistoryPlace | None, place: str, asked: Questions
) -> Iterator[Placed]:
    """The same as `in_order`; what was looked through to its end once is not told again.

    To tell 2,000 entries takes long, to look for other words in them does not. They are held for
    as long as what is `asked` for them has the same answers.
    """
    name = repr((place, sorted(sources), after, reader_language()))
    held = LOOKED_THROUGH.find(name) if asked.mark is not None else None
    if held is not None and held[0].still(asked.mark):
        stands_on(held[0])
        yield from held[1]
        return
    told = []
    for placed in islice(in_order(sources, after), MOST_LOOKED + 1):
        told.append(placed)
        if len(told) <= MOST_LOOKED:
            yield placed
    if asked.mark is not None:
        LOOKED_THROUGH.keep(name, (asked, tuple(told)))
    yield from told[MOST_LOOKED:]


def in_order(sources: Mapping[str, EntrySource], after: HistoryPlace | None) -> Iterator[Placed]:
    """All that follows a place, the newest first, at one moment by the name of the source."""
    streams = (named(name, source, after) for name, source in sources.items())
    return merge(*streams, key=place_of)


def named(name: str, source: EntrySource, after: HistoryPlace | None) -> Iterator[Placed]:
    """The entries of one source with its name."""
    for entry in source(after.before(name) if after else None):
        yield name, entry


def place_of(placed: Placed) -> tuple[timedelta, str]:
    """What entries of several sources are sorted by."""
    name, entry = placed
    return LATEST - entry.at, name
