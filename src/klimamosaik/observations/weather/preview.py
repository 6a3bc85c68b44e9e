"""What the preview shows of the temperatures in a file, and what it asks about them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from klimamosaik.observations.weather.files import COMPLETE, own_places, renamed
from klimamosaik.observations.weather.in_table import leaving_out
from klimamosaik.observations.weather.queries.stations import FARTHEST
from klimamosaik.observations.weather.same_place import SAME_PLACE, unlike_known
from klimamosaik.observations.weather.station_previews import (
    TOO_FAR,
    StationPreview,
    nearby,
    nearest_of,
    places_of,
    station_previews,
    too_far,
    unplaced,
)
from klimamosaik.places.models import Municipality
from klimamosaik.sources.grid.detected import Detected
from klimamosaik.sources.tables import FileColumn, FileHints, FileKind, Format, Preview
from klimamosaik.sources.weather import (
    COMPLETENESS,
    IMPLAUSIBLE,
    TEMPERATURE,
    WeatherFile,
    WeatherHints,
    doubts_in,
)
from klimamosaik.sources.weather.opening import stem_of
from klimamosaik.terms.complaint import Problem, problem
from klimamosaik.terms.question import Question

DEGREES = ("°C", "°F", "K")


@dataclass(frozen=True)
class WeatherPreview:
    """The temperatures of a file, and what is to be said of them."""

    file: WeatherFile  # its stations called as they are stored
    names: Mapping[str, str]  # of stations the file names itself, by id
    stations: tuple[StationPreview, ...]
    warnings: tuple[Problem, ...]
    questions: tuple[Question, ...]
    far: str = ""  # number of a station that is taken although it is far away


def weather_hints(hints: FileHints) -> WeatherHints:
    """What a person said of a file, as the reader of weather files takes it."""
    unit = hints.unit if hints.unit in DEGREES else None
    return WeatherHints(hints.timezone, hints.stamp, unit, hints.series, hints.accepted)


def seen(
    whole: WeatherFile,
    *,
    municipality: Municipality | None,
    hints: FileHints,
    columns: Sequence[FileColumn] = (),
    with_use: bool = False,
) -> WeatherPreview:
    """Look at the temperatures of a file with the eyes of a municipality.

    columns: of temperature, where it is a table; with_use: the file holds use, too, so that its
    name is that of a meter.
    """
    accepted = hints.accepted
    ids = own_places(whole, municipality=municipality)
    names = {number: place for place, number in ids.items() if number != place.lstrip("0")}
    whole = renamed(whole, ids)
    places = places_of(whole)
    near = nearby(whole, places, municipality)
    far = whole.readings.height > 0 and near.readings.is_empty()
    file = whole if far else near
    stations = station_previews(file, names=names, places=places, municipality=municipality)
    asked = [too_far(stations)] if far and TOO_FAR not in accepted else []
    if SAME_PLACE not in accepted:
        named = hints.series and not with_use
        own = [] if named else [ids[place] for place in (stem_of(whole.name),) if place in ids]
        out = leaving_out(columns)
        again = unlike_known(file, only_by_file=own, leave_out=out, can_name=not with_use)
        asked += [again] if again else []
    placed = {names.get(number, number) for number in places}
    warnings = [*file.warnings, *filter(None, [left_out(file), unplaced(stations, placed)])]
    if file.readings.height < whole.readings.height:
        warnings.append(ONLY_NEARBY)
    taken = nearest_of(stations).number if far and not asked else ""
    return WeatherPreview(file, names, stations, tuple(warnings), (*asked_of(file), *asked), taken)


def asked_of(file: WeatherFile) -> tuple[Question, ...]:
    """What is to be asked about the stations that are taken.

    A mountain far away is colder than any place in reach; nobody needs to answer for it.
    """
    warm = file.readings.filter(pl.col("property") == TEMPERATURE)
    if doubts_in(warm, "station"):
        return file.questions
    return tuple(each for each in file.questions if each.code != IMPLAUSIBLE)


def as_preview(file: WeatherFile) -> Preview:
    """What the preview page shows of a weather file beside its stations."""
    return Preview(
        name=file.name,
        kind=FileKind.WEATHER,
        why=file.source,
        format=Format(container=Detected(FileKind.WEATHER.value, file.source)),
        columns=(),
    )


def left_out(file: WeatherFile) -> Problem | None:
    """How many months are left out because too few of their days were measured."""
    thin = file.readings.filter(
        (pl.col("property") == COMPLETENESS) & (pl.col("value") < COMPLETE)
    ).height
    if not thin:
        return None
    return problem(
        "thin_months",
        "{thin} Monate bleiben weg: Weniger als 90 % ihrer Tage wurden gemessen.",
        "{thin} months are left out: less than 90 % of their days were measured.",
        thin=thin,
    )


ONLY_NEARBY = problem(
    "only_nearby",
    "Genommen werden nur Stationen bis {farthest:n} km um die Gemeinde.",
    "Only stations within {farthest:n} km of the municipality are taken.",
    farthest=FARTHEST,
)
