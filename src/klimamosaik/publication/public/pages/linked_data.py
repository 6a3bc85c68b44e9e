"""Pages of the municipality, a measure, a building for search engines; each leads to its data."""

from collections.abc import Sequence
from typing import Any

from django.utils.safestring import SafeString

from klimamosaik.publication.public.framing import PublicFrame
from klimamosaik.publication.public.pages.figure_links import TakenFigure
from klimamosaik.publication.public.schema_org import area, geo, owner, written
from klimamosaik.publication.queries.paths import figure_path
from klimamosaik.publication.queries.results import PublicBuilding, PublicFigure, PublicMeasure
from klimamosaik.terms.text import Text

CATALOGUE = Text("Klimadaten {town}", "Climate data of {town}")
ABOUT = Text(
    "Was {town} für das Klima tut, was es gebracht hat und was fehlt: gemessen, zum Mitnehmen.",
    "What {town} does for the climate, what it brought, what is missing: measured, to take away.",
)
KINDS = {  # schema.org's types of places by kind of building; all others are a CivicStructure
    "school": "School",
    "kindergarten": "Preschool",
    "office": "GovernmentBuilding",
    "sports": "SportsActivityLocation",
    "pool": "PublicSwimmingPool",
    "fire station": "FireStation",
    "housing": "Residence",
}


def town_data(frame: PublicFrame, figures: Sequence[TakenFigure]) -> SafeString:
    """The municipality's page: a catalogue of its figures."""
    town, said = frame.town, frame.said
    return written(
        {
            "@type": "DataCatalog",
            "@id": frame.canonical,
            "url": frame.canonical,
            "name": said(CATALOGUE.format(town=town.name)),
            "description": said(ABOUT.format(town=town.name)),
            "inLanguage": frame.language,
            "isAccessibleForFree": True,
            "license": town.licence.web,
            "publisher": owner(town),
            "spatialCoverage": area(town, frame.origin, frame.language),
            "dataset": [data_at(frame, each.key, said(each.title)) for each in figures],
        }
    )


def measure_data(frame: PublicFrame, one: PublicMeasure, figure: PublicFigure) -> SafeString:
    """A measure: an undertaking of the municipality, with its measured figure."""
    places = [{"@type": "Place", "name": name} for _, name in one.buildings]
    return written(
        {
            "@type": "Project",
            "@id": frame.canonical,
            "url": frame.canonical,
            "name": one.name,
            "description": frame.said(one.said),
            "identifier": one.key,
            "foundingDate": one.start.isoformat() if one.start else None,
            "dissolutionDate": one.end.isoformat() if one.end else None,
            "parentOrganization": owner(frame.town),
            "areaServed": area(frame.town, frame.origin, frame.language),
            "location": places,
            "subjectOf": data_of(frame, figure),
        }
    )


def building_data(frame: PublicFrame, one: PublicBuilding, figure: PublicFigure) -> SafeString:
    """A building: where it is, with the figure of its use; where people live, without address."""
    street = {"streetAddress": one.address} if one.address else {}
    postcode = {"postalCode": one.postcode} if one.postcode else {}
    address = {"@type": "PostalAddress", "addressCountry": "DE"} | street | postcode
    return written(
        {
            "@type": KINDS.get(one.kind_code, "CivicStructure"),
            "@id": frame.canonical,
            "url": frame.canonical,
            "name": one.name,
            "address": address if street or postcode else None,
            "containedInPlace": area(frame.town, frame.origin, frame.language),
            "subjectOf": data_of(frame, figure),
        }
        | geo(one.latitude, one.longitude)
    )


def data_of(frame: PublicFrame, figure: PublicFigure) -> dict[str, Any] | None:
    """A figure by its address; None where it has no values."""
    return data_at(frame, figure.key, frame.said(figure.title)) if figure.data else None


def data_at(frame: PublicFrame, key: str, name: str) -> dict[str, Any]:
    """A figure by its own address, where everything else about it stands."""
    address = frame.origin + figure_path(frame.town.ags, key, language=frame.language)
    return {"@type": "Dataset", "@id": address, "url": address, "name": name}
