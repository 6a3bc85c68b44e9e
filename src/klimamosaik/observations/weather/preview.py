"""What the preview shows of the temperatures in a file, and what it asks about them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

import polars as pl

from klimamosaik.observations.intake.spacings import so_many
from klimamosaik.observations.weather.files import COMPLETE, own_places, renamed, spacing_of
from klimamosaik.observations.weather.queries.stations import FARTHEST
from klimamosaik.observations.weather.same_place import SAME_PLACE, unlike_known
from klimamosaik.places.models import Municipality, WeatherStation
from klimamosaik.sources.grid.detected import Detected
from klimamosaik.sources.tables import ColumnRole, FileColumn, FileHints, FileKind, Format, Preview
from klimamosaik.sources.weather import (
    COMPLETENESS,
    IMPLAUSIBLE,
    TABLE,
    TEMPERATURE,
    WEATHER_SCHEMA,
    Doubt,
    Station,
    WeatherFile,
    WeatherHints,
    ask_unit,
    doubts_in,
    kilometres,
    possible,
    stem_of,
)
from klimamosaik.sources.weather.dwd_register import dwd_station
from klimamosaik.terms.complaint import Problem
from klimamosaik.terms.period import LOCAL
from klimamosaik.terms.question import Answer, Question
from klimamosaik.terms.text import Text, first_few

TOO_FAR = "far_station"  # code of the question
DEGREES = ("°C", "°F", "K")
LISTED = 5  # names in a sentence
LONGER_THAN_DAYS = 2 * 24 * 3600  # [s] intervals that end on another day than they begin


@dataclass(frozen=True)
class StationSeen:
    """One station of a file, for the preview."""

    number: str
    name: str
    first: date | None
    last: date | None
    count: int  # temperatures
    spacing: str = ""  # as SPACINGS names it
    mean: float | None = None  # [°C]
    distance: float | None = None  # [km] from the municipality; None where either is not known
    begin: datetime | None = None  # UTC start of the first temperature
    end: datetime | None = None  # UTC end of the last one

    @property
    def told(self) -> Text:
        """How many temperatures of which spacing."""
        return so_many(self.count, self.spacing)


@dataclass(frozen=True)
class WeatherSeen:
    """The temperatures of a file, and what is to be said of them."""

    file: WeatherFile  # its stations called as they are stored
    names: Mapping[str, str]  # of stations the file names itself, by id
    stations: tuple[StationSeen, ...]
    warnings: tuple[Problem, ...]
    questions: tuple[Question, ...]
    far: str = ""  # number of a station that is taken although it is far away


def told_by(hints: FileHints) -> WeatherHints:
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
) -> WeatherSeen:
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
    stations = stations_seen(file, names=names, places=places, municipality=municipality)
    asked = [too_far(stations)] if far and TOO_FAR not in accepted else []
    if SAME_PLACE not in accepted:
        named = hints.series and not with_use
        own = [] if named else [ids[place] for place in (stem_of(whole.name),) if place in ids]
        out = leaving_out(columns)
        again = unlike_known(file, only_by_file=own, leave_out=out, can_name=not with_use)
        asked += [again] if again else []
    warnings = [*file.warnings, *filter(None, [left_out(file), unplaced(stations, places)])]
    if file.readings.height < whole.readings.height:
        warnings.append(ONLY_NEARBY)
    taken = nearest_of(stations).number if far and not asked else ""
    return WeatherSeen(file, names, stations, tuple(warnings), (*asked_of(file), *asked), taken)


def leaving_out(columns: Sequence[FileColumn]) -> Answer | None:
    """The answer that the temperatures of a table are not stored."""
    warm = [each.header for each in columns if each.role is ColumnRole.TEMPERATURE]
    if not warm:
        return None
    told = [{"header": header, "role": ColumnRole.IGNORED.value} for header in warm]
    text = Text("Die Temperaturen weglassen", "Leave the temperatures out")
    return Answer(text, json.dumps({"columns": told}, ensure_ascii=False))


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


def in_table(preview: Preview, *, hints: FileHints) -> WeatherFile | None:
    """The temperatures of a table as a weather file; None where it holds none."""
    table = preview.temperatures
    if table.is_empty():
        return None
    named = hints.series if not preview.series else None
    own = pl.lit(named or stem_of(preview.name))
    place = pl.when(pl.col("place") == "").then(own).otherwise("place")
    frame = table.select(
        place.alias("station"), "start", "end", pl.lit(TEMPERATURE).alias("property"), "value"
    )
    kept, warnings = possible(frame.cast(WEATHER_SCHEMA))  # type: ignore[arg-type]
    doubts = () if IMPLAUSIBLE in hints.accepted else doubts_in(kept, "station")
    asked = (ask_columns(doubts, preview),) if doubts else ()
    return WeatherFile(
        name=preview.name,
        readings=kept.sort("station", "property", "start"),
        stations=(),
        source=preview.why,
        warnings=warnings,
        questions=asked,
        kind=TABLE,
        named_here=True,
    )


def ask_columns(doubts: Sequence[Doubt], preview: Preview) -> Question:
    """Ask about the columns of a table that hold doubtful temperatures."""
    columns = doubtful(doubts, preview.columns)

    def told(**said: str) -> dict[str, object]:
        return {"columns": [{"header": column.header, **said} for column in columns]}

    named = any(column.unit for column in columns)
    return ask_unit(
        doubts,
        unit=None if named else lambda unit: told(unit=unit),
        leave_out=told(role=ColumnRole.IGNORED.value),
    )


def doubtful(doubts: Sequence[Doubt], columns: Sequence[FileColumn]) -> list[FileColumn]:
    """The columns of temperature that are meant; of several, those the places are named after."""
    warm = [column for column in columns if column.role is ColumnRole.TEMPERATURE]
    named = [
        column
        for column in warm
        if any(column.header.startswith(each.place.split(" · ")[-1]) for each in doubts)
    ]
    return named if len(warm) > 1 and named else warm


def places_of(file: WeatherFile) -> dict[str, Station]:
    """Where stations stand, by id: as the file tells, as is stored, or as DWD's register says."""
    numbers = file.readings["station"].unique().to_list() if not file.named_here else []
    listed = {number: told for number in numbers if (told := dwd_station(number)) is not None}
    known = {
        each.number: Station(each.number, each.name, each.latitude, each.longitude)
        for each in WeatherStation.objects.filter(latitude__isnull=False, longitude__isnull=False)
        if each.latitude is not None and each.longitude is not None
    }
    return listed | known | {each.id: each for each in file.stations}


