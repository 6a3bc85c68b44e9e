"""A wall is drawn once for each state of what it stands on."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from django.conf import settings
from django.core.cache import cache
from django.db.models import Max

from klimamosaik.evidence.models import Assessment
from klimamosaik.measures.models import Measure
from klimamosaik.observations.queries import data_version
from klimamosaik.pathway.glance import Glance, glance_at
from klimamosaik.pathway.need import goals_of
from klimamosaik.pathway.own_stones import OwnStones, own_stones
from klimamosaik.pathway.page import Page, page_of
from klimamosaik.pathway.queries import chosen, pathway_to, wall_of
from klimamosaik.places.models import Municipality
from klimamosaik.places.queries import master_data, newest_records
from klimamosaik.terms.complaint import Refused
from klimamosaik.terms.period import LOCAL
from klimamosaik.terms.text import Language

KEPT = 3600  # [s] a page is kept; what it stands on is part of its name
STAGES = ("measures", "balance", "pathway")  # besides places, readings and effects


def mosaic_page(
    *,
    municipality: Municipality,
    target_year: int | None = None,
    year: int | None = None,
    language: Language,
    at: datetime,
) -> Page:
    """The wall of a municipality, ready to be shown.

    `target_year` chooses among several targets, `year` the year the stones are counted for (None:
    the target's). Raises Refused for a year without a target or a wall, and for effects that
    cannot be.
    """

    def drawn() -> Page:
        pathway = wall_of(municipality=municipality, year=target_year, at=at)
        return page_of(pathway=pathway, language=language, year=year)

    return kept(municipality, ("page", target_year, year, language), at, drawn)


def glances(
    *,
    municipalities: Sequence[Municipality],
    language: Language,
    at: datetime,
) -> tuple[Glance, ...]:
    """The walls of several municipalities, each as one line. What is wrong with one is told."""
    known = known_now()

    def line(town: Municipality) -> Glance:
        try:
            return glance_at(wall_of(municipality=town, at=at), language)
        except Refused as refusal:
            return Glance(town, refusal.complaints[0].text, None, "", estimated=False)

    return tuple(
        kept(town, ("glance", language), at, partial(line, town), known) for town in municipalities
    )


def stones_of_measure(*, measure: Measure, language: Language, at: datetime) -> OwnStones:
    """A measure's one figure with its steps, and what it lays in its town's mosaic."""
    town = measure.municipality

    def drawn() -> OwnStones:
        goal = chosen(goals_of(municipality=town), None)
        pathway = pathway_to(municipality=town, goal=goal, at=at)
        return own_stones(pathway=pathway, measure=measure.pk, language=language)

    return kept(town, ("own", measure.pk, language), at, drawn)


Made = TypeVar("Made")


def kept(
    municipality: Municipality,
    asked: tuple[object, ...],
    at: datetime,
    make: Callable[[], Made],
    known: tuple[object, ...] = (),
) -> Made:
    """What `make` makes, made once for each state of what it stands on.

    `known` is `known_now()`, for who asks for several municipalities at once.
    """
    day = at.astimezone(LOCAL).date()
    master = master_data(municipality=municipality)
    stands = (municipality.pk, *asked, day, *master, *(known or known_now()))
    key = f"mosaic-{sha256(repr(stands).encode()).hexdigest()}"
    found: Made | None = cache.get(key)
    if found is None:
        found = make()
        cache.set(key, found, KEPT)
    return found


def known_now() -> tuple[object, ...]:
    """Another one as soon as anything a wall reads changes, places aside."""
    return (data_version(), newest_effect(), *newest_records(stages=STAGES), *statistics())


def newest_effect() -> int | None:
    """The newest assessment of any measure: another one as soon as an effect is renewed."""
    newest: int | None = Assessment.objects.aggregate(newest=Max("pk"))["newest"]
    return newest


def statistics() -> tuple[int, ...]:
    """When imported statistics and published series were last written [ns]."""
    folder = Path(settings.DATA_DIR) / "statistics"
    return tuple(sorted(path.stat().st_mtime_ns for path in folder.glob("*")))
