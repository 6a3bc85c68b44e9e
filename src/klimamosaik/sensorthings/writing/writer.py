"""Who writes, what they may touch, and what they link to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from klimamosaik.observations.models import Datastream, HistoricalLocation, Thing
from klimamosaik.people.models import ApiToken, TokenScope
from klimamosaik.people.tokens import TokenRefused
from klimamosaik.places.models import Municipality
from klimamosaik.sensorthings.entities.sets import SETS
from klimamosaik.sensorthings.sight import Sight
from klimamosaik.sensorthings.writing.refusing import (
    forbidden,
    in_the_way,
    refused,
)
from klimamosaik.terms.text import Text

ID = "@iot.id"
LARGEST = 2**63 - 1

NOBODY = Text(
    "Zum Schreiben braucht es einen Zugangsschlüssel: „Authorization: Bearer kmt_…“.",
    "Writing takes an access token: “Authorization: Bearer kmt_…”.",
)
SCOPE = Text(
    "Der Zugangsschlüssel „{name}“ hat das Recht „{scope}“ nicht.",
    "The access token “{name}” lacks the right “{scope}”.",
)
STREAM = Text(
    "Der Zugangsschlüssel „{name}“ darf in die Messreihe {number} nicht schreiben.",
    "The access token “{name}” may not write to datastream {number}.",
)
NOT_OWN = Text(
    "{single} {number} gehört nicht der Gemeinde des Zugangsschlüssels „{name}“.",
    "{single} {number} does not belong to the municipality of the access token “{name}”.",
)
NO_TARGET = Text(
    "„{relation}“ verweist auf {single} {number}: das gibt es hier nicht.",
    "“{relation}” points to {single} {number}: there is none here.",
)
NO_ID = Text(
    "„{relation}“ braucht eine ganze Zahl als @iot.id.",
    "“{relation}” needs a whole number as @iot.id.",
)
MASTER_DATA = Text(
    "{single} {number} gehört zu einem Gebäude, Zähler oder einer Wetterstation: Name, Ort, "
    "Einheit und Bestand werden dort gepflegt, hier nur Beschreibung und properties.",
    "{single} {number} belongs to a building, meter or weather station: name, place, unit and "
    "existence are kept there, here only description and properties.",
)


@dataclass
class SensingWriter:
    """One request that writes, or several that stand or fall together."""

    sight: Sight
    at: datetime
    made: dict[str, tuple[str, int]] = field(default_factory=dict)  # of a batch: "1" -> set, id

    @property
    def token(self) -> ApiToken:
        """Who writes. Raises TokenRefused for a stranger."""
        if self.sight.token is None:
            raise TokenRefused(NOBODY)
        return self.sight.token

    @cached_property
    def owner(self) -> Municipality | None:
        """Whose what is made will be: the token's municipality, or the only one there is.

        Of several, none: what a token for all of them makes is common.
        """
        if self.token.municipality is not None:
            return self.token.municipality
        first = list(Municipality.objects.all()[:2])
        return first[0] if len(first) == 1 else None

    def need(self, scope: TokenScope) -> None:
        """Raise SensingRefused where the token may not do this."""
        if not self.token.may(scope):
            raise forbidden(SCOPE, name=self.token.name, scope=scope.value)

    def need_stream(self, datastream: int) -> None:
        """Raise SensingRefused where the token may not write readings to this datastream."""
        self.need(TokenScope.OBSERVATIONS)
        if not self.token.may_write_to(datastream):
            raise forbidden(STREAM, name=self.token.name, number=datastream)

    def reaches(self, owner: str | None) -> bool:
        """True for what is the token's municipality's, or everybody's; owner: its key."""
        return self.token.municipality_id in (None, owner) or owner is None

    def owns(self, row: Any) -> bool:
        """True where an entity is the token's to change."""
        whose = self.token.municipality_id
        return whose is None or owner_of(row) == whose

    def need_own(self, entities: str, row: Any) -> None:
        """Raise SensingRefused where an entity may be seen, but belongs to others or to all."""
        if not self.owns(row):
            raise forbidden(
                NOT_OWN, single=SETS[entities].single, number=row.pk, name=self.token.name
            )

    def link_in(self, value: Any, relation: str) -> int | None:
        """The id that a link names; None for an entity that is written out instead.

        More may stand beside the id: clients send along what they know of the entity.
        """
        if not isinstance(value, Mapping) or ID not in value:
            return None
        return self.number_in(value[ID], relation)

    def number_in(self, value: Any, relation: str) -> int:
        """An id, or what a request before this one of the same batch has made ("$1")."""
        if isinstance(value, str) and value.startswith("$"):
            if value[1:] in self.made:
                return self.made[value[1:]][1]
        elif isinstance(value, str) and value.isascii() and value.isdecimal():
            value = int(value[:20])
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LARGEST:
            return value
        raise refused(NO_ID, relation=relation)

    def linked(self, entities: str, number: int, relation: str) -> Any:
        """The entity a link names. Raises SensingRefused where it is not there for the token."""
        row = self.sight.of(entities).filter(pk=number).first()
        if row is None:
            single = SETS[entities].single
            raise refused(NO_TARGET, relation=relation, single=single, number=number)
        return row

    def refuse_master_data(self, entities: str, row: Any) -> None:
        """Raise SensingRefused for what is kept as a building, meter or station."""
        if is_master_data(row):
            raise in_the_way(MASTER_DATA, single=SETS[entities].single, number=row.pk)


def owner_of(row: Any) -> str | None:
    """The key of the municipality an entity belongs to; None where it is common."""
    if isinstance(row, HistoricalLocation):
        row = row.thing
    if isinstance(row, Datastream):
        row = row.thing or Thing()
    building = getattr(row, "building", None)
    found: str | None = building.municipality_id if building else row.municipality_id
    return found


def is_master_data(row: Any) -> bool:
    """True for what is kept as a building, meter or station and only told here."""
    kept_as = ("building_id", "station_id", "meter_point_id")
    return any(getattr(row, name, None) is not None for name in kept_as)
