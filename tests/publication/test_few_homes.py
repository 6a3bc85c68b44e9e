"""Ways by which few homes could be read out of what is public, each of which is closed."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from klimamosaik.measures.models import Indicator, Measure
from klimamosaik.measures.models.kinds import ReadingBasis
from klimamosaik.observations.models import (
    Bill,
    Datastream,
    Latest,
    ObservedProperty,
    Quantity,
    Sensor,
    Thing,
)
from klimamosaik.observations.operations.things import common
from klimamosaik.places.models import Building, BuildingKind, MeterPoint, Municipality
from klimamosaik.publication.models import PublicPage, PublishedKind
from klimamosaik.publication.operations import publish, switch_on
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.newly_hidden import newly_hidden
from klimamosaik.publication.queries.published import PublicItem, published_in
from klimamosaik.publication.queries.sensors import public_sensor
from klimamosaik.streams.models import DataSource, SourceSeries

AGS, NOW = "03999997", datetime(2026, 3, 2, 12, tzinfo=UTC)
YEARS = range(2023, 2026)
pytestmark = pytest.mark.django_db


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch) -> Municipality:
    """A town whose page is on, with nothing on it."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    town: Municipality = Municipality.objects.create(ags=AGS, name="Neudorf")
    page = PublicPage(
        municipality=town, publisher="Stadt Neudorf", desk="Klima", email="klima@neudorf.example"
    )
    switch_on(page=page, by=None, at=NOW)
    return town


def house(town: Municipality, name: str, use: int, homes: int | None) -> Building:
    """A building with one meter of electricity and a bill for each year."""
    kind = BuildingKind.HOUSING if homes else BuildingKind.OTHER
    made: Building = Building.objects.create(
        municipality=town, name=name, kind=kind, usable_area=100.0
    )
    point = MeterPoint.objects.create(building=made, name=name, carrier="electricity", homes=homes)
    for year in YEARS:
        billed(point, year, use + year - YEARS[0])
    return made


def billed(point: MeterPoint, year: int, use: int) -> None:
    Bill.objects.create(
        meter_point=point,
        start=date(year, 1, 1),
        end=date(year + 1, 1, 1),
        amount=use,
        quantity=use,
    )


def serve_five(point: MeterPoint) -> None:
    """So many homes are enough to be told of."""
    point.homes = 5
    point.save()


def made_public(town: Municipality, *items: tuple[PublishedKind, object]) -> None:
    chosen = [PublicItem(kind, str(subject)) for kind, subject in items]
    publish(municipality=town, items=chosen, by=None, at=NOW)


def figure(key: str) -> str:
    """All values of a figure as strangers get them."""
    return Client().get(f"/klima/{AGS}/zahlen/{key}.csv").content.decode()


REPORT = (PublishedKind.REPORT, "2023-2025")


def test_a_year_in_which_few_homes_were_left_in_a_sum_is_not_told(town: Municipality) -> None:
    """Four and three homes are seven; once the three are sold, the sum is the four alone."""
    house(town, "Am Bach", 12_340, 4)
    three = house(town, "Am Wall", 9_000, 3)
    made_public(town, REPORT)
    assert "21.3" in figure("verbrauch")  # 2023: seven homes
    three.until = date(2024, 1, 1)
    three.save()
    told = figure("verbrauch")
    assert "12.3" not in told
    assert "weniger als 5 Wohnungen" in told


def test_what_could_not_be_compared_is_not_told_by_what_could(town: Municipality) -> None:
    """All of 2024, less what is compared with 2025, is the home whose bill is missing yet."""
    house(town, "Schule", 90_000, None)
    flat = house(town, "Hausmeister", 3_456, 1)
    made_public(town, REPORT)
    assert "93.5" in figure("verbrauch")
    assert figure("warum-energie")
    Bill.objects.filter(meter_point__building=flat, start=date(2025, 1, 1)).delete()
    assert "93.5" in figure("verbrauch")
    assert Client().get(f"/klima/{AGS}/zahlen/warum-energie.csv").status_code == 404


def test_quartiles_do_not_tell_of_the_home_among_three_houses(town: Municipality) -> None:
    """Of three values median and quartiles are three equations: who knows one knows all."""
    big = house(town, "Am Bach", 60_000, 10)
    house(town, "Am Wall", 50_000, 9)
    third = house(town, "Am Tor", 3_456, 1)
    made_public(town, (PublishedKind.BUILDING, big.pk))
    page = f"/klima/{AGS}/gebaeude/{big.pk}/"
    assert "Median der" not in Client().get(page).content.decode()
    serve_five(MeterPoint.objects.get(building=third))
    assert "Median der" in Client().get(page).content.decode()


def test_a_report_tells_no_trend_of_few_homes(town: Municipality) -> None:
    only = house(town, "Am Bach", 10_000, 2)
    MeterPoint.objects.filter(building=only).update(carrier="gas")
    house(town, "Schule", 90_000, None)
    made_public(town, REPORT)
    page = Client().get(f"/klima/{AGS}/energiebericht/").content.decode()
    assert "verbrauchte" not in page
    assert "PDF und Excel: Nicht veröffentlicht" in page
    assert "2 Gebäude, 2023 bis 2025" in page


