"""The query options of a request: text -> QueryOptions, everything checked before any answer."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import unquote_to_bytes

from klimamosaik.sensorthings.language.expressions import read_expression
from klimamosaik.sensorthings.language.moments import shortened
from klimamosaik.sensorthings.language.names import no_property, selected, way_to
from klimamosaik.sensorthings.language.options import (
    ExpandItem,
    OrderItem,
    QueryOptions,
)
from klimamosaik.sensorthings.language.single_values import read_count, read_format, whole_number
from klimamosaik.sensorthings.language.splitting import name_and_inside, split_at
from klimamosaik.sensorthings.language.understanding import condition, list_in, understood
from klimamosaik.sensorthings.language.vocabulary import GEOMETRY
from klimamosaik.terms.complaint import InputRejected, rejected

LONGEST = 32_000  # characters of all options together, percent-encoded
DEEPEST = 10  # relations of relations in $expand
UNSUPPORTED = frozenset(  # codes of problems that are answered 501; all others 400
    {
        "unknown_option",
        "unsupported_property",
        "unsupported_across_lists",
        "unsupported_shapes",
        "unsupported_volume",
    }
)


@dataclass(frozen=True)
class ExpandLevel:
    """Whose options are read, and how deep in $expand that is."""

    entities: str
    depth: int = 0

    def deeper(self, entities: str) -> "ExpandLevel":
        """The level of expanded entities. Raises InputRejected beyond the deepest."""
        if self.depth == DEEPEST:
            raise rejected(
                "expand_too_deep",
                "$expand geht höchstens {most} Beziehungen tief.",
                "$expand goes at most {most} relations deep.",
                most=DEEPEST,
            )
        return ExpandLevel(entities, self.depth + 1)


def parse(query: str, entities: str) -> QueryOptions:
    """The options of a request.

    query: the raw query string, without "?", percent-encoded. entities: the set asked for,
    "Things". Raises InputRejected, in one sentence, for whatever cannot be read or does not fit,
    also deep inside $expand; the problem's code is in UNSUPPORTED where 501 is the answer.
    """
    if len(query) > LONGEST:
        raise rejected(
            "query_too_long",
            "Die Anfrage ist zu lang: höchstens {most:n} Zeichen.",
            "The query is too long: at most {most:n} characters.",
            most=LONGEST,
        )
    return options_of(pairs(query), ExpandLevel(entities))


def pairs(query: str) -> Iterator[tuple[str, str]]:
    """Names and values as written, decoded."""
    for piece in query.split("&"):
        if piece:
            # The conformance tests encode an option with its name: %24filter%3Dresult+eq+2
            whole = [decoded(part) for part in piece.split("=", 1)]
            name, value = whole if len(whole) > 1 else whole[0].partition("=")[::2]
            yield name, value


def decoded(text: str) -> str:
    """Percent-decoded; a plus sign is a space, as in forms.

    Raises InputRejected for what is no UTF-8, and for control characters.
    """
    try:
        plain = unquote_to_bytes(text.replace("+", " ")).decode("utf-8")
    except UnicodeDecodeError:
        plain = "\0"
    if any(ord(character) < 32 and character not in "\t\r\n" for character in plain):
        raise rejected(
            "unreadable_characters",
            "Die Anfrage enthält Zeichen, die kein Text in UTF-8 sind.",
            "The query contains characters that are no text in UTF-8.",
        )
    return plain


def options_of(given: Iterable[tuple[str, str]], level: ExpandLevel) -> QueryOptions:
    """The options of one list or entity."""
    found: dict[str, Any] = {}
    said: dict[str, str] = {}
    for name, value in given:
        name = SPELLED.get(name, name)
        reader = READERS.get(name)
        if reader is None:
            raise unknown(name)
        if name in said:
            raise twice(name)
        said[name] = value
        found[FIELDS[name]] = reader(value, level)
    return QueryOptions(**found, said=said)


def unknown(name: str) -> InputRejected:
    """The refusal of an option nobody knows, or of one with a space before it."""
    short = shortened(name, 40)
    if name != name.strip() and name.strip() in READERS:
        return rejected(
            "space_before_option",
            "Bei der Option „{name}“ steht ein Leerzeichen zu viel.",
            "There is a space too many at the option “{name}”.",
            name=short,
        )
    return rejected(
        "unknown_option",
        "Die Option „{name}“ gibt es nicht: erlaubt sind {known}.",
        "There is no option “{name}”: allowed are {known}.",
        name=short,
        known=", ".join(READERS),
    )


def read_filter(value: str, level: ExpandLevel) -> Any:
    """$filter."""
    return condition(read_expression(value, "$filter"), level.entities)


def read_order(value: str, level: ExpandLevel) -> tuple[OrderItem, ...]:
    """$orderby."""
    return tuple(order_item(each.strip(), level.entities) for each in split_at(",", value))


def order_item(written: str, entities: str) -> OrderItem:
    """One key to sort by, with its direction."""
    text, _, direction = written.rpartition(" ")
    if direction not in {"asc", "desc"} or not text:
        text, direction = written, "asc"
    tree = read_expression(text, "$orderby")
    if list_in(tree, entities):
        raise rejected(
            "order_by_a_list",
            "Nach „{text}“ kann nicht sortiert werden: das sind mehrere Werte.",
            "“{text}” cannot be sorted by: these are several values.",
            text=text,
        )
    key = understood(tree, entities)
    if key.kind == GEOMETRY:
        raise rejected(
            "order_by_a_shape",
            "Nach einer Geometrie kann nicht sortiert werden.",
            "A geometry cannot be sorted by.",
        )
    return OrderItem(key.tree, direction == "desc")


def read_select(value: str, level: ExpandLevel) -> tuple[str, ...]:
    """$select."""
    names = (selected(each.strip(), level.entities) for each in value.split(","))
    return tuple(dict.fromkeys(names))


def read_expand(value: str, level: ExpandLevel) -> tuple[ExpandItem, ...]:
    """$expand; what stands there twice is one, with the options of both."""
    items = split_at(",", value)
    told = (ExpandItem(*each) for item in items for each in expand_item(item.strip(), level))
    return merged_items(told)


def expand_item(item: str, level: ExpandLevel) -> Iterator[tuple[str, QueryOptions]]:
    """`Datastreams/Sensor($select=name)`: options belong to the last step."""
    steps, inside = name_and_inside(item)
    first, *rest = steps.split("/")
    way = way_to(first, level.entities)
    if way is None:
        raise no_property([first], level.entities)
    deeper = level.deeper(way.entities)
    if not rest:
        yield first, nested(inside, deeper)
        return
    said = "/".join(rest) + ("" if inside is None else f"({inside})")
    yield first, QueryOptions(expand=read_expand(said, deeper), said={"$expand": said})


def nested(inside: str | None, level: ExpandLevel) -> QueryOptions:
    """The options in the brackets of an item of $expand."""
    if not inside:
        return QueryOptions()
    pieces = (piece.partition("=") for piece in split_at(";", inside) if piece)
    return options_of(((name, value) for name, _, value in pieces), level)


def merged_items(items: Iterable[ExpandItem]) -> tuple[ExpandItem, ...]:
    """Items of $expand, those of the same name as one."""
    found: dict[str, QueryOptions] = {}
    for item in items:
        known = found.get(item.name)
        found[item.name] = item.options if known is None else both(known, item.options)
    return tuple(ExpandItem(name, options) for name, options in found.items())


def both(one: QueryOptions, other: QueryOptions) -> QueryOptions:
    """Options told in two items of the same name; apart from $expand each may be told once.

    Raises InputRejected where one is told twice.
    """
    for name in one.said:
        if name in other.said and name != "$expand":
            raise twice(name)
    told = {FIELDS[name]: getattr(other, FIELDS[name]) for name in other.said}
    expands = [each.said["$expand"] for each in (one, other) if "$expand" in each.said]
    said = {**one.said, **other.said}
    if len(expands) > 1:
        said["$expand"] = ",".join(expands)
        told["expand"] = merged_items([*one.expand, *other.expand])
    return replace(one, **told, said=said)


def twice(name: str) -> InputRejected:
    """The refusal of an option that is told twice."""
    return rejected(
        "option_twice",
        "Die Option {name} steht zweimal da.",
        "The option {name} stands there twice.",
        name=name,
    )


READERS: Mapping[str, Callable[[str, ExpandLevel], Any]] = {
    "$filter": read_filter,
    "$count": read_count,
    "$orderby": read_order,
    "$skip": whole_number("$skip"),
    "$top": whole_number("$top"),
    "$select": read_select,
    "$expand": read_expand,
    "$resultFormat": read_format,
}
SPELLED = {  # as clients write it
    "resultFormat": "$resultFormat",
    "$ResultFormat": "$resultFormat",
    "$orderBy": "$orderby",
}
FIELDS = {name: name.removeprefix("$") for name in READERS} | {"$resultFormat": "result_format"}
