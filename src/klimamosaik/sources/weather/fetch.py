"""Fetch temperatures from DWD's open data (Climate Data Center, CC BY 4.0)."""

import re
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol

import polars as pl

from klimamosaik.sources.weather.reading import LARGEST, read
from klimamosaik.sources.weather.station import Station, WeatherFile
from klimamosaik.terms.complaint import InputRejected, rejected
from klimamosaik.terms.text import Text

BASE = "https://opendata.dwd.de/climate_environment/CDC/observations_germany/climate"
TIMEOUT = 30.0  # seconds without an answer
Resolution = Literal["daily", "hourly"]


@dataclass(frozen=True)
class Product:
    """Where DWD keeps one kind of file."""

    folder: str  # below BASE
    description: str  # list of stations
    archive: str  # beginning of the archives' names


PRODUCTS: dict[Resolution, Product] = {
    "daily": Product("daily/kl", "KL_Tageswerte_Beschreibung_Stationen.txt", "tageswerte_KL"),
    "hourly": Product(
        "hourly/air_temperature", "TU_Stundenwerte_Beschreibung_Stationen.txt", "stundenwerte_TU"
    ),
}


class Transport(Protocol):
    """Gets the bytes behind a URL; raises OSError when it cannot."""

    def __call__(self, url: str, *, largest: int) -> bytes:
        """Return at most `largest` bytes."""


Progress = Callable[[float, Text], None]


def over_https(url: str, *, largest: int) -> bytes:
    """The transport of the standard library: https only, with a time limit."""
    if not url.startswith("https://"):
        raise OSError("only https is fetched")
    with urllib.request.urlopen(url, timeout=TIMEOUT) as answer:
        return bytes(answer.read(largest + 1))[: largest + 1]


def fetch_stations(
    resolution: Resolution = "daily", *, transport: Transport = over_https
) -> tuple[Station, ...]:
    """DWD's list of stations of this resolution."""
    product = PRODUCTS[resolution]
    url = f"{BASE}/{product.folder}/historical/{product.description}"
    return read(_get(url, transport), name=product.description).stations


def fetch_station(
    station: str,
    *,
    resolution: Resolution = "daily",
    transport: Transport = over_https,
    progress: Progress | None = None,
) -> WeatherFile:
    """All temperatures of a station: checked history, continued by the recent values.

    station: DWD id such as "1766". Raises InputRejected where DWD has neither.
    """
    product, number = PRODUCTS[resolution], station.zfill(5)
    parts = []
    for at, part in enumerate(("historical", "recent")):
        if progress:
            progress(
                at / 2,
                Text("DWD-Station {station}: {part}", "DWD station {station}: {part}").format(
                    station=station, part=part
                ),
            )
        if (archive := _archive(product, part, number, transport)) is not None:
            parts.append(read(archive, name=f"{product.archive}_{number}.zip"))
    if not parts:
        raise rejected(
            "unknown_station",
            "Der DWD hat zur Station {station} keine Werte dieser Art ({resolution}).",
            "DWD has no values of this kind ({resolution}) for station {station}.",
            station=station,
            resolution=resolution,
        )
    if progress:
        progress(1.0, Text("fertig", "done"))
    return _joined(parts, station)


def _archive(product: Product, part: str, number: str, transport: Transport) -> bytes | None:
    """The station's archive; historical ones carry their span in the name."""
    folder = f"{BASE}/{product.folder}/{part}/"
    if part == "recent":
        return _get_or_none(f"{folder}{product.archive}_{number}_akt.zip", transport)
    listing = _get(folder, transport).decode("utf-8", errors="replace")
    pattern = rf'href="({re.escape(product.archive)}_{number}_\d{{8}}_\d{{8}}_hist\.zip)"'
    names = re.findall(pattern, listing)
    return _get(folder + names[-1], transport) if names else None


def _joined(parts: list[WeatherFile], station: str) -> WeatherFile:
    readings = pl.concat([part.readings for part in parts])
    # the checked history comes first and wins where both have a value
    readings = readings.unique(
        ["station", "property", "start"], keep="first", maintain_order=True
    ).sort("station", "property", "start")
    source = Text(
        "Deutscher Wetterdienst, Climate Data Center, Station {station} (CC BY 4.0)",
        "Deutscher Wetterdienst, Climate Data Center, station {station} (CC BY 4.0)",
    ).format(station=station)
    return WeatherFile(f"DWD {station}", readings, (), source)


def _get_or_none(url: str, transport: Transport) -> bytes | None:
    try:
        return _fetched(url, transport)
    except urllib.error.HTTPError as error:
        error.close()
        if error.code == 404:
            return None
        raise _unreachable(url) from error
    except OSError as error:
        raise _unreachable(url) from error


def _get(url: str, transport: Transport) -> bytes:
    found = _get_or_none(url, transport)
    if found is None:
        raise _unreachable(url)
    return found


def _fetched(url: str, transport: Transport) -> bytes:
    data = transport(url, largest=LARGEST)
    if len(data) > LARGEST:
        raise OSError("the answer is larger than allowed")
    return data


def _unreachable(url: str) -> InputRejected:
    return rejected(
        "weather_service_unreachable",
        "Der Wetterdienst antwortet nicht ({url}). Bitte später noch einmal versuchen oder eine "
        "Wetterdatei hochladen.",
        "The weather service does not answer ({url}). Please try again later or upload a weather "
        "file.",
        url=url,
    )
