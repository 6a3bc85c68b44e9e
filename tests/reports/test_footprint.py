"""What a measure's sensors use stands beside what it saves."""

from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client

from klimamosaik.measures.models import Measure
from klimamosaik.observations.models import Datastream, Quantity, Thing
from klimamosaik.observations.operations.deliveries import deliver
from klimamosaik.pathway.queries.measured_tonnes import latest_assessment
from klimamosaik.reports.queries.footprint import (
    SensorFootprint,
    facts,
    measures_with_series,
    sensor_footprint,
)
from klimamosaik.streams.models import DataSource, SourceKind, SourceSeries
from klimamosaik.streams.queries.sources import own_use
from klimamosaik.web.demo.story import Story
from klimamosaik.web.demo.town import AGS
from tests.observations.conftest import rows

pytestmark = [pytest.mark.django_db, pytest.mark.long]


@pytest.fixture
def measure(story: Story) -> Measure:
    """A measure whose effect is known, and that names no sensors; nobody meters the server."""
    DataSource.objects.filter(kind=SourceKind.OWN).delete()
    found = Measure.objects.get(municipality=story.municipality, name__startswith="LED")
    assert latest_assessment(found) is not None
    return found


def now() -> datetime:
    from django.utils import timezone

    return timezone.now()


def source(measure: Measure, kind: SourceKind) -> DataSource:
    return DataSource.objects.create(
        municipality=measure.municipality,
        kind=kind,
        name=kind.value,
        promised_every=timedelta(hours=1),
        added_at=now(),
    )


def sensors(measure: Measure, mine: int, others: int = 0) -> None:
    """Radio devices that count for the measure's meter, and some that do not."""
    radio = source(measure, SourceKind.PUSH)
    point = measure.meter_points.earliest("pk")
    for number in range(mine + others):
        stream = Datastream.objects.create(name=f"Zähler {number}", unit="kWh")
        use = Datastream.objects.filter(meter_point=point).earliest("pk")
        SourceSeries.objects.create(
            source=radio,
            key=f"a{number:03d}/energy",
            datastream=stream,
            counts_for=use if number < mine else None,
            first_seen=now(),
            last_seen=now(),
        )


def footprint(measure: Measure) -> SensorFootprint:
    own = own_use(municipality=measure.municipality, now=now())
    found = sensor_footprint(measure=measure, own=own)
    assert found is not None
    return found


def test_without_a_sensor_nothing_is_told(measure: Measure) -> None:
    assert sensor_footprint(measure=measure, own=None) is None


def test_sensors_and_their_part_of_the_gateway_are_taken_off(measure: Measure) -> None:
    sensors(measure, mine=2, others=6)
    found = footprint(measure)
    assert found.devices == 2
    assert found.used.mean == pytest.approx(2 * 0.003 + 7.0 * 8.76 * 2 / 8)
    assert found.used.low < found.used.mean < found.used.high
    assert found.saved is not None
    assert found.net is not None
    assert found.net.mean == pytest.approx(found.saved.mean - found.used.mean)
    assert found.net.half_width >= found.saved.half_width


def test_a_server_nobody_meters_is_unknown_and_not_zero(measure: Measure) -> None:
    sensors(measure, mine=1)
    found = footprint(measure)
    assert found.unknown
    assert found.lines[-1].use is None


def test_a_metered_server_counts_by_its_readings(measure: Measure) -> None:
    sensors(measure, mine=1)
    own = source(measure, SourceKind.OWN)
    stream = Datastream.objects.create(name="Server", unit="kWh", quantity=Quantity.ENERGY)
    SourceSeries.objects.create(
        source=own, key="energy", datastream=stream, first_seen=now(), last_seen=now()
    )
    begin = (now() - timedelta(days=3)).replace(hour=0, minute=0, second=0, microsecond=0)
    mine = SourceSeries.objects.get(key="a000/energy").datastream
    assert mine is not None
    both = [rows(stream, begin, [0.04] * 60), rows(mine, begin, [1.0] * 60)]
    for each in both:
        deliver(readings=each, name="x", municipality=None, by=None, at=now())
    found = footprint(measure)
    server = found.lines[-1].use
    assert server is not None
    assert not found.unknown
    assert 0 < server.mean < 0.04 * 8766 / 10  # few of all readings are the measure's


def test_measures_with_series_are_those_that_have_a_footprint_by_each_way(story: Story) -> None:
    SourceSeries.objects.all().delete()
    town, measures = story.municipality, Measure.objects.filter(municipality=story.municipality)
    lit, heated = measures.get(name__startswith="LED"), measures.get(name__startswith="Heizungs")
    building = lit.meter_points.earliest("pk").building
    heated.buildings.add(building)
    ways = (
        {"counts_for": Datastream.objects.filter(meter_point__measures=lit).earliest("pk")},
        {"datastream": Datastream.objects.filter(meter_point__measures=lit).earliest("pk")},
        {"datastream": Datastream.objects.create(
            name="Luft", thing=Thing.objects.get_or_create(building=building)[0]
        )},
        {"datastream": heated.indicators.exclude(datastream=None).earliest("pk").datastream},
    )  # fmt: skip
    assert measures_with_series(municipality=town) == frozenset()
    for way in ways:
        given = {"datastream": Datastream.objects.create(name="Zähler"), **way}
        radio = source(lit, SourceKind.PUSH)
        series = SourceSeries.objects.create(
            source=radio, key="a1/x", first_seen=now(), last_seen=now(), **given
        )
        each = {one.pk for one in measures if sensor_footprint(measure=one, own=None)}
        assert each
        assert measures_with_series(municipality=town) == each
        series.delete()
        radio.delete()


def test_the_page_shows_both_and_the_net(measure: Measure) -> None:
    client = Client()
    client.force_login(User.objects.get(username="demo"))
    address = f"/{AGS}/massnahmen/{measure.pk}/"
    assert "Energie der Sensoren" not in client.get(address).content.decode()
    sensors(measure, mine=3)
    page = client.get(address).content.decode()
    assert "Netto gespart:" in page
    assert "3 Sensoren" in page
    assert "nach anderer Quelle" in page


def test_a_sensor_an_indicator_reads_is_the_measures(story: Story) -> None:
    heated = Measure.objects.get(municipality=story.municipality, name__startswith="Heizungs")
    found = footprint(heated)
    assert found.devices == 1
    assert found.net is not None
    client = Client()
    client.force_login(User.objects.get(username="demo"))
    page = client.get(f"/{AGS}/massnahmen/{heated.pk}/").content.decode()
    assert "Netto, ohne den Strom der Sensoren:" in page


def test_every_assumption_has_range_source_and_status() -> None:
    told = {name: each for name, each in facts().items() if isinstance(each, dict)}
    assert set(told) == {"node", "gateway"}
    for each in told.values():
        least, most = each["range"]
        assert least <= each["value"] <= most
        assert each["source"]["de"]
        assert each["status"]
