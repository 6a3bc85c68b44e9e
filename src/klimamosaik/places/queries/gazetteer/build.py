"""Make `municipalities.csv`: name, place and height of every municipality, by its official key.

And `counties.csv`: what its district and its state are called.

    python -m klimamosaik.places.queries.gazetteer.build FOLDER

FOLDER holds statistics_germany/ags_2021.csv (the keys and names),
boundaries_lower_saxony/municipalities.geojson (outlines) and
weather_monthly/postcode_to_stations.csv.gz (places of postcodes). Needs the package pvlib for
heights; nothing else in Klimamosaik does. Where each comes from and under which licence stands
in `source.yaml`.
"""

import csv
import gzip
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, hypot, radians
from pathlib import Path
from statistics import fmean, median
from typing import Any

from klimamosaik.places.queries.gazetteer.table import COUNTIES, TABLE, alike, plain

KM_PER_DEGREE = 111.2  # of latitude
NEAR = 12.0  # [km] postcodes of one name further apart are those of several towns
IN_COUNTY = 45.0  # [km] from the middle of its county; further away it is another town
SAYS_SO = re.compile("[Rr]egion|[Kk]reis")  # "Saale-Orla-Kreis", "Region Hannover"
LARGE = 2  # postcodes of a town that is a county of its own
FLAT = 200.0  # [m] between the cells around: then 95 % of 633 stations are met within 111 m

Place = tuple[float, float]  # degrees north, degrees east


@dataclass(frozen=True)
class Placed:
    """A municipality and where it lies."""

    ags: str
    name: str
    place: Place | None
    by: str  # "outline", "postcode" or "" where nothing tells


def main(folder: Path) -> None:
    """Read the three tables and write the gazetteer."""
    names = towns_in(folder / "statistics_germany" / "ags_2021.csv")
    write_counties(folder / "statistics_germany" / "ags_2021.csv")
    outlines = middles(folder / "boundaries_lower_saxony" / "municipalities.geojson")
    postcodes = postcode_places(folder / "weather_monthly" / "postcode_to_stations.csv.gz")
    found = by_names(names, outlines, postcodes)
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["ags", "name", "latitude", "longitude", "altitude", "by"])
        for town in found:
            rows.writerow([town.ags, town.name, *written(town.place), town.by])


def write_counties(path: Path) -> None:
    """Names of districts and states, as people say them."""
    with COUNTIES.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["key", "name"])
        rows.writerows(counties_in(path).items())


def counties_in(path: Path) -> dict[str, str]:
    """Districts by five digits and states by two; a town that is a district of its own is none.

    'Göttingen, (Landkreis)' is said as 'Landkreis Göttingen'.
    """
    with path.open(encoding="utf-8", newline="") as file:
        names = {row["ags"]: row["description"] for row in csv.DictReader(file)}
    keys = [ags for ags in names if ags.isdecimal()]
    parts = {ags[:5] for ags in keys if ags[5:] != "000"}
    found = {}
    for ags in keys:
        name, _, kind = (part.strip() for part in names[ags].partition(","))
        if ags[2:] == "000000":
            found[ags[:2]] = name
        elif ags[5:] == "000" and ags[:5] in parts:
            found[ags[:5]] = name if SAYS_SO.search(name) else f"{kind.strip('()')} {name}"
    return found


def towns_in(path: Path) -> dict[str, str]:
    """Names by key; counties and states, which are no municipalities, are left out."""
    with path.open(encoding="utf-8", newline="") as file:
        names = {row["ags"]: row["description"] for row in csv.DictReader(file)}
    keys = [ags for ags in names if ags.isdecimal()]
    parts = {ags[:5] for ags in keys if ags[5:] != "000"}
    return {
        ags: names[ags]
        for ags in keys
        # a key ending in 000 is a town only where no municipality lies inside it
        if ags[5:] != "000" or (ags[:5] not in parts and (ags[2:] != "000000" or one_town(ags)))
    }


def one_town(state: str) -> bool:
    """True for Hamburg and Berlin, which are states and municipalities."""
    return state[:2] in ("02", "11")


def middles(path: Path) -> dict[str, Place]:
    """The centroid of each municipality's outline, by key."""
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    return {each["properties"]["ags"]: centroid(each["geometry"]) for each in features}


def centroid(geometry: Mapping[str, Any]) -> Place:
    """Of a polygon or several on a map small enough to be flat; holes count as missing."""
    several = geometry["type"] == "MultiPolygon"
    area = north = east = 0.0
    for polygon in geometry["coordinates"] if several else [geometry["coordinates"]]:
        for number, ring in enumerate(polygon):
            size, x, y = middle_of(ring)
            weight = size if number == 0 else -size
            area, east, north = area + weight, east + weight * x, north + weight * y
    return north / area, east / area


