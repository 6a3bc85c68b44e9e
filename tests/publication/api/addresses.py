"""Every address of the interface, with everything that can be asked there."""

from collections.abc import Iterator
from itertools import product

from klimamosaik.publication.public.api.openapi import openapi
from klimamosaik.publication.queries.figures.every import balance_years, figure_keys
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.meters import public_meters

SUFFIXES = ("csv", "json", "parquet", "geojson")
ASKED = {
    "von": "2023",
    "bis": "2024",
    "fields": "series,value,note",
    "limit": "1",
    "sprache": "en",
}


def every_address(known: Known) -> Iterator[str]:
    """Each route with each number and suffix, plain and with all parameters it takes."""
    for path, operations in openapi("en")["paths"].items():
        taken = {each["name"] for each in operations["get"]["parameters"]}
        asked = "&".join(f"{name}={value}" for name, value in ASKED.items() if name in taken)
        for address in filled(path, known):
            yield address
            yield f"{address}?{asked}"


def filled(path: str, known: Known) -> Iterator[str]:
    """A path with everything that can stand in it; of figures one of each kind, `rows` has all."""
    keys = figure_keys(known)
    kinds = {"measures": "massnahme-", "buildings": "gebaeude-", "indicators": "kennzahl-"}
    kind = path.rpartition("/{id}")[0].rpartition("/")[2]
    values = {
        "ags": [known.town.ags],
        "key": list({key.partition("-")[0]: key for key in keys}.values()),
        "id": [str(each.id) for each in public_meters(known)]
        if kind == "meters"
        else [key.rpartition("-")[2] for key in keys if key.startswith(kinds.get(kind, "-"))],
        "year": [str(year) for year, _ in balance_years(known)],
        "suffix": SUFFIXES,
    }
    names = [name for name in values if f"{{{name}}}" in path]
    for chosen in product(*(values[name] for name in names)):
        address = path
        for name, value in zip(names, chosen, strict=True):
            address = address.replace(f"{{{name}}}", value)
        yield address
