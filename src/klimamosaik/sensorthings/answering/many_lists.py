"""The same page of the readings of many datastreams: read together where that costs less."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from klimamosaik.observations.queries.known_spans import KnownSpan
from klimamosaik.observations.queries.last_readings import last_readings
from klimamosaik.observations.queries.readings import readings
from klimamosaik.sensorthings.answering.observation_list import (
    ReadingBudget,
    ReadingList,
    together,
)
from klimamosaik.sensorthings.answering.paging import Window
from klimamosaik.sensorthings.entities.observed import StreamFacts
from klimamosaik.sensorthings.selecting.readings import ReadingRule

AT_ONCE = 200_000  # readings that are read for many lists at once


@dataclass(frozen=True, slots=True)
class PageEnd:
    """Where a page of readings ends."""

    size: int  # readings on it
    more: bool  # readings follow
    count: int | None  # of the whole list, where it is known
    mark: str = ""  # where the next page begins


@dataclass(frozen=True)
class ManyPages:
    """The same page of many lists."""

    readings: pl.DataFrame  # STORED, one page after the other, as the lists were given
    ends: Sequence[PageEnd]  # one a list


def parted(
    facts: Mapping[int, StreamFacts],
    spans: Mapping[int, KnownSpan],
    choice: ReadingRule,
    version: int,
) -> dict[int, ReadingList]:
    """One list a datastream, from what is known of all of them."""
    budget = ReadingBudget()
    asked = spans.keys() if choice.datastreams is None else spans.keys() & choice.datastreams
    return {
        pk: ReadingList(
            {pk: own}, {pk: spans[pk]} if pk in asked else {}, version, choice, budget=budget
        )
        for pk, own in facts.items()
    }


def pages_of(lists: Mapping[int, ReadingList], window: Window, *, count: bool) -> ManyPages:
    """The same page of many lists, each of one datastream or about one feature.

    The newest reading of each is looked up for all at once, and so are few readings.
    """
    if all(each.newest_of_one(window) or not each.spans for each in lists.values()):
        return newest_pages(list(lists.values()))
    if sum(span.count for each in lists.values() for span in each.spans.values()) <= AT_ONCE:
        asked = sorted({pk for each in lists.values() for pk in each.spans})
        version = next((each.version for each in lists.values()), 0)
        lists = loaded(lists, readings(datastreams=asked, as_of=version))
    pages = [each.page(window, count=count) for each in lists.values()]
    ends = [PageEnd(each.frame.height, each.more, each.count, each.mark) for each in pages]
    return ManyPages(together([each.frame for each in pages]), ends)


def newest_pages(lists: Sequence[ReadingList]) -> ManyPages:
    """The newest reading of each of many datastreams."""
    frame = last_readings({pk: span for each in lists for pk, span in each.spans.items()})
    places = {pk: place for place, pk in enumerate(frame["datastream"].to_list())}
    shown, ends = [], []
    for each in lists:
        own = [places[pk] for pk in each.spans if pk in places]
        shown += own
        count = each.counted or 0
        ends.append(PageEnd(len(own), count > 1, count))
    return ManyPages(frame[shown], ends)


def loaded(lists: Mapping[int, ReadingList], frame: pl.DataFrame) -> dict[int, ReadingList]:
    """The lists with their readings at hand."""
    parts = frame.partition_by("datastream", as_dict=True)
    found = {}
    for pk, each in lists.items():
        own = [parts[key,] for key in sorted(each.spans) if (key,) in parts]
        found[pk] = replace(each, at_hand=together(own))
    return found