def middle_of(ring: Sequence[Sequence[float]]) -> tuple[float, float, float]:
    """Area and centroid of a closed ring (shoelace formula)."""
    double = x = y = 0.0
    for (x0, y0, *_), (x1, y1, *_) in pairwise(ring):
        cross = x0 * y1 - x1 * y0
        double, x, y = double + cross, x + (x0 + x1) * cross, y + (y0 + y1) * cross
    return abs(double) / 2, x / (3 * double), y / (3 * double)


def postcode_places(path: Path) -> dict[str, list[Place]]:
    """Places of the postcodes of each town, by its name as `alike` writes it."""
    found: dict[str, list[Place]] = defaultdict(list)
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found[alike(row["name"])].append((float(row["latitude"]), float(row["longitude"])))
    return found


def clusters(places: Sequence[Place]) -> list[list[Place]]:
    """Places that lie together: each near some other one of its group."""
    groups: list[list[Place]] = []
    for place in places:
        near = [group for group in groups if any(kilometres(place, each) <= NEAR for each in group)]
        groups = [group for group in groups if group not in near]
        groups.append([place, *(each for group in near for each in group)])
    return groups


def by_names(
    names: Mapping[str, str], outlines: Mapping[str, Place], postcodes: Mapping[str, list[Place]]
) -> list[Placed]:
    """Each municipality by its outline, else by the postcodes of its name.

    Of several towns of one name the one in the right county is meant; a place that two towns
    claim is neither's.
    """
    groups = {name: clusters(places) for name, places in postcodes.items()}
    counties = county_middles(names, outlines, groups)
    found = []
    for ags, name in names.items():
        if ags in outlines:
            found.append(Placed(ags, name, outlines[ags], "outline"))
            continue
        place = by_postcodes(ags, name, groups, counties)
        found.append(Placed(ags, name, place, "postcode" if place else ""))
    claimed = Counter(town.place for town in found)
    return [
        Placed(town.ags, town.name, None, "") if town.place and claimed[town.place] > 1 else town
        for town in found
    ]


def county_middles(
    names: Mapping[str, str],
    outlines: Mapping[str, Place],
    groups: Mapping[str, list[list[Place]]],
) -> dict[str, Place]:
    """The middle of each county, by its towns that are told apart by name alone."""
    often = Counter(alike(name) for name in names.values())
    inside: dict[str, list[Place]] = defaultdict(list)
    for ags, name in names.items():
        found = groups.get(alike(name), [])
        if ags in outlines:
            inside[ags[:5]].append(outlines[ags])
        elif len(found) == 1 and often[alike(name)] == 1:
            inside[ags[:5]].append(middle(found[0]))
    return {
        county: (median(lat for lat, _ in places), median(lon for _, lon in places))
        for county, places in inside.items()
    }


def by_postcodes(
    ags: str,
    name: str,
    groups: Mapping[str, list[list[Place]]],
    counties: Mapping[str, Place],
) -> Place | None:
    """The middle of the postcodes of that name in that county; None where none is."""
    for called in (alike(name), shorter(name)):
        found = groups.get(called, [])
        if ags[:5] in counties:
            here = counties[ags[:5]]
            found = [group for group in found if kilometres(here, middle(group)) <= IN_COUNTY]
            nearest = sorted(found, key=lambda group: kilometres(here, middle(group)))
        else:  # a town that is its own county is large: the one with most postcodes
            nearest = sorted((g for g in found if len(g) >= LARGE), key=lambda group: -len(group))
        if nearest:
            return middle(nearest[0])
    return None


def shorter(name: str) -> str:
    """Without what tells a town from others of its name: 'Rüsselsheim am Main'."""
    said = re.sub(r"\(.*?\)", "", plain(name).split("/")[0])
    said = re.split(r"\s(?:am|an|im|in|ob|bei|vor|auf|a\.|i\.|b\.|v\.)\b", said)[0]
    return alike(said)


def middle(places: Sequence[Place]) -> Place:
    """The mean of places."""
    return fmean(lat for lat, _ in places), fmean(lon for _, lon in places)


def kilometres(one: Place, other: Place) -> float:
    """Distance on a flat map [km]; good enough within a county."""
    north, east = other[0] - one[0], (other[1] - one[1]) * cos(radians(one[0]))
    return hypot(north, east) * KM_PER_DEGREE


def written(place: Place | None) -> tuple[str, str, str]:
    """Latitude, longitude (about 100 m) and height as the table has them; empty is unknown."""
    if place is None:
        return "", "", ""
    height = height_at(place)
    return f"{place[0]:.3f}", f"{place[1]:.3f}", "" if height is None else f"{height:.0f}"


def height_at(place: Place) -> float | None:
    """Height of the land [m]; None where it is too hilly for the coarse map to tell."""
    from pvlib.location import lookup_altitude  # type: ignore[import-not-found]

    step = 1 / 12  # degree: one cell of the map
    around = [
        float(lookup_altitude(place[0] + north * step, place[1] + east * step))
        for north in (-1, 0, 1)
        for east in (-1, 0, 1)
    ]
    return max(0.0, around[4]) if max(around) - min(around) <= FLAT else None


if __name__ == "__main__":
    main(Path(sys.argv[1]))
