"""All buildings, and each building: use, water and CO2 side by side."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from klimamosaik.publication.public.answering import town_answer
from klimamosaik.publication.public.cards.card import asked_here, building_card
from klimamosaik.publication.public.framing import framed
from klimamosaik.publication.public.pages.figure_links import taken
from klimamosaik.publication.public.pages.linked_data import building_data
from klimamosaik.publication.public.pages.pictures import pictures_of
from klimamosaik.publication.queries.buildings import public_building, public_buildings
from klimamosaik.publication.queries.figures.every import figures_of, public_figure
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.measures import public_measure
from klimamosaik.publication.queries.results import PublicBuilding, PublicFigure
from klimamosaik.terms.text import Language, Text

BELOW = "gebaeude/"
SIDE_BY_SIDE = ("electricity", "heat", "co2", "water")


@dataclass(frozen=True)
class BuildingLine:
    """A building in the list, with the newest whole year in its own words."""

    building: PublicBuilding
    said: Text


@dataclass(frozen=True)
class YearsOf:
    """One kind of use over the years."""

    named: Text
    unit: str
    years: tuple[tuple[str, float | None, Text | None], ...]  # year, value, why it is unknown

    @property
    def newest(self) -> tuple[str, float] | None:
        """The newest known year."""
        known = [(year, value) for year, value, _ in self.years if value is not None]
        return known[-1] if known else None

    @property
    def before(self) -> tuple[str, float] | None:
        """The known year before."""
        known = [(year, value) for year, value, _ in self.years if value is not None]
        return known[-2] if len(known) > 1 else None


@town_answer
def buildings(request: HttpRequest, known: Known, language: Language) -> HttpResponse:
    """All published buildings."""
    every = public_buildings(known)
    figures = figures_of(known, [each.figure for each in every])
    lines = [
        BuildingLine(each, figure.headline) for each, figure in zip(every, figures, strict=True)
    ]
    template = "publication/pages/buildings.html"
    return framed(request, known, language, template, BELOW, lines=lines)


@town_answer
def building(request: HttpRequest, known: Known, language: Language, pk: int) -> HttpResponse:
    """One building."""
    one = public_building(known, pk)
    figure = public_figure(known, one.figure)
    return framed(
        request,
        known,
        language,
        "publication/pages/building.html",
        f"{BELOW}{pk}/",
        linked=lambda frame: building_data(frame, one, figure),
        one=one,
        description=figure.headline,
        figure=figure,
        pictures=pictures_of(figure, language),
        sides=side_by_side(figure),
        measures=[public_measure(known, pk) for pk, _ in one.measures],
        asked=asked_here(building_card(known, pk, language)),
        table=table_of(figure),
        figures=taken(known, (one.figure,), language),
    )


def side_by_side(figure: PublicFigure) -> Sequence[YearsOf]:
    """Electricity, heat, CO2 and water, each with its years."""
    return [each for key, each in all_years(figure) if key in SIDE_BY_SIDE]


def all_years(figure: PublicFigure) -> Sequence[tuple[str, YearsOf]]:
    """Every series of a figure of years, by its key."""
    found = []
    for key, named in figure.series:
        rows = [each for each in figure.data if each.series == key]
        years = tuple((row.period, row.value, row.note) for row in rows)
        found.append((key, YearsOf(named, rows[0].unit, years)))
    return found


@dataclass(frozen=True)
class YearTable:
    """Years as rows, kinds of use as columns."""

    columns: tuple[tuple[Text, str], ...]  # name and unit
    rows: tuple[tuple[str, tuple[tuple[float | None, Text | None], ...]], ...]


def table_of(figure: PublicFigure) -> YearTable:
    """The same data as in the picture; years nobody knows anything of are left out."""
    series = [each for _, each in all_years(figure)]
    cells = {
        (place, year): (value, note)
        for place, each in enumerate(series)
        for year, value, note in each.years
    }
    rows = [
        (year, tuple(cells.get((place, year), (None, None)) for place in range(len(series))))
        for year in figure.periods
    ]
    return YearTable(
        tuple((each.named, each.unit) for each in series),
        tuple(row for row in rows if any(value is not None for value, _ in row[1])),
    )
