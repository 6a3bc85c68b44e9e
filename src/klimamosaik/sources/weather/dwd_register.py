"""Where the stations of Deutscher Wetterdienst stand, by their number.

Most of its files tell a station's number only. `data/dwd_stations.csv`: the 842 stations with a
monthly mean since 2012. Source: Deutscher Wetterdienst, Climate Data Center, as given in "Gradtag-
zahlen Deutschland" 1.5.0 of Institut Wohnen und Umwelt (IWU), CC BY 4.0.
"""

import csv
from functools import cache
from pathlib import Path

from klimamosaik.sources.weather.station import Station

TABLE = Path(__file__).parent / "data" / "dwd_stations.csv"


def dwd_station(number: str) -> Station | None:
    """The station of that number, written without leading zeros; None where none is listed."""
    return register().get(number)


@cache
def register() -> dict[str, Station]:
    """All listed stations by number."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {
            row["number"]: Station(
                row["number"],
                row["name"],
                float(row["latitude"]),
                float(row["longitude"]),
                float(row["altitude"]),
                row["state"],
            )
            for row in csv.DictReader(file)
        }
