"""Who asks, and what of each entity set they may see: every list, path and filter begins here.

A stranger sees what was published (publication.queries.readings), a program with a token what
belongs to its municipality, one without a municipality everything. Whatever follows a relation,
also inside a filter or an order, asks for the related entities here again, so that nothing can
be learned of what may not be seen.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from klimamosaik.observations.models import (
    Datastream,
    FeatureOfInterest,
    HistoricalLocation,
    Location,
    ObservedProperty,
    Sensor,
    Thing,
)
from klimamosaik.observations.queries.things import things_in
from klimamosaik.people.models import ApiToken, TokenScope
from klimamosaik.publication.queries.readings import (
    PublicReadings,
    public_datastreams,
    public_readings,
    public_things,
)

ONLY_WRITES = {TokenScope.OBSERVATIONS.value}


@dataclass(frozen=True)
class Sight:
    """What one asker sees. `of` gives the entities of a set; all other ways start from it."""

    token: ApiToken | None = None  # None: a stranger

    @property
    def stranger(self) -> bool:
        """True for who shows no token."""
        return self.token is None

    @property
    def everything(self) -> bool:
        """True where nothing is hidden."""
        return self.token is not None and self.ags is None and not self.narrow

    @property
    def ags(self) -> str | None:
        """Whose data the token reaches; None: all."""
        return self.token.municipality_id if self.token else None

    @property
    def narrow(self) -> bool:
        """True for a token that only writes readings of some datastreams, and reads no other."""
        return self.token is not None and bool(
            self.token.datastreams and set(self.token.scopes) <= ONLY_WRITES
        )

    @cached_property
    def public(self) -> PublicReadings:
        """What is public, looked up once an answer."""
        return public_readings()

    def of(self, entities: str) -> "QuerySet[Any]":
        """The visible entities of a set, named as in addresses: "Things"."""
        found: QuerySet[Any] = getattr(self, FOUND_BY[entities]).all()
        return found

    @cached_property
    def things(self) -> "QuerySet[Thing]":
        """What may be seen of Things."""
        if self.everything:
            return Thing.objects.all()
        if self.token is None:
            return public_things(self.public)
        if self.narrow:
            return Thing.objects.filter(
                Q(pk__in=self.writable.values("thing"))
                | Q(pk__in=public_things(self.public).values("pk"))
            )
        whose = Q(building__municipality=self.ags) | Q(building=None, municipality=self.ags)
        return Thing.objects.filter(whose | Q(building=None, municipality=None))

    @cached_property
    def every_datastream(self) -> "QuerySet[Datastream]":
        """What may be seen of Datastreams and MultiDatastreams."""
        described = Datastream.objects.filter(thing__isnull=False)
        if self.everything:
            return described
        if self.token is None:
            return public_datastreams(self.public)
        if self.narrow:
            return described.filter(
                Q(pk__in=self.writable.values("pk"))
                | Q(pk__in=public_datastreams(self.public).values("pk"))
            )
        return described.filter(thing__in=self.things)

    @cached_property
    def writable(self) -> "QuerySet[Datastream]":
        """Those a token may write readings to: never another municipality's, nor what is common."""
        found = Datastream.objects.filter(thing__isnull=False)
        if self.token is None:
            return found.none()
        if self.ags is not None:
            found = found.filter(thing__in=things_in(self.ags))
        if self.token.datastreams and TokenScope.ADMIN.value not in self.token.scopes:
            found = found.filter(pk__in=self.token.datastreams)
        return found

    @cached_property
    def datastreams(self) -> "QuerySet[Datastream]":
        """Those with one property."""
        return self.every_datastream.filter(several=False)

    @cached_property
    def multi_datastreams(self) -> "QuerySet[Datastream]":
        """Those whose results are lists."""
        return self.every_datastream.filter(several=True)

    @cached_property
    def locations(self) -> "QuerySet[Location]":
        """Places of visible things, and where they were."""
        if self.everything:
            return Location.objects.all()
        now = Q(Exists(self.things.filter(locations=OuterRef("pk"))))
        past = Q(Exists(self.historical_locations.filter(locations=OuterRef("pk"))))
        return Location.objects.filter(now | past | self.own)

    @cached_property
    def historical_locations(self) -> "QuerySet[HistoricalLocation]":
        """Where visible things were."""
        return HistoricalLocation.objects.filter(thing__in=self.things)

    @cached_property
    def sensors(self) -> "QuerySet[Sensor]":
        """What visible datastreams are measured with."""
        if self.everything:
            return Sensor.objects.all()
        used = Q(Exists(self.every_datastream.filter(sensor=OuterRef("pk"))))
        return Sensor.objects.filter(used | self.own)

    @cached_property
    def observed_properties(self) -> "QuerySet[ObservedProperty]":
        """What visible datastreams observe."""
        if self.everything:
            return ObservedProperty.objects.all()
        used = Q(Exists(self.every_datastream.filter(observed_property=OuterRef("pk"))))
        part = Q(Exists(self.every_datastream.filter(parts__observed_property=OuterRef("pk"))))
        return ObservedProperty.objects.filter(used | part | self.own)

    @cached_property
    def features(self) -> "QuerySet[FeatureOfInterest]":
        """What visible readings are about."""
        if self.everything:
            return FeatureOfInterest.objects.all()
        used = Q(Exists(self.every_datastream.filter(feature=OuterRef("pk"))))
        named = Q(Exists(self.every_datastream.filter(features=OuterRef("pk"))))
        return FeatureOfInterest.objects.filter(used | named | self.own)

    @property
    def own(self) -> Q:
        """What belongs to the token's municipality though nothing visible uses it yet."""
        if self.token is None or self.narrow:
            return Q(pk__in=[])
        if self.ags is None:
            return Q()
        return Q(municipality=self.ags)


FOUND_BY = {
    "Things": "things",
    "Locations": "locations",
    "HistoricalLocations": "historical_locations",
    "Datastreams": "datastreams",
    "MultiDatastreams": "multi_datastreams",
    "Sensors": "sensors",
    "ObservedProperties": "observed_properties",
    "FeaturesOfInterest": "features",
}
