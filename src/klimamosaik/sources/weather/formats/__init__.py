"""Formats of weather services: each one file that recognises and reads."""

from klimamosaik.sources.weather.formats.dwd_months import DWD_MONTHS
from klimamosaik.sources.weather.formats.dwd_products import DWD_PRODUCTS
from klimamosaik.sources.weather.formats.dwd_try import DWD_TRY
from klimamosaik.sources.weather.formats.epw import EPW
from klimamosaik.sources.weather.formats.format import Read, WeatherFormat
from klimamosaik.sources.weather.formats.meteostat import METEOSTAT, METEOSTAT_BULK
from klimamosaik.sources.weather.formats.open_meteo_json import OPEN_METEO_JSON
from klimamosaik.sources.weather.formats.open_meteo_table import OPEN_METEO_TABLE
from klimamosaik.sources.weather.formats.services import SERVICES
from klimamosaik.sources.weather.formats.station_lists import DWD_STATION_LIST, STATION_TABLE
from klimamosaik.sources.weather.formats.station_months import STATION_MONTHS

__all__ = ["FORMATS", "Read", "WeatherFormat"]
FORMATS: tuple[WeatherFormat, ...] = (  # the first that recognises a file reads it
    DWD_PRODUCTS,
    DWD_MONTHS,
    DWD_STATION_LIST,
    STATION_MONTHS,
    STATION_TABLE,
    OPEN_METEO_TABLE,
    OPEN_METEO_JSON,
    EPW,
    DWD_TRY,
    SERVICES,
    METEOSTAT,
    METEOSTAT_BULK,
)
