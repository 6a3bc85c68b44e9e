"""A school's station on its roof: "DACH", then day and mean temperature [°C]."""

import polars as pl

from klimamosaik.sources.weather.formats import Read, WeatherFormat
from klimamosaik.sources.weather.hints import WeatherHints
from klimamosaik.sources.weather.opening import Head, OpenedWeather
from klimamosaik.sources.weather.readings import of_days
from klimamosaik.terms.text import Text


def recognises(head: Head) -> bool:
    return head.lines[:1] == ["DACH"]


def read(opened: OpenedWeather, told: WeatherHints) -> Read:
    del told
    rows = [line.split() for line in opened.text.splitlines()[1:] if line]
    days = pl.Series([day for day, _ in rows]).str.to_datetime("%Y-%m-%d")
    means = pl.Series([float(mean) for _, mean in rows])
    station = pl.Series([opened.stem] * len(rows))
    return Read(Text("Schuldach", "school roof"), of_days(station, days, means), named_here=True)


ROOF_STATION = WeatherFormat("roof", recognises, read, (".dch",))
