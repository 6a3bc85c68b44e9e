"""Which stations a file holds, where they stand, and which of them matter here."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

import polars as pl

from klimamosaik.observations.intake.spacings import so_many
from klimamosaik.observations.weather.files import spacing_of
from klimamosaik.observations.weather.queries.stations import FARTHEST
from klimamosaik.places.models import Municipality, WeatherStation
from klimamosaik.sources.weather import TEMPERATURE, Station, WeatherFile, kilometres
from klimamosaik.sources.weather.dwd_register import dwd_station
from klimamosaik.terms.complaint import Problem
from klimamosaik.terms.period import LOCAL
from klimamosaik.terms.question import Answer, Question
from klimamosaik.terms.text import Text, first_few

TOO_FAR = "far_station"  # code of the question
LISTED = 5  # names in a sentence
LONGER_THAN_DAYS = 2 * 24 * 3600  # [s] intervals that end on another day than they begin


@dataclass(frozen=True)
class StationPreview:
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
    def amount(self) -> Text:
        """How many temperatures of which spacing."""
        return so_many(self.count, self.spacing)


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


def station_previews(
    file: WeatherFile,
    *,
    names: Mapping[str, str],
    places: Mapping[str, Station],
    municipality: Municipality | None,
) -> tuple[StationPreview, ...]:
    """The stations of a file: those with temperatures, or those it describes."""
    if file.readings.is_empty():
        return tuple(
            StationPreview(s.id, s.name, s.first, s.last, 0, distance=away(s, municipality))
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
        StationPreview(
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


def nearest_of(stations: Sequence[StationPreview]) -> StationPreview:
    """The one that stands least far away."""
    return min(stations, key=lambda each: each.distance or 0.0)


def too_far(stations: tuple[StationPreview, ...]) -> Question:
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


def unplaced(stations: tuple[StationPreview, ...], placed: Collection[str]) -> Problem | None:
    """Name the stations whose place nobody knows; placed: numbers of the others, as shown."""
    lost = [each.name or each.number for each in stations if each.number not in placed]
    if not lost:
        return None
    listed = first_few(lost, LISTED)
    return Problem("station_place_unknown", UNPLACED.format(listed=listed))


UNPLACED = Text(
    "Wo {listed} steht, sagt die Datei nicht. Solches Wetter zählt nur, wenn Sie auf der Seite "
    "Wetter bestätigen, dass diese Station für die Gemeinde steht.",
    "The file does not say where {listed} stands. Such weather only counts if you confirm on the "
    "page Weather that this station stands for the municipality.",
)
