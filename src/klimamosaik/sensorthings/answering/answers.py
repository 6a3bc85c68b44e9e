"""What an address answers: the root, a list, an entity, a property, references to them."""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

from klimamosaik.observations.queries.readings import data_version
from klimamosaik.sensorthings.answering.documents import Document, Writing
from klimamosaik.sensorthings.answering.expanding import whole_documents
from klimamosaik.sensorthings.answering.links import SAFE, Links
from klimamosaik.sensorthings.answering.listing import answer_of_list, references
from klimamosaik.sensorthings.answering.paging import marked
from klimamosaik.sensorthings.conformance import server_settings
from klimamosaik.sensorthings.entities.sets import SETS
from klimamosaik.sensorthings.language.options import QueryOptions
from klimamosaik.sensorthings.language.reading import parse
from klimamosaik.sensorthings.paths import ResourcePath, parsed_path
from klimamosaik.sensorthings.refusals import SensingRefused, not_there
from klimamosaik.sensorthings.sight import Sight
from klimamosaik.sensorthings.targets import PathTarget, found_at, keys_in
from klimamosaik.terms.text import Text

FOR_LISTS = ("$filter", "$orderby", "$resultFormat")  # others change nothing of a single one
ONLY_LISTS = Text(
    "{option} gibt es nur bei Listen, hier ist nur ein Eintrag.",
    "{option} is for lists only, here is a single entity.",
)
NO_OPTIONS = Text(
    "Bei einer einzelnen Eigenschaft gibt es keine Optionen.",
    "There are no options for a single property.",
)


@dataclass(frozen=True)
class PlainValue:
    """A value by itself, without JSON around it."""

    value: Any


def root(links: Links) -> Document:
    """The root: the entity sets and what holds of the standard."""
    sets = [{"name": name, "url": links.at(name)} for name in SETS]
    return {"value": sets, "serverSettings": dict(server_settings())}


def answer(path_text: str, query: str, sight: Sight, links: Links) -> Document | PlainValue | None:
    """What an address answers; None for a property that is null.

    Raises SensingRefused, and InputRejected for options that cannot be read.
    """
    path = parsed_path(path_text)
    target = found_at(path, sight)
    asked, mark = marked(query)
    options = parse(asked, target.set.name)
    writing = Writing(sight, links, data_version())
    if target.keys:
        return of_property(writing, target, path, options)
    if target.is_list:
        if path.ending == "$value":
            raise not_there()
        address = links.at(quote(path_text.strip("/"), safe=SAFE))
        if path.ending == "$ref":
            return references_to(writing, target, options, address, mark)
        return answer_of_list(writing, target, options, address, mark)
    return of_entity(writing, target, path, options)


def references_to(
    writing: Writing, target: PathTarget, options: QueryOptions, address: str, mark: str
) -> Document:
    """A list as references."""
    plain = replace(options, select=("selfLink",), expand=(), result_format=None)
    return references(answer_of_list(writing, target, plain, address, mark))


def of_entity(
    writing: Writing, target: PathTarget, path: ResourcePath, options: QueryOptions
) -> Document:
    """One entity."""
    for option in FOR_LISTS:
        if option in options.said:
            raise SensingRefused(400, ONLY_LISTS.format(option=option))
    if path.ending == "$value":
        raise not_there()
    if path.ending == "$ref":
        return {"@iot.selfLink": writing.links.entity(target.set.name, target.entity.pk)}
    return whole_documents(writing, target.set, [target.entity], options)[0]


def of_property(
    writing: Writing, target: PathTarget, path: ResourcePath, options: QueryOptions
) -> Document | PlainValue | None:
    """One property, or a value inside of one."""
    if options.said:
        raise SensingRefused(400, NO_OPTIONS)
    if path.ending == "$ref":
        raise not_there()
    value = value_of(writing, target)
    if value is None:
        return None
    return PlainValue(value) if path.ending == "$value" else {target.keys[-1]: value}


def value_of(writing: Writing, target: PathTarget) -> Any:
    """What a property holds; None for nothing. Raises SensingRefused for what is not in it."""
    whole = whole_documents(writing, target.set, [target.entity], QueryOptions())[0]
    first, *deeper = (key for each in target.keys for key in keys_in(each))
    value = whole.get({"id": "@iot.id", "selfLink": "@iot.selfLink"}.get(first, first))
    for key in deeper:
        if isinstance(value, dict) and key in value:
            value = value[key]
        elif isinstance(value, list) and key.isdigit() and int(key) < len(value):
            value = value[int(key)]
        else:
            raise not_there()
    return value
