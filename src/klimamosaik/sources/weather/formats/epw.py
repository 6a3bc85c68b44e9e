"""EPW, the weather files of EnergyPlus: mostly typical years, sometimes the weather of a real one.

Layout: EnergyPlus, Auxiliary Programs, "EnergyPlus Weather File (EPW) Data Dictionary". Eight rows
of head beginning with LOCATION; then year, month, day, hour 1..24, minute, flags, dry bulb [°C].
Hour h is the hour that ends at h, in standard time of the zone the head names, all year.
"""

import csv
import io
import re
from dataclasses import dataclass

import polars as pl

from klimamosaik.sources.weather.formats.format import Read, WeatherFormat
from klimamosaik.sources.weather.formats.reference_year import is_named, no_real_year
from klimamosaik.sources.weather.hints import WeatherHints
from klimamosaik.sources.weather.opening import Head, OpenedWeather
from klimamosaik.sources.weather.readings import finished, in_utc, one_station
from klimamosaik.sources.weather.station import Station
from klimamosaik.terms.complaint import rejected
from klimamosaik.terms.question import Answer, Question
from klimamosaik.terms.text import Text

ROWS = re.compile(r"^ *\d{4}, *\d{1,2}, *\d{1,2}, *\d{1,2},.*$", re.MULTILINE)
COLUMNS = ("year", "month", "day", "hour", "minute", "flags", "value")
MISSING = 99.0  # [°C] dry bulb of 99.9 is missing
REAL = re.compile(r"\b(AMY|actual|measured|observed|ERA5|historical)\b", re.IGNORECASE)
REAL_YEAR = "real_year"  # code of the question
SOURCE = Text("EnergyPlus-Wetterdatei (EPW)", "EnergyPlus weather file (EPW)")


@dataclass(frozen=True)
class WeatherPlace:
    """The first row of an EPW file."""

    station: Station
    offset: int  # s, of the clock to UTC
    origin: str  # of the data, e.g. "IWEC Data"


def recognises(head: Head) -> bool:
    """True where the file begins with LOCATION and places."""
    first = head.lines[0] if head.lines else ""
    return first.upper().startswith("LOCATION,") and first.count(",") >= 9


def read(opened: OpenedWeather, told: WeatherHints) -> Read:
    """Read the dry bulb temperature of a real year; raise InputRejected for a typical one."""
    location = location_of(opened.text)
    table = hours(opened.text)
    years = table["year"].drop_nulls().to_list() or [0]
    first, last = min(years), max(years)
    if not table["wall"].is_sorted():
        raise no_real_year(
            opened.name,
            MONTHS_OF.format(first=first, last=last),
        )
    station = one_station(location.station.id, len(table))
    start = in_utc(table["wall"], station, told.timezone or location.offset)
    frame = table.with_columns(station=station, start=start)
    frame = frame.with_columns(end=pl.col("start") + pl.duration(seconds="seconds"))
    readings = finished(frame)
    words = f"{opened.name} {location.origin} {comments(opened.text)}"
    typical = is_named(words)
    sure = REAL_YEAR in told.accepted or (typical is None and REAL.search(words))
    questions = () if sure else (is_it_real(opened.name, first, last, typical),)
    return Read(SOURCE, readings, (location.station,), questions=questions, unit_named=True)


def location_of(text: str) -> WeatherPlace:
    """Place, zone and origin; raise InputRejected where the head does not tell them."""
    row = [cell.strip() for cell in next(csv.reader([text.split("\n", 1)[0]]))]
    try:
        city, origin, number = row[1], row[4], row[5]
        latitude, longitude, zone, altitude = (float(cell) for cell in row[6:10])
    except (ValueError, IndexError) as error:
        raise rejected(
            "epw_head",
            "Die erste Zeile der EPW-Datei (LOCATION) nennt Breite, Länge, Zeitzone oder Höhe "
            "nicht lesbar.",
            "The first row of the EPW file (LOCATION) does not tell latitude, longitude, time zone "
            "or elevation readably.",
        ) from error
    where = number or f"{latitude:.2f} {longitude:.2f}"
    station = Station(f"epw {where}", city or where, latitude, longitude, altitude)
    return WeatherPlace(station, round(zone * 3_600), origin)


def comments(text: str) -> str:
    """What the head says of the data beside its place."""
    lines = text[:20_000].split("\n")[:8]
    return " ".join(line for line in lines if line.upper().startswith("COMMENTS"))


def hours(text: str) -> pl.DataFrame:
    """Year, naive start, length and value of each row: year, wall, seconds, value."""
    rows = "\n".join(ROWS.findall(text))
    if not rows:
        raise rejected(
            "no_temperatures",
            "Die EPW-Datei enthält keine Zeilen mit Werten.",
            "The EPW file holds no rows of values.",
        )
    frame = pl.read_csv(
        io.StringIO(rows), has_header=False, infer_schema=False, truncate_ragged_lines=True
    )
    frame = frame.select(frame.columns[: len(COLUMNS)])
    frame.columns = list(COLUMNS)
    numbers = frame.select(pl.exclude("flags").str.strip_chars().cast(pl.Float64, strict=False))
    hours_told = numbers.unique(["year", "month", "day", "hour"]).height
    times = max(1, round(len(numbers) / max(1, hours_told)))  # rows an hour
    seconds = 3_600 // times
    ends = pl.when(pl.lit(times) > 1).then(pl.col("minute") * 60).otherwise(3_600.0)
    whole = numbers.with_columns(pl.col("year", "month", "day").cast(pl.Int32))
    midnight = pl.datetime(pl.col("year"), pl.col("month"), pl.col("day"))
    start = (pl.col("hour") - 1) * 3_600 + ends - seconds
    return whole.select(
        "year",
        wall=midnight + pl.duration(seconds=start.cast(pl.Int64)),
        seconds=pl.lit(seconds),
        value=pl.when(pl.col("value") < MISSING).then(pl.col("value")),
    )


def is_it_real(name: str, first: int, last: int, typical: str | None) -> Question:
    """Ask whether it is the weather there really was; typical: what speaks against it."""
    years = f"{first}" if first == last else f"{first}–{last}"
    said = MOSTLY_TYPICAL if typical is None else NAMED_TYPICAL
    return Question(
        REAL_YEAR,
        said.format(name=name, years=years, typical=typical),
        answers=(
            Answer(
                Text("Ja, so war das Wetter", "Yes, that was the weather"),
                f'{{"accepted": ["{REAL_YEAR}"]}}',
            ),
        ),
    )


MOSTLY_TYPICAL = Text(
    "„{name}“: EPW-Dateien sind meist typische Jahre, aus mehreren zusammengesetzt. Ist es das "
    "wirkliche Wetter von {years}?",
    "“{name}”: EPW files mostly are typical years, put together from several. Is it the real "
    "weather of {years}?",
)
NAMED_TYPICAL = Text(
    "„{name}“ nennt sich {typical}, das ist ein typisches Jahr, aus mehreren zusammengesetzt; die "
    "Zeilen tragen aber alle {years}. Ist es trotzdem das wirkliche Wetter?",
    "“{name}” calls itself {typical}, which is a typical year, put together from several; but its "
    "rows all say {years}. Is it the real weather all the same?",
)
MONTHS_OF = Text(
    "die Monate sind aus den Jahren {first} bis {last}",
    "its months are of the years {first} to {last}",
)
EPW = WeatherFormat("epw", recognises, read, (".epw",))
