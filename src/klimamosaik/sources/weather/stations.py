"""Lists of stations: DWD's description files, and tables of stations."""

import re
from datetime import date

import polars as pl

from klimamosaik.sources.weather.readings import station_ids
from klimamosaik.sources.weather.station import Station

DESCRIBED = re.compile(
    r"^\s*(?P<id>\d{1,5})\s+(?P<first>\d{8})\s+(?P<last>\d{8})\s+(?P<altitude>-?\d+)\s+"
    r"(?P<latitude>-?\d+\.\d+)\s+(?P<longitude>-?\d+\.\d+)\s+(?P<name>.+?)\s{2,}(?P<state>\S.*?)"
    r"(?:\s+Frei)?\s*$"
)


def read_description(text: str) -> tuple[Station, ...]:
    """DWD's fixed-width list of stations; lines it cannot read are left out."""
    matches = (DESCRIBED.match(line) for line in text.splitlines())
    return tuple(_described(match) for match in matches if match)


def _described(match: re.Match[str]) -> Station:
    return Station(
        id=match["id"].lstrip("0") or "0",
        name=match["name"].strip(),
        latitude=float(match["latitude"]),
        longitude=float(match["longitude"]),
        altitude=float(match["altitude"]),
        state=match["state"].strip(),
        first=_day(match["first"]),
        last=_day(match["last"]),
    )


def _day(digits: str) -> date | None:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None


def read_station_table(names: dict[str, str], body: pl.DataFrame) -> tuple[Station, ...]:
    """Table with station_id, name, latitude, longitude and perhaps altitude, state, start, end."""
    wanted = ("name", "state", "altitude", "start", "end", "latitude", "longitude")
    columns = {key: body[names[key]] for key in wanted if key in names}
    frame = pl.DataFrame({"id": station_ids(body[names["station_id"]]), **columns})
    return tuple(
        station for record in frame.to_dicts() if (station := _from_record(record)) is not None
    )


def _from_record(record: dict[str, str | None]) -> Station | None:
    try:
        altitude = record.get("altitude")
        return Station(
            id=record["id"] or "",
            name=record.get("name") or record["id"] or "",
            latitude=float(record["latitude"] or "x"),
            longitude=float(record["longitude"] or "x"),
            altitude=float(altitude) if altitude else None,
            state=record.get("state"),
            first=_iso(record.get("start")),
            last=_iso(record.get("end")),
        )
    except (ValueError, KeyError):
        return None


def _iso(text: str | None) -> date | None:
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None
