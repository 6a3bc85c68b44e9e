"""A figure for search engines and link previews: schema.org's Dataset."""

from typing import Any

from django.utils.safestring import SafeString

from klimamosaik.drawing.year_panels import unit_in
from klimamosaik.publication.public.figures.figure_request import FigureAsked
from klimamosaik.publication.public.figures.files.every import FILES
from klimamosaik.publication.public.figures.files.metadata import covered
from klimamosaik.publication.public.figures.wording import citation, sentences
from klimamosaik.publication.public.schema_org import area, owner, written


def linked_data(asked: FigureAsked) -> SafeString:
    """JSON-LD that can stand inside a page."""
    return written(dataset(asked))


def dataset(asked: FigureAsked) -> dict[str, Any]:
    """The figure as schema.org's Dataset."""
    figure, said, town = asked.figure, asked.said, asked.figure.town
    whole = covered(asked)
    return {
        "@type": "Dataset",
        "@id": asked.address(),
        "url": asked.address(),
        "name": said(figure.title),
        "description": " ".join(said(each) for each in sentences(figure)),
        "identifier": asked.address(),
        "inLanguage": asked.language,
        "isAccessibleForFree": True,
        "license": town.licence.web,
        "creator": owner(town),
        "publisher": owner(town),
        "dateModified": figure.changed_at.isoformat(timespec="seconds"),
        "version": str(figure.data_version),
        "citation": said(citation(asked)),
        "measurementTechnique": figure.method or None,
        "temporalCoverage": f"{whole['start']}/{whole['end']}" if whole else None,
        "spatialCoverage": area(town, asked.root, asked.language),
        "variableMeasured": variables(asked),
        "image": asked.address("/teilen.png"),
        "distribution": downloads(asked),
    }


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
