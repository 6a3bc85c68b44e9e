"""Related entities inside documents: all of one answer are looked up together."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.db.models import QuerySet

from klimamosaik.sensorthings.answering.choosing import choice_of, chosen
from klimamosaik.sensorthings.answering.documents import Document, Writing, documents
from klimamosaik.sensorthings.answering.links import next_page
from klimamosaik.sensorthings.answering.many_lists import newest_of, pages_of, parted
from klimamosaik.sensorthings.answering.observation_list import (
    ReadingList,
    reading_list,
)
from klimamosaik.sensorthings.answering.paging import INSIDE, Window, window_of
from klimamosaik.sensorthings.entities.observed import ObservationRow, fact_of, rows_of
from klimamosaik.sensorthings.entities.rows import rows_in
from klimamosaik.sensorthings.entities.sets import OBSERVATIONS, SETS, EntitySet, Relation
from klimamosaik.sensorthings.language.options import ExpandItem, QueryOptions
from klimamosaik.sensorthings.refusals import SensingRefused
from klimamosaik.sensorthings.selecting.readings import ReadingRule
from klimamosaik.sensorthings.targets import OF_READINGS, ObservationScope, about_feature
from klimamosaik.terms.text import Text

NEWEST = Window(0, 1)
ASKED_AT_ONCE = 500  # ids a query; SQLite allows a limited number of parameters
TOO_MANY = Text(
    "Das wären mehr als {most:n} Einträge in einer Antwort: bitte $top in $expand setzen.",
    "That would be more than {most:n} entities in one answer: please set $top inside $expand.",
)


def whole_documents(
    writing: Writing,
    kind: EntitySet,
    rows: Sequence[Any],
    options: QueryOptions,
    *,
    inside: bool = False,
) -> list[Document]:
    """Documents of these entities with everything that is expanded in them.

    inside: they are expanded themselves.
    """
    found = documents(writing, kind, rows, options, inside=inside)
    for item in options.expand:
        relation = kind.relation[item.name]
        if relation.target == OBSERVATIONS:
            expand_readings(writing, kind, rows, found, item)
        elif relation.many:
            expand_list(writing, kind, relation, rows, found, item)
        else:
            expand_one(writing, relation, rows, found, item)
    return found


def expand_one(
    writing: Writing,
    relation: Relation,
    rows: Sequence[Any],
    found: Sequence[Document],
    item: ExpandItem,
) -> None:
    """Put the one related entity into each document; nothing where there is none."""
    pairs = pairs_of(writing, relation, rows, QueryOptions(filter=item.options.filter))
    target_of = dict(pairs)
    written = by_id(writing, SETS[relation.target], target_of.values(), item.options)
    for row, document in zip(rows, found, strict=True):
        inside = written.get(target_of.get(source_of(row, relation), 0))
        if inside is not None:
            document[item.name] = inside


def expand_list(
    writing: Writing,
    kind: EntitySet,
    relation: Relation,
    rows: Sequence[Any],
    found: Sequence[Document],
    item: ExpandItem,
) -> None:
    """Put the list of related entities into each document, one page of it."""
    window = window_of(item.options)
    listed: dict[int, list[int]] = defaultdict(list)
    for source, target in pairs_of(writing, relation, rows, item.options):
        listed[source].append(target)
    shown = {pk: each[window.skip : window.skip + window.top] for pk, each in listed.items()}
    wanted = {target for each in shown.values() for target in each}
    refuse_too_many(sum(map(len, shown.values())))
    written = by_id(writing, SETS[relation.target], wanted, item.options)
    for row, document in zip(rows, found, strict=True):
        own = listed.get(row.pk, [])
        inside = [written[target] for target in shown.get(row.pk, []) if target in written]
        more = len(own) > window.skip + window.top
        address = writing.links.related(kind.name, row.pk, item.name)
        following = address if more else ""
        put_list(
            document, item.name, inside, item.options, window, count=len(own), following=following
        )


def put_list(
    document: Document,
    name: str,
    inside: Sequence[Document],
    options: QueryOptions,
    window: Window,
    *,
    count: int | None,
    following: str,
    mark: str = "",
) -> None:
    """Write a page of a list, how many there are where asked, and where it goes on.

    name: of the expanded list; "" where the page is the whole answer.
    """
    if options.count:
        document[f"{name}@iot.count"] = count
    if following and window.top:
        document[f"{name}@iot.nextLink"] = next_page(
            following, options.said, top=window.top, skip=window.skip + window.top, mark=mark
        )
    document[name or "value"] = list(inside)


def pairs_of(
    writing: Writing, relation: Relation, rows: Sequence[Any], options: QueryOptions
) -> list[tuple[int, int]]:
    """Ids of sources and of what they lead to, in the order of the targets."""
    base = chosen(writing.sight, relation.target, writing.sight.of(relation.target), options)
    ordered = base if options.orderby else base.order_by(relation.order)
    if not relation.back:
        return pairs_of_readings(relation, rows, base)
    found: list[tuple[int, int]] = []
    for some in portions([row.pk for row in rows]):
        asked = ordered.filter(**{f"{relation.back}__in": some})
        found += [(source, target) for target, source in asked.values_list("pk", relation.back)]
        refuse_too_many(len(found) // 10)  # ids alone are small
    return list(dict.fromkeys(found)) if relation.order == "pk" else found


def pairs_of_readings(
    relation: Relation, rows: Sequence[ObservationRow], base: "QuerySet[Any]"
) -> list[tuple[int, int]]:
    """What readings lead to: their own id here is that of what they lead to."""
    wanted = {source_of(row, relation) for row in rows}
    there = {
        pk
        for some in portions(sorted(wanted))
        for pk in base.filter(pk__in=some).values_list("pk", flat=True)
    }
    return [(pk, pk) for pk in there]


def source_of(row: Any, relation: Relation) -> int:
    """By what a document's related entity is found: of a reading, its datastream or feature."""
    if not isinstance(row, ObservationRow):
        number: int = row.pk
        return number
    return (row.feature or 0) if relation.target == "FeaturesOfInterest" else row.datastream


