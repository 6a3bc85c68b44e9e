"""A wall is drawn once for each state of what it stands on."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from klimamosaik.measures.models import Measure
from klimamosaik.mosaic.kernel.published_names import NamedStones
from klimamosaik.mosaic.page import MosaicPage, page_of
from klimamosaik.mosaic.queries.glance import Glance, glance_at, without_wall
from klimamosaik.mosaic.queries.own_stones import OwnStones, own_stones
from klimamosaik.pathway.queries.cache import beside_readings, cached, statistics
from klimamosaik.pathway.queries.pathways import chosen, pathway_to, wall_of
from klimamosaik.pathway.queries.required_reduction import goals_of
from klimamosaik.places.models import Municipality
from klimamosaik.records.query_cache import once
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.terms.period import local_day
from klimamosaik.terms.text import Language


def mosaic_page(
    *,
    municipality: Municipality,
    target_year: int | None = None,
    year: int | None = None,
    language: Language,
    at: datetime,
    named: NamedStones | None = None,
) -> MosaicPage:
    """The wall of a municipality, ready to be shown.

    `target_year` chooses among several targets, `year` the year the stones are counted for (None:
    the target's), `named` what strangers see of it. Raises InputRejected for a year without a
    target or a wall, and for effects that cannot be.
    """

    stands = (named, local_day(at), *statistics())

    def drawn() -> tuple[object, MosaicPage]:
        pathway = wall_of(municipality=municipality, year=target_year, at=at)
        return stands, page_of(pathway=pathway, language=language, year=year, named=named)

    name = ("wall", municipality.pk, target_year, year, language, named is None)
    _, page = once(name, drawn, lambda held: held[0] == stands, (municipality,))
    return replace(page, at=at)


def glances(
    *,
    municipalities: Sequence[Municipality],
    language: Language,
    at: datetime,
) -> tuple[Glance, ...]:
    """The walls of several municipalities, each as one line. What is wrong with one is told."""
    known = beside_readings()

    def line(town: Municipality) -> Glance:
        try:
            return glance_at(wall_of(municipality=town, at=at), language)
        except InputRejected as refusal:
            return without_wall(town, refusal.complaints[0].text)

    return tuple(
        cached(town, ("glance", language), at, partial(line, town), known)
        for town in municipalities
    )


def stones_of_measure(*, measure: Measure, language: Language, at: datetime) -> OwnStones:
    """A measure's one figure with its steps, and what it lays in its town's mosaic."""
    town = measure.municipality

    def drawn() -> OwnStones:
        goal = chosen(goals_of(municipality=town), None)
        pathway = pathway_to(municipality=town, goal=goal, at=at)
        return own_stones(pathway=pathway, measure=measure.pk, language=language)

    return cached(town, ("own", measure.pk, language), at, drawn, beside_readings())
