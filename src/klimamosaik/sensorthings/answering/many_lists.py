"""The same page of the readings of many datastreams: read together where that costs less."""

from collections.abc import Iterable, Mapping, Sequence
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

    Few readings are looked up for all at once.
    """
    if sum(span.count for each in lists.values() for span in each.spans.values()) <= AT_ONCE:
        asked = sorted({pk for each in lists.values() for pk in each.spans})
        version = next((each.version for each in lists.values()), 0)
        lists = loaded(lists, readings(datastreams=asked, as_of=version))
    pages = [each.page(window, count=count) for each in lists.values()]
    ends = [PageEnd(each.frame.height, each.more, each.count, each.mark) for each in pages]
    return ManyPages(together([each.frame for each in pages]), ends)


def newest_of(streams: Iterable[int], spans: Mapping[int, KnownSpan]) -> ManyPages:
    """The newest reading of each of many datastreams; spans: of those with readings."""
    frame = last_readings(spans)
    places = {pk: place for place, pk in enumerate(frame["datastream"].to_list())}
    counts = {pk: span.count for pk, span in spans.items()}
    ends = [PageEnd(int(pk in places), counts.get(pk, 0) > 1, counts.get(pk, 0)) for pk in streams]
    return ManyPages(frame[[places[pk] for pk in streams if pk in places]], ends)


def loaded(lists: Mapping[int, ReadingList], frame: pl.DataFrame) -> dict[int, ReadingList]:
    """The lists with their readings at hand."""
    parts = frame.partition_by("datastream", as_dict=True)
    found = {}
    for pk, each in lists.items():
        own = [parts[key,] for key in sorted(each.spans) if (key,) in parts]
        found[pk] = replace(each, at_hand=together(own))
    return found
