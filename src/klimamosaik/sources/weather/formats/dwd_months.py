"""DWD's product files of months (climate/monthly/kl): MESS_DATUM_BEGINN, MESS_DATUM_ENDE, MO_TT."""

from klimamosaik.sources.grid.numbers import parse_numbers
from klimamosaik.sources.weather.formats.dwd_products import standing, without_temperature
from klimamosaik.sources.weather.formats.format import Read, WeatherFormat
from klimamosaik.sources.weather.hints import WeatherHints
from klimamosaik.sources.weather.opening import Head, OpenedWeather
from klimamosaik.sources.weather.readings import measured, of_months, station_ids
from klimamosaik.terms.text import Text

SOURCE = Text("DWD-Produktdatei, Monatswerte", "DWD product, monthly values")


def recognises(head: Head) -> bool:
    """True for the header of a product file of months."""
    return head.headers[:2] == ["stations_id", "mess_datum_beginn"] and "ja_tt" not in head.headers


def read(opened: OpenedWeather, told: WeatherHints) -> Read:
    """Read the monthly means."""
    del told
    table = opened.headed_by("stations_id", "mess_datum_beginn")
    if "mo_tt" not in table.columns:
        raise without_temperature(table)
    begins = table.cells("mess_datum_beginn").str.to_datetime(
        "%Y%m%d", strict=False, time_unit="us"
    )
    value = measured(parse_numbers(table.cells("mo_tt"), "."))
    readings = of_months(station_ids(table.cells("stations_id")), begins, value)
    return Read(SOURCE, readings, tuple(filter(None, [standing(opened.geography)])))


DWD_MONTHS = WeatherFormat("dwd_months", recognises, read)
