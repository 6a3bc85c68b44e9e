"""The same page of the readings of many datastreams: read together where that costs less."""

from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from klimamosaik.observations.queries.known_spans import KnownSpan
from klimamosaik.observations.queries.last_readings import last_readings
from klimamosaik.observations.queries.readings import readings
from klimamosaik.sensorthings.answering.observation_list import (
    ReadingBudget,
    ReadingList,
    ReadingPage,
    together,
)
from klimamosaik.sensorthings.answering.paging import Window
from klimamosaik.sensorthings.entities.observed import StreamFacts
from klimamosaik.sensorthings.selecting.readings import ReadingRule

AT_ONCE = 200_000  # readings that are read for many lists at once


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


def pages_of(
    lists: Mapping[int, ReadingList], window: Window, *, count: bool
) -> dict[int, ReadingPage]:
    """The same page of many lists, each of one datastream or about one feature.

    The newest reading of each is looked up for all at once, and so are few readings.
    """
    if all(each.newest_of_one(window) or not each.spans for each in lists.values()):
        return newest_pages(lists, window)
    if sum(span.count for each in lists.values() for span in each.spans.values()) <= AT_ONCE:
        asked = sorted({pk for each in lists.values() for pk in each.spans})
        version = next((each.version for each in lists.values()), 0)
        lists = loaded(lists, readings(datastreams=asked, as_of=version))
    return {pk: each.page(window, count=count) for pk, each in lists.items()}


def newest_pages(lists: Mapping[int, ReadingList], window: Window) -> dict[int, ReadingPage]:
    """The newest reading of each of many datastreams."""
    spans = {pk: span for each in lists.values() for pk, span in each.spans.items()}
    frame = last_readings(spans)
    places = {pk: place for place, pk in enumerate(frame["datastream"].to_list())}
    nothing = frame.clear()
    pages = {}
    for key, each in lists.items():
        place = next((places[pk] for pk in each.spans if pk in places), None)
        found = nothing if place is None else frame.slice(place, 1)
        count = each.counted or 0
        pages[key] = each.made(found, window, more=count > 1, count=count)
    return pages


def loaded(lists: Mapping[int, ReadingList], frame: pl.DataFrame) -> dict[int, ReadingList]:
    """The lists with their readings at hand."""
    parts = frame.partition_by("datastream", as_dict=True)
    found = {}
    for pk, each in lists.items():
        own = [parts[key,] for key in sorted(each.spans) if (key,) in parts]
        found[pk] = replace(each, at_hand=together(own))
    return found