def device(town: Municipality, counts_for: MeterPoint) -> tuple[Thing, Datastream]:
    """A device that reports the states of a meter, standing nowhere in particular."""
    kinds = {
        "sensor": common(Sensor, "Zähler", description="Zähler"),
        "observed_property": common(ObservedProperty, "Stand", description="state"),
    }
    use = Datastream.objects.create(
        name="Verbrauch", quantity=Quantity.ENERGY, unit="kWh", meter_point=counts_for,
        thing=Thing.objects.create(building=counts_for.building, name="Zähler"), **kinds,
    )  # fmt: skip
    thing = Thing.objects.create(municipality=town, name="Funkgerät")
    states = Datastream.objects.create(
        name="Zählerstand", quantity=Quantity.COUNT, unit="kWh", thing=thing, **kinds
    )
    source = DataSource.objects.create(
        municipality=town,
        name="Funk",
        kind="lorawan",
        promised_every=timedelta(hours=1),
        added_at=NOW,
    )
    SourceSeries.objects.create(
        source=source, key="1", datastream=states, counts_for=use, first_seen=NOW, last_seen=NOW
    )
    return thing, states


def test_the_states_a_device_reports_of_a_home_s_meter_are_not_told(town: Municipality) -> None:
    flat = MeterPoint.objects.get(building=house(town, "Rathaus", 3_456, None))
    flat.homes = 1
    flat.save()
    thing, states = device(town, flat)
    made_public(town, (PublishedKind.READINGS, thing.pk))
    there = f"/sensorthings/v1.1/Datastreams({states.pk})"
    page = public_sensor(Known(published_in(AGS), NOW), thing.pk)
    assert not page.series
    assert page.withheld is not None
    assert Client().get(there).status_code == 404
    serve_five(flat)
    assert public_sensor(Known(published_in(AGS), NOW), thing.pk).series


def test_an_indicator_made_of_readings_at_home_tells_none_of_them(town: Municipality) -> None:
    flat = MeterPoint.objects.get(building=house(town, "Am Bach", 3_456, 1))
    _, states = device(town, flat)
    use = Datastream.objects.get(meter_point=flat)
    measure = Measure.objects.create(municipality=town, name="Sparen")
    for stream in (states, use):
        Latest.objects.update_or_create(
            datastream=stream, defaults={"seq": 1, "end": 1_772_000_000_000_000, "value": 4711.5}
        )
        row = Indicator.objects.create(
            measure=measure, name=f"Verbrauch {stream.name}", unit="kWh", datastream=stream,
            basis=ReadingBasis.LAST,
        )  # fmt: skip
        made_public(town, (PublishedKind.INDICATOR, row.pk), (PublishedKind.MEASURE, measure.pk))
        api = Client().get(f"/api/v1/municipalities/{AGS}/indicators").content.decode()
        page = Client().get(f"/klima/{AGS}/massnahmen/{measure.pk}/").content.decode()
        for told in (figure(f"kennzahl-{row.pk}"), api, page):
            assert "4711" not in told
            assert "4.711" not in told
    serve_five(flat)
    assert "4711" in figure(f"kennzahl-{row.pk}")


def test_what_is_withheld_is_not_said_to_be_incomplete(town: Municipality) -> None:
    home = house(town, "Am Bach", 3_456, 1)
    made_public(town, (PublishedKind.BUILDING, home.pk))
    listed = Client().get(f"/klima/{AGS}/gebaeude/").content.decode()
    page = Client().get(f"/klima/{AGS}/gebaeude/{home.pk}/").content.decode()
    for told in (listed, page):
        assert "nicht veröffentlicht" in told
        assert "noch kein vollständiges Jahr" not in told
    assert page.count("Wärmeplanungsgesetz") <= 3  # the reason once, not at each value
    assert figure(f"gebaeude-{home.pk}").count("betrifft weniger als 5 Wohnungen") >= 2 * 3


def test_before_a_report_is_published_it_is_said_what_it_hides(town: Municipality) -> None:
    """Beside the sum of nine homes the six tell of the three; the building gives way."""
    six = house(town, "Am Bach", 9_000, 6)
    house(town, "Am Wall", 12_340, 3)
    made_public(town, (PublishedKind.BUILDING, six.pk))
    report = PublicItem(*REPORT)
    lost = newly_hidden(town, [report], NOW)
    assert [each.de for each in lost] == ["Am Bach: Strom"]
    made_public(town, REPORT)
    assert newly_hidden(town, [report], NOW) == ()


def test_nothing_is_hidden_by_what_tells_of_no_homes(town: Municipality) -> None:
    hall = house(town, "Rathaus", 9_000, None)
    house(town, "Bauhof", 12_340, None)
    made_public(town, (PublishedKind.BUILDING, hall.pk))
    assert newly_hidden(town, [PublicItem(*REPORT)], NOW) == ()
