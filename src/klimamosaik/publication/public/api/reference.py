"""The reference of the interface: a page for people, and its description for programs."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe

from klimamosaik.publication.public.api.limits import limits_said
from klimamosaik.publication.public.api.mosaic_api import refuse_all_but_language
from klimamosaik.publication.public.api.openapi import openapi
from klimamosaik.publication.public.api.parameters import PARAMETERS
from klimamosaik.publication.public.api.problems import LANGUAGE, ProblemKind, language_of
from klimamosaik.publication.queries.published import towns_published
from klimamosaik.records.addresses import absolute
from klimamosaik.terms.text import LANGUAGES, Language

JSON = "application/json"
EXAMPLE = """\
import json
from urllib.parse import urljoin
from urllib.request import urlopen

SERVER = "{server}"


def read(path):
    with urlopen(urljoin(SERVER, path)) as answer:
        return json.load(answer)


town = read("/api/v1/municipalities")["items"][0]["ags"]
path, rows = "/api/v1/municipalities/" + town + "/figures/verbrauch", []
while path:
    page = read(path)
    rows += page["rows"]
    path = page["next"]
for row in rows:
    print(row["period_start"], row["series_name"], row["value"], row["unit"])
"""
OTHER = {"de": "/en/api/v1/", "en": "/api/v1/"}


@dataclass(frozen=True)
class ReferenceField:
    """A field of an entry, or a parameter of a route."""

    name: str
    kind: str
    meaning: str
    entry: str = ""  # name of the entry it holds


@dataclass(frozen=True)
class ReferenceRoute:
    """One address that can be asked."""

    path: str
    summary: str
    parameters: tuple[ReferenceField, ...]
    answer: ReferenceField
    files: tuple[str, ...]
    paged: bool
    example: str


@dataclass(frozen=True)
class ReferenceEntry:
    """One kind of entry with its fields."""

    name: str
    fields: tuple[ReferenceField, ...]


@require_safe
def description(request: HttpRequest) -> HttpResponse:
    """The description as OpenAPI 3.1."""
    refusal = refuse_all_but_language(request)
    if refusal is not None:
        return refusal
    return JsonResponse(openapi(language_of(request)), json_dumps_params={"ensure_ascii": False})


@require_safe
def reference(request: HttpRequest, language: Language) -> HttpResponse:
    """The page: everything a stranger needs to read any figure."""
    asked = request.GET.get(LANGUAGE)
    shown: Language = next((each for each in LANGUAGES if each == asked), language)
    described = openapi(shown)
    ags = next(iter(towns_published()), None)
    with translation.override(shown):
        return render(
            request,
            "publication/api.html",
            {
                "about": described["info"]["description"],
                "example": EXAMPLE.format(server=absolute(request)),
                "parameters": list(PARAMETERS.values()),
                "routes": [
                    routed(path, each["get"], ags) for path, each in described["paths"].items()
                ],
                "entries": [
                    entered(name, each)
                    for name, each in described["components"]["schemas"].items()
                    if "properties" in each and not name.startswith("EntryPage")
                ],
                "problems": list(ProblemKind),
                "limits": limits_said(),
                "other": OTHER[shown],
            },
        )


def routed(path: str, operation: dict[str, Any], ags: str | None) -> ReferenceRoute:
    """A route as the page shows it."""
    parameters = operation["parameters"]
    content = operation["responses"][200]["content"]
    return ReferenceRoute(
        path=path,
        summary=operation["summary"],
        parameters=tuple(
            ReferenceField(each["name"], kind_of(each["schema"])[0], each["description"])
            for each in parameters
            if each["name"] != LANGUAGE
        ),
        answer=field("", content[JSON]["schema"]),
        files=tuple(name for name in content if name != JSON),
        paged=any(each["name"] == "cursor" for each in parameters),
        example=example_of(path, ags),
    )


def example_of(path: str, ags: str | None) -> str:
    """The address as one can try it, of a municipality that is public; "" where it needs more."""
    tried = path.replace("{suffix}", "csv").replace("{ags}", ags or "{ags}")
    return "" if "{" in tried else tried


def entered(name: str, schema: dict[str, Any]) -> ReferenceEntry:
    """An entry as the page shows it."""
    fields = tuple(field(each, inner) for each, inner in schema["properties"].items())
    return ReferenceEntry(name, fields)


def field(name: str, schema: dict[str, Any]) -> ReferenceField:
    """A field as the page shows it."""
    kind, entry = kind_of(schema)
    return ReferenceField(name, kind, schema.get("description", ""), entry)


def kind_of(schema: dict[str, Any]) -> tuple[str, str]:
    """What a value is, in a few words, and the entry it is."""
    if "$ref" in schema:
        name = inner_of(schema["$ref"].rpartition("/")[2])
        return (choices()[name], "") if name in choices() else (name, name)
    if "anyOf" in schema:
        kinds = [kind_of(each) for each in schema["anyOf"]]
        return " | ".join(kind for kind, _ in kinds), next(
            (entry for _, entry in kinds if entry), ""
        )
    if "enum" in schema:
        return " | ".join(str(each) for each in schema["enum"]), ""
    if schema.get("type") == "array":
        kind, entry = kind_of(schema["items"])
        return f"[{kind}]", entry
    kind = schema.get("format") or schema.get("type", "")
    return str(kind), ""


@cache
def choices() -> dict[str, str]:
    """What a value may be, by the name of its kind."""
    schemas = openapi("de")["components"]["schemas"]
    return {name: " | ".join(each["enum"]) for name, each in schemas.items() if "enum" in each}


def inner_of(name: str) -> str:
    """The entry a page of a list holds; any other entry itself."""
    return name.removeprefix("EntryPage_").rstrip("_")
