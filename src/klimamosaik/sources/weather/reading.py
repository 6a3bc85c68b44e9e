"""The door: bytes of a weather file in, temperatures out."""

from collections.abc import Sequence

import polars as pl

from klimamosaik.sources.grid.local_file import FileData
from klimamosaik.sources.grid.zones import check_zone
from klimamosaik.sources.sheets.guarding import refused_where_broken
from klimamosaik.sources.weather import formats
from klimamosaik.sources.weather.degrees import IMPLAUSIBLE, ask_unit, doubts_in, possible
from klimamosaik.sources.weather.formats import Read, WeatherFormat
from klimamosaik.sources.weather.hints import NO_HINTS, WeatherHints
from klimamosaik.sources.weather.opening import HEAD, Head, OpenedWeather, head_of, open_weather
from klimamosaik.sources.weather.station import TEMPERATURE, WeatherFile
from klimamosaik.terms.complaint import InputRejected, Problem, rejected
from klimamosaik.terms.text import Text

LARGEST = 50_000_000  # bytes; thirty years of hours of one DWD station are about 15 MB


def format_of(data: FileData, *, name: str) -> WeatherFormat | None:
    """The format of a weather service this file is in, told by its head; None for any other."""
    return _format_of(head_of(data, name))


def _format_of(head: Head) -> WeatherFormat | None:
    return (
        next((each for each in formats.FORMATS if each.recognises(head)), None)
        if head.text
        else None
    )


def read(
    data: FileData, *, name: str, told: WeatherHints = NO_HINTS, largest: int = LARGEST
) -> WeatherFile:
    """Read a file of a weather service; any other table is for `sources.tables`.

    data: bytes, also gzip or DWD's zip; largest [bytes]. Raises InputRejected, and nothing else.
    """
    check_zone(told.timezone)
    with refused_where_broken(not_understood):
        known = format_of(data, name=name)
        if known is None:
            raise no_weather()
        parts = open_weather(bytes(data), name=name, largest=largest)
        if len(parts) == 1:
            return _checked(known.read(parts[0], told), parts[0].name, known.code, told)
        return _checked(_together(parts, told), name, known.code, told)


def _together(parts: Sequence[OpenedWeather], told: WeatherHints) -> Read:
    """What several products of an archive hold; those without temperatures are named."""
    read: list[Read] = []
    refused: list[tuple[str, InputRejected]] = []
    for part in parts:
        try:
            known = _format_of(Head(part.name, part.text[:HEAD]))
            if known is None:
                raise no_weather()
            read.append(known.read(part, told))
        except InputRejected as refusal:
            refused.append((part.name, refusal))
    if not read:
        raise refused[0][1]
    left = tuple(
        Problem(
            refusal.complaints[0].code,
            LEFT_OUT.format(name=name, why=refusal.complaints[0].text),
        )
        for name, refusal in refused
    )
    readings = pl.concat([each.readings for each in read])
    return Read(
        read[0].source,
        readings.unique(["station", "property", "start", "end"], keep="last"),
        tuple({station.id: station for each in read for station in each.stations}.values()),
        (*(warning for each in read for warning in each.warnings), *left),
        tuple(question for each in read for question in each.questions),
        any(each.named_here for each in read),
        all(each.unit_named for each in read),
    )


LEFT_OUT = Text("{name} nicht gelesen: {why}", "{name} not read: {why}")


def not_understood() -> InputRejected:
    """The sentence for what breaks a reader."""
    return rejected(
        "weather_not_understood",
        "Die Wetterdatei ist nicht lesbar. Bitte unverändert hochladen, wie der Dienst sie "
        "liefert, oder Zeit und Temperatur als CSV angeben.",
        "The weather file cannot be read. Please upload it as the service gives it, unchanged, or "
        "give time and temperature as CSV.",
    )


def no_weather() -> InputRejected:
    """The sentence for a file of no weather service."""
    return rejected(
        "no_weather",
        "Keine Datei eines Wetterdienstes (DWD, Meteostat, Open-Meteo, EPW und andere). Bitte die "
        "Datei unverändert hochladen, wie der Dienst sie liefert.",
        "No file of a weather service (DWD, Meteostat, Open-Meteo, EPW and others). Please upload "
        "the file as the service gives it, unchanged.",
    )


def _checked(found: Read, name: str, kind: str, told: WeatherHints) -> WeatherFile:
    """Without impossible values, and with a question where all of them are doubtful."""
    if found.readings.is_empty() and not found.stations:
        raise rejected(
            "no_temperatures",
            "Die Wetterdatei enthält keine lesbaren Temperaturen mit regelmäßiger Zeit.",
            "The weather file holds no readable temperatures at regular times.",
        )
    warm = pl.col("property") == TEMPERATURE
    kept, left_out = possible(found.readings.filter(warm))
    doubts = () if IMPLAUSIBLE in told.accepted else doubts_in(kept, "station")
    known = found.unit_named or told.unit is not None
    asked = (ask_unit(doubts, unit=None if known else in_hints),) if doubts else ()
    return WeatherFile(
        name,
        pl.concat([found.readings.filter(~warm), kept]).sort("station", "property", "start"),
        found.stations,
        found.source,
        (*found.warnings, *left_out),
        (*found.questions, *asked),
        kind,
        found.named_here,
    )


def in_hints(unit: str) -> dict[str, object]:
    """The answer that a file of a weather service is in this unit."""
    return {"unit": unit}
