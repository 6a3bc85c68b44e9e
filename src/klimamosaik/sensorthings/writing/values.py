"""JSON as it arrives, and single values of it: taken as they are, or refused in a sentence."""

import json
import re
from codecs import BOM_UTF8
from typing import Any, NoReturn

from klimamosaik.observations.models.sensing import LONG
from klimamosaik.sensorthings.refusals import SensingRefused
from klimamosaik.sensorthings.writing.geojson import is_geojson
from klimamosaik.sensorthings.writing.refusing import refused
from klimamosaik.terms.text import Text

Object = dict[str, Any]
GEO_ENCODINGS = frozenset({"application/geo+json", "application/vnd.geo+json"})
HOLDING = frozenset(
    {list, dict}
)  # kinds of JSON that hold others; there are no other kinds of them
DEEPEST = 64  # levels of JSON; whoever reads it later must not run out of them
LONGEST_NUMBER = 308  # digits
HALF_A_PAIR = re.compile(r"\\u[dD][89a-fA-F]")
SHOWN = 60  # characters of a wrong value in a sentence
TOO_DEEP = Text(
    "Das JSON ist tiefer verschachtelt, als hier angenommen wird: höchstens {most} Ebenen.",
    "The JSON is nested deeper than is taken here: at most {most} levels.",
)


def parsed(body: bytes) -> Any:
    """What a body says. Raises SensingRefused for what is no JSON by the letter of RFC 8259."""
    try:
        text = body.removeprefix(BOM_UTF8).decode()  # "utf-8-sig" is written in Python
        found = STRICT.decode(text)
        if HALF_A_PAIR.search(text):  # a whole pair is fine, half of one no text one could store
            json.dumps(found, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise refused(Text("Das ist kein gültiges JSON.", "This is no valid JSON.")) from error
    if deeper_than(DEEPEST, found):
        raise refused(TOO_DEEP, most=DEEPEST)
    return found


def deeper_than(levels: int, value: Any) -> bool:
    """True where lists and objects stand inside each other more than so many levels deep."""
    inside = [value] if type(value) in HOLDING else []
    for _ in range(levels):
        if not inside:
            return False
        inside = [
            inner
            for each in inside
            for inner in (each.values() if type(each) is dict else each)
            if type(inner) in HOLDING
        ]
    return bool(inside)


def no_number(word: str) -> NoReturn:
    """NaN and Infinity are words of JavaScript, not of JSON."""
    raise ValueError(word)


def whole(digits: str) -> int:
    """A whole number. Raises ValueError for one beyond what any double can hold."""
    if len(digits) > LONGEST_NUMBER:
        raise ValueError(digits)
    return int(digits)


def finite(digits: str) -> float:
    """A number as a double. Raises ValueError for one that no double can hold."""
    number = float(digits)
    if number in (float("inf"), float("-inf")):
        raise ValueError(digits)
    return number


STRICT = json.JSONDecoder(parse_constant=no_number, parse_float=finite, parse_int=whole)


def an_object(value: Any) -> Object:
    """A JSON object. Raises SensingRefused for anything else."""
    if not isinstance(value, dict):
        raise refused(
            Text(
                "Hier wird ein JSON-Objekt erwartet, keine Liste und kein einzelner Wert.",
                "A JSON object is expected here, no list and no single value.",
            ),
        )
    return value


def wrong(name: str, value: Any, allowed: Text) -> SensingRefused:
    """A value that cannot be: which, what was found, what is allowed."""
    found = json.dumps(value, ensure_ascii=False)[:SHOWN]
    return refused(
        Text("„{name}“ ist {found}: {allowed}.", "“{name}” is {found}: {allowed}."),
        name=name,
        found=found,
        allowed=allowed,
    )


def text(value: Any, name: str) -> str:
    """A text."""
    if not isinstance(value, str):
        raise wrong(name, value, Text("erlaubt ist ein Text", "a text is allowed"))
    if "\0" in value:  # PostgreSQL takes none
        raise wrong(name, value, Text("Nullzeichen sind nicht erlaubt", "no null characters"))
    return value


def short_text(value: Any, name: str) -> str:
    """A text as long as a definition."""
    if len(text(value, name)) > LONG:
        raise wrong(name, value, Text("höchstens 500 Zeichen", "at most 500 characters"))
    return str(value)


def properties(value: Any, name: str) -> Object | None:
    """An object, or nothing."""
    if value is not None and not isinstance(value, dict):
        raise wrong(name, value, Text("erlaubt ist ein JSON-Objekt", "a JSON object is allowed"))
    return anything(value, name)  # type: ignore[no-any-return]


def anything(value: Any, name: str) -> Any:
    """Any JSON a database can hold."""
    if "\\u0000" in json.dumps(value):
        raise wrong(name, value, Text("Nullzeichen sind nicht erlaubt", "no null characters"))
    return value


def present(value: Any, name: str) -> Any:
    """Any JSON but null."""
    if value is None:
        raise wrong(name, value, Text("null ist hier nicht erlaubt", "null is not allowed here"))
    return anything(value, name)


def unit(value: Any, name: str) -> Object:
    """A unit of measurement: name, symbol and definition, each a text or null."""
    if not isinstance(value, dict):
        raise wrong(
            name,
            value,
            Text(
                "erlaubt ist ein Objekt mit name, symbol und definition",
                "an object with name, symbol and definition is allowed",
            ),
        )
    for key in ("name", "symbol", "definition"):
        if value.get(key) is not None:
            text(value[key], key)
    return anything(value, name)  # type: ignore[no-any-return]


def geometry(value: Any, name: str) -> Any:
    """A geometry or a feature of GeoJSON, or nothing. Raises SensingRefused for what is neither."""
    if value is not None and not is_geojson(value):
        raise wrong(
            name,
            value,
            Text(
                'erlaubt ist GeoJSON mit Länge und Breite in Grad, z. B. {"type": "Point", '
                '"coordinates": [7.9, 52.3]}',
                'GeoJSON with longitude and latitude in degrees is allowed, e.g. {"type": "Point", '
                '"coordinates": [7.9, 52.3]}',
            ),
        )
    return value


def encoded(value: Any, name: str, encoding: str) -> Any:
    """A place in the encoding it names: GeoJSON is looked at, all else is taken as it is."""
    if encoding in GEO_ENCODINGS:
        return geometry(present(value, name), name)
    return present(value, name)
