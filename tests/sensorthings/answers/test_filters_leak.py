"""A filter, an order or a count asks only what is public: nothing can be learned by guessing."""

from urllib.parse import quote

import pytest

from tests.sensorthings.answers.conftest import Scene
from tests.sensorthings.answers.test_no_leak import planted as planted

FILTERS = [
    "Things?$filter=startswith(Datastreams/name,'Geheim')",
    "Things?$filter=Locations/Things/name eq 'Geheim Musterstadt'",
    "Things?$filter=Datastreams/description eq 'geheim'",
    "Locations?$filter=startswith(Things/name,'Geheim')",
    "Sensors?$filter=startswith(Datastreams/name,'Geheim')",
    "Sensors?$filter=startswith(Datastreams/Thing/name,'Geheim')",
    "ObservedProperties?$filter=startswith(Datastreams/name,'Geheim')",
    "HistoricalLocations?$filter=startswith(Locations/Things/name,'Geheim')",
    "Datastreams?$filter=startswith(Sensor/Datastreams/name,'Geheim')",
    "Observations?$filter=startswith(Datastream/Sensor/Datastreams/name,'Geheim')",
    "Observations?$filter=result eq 47.11",
    "Observations?$filter=result eq 'geheim'",
    "FeaturesOfInterest?$filter=startswith(Observations/Datastream/name,'Geheim')",
]


@pytest.mark.parametrize("asked", FILTERS)
def test_a_filter_asks_only_what_is_public(planted: Scene, asked: str) -> None:
    address = quote(asked, safe="?=&$/(),'") + "&$count=true"
    answer = planted.stranger.response(address)
    if answer.status_code in (400, 501):
        return
    found = answer.json()
    assert (found["value"], found["@iot.count"]) == ([], 0)
