"""Weather: station files, plain tables, DWD open data, and the nearest complete station.

What reads files (`reading`, `opening`) or fetches them (`fetch`) loads all forms of tables: it is
asked for by its own name.
"""

from klimamosaik.sources.weather.degrees import (
    IMPLAUSIBLE,
    Doubt,
    ask_unit,
    doubts_in,
    possible,
)
from klimamosaik.sources.weather.hints import WeatherHints
from klimamosaik.sources.weather.nearest import Choice, kilometres, nearest
from klimamosaik.sources.weather.station import (
    COMPLETENESS,
    HEATING_DEGREE_DAYS,
    PROPERTIES,
    TABLE,
    TEMPERATURE,
    WEATHER_SCHEMA,
    Station,
    WeatherFile,
)
