"""Entities that are found by their readings."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import polars as pl
import pytest

from klimamosaik.observations.kernel import details
from klimamosaik.observations.models import Datastream, FeatureOfInterest, Latest
from klimamosaik.observations.operations.arriving import take_in
from klimamosaik.observations.store.frames import DELIVERED
from klimamosaik.sensorthings.selecting import with_readings
from klimamosaik.terms.complaint import InputRejected

Found = Callable[..., list[str]]
BEGIN = datetime(2026, 2, 1, tzinfo=UTC)


@pytest.fixture
def measured(found: Found) -> Found:
    """Soil gets wetter from 0 to 23; one reading of the light is about a tree."""
    Latest.objects.all().delete()
    tree = FeatureOfInterest.objects.create(name="Baum", feature={})
    bed = FeatureOfInterest.objects.create(name="Beet", feature={})
    soil = Datastream.objects.get(name="Boden")
    light = Datastream.objects.get(name="Licht")
    Datastream.objects.filter(pk=light.pk).update(feature=bed)
    rows: list[dict[str, Any]] = [
        {"datastream": soil.pk, "start": BEGIN + timedelta(hours=hour), "value": float(hour)}
        for hour in range(24)
    ]
    rows += [
        {"datastream": light.pk, "start": BEGIN, "value": 100.0},
        {
            "datastream": light.pk,
            "start": BEGIN + timedelta(hours=1),
            "value": 200.0,
            "details": details.written({"feature": tree.pk}),
        },
    ]
    filled = [{"details": None, **row, "end": row["start"], "quality": "measured"} for row in rows]
    take_in(pl.DataFrame(filled, schema=DELIVERED), name="Prüfung")
    return found


@pytest.mark.parametrize(
    ("entities", "condition", "names"),
    [
        ("Datastreams", "Observations/result gt 150", ["Licht"]),
        ("Datastreams", "Observations/result eq 23", ["Boden"]),
        ("Datastreams", "Observations/result gt 20 and Observations/result lt 22", ["Boden"]),
        ("Datastreams", "Observations/any()", ["Boden", "Licht"]),
        ("Datastreams", "not Observations/any()", ["Boden tief"]),
        ("Datastreams", "Observations/all(o: o/result lt 50)", ["Boden", "Boden tief"]),
        ("Datastreams", "Observations/phenomenonTime gt 2026-02-01T02:00:00Z", ["Boden"]),
        ("Datastreams", "Observations/phenomenonTime gt 2026-03-01", []),
        ("Datastreams", "Observations/Datastream/name eq 'Licht'", ["Licht"]),
        ("Things", "Datastreams/Observations/result gt 150", ["Ährenstraße"]),
        ("FeaturesOfInterest", "Observations/result eq 200", ["Baum"]),
        ("FeaturesOfInterest", "Observations/result eq 100", ["Beet"]),
        ("FeaturesOfInterest", "Observations/any()", ["Baum", "Beet"]),
    ],
)
def test_entities_are_found_by_their_readings(
    measured: Found, entities: str, condition: str, names: list[str]
) -> None:
    assert sorted(measured(entities, f"$filter={condition}")) == names


def test_readings_of_datastreams_that_may_not_be_seen_find_nothing(measured: Found) -> None:
    query = "$filter=Datastreams/Observations/result gt 150"
    assert measured("Things", query, hidden={"Licht"}) == []
    query = "$filter=Observations/result eq 200"
    assert measured("FeaturesOfInterest", query, hidden={"Licht"}) == []


def test_too_many_readings_are_refused_unless_the_time_is_narrowed(
    measured: Found, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(with_readings, "MOST", 10)
    with pytest.raises(InputRejected, match="narrow the time"):
        measured("Datastreams", "$filter=Observations/result gt 3")
    narrowed = "Observations/result gt 3 and Observations/phenomenonTime gt 2026-02-01T20:00:00Z"
    assert measured("Datastreams", f"$filter={narrowed}") == ["Boden"]
