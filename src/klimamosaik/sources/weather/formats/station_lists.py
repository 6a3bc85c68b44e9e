"""Lists of stations: DWD's description of fixed width, and tables with latitude and longitude."""

from klimamosaik.sources.weather.formats.format import Read, WeatherFormat
from klimamosaik.sources.weather.hints import WeatherHints
from klimamosaik.sources.weather.opening import Head, OpenedWeather
from klimamosaik.sources.weather.station import Station
from klimamosaik.sources.weather.stations import read_description, read_station_table
from klimamosaik.terms.complaint import rejected
from klimamosaik.terms.text import Text

NEEDED = ("station_id", "latitude", "longitude")


def describes(head: Head) -> bool:
    """True for the head of DWD's description."""
    first = head.lines[0].casefold() if head.lines else ""
    return all(word in first for word in ("stations_id", "von_datum", "geobreite", "geolaenge"))


def read_described(opened: OpenedWeather, told: WeatherHints) -> Read:
    """Read DWD's description."""
    del told
    return listed(read_description(opened.text))


def lists(head: Head) -> bool:
    """True for a table of stations without their values."""
    return set(NEEDED) <= set(head.headers)


def read_listed(opened: OpenedWeather, told: WeatherHints) -> Read:
    """Read a table of stations."""
    del told
    table = opened.headed_by(*NEEDED)
    return listed(read_station_table(table.columns, table.body))


def listed(stations: tuple[Station, ...]) -> Read:
    """Stations without values."""
    if not stations:
        raise rejected(
            "no_stations",
            "Die Liste der Wetterstationen enthält keine lesbare Zeile mit Nummer, Breite und "
            "Länge.",
            "The list of weather stations holds no readable row with number, latitude and "
            "longitude.",
        )
    source = Text("Liste von {count} Stationen", "list of {count} stations").format(
        count=len(stations)
    )
    return Read(source, stations=stations)


DWD_STATION_LIST = WeatherFormat("dwd_station_list", describes, read_described)
STATION_TABLE = WeatherFormat("station_table", lists, read_listed)
