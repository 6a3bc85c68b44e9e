"""Rows of building lists as records."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.contrib.auth.models import User

from klimamosaik.observations.intake.building_kinds import kind_from
from klimamosaik.observations.intake.matching import RegisterLookup
from klimamosaik.observations.intake.spelling import normalised
from klimamosaik.places.models import LARGEST_AREA, Building, Municipality
from klimamosaik.records.operations import save_all
from klimamosaik.sources.tables import ListedBuilding
from klimamosaik.terms.complaint import InputRejected, Problem, rejected
from klimamosaik.terms.text import Text

LONGEST_NAME = 160  # letters of a building's name
TOLD = ("address", "postcode", "district", "usable_area", "kind", "since")  # by a list


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


def take_buildings(
    *,
    rows: Sequence[ListedBuilding],
    known: RegisterLookup,
    municipality: Municipality,
    by: User | None,
    seq: int | None = None,
) -> Count:
    """Create the buildings that are new and fill in or correct what the list says of others.

    known: all there is; what comes to be is noted in it. seq: of the delivery that brings them.
    """
    refuse_areas([row for row in rows if row.area and not abs(row.area) <= LARGEST_AREA])
    waiting = Waiting(by)
    count = Count()
    rests: dict[str, str] = {}
    for row in rows:
        name, rest = row.name.strip()[:LONGEST_NAME], row.name.strip()[LONGEST_NAME:]
        if rests.setdefault(name, rest) != rest:
            raise names_alike(name)
        building = known.buildings.get(normalised(name))
        wanted = building_facts(row)
        if building is None:
            building = Building(municipality=municipality, name=name, brought=seq)
            count = replace(count, new=count.new + 1)
        elif all(getattr(building, name) == value for name, value in wanted.items()):
            count = replace(count, same=count.same + 1)
            continue
        else:
            count = replace(count, changed=count.changed + 1)
        waiting.add(building, wanted)
        known.buildings[normalised(name)] = building
    waiting.write()
    return count


def listed_in(rows: Sequence[ListedBuilding], known: RegisterLookup) -> list[Building]:
    """The buildings a list tells of, as they are stored."""
    names = dict.fromkeys(normalised(row.name.strip()[:LONGEST_NAME]) for row in rows)
    return [known.buildings[name] for name in names]


def refuse_areas(rows: Sequence[ListedBuilding]) -> None:
    """Refuse a list with areas no building has."""
    if rows:
        raise InputRejected(
            [
                Problem(
                    "area_too_large",
                    Text(
                        "Zeile {row}: „{name}“ hat {area} m² Nutzfläche; möglich sind bis zu "
                        "{largest_area:n} m². Bitte Spalte und Dezimalzeichen prüfen.",
                        "Row {row}: “{name}” has {area} m² of usable area; up to {largest_area:n} "
                        "m² are possible. Please check column and decimal mark.",
                    ).format(row=row.row, name=row.name, area=row.area, largest_area=LARGEST_AREA),
                    row=row.row,
                )
                for row in rows
            ]
        )


def names_alike(name: str) -> InputRejected:
    """Two buildings whose names differ only beyond what is stored of them."""
    return rejected(
        "names_too_long",
        "Zwei Gebäude heißen in den ersten {longest_name} Zeichen gleich („{name} …“), und mehr "
        "wird nicht gespeichert. Geben Sie ihnen bitte kürzere Namen.",
        "Two buildings have the same first {longest_name} letters in their names (“{name} …”), "
        "and no more is stored. Please give them shorter names.",
        longest_name=LONGEST_NAME,
        name=name[:60],
    )


class Waiting:
    """Buildings to be written together."""

    def __init__(self, by: User | None) -> None:
        self.by = by
        self.new: list[Building] = []
        self.changed: list[Building] = []
        self.touched: set[int] = set()  # ids of the objects

    def add(self, building: Building, facts: Mapping[str, object]) -> None:
        """Have a building written with these facts.

        A list may tell of a building twice; then its history has both.
        """
        if id(building) in self.touched:
            self.write()
        for name, value in facts.items():
            setattr(building, name, value)
        self.touched.add(id(building))
        (self.new if building.pk is None else self.changed).append(building)

    def write(self) -> None:
        """Write what waits."""
        save_all(self.new, by=self.by)
        save_all(self.changed, fields=TOLD, by=self.by)
        self.new, self.changed, self.touched = [], [], set()


def building_facts(row: ListedBuilding) -> dict[str, object]:
    """What a row says of a building; what it leaves open is not in it."""
    kind = kind_from(row.kind or "") or kind_from(row.name)
    told: dict[str, object] = {
        "address": (row.address or "")[:200],
        "postcode": (row.postcode or "")[:5],
        "district": (row.district or "")[:80],
        "usable_area": row.area,
        "kind": kind,
        "since": date(row.since, 1, 1) if row.since else None,
    }
    return {name: value for name, value in told.items() if value not in (None, "")}