def by_id(
    writing: Writing, kind: EntitySet, numbers: Iterable[int], options: QueryOptions
) -> dict[int, Document]:
    """Documents of entities of one set, whole with what is expanded in them, by id."""
    rows: list[Any] = []
    base = writing.sight.of(kind.name).order_by()
    for some in portions(sorted(set(numbers))):
        rows += rows_in(kind, base.filter(pk__in=some))
    written = whole_documents(writing, kind, rows, options, inside=True)
    return {row.pk: document for row, document in zip(rows, written, strict=True)}


def expand_readings(
    writing: Writing,
    kind: EntitySet,
    rows: Sequence[Any],
    found: Sequence[Document],
    item: ExpandItem,
) -> None:
    """Put the readings of datastreams or about features into each document."""
    window, options = window_of(item.options), item.options
    choice = choice_of(options, writing.sight)
    if kind.name in OF_READINGS and choice.plainly_newest_first and window == NEWEST:
        facts = {row.pk: fact_of(row) for row in rows}
        pages = newest_of(facts, writing.spans(list(facts)))
    else:
        lists = lists_of(writing, kind, rows, choice)
        refuse_too_many(sum(each.at_most(window.top) for each in lists.values()))
        pages = pages_of(lists, window, count=bool(options.count))
        facts = {pk: own for each in lists.values() for pk, own in each.facts.items()}
    refuse_too_many(pages.readings.height)
    flat = list(rows_of(pages.readings, facts))
    inside = iter(whole_documents(writing, SETS[OBSERVATIONS], flat, options, inside=True))
    for row, document, end in zip(rows, found, pages.ends, strict=True):
        own = list(islice(inside, end.size))
        address = writing.links.related(kind.name, row.pk, item.name) if end.more else ""
        goes_on = {"following": address, "mark": end.mark}
        put_list(document, item.name, own, options, window, count=end.count, **goes_on)


def lists_of(
    writing: Writing, kind: EntitySet, rows: Sequence[Any], choice: ReadingRule
) -> dict[int, ReadingList]:
    """The list of readings of each entity."""
    version = writing.version
    if kind.name == "FeaturesOfInterest":
        return {
            row.pk: reading_list(
                ObservationScope(about_feature(row.pk, writing.sight), row.pk), choice, version
            )
            for row in rows
        }
    facts = {row.pk: fact_of(row) for row in rows}
    return parted(facts, writing.spans(list(facts)), choice, version)


def portions(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    """The ids in portions of a query each."""
    for begin in range(0, len(numbers), ASKED_AT_ONCE):
        yield numbers[begin : begin + ASKED_AT_ONCE]


def refuse_too_many(count: int) -> None:
    """Raise SensingRefused for more expanded entities than one answer holds."""
    if count > INSIDE:
        raise SensingRefused(400, TOO_MANY.format(most=INSIDE))
