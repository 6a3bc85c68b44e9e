"""Buildings."""

from datetime import datetime
from typing import Annotated

from klimamosaik.publication.public.api.entries.measure import Named
from klimamosaik.publication.public.api.entries.values import (
    ApiEntity,
    Area,
    SaidText,
    described,
    taken,
)
from klimamosaik.publication.queries.paths import building_path
from klimamosaik.publication.queries.results import PublicBuilding
from klimamosaik.terms.text import Text


class BuildingEntry(ApiEntity):
    """A building; where people live, without its address."""

    id: int
    name: str
    kind: SaidText
    kind_code: str
    area: Annotated[Area, described(Text("Nutzfläche", "usable floor area"))]
    address: str
    postcode: str
    district: Annotated[str, described(Text("Stadtteil oder Ortsteil", "district"))]
    latitude: Annotated[float | None, described(Text("WGS 84", "WGS 84"))]
    longitude: Annotated[float | None, described(Text("WGS 84", "WGS 84"))]
    measures: Annotated[Named, described(Text("veröffentlichte Maßnahmen", "published measures"))]
    compared: Annotated[
        list[SaidText],
        described(
            Text(
                "Vergleich mit der eigenen Vergangenheit, dann mit ähnlichen",
                "compared with its own past, then with like ones",
            )
        ),
    ]
    withheld: Annotated[
        SaidText | None, described(Text("warum nichts gesagt wird", "why nothing is told"))
    ]
    figure: Annotated[str, described(Text("Schlüssel der Zahl", "key of its figure"))]
    since: Annotated[datetime, described(Text("öffentlich seit", "public since"))]
    page: Annotated[str, described(Text("Adresse seiner Seite", "address of its page"))]


def building_entry(one: PublicBuilding, ags: str) -> BuildingEntry:
    """A building of a municipality."""
    return taken(BuildingEntry, one, page=building_path(ags, one.id))
