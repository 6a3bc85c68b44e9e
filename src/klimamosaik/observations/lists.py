"""Rows of building lists as records."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.contrib.auth.models import User

from klimamosaik.observations.matching import Known, normalised
from klimamosaik.places.models import Building, BuildingKind, Municipality
from klimamosaik.places.operations import record
from klimamosaik.sources.tables import BuildingRow

# The first word found in what the office wrote decides; longer, more special words come first.
KIND_WORDS = {
    "schwimm": BuildingKind.POOL,
    "hallenbad": BuildingKind.POOL,
    "freibad": BuildingKind.POOL,
    "sporthalle": BuildingKind.SPORTS,
    "turnhalle": BuildingKind.SPORTS,
    "sport": BuildingKind.SPORTS,
    "kindertages": BuildingKind.KINDERGARTEN,
    "kindergarten": BuildingKind.KINDERGARTEN,
    "kita": BuildingKind.KINDERGARTEN,
    "krippe": BuildingKind.KINDERGARTEN,
    "schul": BuildingKind.SCHOOL,
    "school": BuildingKind.SCHOOL,
    "gymnasium": BuildingKind.SCHOOL,
    "feuerwehr": BuildingKind.FIRE_STATION,
    "fire station": BuildingKind.FIRE_STATION,
    "bauhof": BuildingKind.DEPOT,
    "betriebshof": BuildingKind.DEPOT,
    "rathaus": BuildingKind.OFFICE,
    "verwaltung": BuildingKind.OFFICE,
    "office": BuildingKind.OFFICE,
    "büro": BuildingKind.OFFICE,
    "bücherei": BuildingKind.CULTURE,
    "bibliothek": BuildingKind.CULTURE,
    "museum": BuildingKind.CULTURE,
    "theater": BuildingKind.CULTURE,
    "kultur": BuildingKind.CULTURE,
    "wohn": BuildingKind.HOUSING,
}


@dataclass(frozen=True)
class Count:
    """What became of the rows of a list."""

    new: int = 0
    changed: int = 0
    same: int = 0

    @property
    def total(self) -> int:
        """All rows."""
        return self.new + self.changed + self.same


def kind_from(words: str) -> BuildingKind | None:
    """What a building is used for, from what the office calls it; None where no word is known."""
    written = words.casefold()
    return next((kind for word, kind in KIND_WORDS.items() if word in written), None)


def take_buildings(
    *, rows: Sequence[BuildingRow], municipality: Municipality, by: User | None
) -> Count:
    """Create the buildings that are new and fill in or correct what the list says of others."""
    known = Known.of(municipality).buildings
    count = Count()
    for row in rows:
        building = known.get(normalised(row.name))
        wanted = building_facts(row)
        if building is None:
            building = Building(municipality=municipality, name=row.name.strip()[:160])
            count = replace(count, new=count.new + 1)
        elif all(getattr(building, name) == value for name, value in wanted.items()):
            count = replace(count, same=count.same + 1)
            continue
        else:
            count = replace(count, changed=count.changed + 1)
        for name, value in wanted.items():
            setattr(building, name, value)
        record(building, by=by)
        known[normalised(row.name)] = building
    return count


def building_facts(row: BuildingRow) -> dict[str, object]:
    """What a row says of a building; what it leaves open is not in it."""
    kind = kind_from(row.kind or "") or kind_from(row.name)
    told: dict[str, object] = {
        "address": (row.address or "")[:200],
        "postcode": (row.postcode or "")[:5],
        "usable_area": row.area,
        "kind": kind,
        "since": date(row.since, 1, 1) if row.since else None,
    }
    return {name: value for name, value in told.items() if value not in (None, "")}