def nearby(
    file: WeatherFile, places: Mapping[str, Station], municipality: Municipality | None
) -> WeatherFile:
    """Without the readings of stations too far away to matter, where places are known."""
    chosen = municipality.station.number if municipality and municipality.station else None
    far = [
        number
        for number, place in places.items()
        if number != chosen and (away(place, municipality) or 0.0) > FARTHEST
    ]
    return replace(file, readings=file.readings.filter(~pl.col("station").is_in(far)))


def away(place: Station | None, municipality: Municipality | None) -> float | None:
    """How far a station is [km]; None where that is not known."""
    if place is None or municipality is None:
        return None
    if municipality.latitude is None or municipality.longitude is None:
        return None
    return kilometres(municipality.latitude, municipality.longitude, place)


def stations_seen(
    file: WeatherFile,
    *,
    names: Mapping[str, str],
    places: Mapping[str, Station],
    municipality: Municipality | None,
) -> tuple[StationSeen, ...]:
    """The stations of a file: those with temperatures, or those it describes."""
    if file.readings.is_empty():
        return tuple(
            StationSeen(s.id, s.name, s.first, s.last, 0, distance=away(s, municipality))
            for s in file.stations
        )
    local = pl.col("start").dt.convert_time_zone(LOCAL.key).dt.date()
    seconds = (pl.col("end") - pl.col("start")).dt.total_seconds()
    # A month reaches to its last day; half a day before its end, whatever the clock it is told in.
    within = pl.when(seconds > LONGER_THAN_DAYS).then(pl.col("end") - pl.duration(hours=12))
    last_day = within.otherwise(pl.col("start")).dt.convert_time_zone(LOCAL.key).dt.date()
    found = (
        file.readings.filter(pl.col("property") == TEMPERATURE)
        .with_columns(spacing_of(seconds).alias("spacing"))
        .group_by("station")
        .agg(
            first=local.min(),
            last=last_day.max(),
            count=pl.len(),
            spacing=pl.col("spacing").mode().min(),
            mean=pl.col("value").mean(),
            begin=pl.col("start").min(),
            end=pl.col("end").max(),
        )
        .sort("station")
    )
    known = dict(WeatherStation.objects.values_list("number", "name"))
    return tuple(
        StationSeen(
            number=names.get(number, number),
            name="" if number in names else called(number, places, known),
            distance=away(places.get(number), municipality),
            **told,
        )
        for number, told in ((row.pop("station"), row) for row in found.to_dicts())
    )


