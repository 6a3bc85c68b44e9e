"""Weather: station files, plain tables, DWD open data, and the nearest complete station."""

from klimamosaik.sources.weather.fetch import Transport, fetch_station, fetch_stations
from klimamosaik.sources.weather.nearest import Choice, completeness_of, kilometres, nearest
from klimamosaik.sources.weather.reading import LARGEST, format_of, read, read_postcode_table
from klimamosaik.sources.weather.station import (
    COMPLETENESS,
    HEATING_DEGREE_DAYS,
    PROPERTIES,
    TEMPERATURE,
    WEATHER_SCHEMA,
    Station,
    WeatherFile,
)
from klimamosaik.sources.weather.stations import NearbyStations
from klimamosaik.sources.weather.told import Told

__all__ = [
    "COMPLETENESS",
    "HEATING_DEGREE_DAYS",
    "LARGEST",
    "PROPERTIES",
    "TEMPERATURE",
    "WEATHER_SCHEMA",
    "Choice",
    "NearbyStations",
    "Station",
    "Told",
    "Transport",
    "WeatherFile",
    "completeness_of",
    "fetch_station",
    "fetch_stations",
    "format_of",
    "kilometres",
    "nearest",
    "read",
    "read_postcode_table",
]
