"""Pages of lists, as they are sent."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from klimamosaik.sensorthings.answering.choosing import choice_of, chosen
from klimamosaik.sensorthings.answering.data_array import data_arrays
from klimamosaik.sensorthings.answering.documents import Document, Writing
from klimamosaik.sensorthings.answering.expanding import (
    put_list,
    whole_documents,
)
from klimamosaik.sensorthings.answering.geojson import as_geojson
from klimamosaik.sensorthings.answering.observation_list import reading_list
from klimamosaik.sensorthings.answering.paging import Window, window_of
from klimamosaik.sensorthings.entities.observed import rows_of
from klimamosaik.sensorthings.entities.rows import rows_in
from klimamosaik.sensorthings.entities.sets import EntitySet
from klimamosaik.sensorthings.language.options import QueryOptions
from klimamosaik.sensorthings.refusals import SensingRefused
from klimamosaik.sensorthings.targets import ObservationScope, PathTarget
from klimamosaik.terms.text import Text

ONLY_OBSERVATIONS = Text(
    "resultFormat=dataArray gibt es nur für Observations.",
    "resultFormat=dataArray is for Observations only.",
)
NOT_INSIDE = Text(
    "resultFormat=dataArray und $expand gehen nicht zusammen.",
    "resultFormat=dataArray and $expand do not go together.",
)


def answer_of_list(
    writing: Writing, target: PathTarget, options: QueryOptions, address: str, mark: str
) -> Document:
    """One page of a list. address: of the list; mark: of the page, from our own link."""
    window = window_of(options)
    if isinstance(target.listed, ObservationScope):
        return of_readings(writing, target, options, address, mark)
    if options.result_format == "dataArray":
        raise SensingRefused(400, ONLY_OBSERVATIONS)
    assert target.listed is not None
    return of_entities(writing, target.set, target.listed, options, window, address)


def of_entities(
    writing: Writing,
    kind: EntitySet,
    base: "QuerySet[Any]",
    options: QueryOptions,
    window: Window,
    address: str,
) -> Document:
    """A page of entities of the database."""
    found = chosen(writing.sight, kind.name, base, options)
    count = found.count() if options.count else None
    rows = rows_in(kind, found[window.skip : window.skip + window.top + 1])
    more = len(rows) > window.top
    inside = whole_documents(writing, kind, rows[: window.top], options)
    page = listed(inside, options, window, count, address if more else "")
    return as_geojson(page) if options.result_format == "GeoJSON" else page


def of_readings(
    writing: Writing, target: PathTarget, options: QueryOptions, address: str, mark: str
) -> Document:
    """A page of readings."""
    assert isinstance(target.listed, ObservationScope)
    window = window_of(options)
    listing = reading_list(target.listed, choice_of(options, writing.sight), writing.version)
    page = listing.page(window, count=bool(options.count), mark=mark)
    following = address if page.more else ""
    if options.result_format == "dataArray":
        if options.expand:
            raise SensingRefused(400, NOT_INSIDE)
        arrays = data_arrays(writing.links, page, options.select)
        return listed(arrays, options, window, page.count, following, page.mark)
    inside = whole_documents(writing, target.set, list(rows_of(page.frame, page.facts)), options)
    written = listed(inside, options, window, page.count, following, page.mark)
    return as_geojson(written) if options.result_format == "GeoJSON" else written


def listed(
    inside: list[Document],
    options: QueryOptions,
    window: Window,
    count: int | None,
    following: str,
    mark: str = "",
) -> Document:
    """A page with its count and the way to the next."""
    found: Document = {}
    put_list(found, "", inside, options, window, count=count, following=following, mark=mark)
    return found


def references(answer: Mapping[str, Any]) -> Document:
    """A list as references to its entities."""
    links = [{"@iot.selfLink": each["@iot.selfLink"]} for each in answer["value"]]
    return {**answer, "value": links}
