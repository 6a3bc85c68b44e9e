"""Whole lists as files: everything in one go."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Literal

from django.http import HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from pydantic import BaseModel

from klimamosaik.publication.public.api.problems import ApiRefused, ProblemKind, RequestFault
from klimamosaik.publication.public.api.tables import columns_of, csv_table, parquet
from klimamosaik.terms.text import Text

Suffix = Literal["csv", "json", "parquet", "geojson"]
CSV, PARQUET = "text/csv; charset=utf-8", "application/vnd.apache.parquet"
GEOJSON = "application/geo+json"
MEDIA = {"csv": "text/csv", "parquet": PARQUET, "geojson": GEOJSON}
NO_PLACE = Text(
    "Eine Karte davon gibt es nicht: Es ist kein Ort veröffentlicht.",
    "There is no map of this: no place is public.",
)
TABLES = Text("csv, json oder parquet", "csv, json or parquet")
OTHER = Text("Bitte eine dieser Endungen nehmen.", "Please take one of these suffixes.")
Place = tuple[float | None, float | None]  # latitude, longitude


def as_file(
    suffix: Suffix,
    name: str,
    model: type[BaseModel],
    entries: Sequence[BaseModel],
    *,
    place: Callable[[Any], Place] | None = None,
) -> HttpResponseBase:
    """Entries as CSV, Parquet or GeoJSON. Raises ApiRefused where no map can be."""
    if suffix == "geojson":
        return geojson(entries, place)
    columns = columns_of(model)
    if suffix == "csv":
        whole = csv_table(columns, entries).encode()
        return named_file(HttpResponse(whole, content_type=CSV), name, suffix)
    return named_file(HttpResponse(parquet(columns, entries), content_type=PARQUET), name, suffix)


def named_file(response: HttpResponseBase, name: str, suffix: str) -> HttpResponseBase:
    """A file with the name it is kept under."""
    response["Content-Disposition"] = f'attachment; filename="{name}.{suffix}"'
    return response


def geojson(entries: Iterable[BaseModel], place: Callable[[Any], Place] | None) -> HttpResponseBase:
    """Entries on a map (RFC 7946); what has no place is there without one."""
    if place is None:
        raise no_place()
    features = [
        {
            "type": "Feature",
            "geometry": point(place(each)),
            "properties": each.model_dump(mode="json", exclude_unset=True),
        }
        for each in entries
    ]
    body = {"type": "FeatureCollection", "features": features}
    return JsonResponse(body, content_type=GEOJSON, json_dumps_params={"ensure_ascii": False})


def no_place() -> ApiRefused:
    """That nothing can be shown on a map."""
    return ApiRefused(ProblemKind.NO_PLACE, RequestFault("path.suffix", NO_PLACE, TABLES, OTHER))


def point(place: Place) -> dict[str, object] | None:
    """A point of a map: longitude first."""
    latitude, longitude = place
    if latitude is None or longitude is None:
        return None
    return {"type": "Point", "coordinates": [longitude, latitude]}


def own_place(entry: Any) -> Place:
    """The place of an entry that has one among its fields."""
    return entry.latitude, entry.longitude
