"""The description of the interface (OpenAPI 3.1), written by its routes, in one language."""

import copy
from functools import cache
from typing import Any

from pydantic import BaseModel

from klimamosaik.publication.public.api.entries.values import SAID
from klimamosaik.publication.public.api.mosaic_api import interface
from klimamosaik.publication.public.api.parameters import PARAMETERS
from klimamosaik.publication.public.api.problems import LANGUAGE, MEDIA_TYPE, ROOT
from klimamosaik.publication.public.api.routing import FILES
from klimamosaik.publication.public.figures.rows import NAMES
from klimamosaik.terms.text import LANGUAGES, Text

Described = dict[Any, Any]  # statuses are numbers
PERIOD = "^((?!0000)[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?)?$"
FIELD = "|".join(NAMES)
PATTERNS = {
    "ags": r"^[0-9]{8}$",
    "key": r"^[-a-zA-Z0-9_]+$",
    "von": PERIOD,
    "bis": PERIOD,
    "fields": f"^(({FIELD})(,({FIELD}))*)?$",
}
ABOUT = Text(
    "Alles, was Gemeinden mit Klimamosaik veröffentlichen, zum Lesen durch Programme. Kein "
    "Schlüssel, keine Anmeldung. Unbekanntes ist null und hat die Güte „unknown“, nie 0.",
    "Everything municipalities publish with Klimamosaik, to be read by programs. No key, no "
    "account. What is unknown is null and has the quality “unknown”, never 0.",
)
REFUSALS = {
    400: Text("Etwas an der Anfrage passt nicht.", "Something about the request does not fit."),
    404: Text("Das gibt es nicht, oder es ist nicht öffentlich.", "It is not there or not public."),
    410: Text("Es wurde zurückgenommen.", "It was taken back."),
    429: Text("Zu viele Anfragen.", "Too many requests."),
}
ANSWERED = Text("Die Antwort", "The answer")
PROBLEM = "ProblemEntry"


class FaultEntry(BaseModel):
    """One thing that is wrong."""

    where: str
    what: str
    allowed: str
    todo: str


class ProblemEntry(BaseModel):
    """A problem (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    errors: list[FaultEntry]


@cache
def openapi(language: str) -> Described:
    """The description in a language."""
    schema: Described = copy.deepcopy(dict(interface.get_openapi_schema(path_prefix=ROOT)))
    schema["info"]["description"] = ABOUT.in_(language)
    schemas = schema["components"]["schemas"]
    problem = ProblemEntry.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas |= {**problem.pop("$defs"), PROBLEM: problem}
    for each in schemas.values():
        tell(each, language)
    for operations in schema["paths"].values():
        describe(operations["get"], language)
    return schema


def tell(schema: Any, language: str) -> None:
    """Fields get their meaning in this language; titles made of names say nothing and go."""
    if isinstance(schema, list):
        for each in schema:
            tell(each, language)
    if not isinstance(schema, dict):
        return
    if isinstance(schema.get("title"), str):
        del schema["title"]
    if isinstance(schema.get("description"), str):
        del schema["description"]  # a docstring
    said = schema.pop(SAID, None)
    if said is not None:
        schema["description"] = said["en" if language == "en" else "de"]
    for each in list(schema.values()):
        tell(each, language)


def describe(operation: Described, language: str) -> None:
    """A route in this language: what it is for, its parameters, all it may answer."""
    said = operation.pop(SAID)
    operation["summary"] = said["en" if language == "en" else "de"]
    operation.pop("description", None)
    operation["parameters"].append(
        {"in": "query", "name": LANGUAGE, "required": False, "schema": {"enum": [*LANGUAGES]}}
    )
    for each in operation["parameters"]:
        known = PARAMETERS[each["name"]]
        each["schema"] = restricted(each["name"], each["schema"])
        each["description"] = known.meaning.in_(language)
        if known.example:
            each["example"] = known.example
    answers(operation, language)


def restricted(name: str, schema: Described) -> Described:
    """What a parameter may be, without titles and defaults of null."""
    kept = {key: value for key, value in schema.items() if key != "title"}
    if "anyOf" in kept:  # not given is not a value that could be written
        kept |= next(each for each in kept.pop("anyOf") if each.get("type") != "null")
        kept.pop("default", None)
    if name in PATTERNS:
        kept["pattern"] = PATTERNS[name]
    if kept.get("type") == "integer" and "minimum" not in kept:
        kept["minimum"] = 0
    return kept


def answers(operation: Described, language: str) -> None:
    """All that may be answered: the entries, files, and problems."""
    responses: Described = operation["responses"]
    good = responses[200]
    good["description"] = ANSWERED.in_(language)
    for each in operation.pop(FILES):
        good["content"][each] = {"schema": {}}
    refusal = {MEDIA_TYPE: {"schema": {"$ref": f"#/components/schemas/{PROBLEM}"}}}
    for status, text in REFUSALS.items():
        responses[status] = {"description": text.in_(language), "content": refusal}