def called(number: str, places: Mapping[str, Station], known: Mapping[str, str]) -> str:
    """The name of a station; empty where it has none but its number."""
    name = places[number].name if number in places else known.get(number, "")
    return "" if name == number else name


def nearest_of(stations: Sequence[StationSeen]) -> StationSeen:
    """The one that stands least far away."""
    return min(stations, key=lambda each: each.distance or 0.0)


def too_far(stations: tuple[StationSeen, ...]) -> Question:
    """Ask whether the weather of a far place shall be taken."""
    nearest = nearest_of(stations)
    return Question(
        TOO_FAR,
        Text(
            "„{name}“ steht {away} km entfernt: Dort ist anderes Wetter. Soll es trotzdem genommen "
            "werden?",
            "“{name}” stands {away} km away: the weather there is another one. Shall it be taken "
            "all the same?",
        ).format(name=nearest.name or nearest.number, away=f"{nearest.distance or 0.0:.0f}"),
        answers=(
            Answer(
                Text("Ja, dieses Wetter nehmen", "Yes, take this weather"),
                f'{{"accepted": ["{TOO_FAR}"]}}',
            ),
        ),
    )


def unplaced(stations: tuple[StationSeen, ...], places: Mapping[str, Station]) -> Problem | None:
    """Name the stations whose place nobody knows."""
    lost = [each.name or each.number for each in stations if each.number not in places]
    if not lost:
        return None
    listed = first_few(lost, LISTED)
    return Problem("station_place_unknown", UNPLACED.format(listed=listed))


def left_out(file: WeatherFile) -> Problem | None:
    """How many months are left out because too few of their days were measured."""
    thin = file.readings.filter(
        (pl.col("property") == COMPLETENESS) & (pl.col("value") < COMPLETE)
    ).height
    if not thin:
        return None
    return Problem(
        "thin_months",
        Text(
            "{thin} Monate bleiben weg: Weniger als 90 % ihrer Tage wurden gemessen.",
            "{thin} months are left out: less than 90 % of their days were measured.",
        ).format(thin=thin),
    )


ONLY_NEARBY = Problem(
    "only_nearby",
    Text(
        "Genommen werden nur Stationen bis {farthest:n} km um die Gemeinde.",
        "Only stations within {farthest:n} km of the municipality are taken.",
    ).format(farthest=FARTHEST),
)
UNPLACED = Text(
    "Wo {listed} steht, sagt die Datei nicht. Solches Wetter zählt nur, wenn Sie auf der Seite "
    "Wetter bestätigen, dass diese Station für die Gemeinde steht.",
    "The file does not say where {listed} stands. Such weather only counts if you confirm on the "
    "page Weather that this station stands for the municipality.",
)
