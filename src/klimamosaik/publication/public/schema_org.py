"""What search engines read in every public page: schema.org's words, as JSON-LD."""

import json
from collections.abc import Mapping
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from klimamosaik.publication.queries.paths import page_path
from klimamosaik.publication.queries.results import PublicTown
from klimamosaik.terms.text import Language

CONTEXT = "https://schema.org"
# What would end the element it stands in, or begin another.
ESCAPED = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


def written(facts: Mapping[str, Any]) -> SafeString:
    """Facts as JSON-LD that can stand inside a page; what is not known is left out."""
    known = {name: value for name, value in facts.items() if value not in (None, "", [])}
    told = json.dumps({"@context": CONTEXT} | known, ensure_ascii=False)
    return mark_safe(told.translate(ESCAPED))


def owner(town: PublicTown) -> dict[str, Any]:
    """Who publishes."""
    facts = {"@type": "GovernmentOrganization", "name": town.publisher}
    return facts | ({"url": town.website} if town.website else {})


def area(town: PublicTown, root: str, language: Language) -> dict[str, Any]:
    """The municipality by its key. root: scheme and host of addresses."""
    facts: dict[str, Any] = {
        "@type": "AdministrativeArea",
        "name": town.name,
        "identifier": {"@type": "PropertyValue", "propertyID": "AGS", "value": town.ags},
        "url": root + page_path(town.ags, language=language),
    }
    return facts | geo(town.latitude, town.longitude)


def geo(latitude: float | None, longitude: float | None) -> dict[str, Any]:
    """A point [degrees, WGS 84], where it is known."""
    if latitude is None or longitude is None:
        return {}
    return {"geo": {"@type": "GeoCoordinates", "latitude": latitude, "longitude": longitude}}
