"""Readings as rows of values, one array a datastream: resultFormat=dataArray (1.1, section 12)."""

from collections.abc import Sequence
from typing import Any

import polars as pl

from klimamosaik.sensorthings.answering.documents import Document
from klimamosaik.sensorthings.answering.links import Links
from klimamosaik.sensorthings.answering.observation_list import ReadingPage
from klimamosaik.sensorthings.entities import moments
from klimamosaik.sensorthings.entities.observed import numbers, results, rows_of

COMPONENTS = (  # all of them, also where no reading says any: the conformance tests want it so
    "id", "phenomenonTime", "result", "resultTime", "resultQuality", "validTime", "parameters",
)  # fmt: skip
MEASURED = ("measured", "unknown")


def data_arrays(links: Links, page: ReadingPage, select: Sequence[str]) -> list[Document]:
    """The readings of a page, one array for each run of one datastream."""
    frame = page.frame
    if frame.is_empty():
        return []
    names = [name for name in select if name in COMPONENTS] if select else COMPONENTS
    parts = frame.with_columns(run=pl.col("datastream").rle_id()).partition_by(
        "run", maintain_order=True, include_key=False
    )
    return [array_of(links, page, part, names) for part in parts]


def array_of(links: Links, page: ReadingPage, part: pl.DataFrame, names: Sequence[str]) -> Document:
    """The rows of one datastream."""
    pk = part["datastream"][0]
    several = page.facts[pk].several
    single, entities = (
        ("MultiDatastream", "MultiDatastreams") if several else ("Datastream", "Datastreams")
    )
    rows = plain_rows(part, names) or full_rows(page, part, names)
    return {
        f"{single}@iot.navigationLink": links.entity(entities, pk),
        "components": list(names),
        "dataArray@iot.count": len(rows),
        "dataArray": rows,
    }


def plain_rows(part: pl.DataFrame, names: Sequence[str]) -> list[Any]:
    """Rows of readings that say nothing beside their value; empty where some do."""
    if part["details"].null_count() < part.height or not part["quality"].is_in(MEASURED).all():
        return []
    when, result_times = moments.times_of_readings(part)
    known = {
        "id": numbers(part),
        "result": results(part["value"]),
        "phenomenonTime": when,
        "resultTime": result_times,
    }
    empty = [None] * part.height
    return list(zip(*(known.get(name, empty) for name in names), strict=True))


def full_rows(page: ReadingPage, part: pl.DataFrame, names: Sequence[str]) -> list[Any]:
    """Rows of readings with all they say."""
    return [
        [row.number if name == "id" else row.said.get(name) for name in names]
        for row in rows_of(part, page.facts)
    ]
