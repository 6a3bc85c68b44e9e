"""A figure for search engines and link previews: schema.org's Dataset."""

import json
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from klimamosaik.drawing.year_panels import unit_in
from klimamosaik.publication.public.figures.asked import FigureAsked
from klimamosaik.publication.public.figures.files.every import FILES
from klimamosaik.publication.public.figures.files.metadata import covered
from klimamosaik.publication.public.figures.wording import citation, sentences
from klimamosaik.publication.queries.paths import page_path

# What would end the element it stands in, or begin another.
ESCAPED = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


def linked_data(asked: FigureAsked) -> SafeString:
    """JSON-LD that can stand inside a page."""
    written = json.dumps(dataset(asked), ensure_ascii=False)
    return mark_safe(written.translate(ESCAPED))


def dataset(asked: FigureAsked) -> dict[str, Any]:
    """The figure as schema.org's Dataset."""
    figure, said, town = asked.figure, asked.said, asked.figure.town
    whole = covered(asked)
    owner = {"@type": "GovernmentOrganization", "name": town.publisher}
    if town.website:
        owner["url"] = town.website
    facts = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "@id": asked.address(),
        "url": asked.address(),
        "name": said(figure.title),
        "description": " ".join(said(each) for each in sentences(figure)),
        "identifier": asked.address(),
        "inLanguage": asked.language,
        "isAccessibleForFree": True,
        "license": town.licence.web,
        "creator": owner,
        "publisher": owner,
        "dateModified": figure.changed_at.isoformat(timespec="seconds"),
        "version": str(figure.data_version),
        "citation": said(citation(asked)),
        "measurementTechnique": figure.method or None,
        "temporalCoverage": f"{whole['start']}/{whole['end']}" if whole else None,
        "spatialCoverage": place(asked),
        "variableMeasured": variables(asked),
        "image": asked.address("/teilen.png"),
        "distribution": downloads(asked),
    }
    return {name: value for name, value in facts.items() if value is not None}


def place(asked: FigureAsked) -> dict[str, Any]:
    """The municipality by its key."""
    town = asked.figure.town
    facts: dict[str, Any] = {
        "@type": "AdministrativeArea",
        "name": town.name,
        "identifier": {"@type": "PropertyValue", "propertyID": "AGS", "value": town.ags},
        "url": asked.root + page_path(town.ags, language=asked.language),
    }
    if town.latitude is not None and town.longitude is not None:
        facts["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": town.latitude,
            "longitude": town.longitude,
        }
    return facts


def variables(asked: FigureAsked) -> list[dict[str, str]]:
    """Each series with its unit."""
    units = {each.series: each.unit for each in reversed(asked.figure.data)}
    return [
        {
            "@type": "PropertyValue",
            "name": asked.said(name),
            "unitText": unit_in(units[series], asked.language),
        }
        for series, name in asked.figure.series
    ]


def downloads(asked: FigureAsked) -> list[dict[str, str]]:
    """Each file."""
    return [
        {
            "@type": "DataDownload",
            "name": asked.said(each.name),
            "encodingFormat": each.media.split(";")[0],
            "contentUrl": asked.address(each.suffix),
        }
        for each in FILES
    ]
