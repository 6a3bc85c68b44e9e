"""Who uses a series or a meter: measures, indicators, the report, public pages, or nobody."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from klimamosaik.measures.models import Indicator, Measure
from klimamosaik.observations.models import Bill, Datastream, Latest
from klimamosaik.people.models import Role
from klimamosaik.places.models import Building, MeterPoint, Municipality
from klimamosaik.publication.models import Publication, PublicPage
from klimamosaik.reports.master_data.meters import has_year, reported
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.direction import Direction
from klimamosaik.web.series.series_uses import uses_of
from tests.visitors import visitor_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Municipality:
    return Municipality.objects.create(ags="03999997", name="Ort")


def meter(town: Municipality, name: str, first: date, until: date) -> Datastream:
    """A meter point with readings from one day up to before another."""
    building = Building.objects.create(municipality=town, name=name)
    point = MeterPoint.objects.create(building=building, carrier=Carrier.GAS, name=name)
    stream = Datastream.objects.create(meter_point=point, name=name, unit="kWh", spacing="P1M")
    begin, end = (int(datetime(d.year, d.month, d.day, tzinfo=UTC).timestamp() * 1e6)
                  for d in (first, until))  # fmt: skip
    Latest.objects.update_or_create(
        datastream=stream,
        defaults={
            "first": begin,
            "until": end,
            "start": begin,
            "end": end,
            "count": 9,
            "seq": 1,
            "value": 5.0,
        },
    )
    return stream


def said(town: Municipality, stream: Datastream) -> list[str]:
    return [use.text.de for use in uses_of(town, [stream]).get(stream.pk, ())]


@pytest.mark.parametrize(
    ("first", "until", "whole"),
    [
        (date(2025, 1, 1), date(2026, 1, 1), True),
        (date(2024, 12, 31), date(2026, 2, 1), True),
        (date(2025, 1, 2), date(2026, 12, 31), False),
        (date(2025, 10, 1), date(2026, 1, 1), False),
    ],
)
def test_a_report_takes_whole_calendar_years(first: date, until: date, whole: bool) -> None:
    assert has_year(first, until) is whole


def test_a_meter_of_three_months_is_in_no_report_and_nobody_uses_it(town: Municipality) -> None:
    short = meter(town, "kurz", date(2026, 1, 1), date(2026, 4, 1))
    long = meter(town, "lang", date(2024, 12, 1), date(2026, 4, 1))
    assert said(town, short) == []
    assert said(town, long) == ["Energiebericht"]


def test_bills_of_a_whole_year_bring_a_meter_into_the_report(town: Municipality) -> None:
    short = meter(town, "kurz", date(2026, 1, 1), date(2026, 4, 1))
    assert short.meter_point is not None
    Bill.objects.create(
        meter_point=short.meter_point, start=date(2025, 1, 1), end=date(2026, 1, 1), amount=100
    )
    assert reported([short.meter_point.pk]) == {short.meter_point.pk}


def test_an_indicator_uses_the_series_it_reads_and_no_other_of_the_meter(
    town: Municipality,
) -> None:
    read = meter(town, "Fühler", date(2026, 1, 1), date(2026, 4, 1))
    other = Datastream.objects.create(
        meter_point=read.meter_point, name="zweite", unit="kWh", spacing="P1Y"
    )
    measure = Measure.objects.create(municipality=town, name="Bäume")
    Indicator.objects.create(measure=measure, link="impact", name="Feuchte", datastream=read)
    assert said(town, read) == ["Kennzahl „Feuchte“ (Bäume)"]
    assert said(town, other) == []


def published(town: Municipality, kind: str, subject: object = "") -> None:
    PublicPage.objects.update_or_create(municipality=town, defaults={"on_since": timezone.now()})
    Publication.objects.create(
        municipality=town, kind=kind, subject=str(subject), since=timezone.now()
    )


def test_public_pages_of_building_report_and_measure_use_a_meter(town: Municipality) -> None:
    stream = meter(town, "lang", date(2024, 12, 1), date(2026, 4, 1))
    assert stream.meter_point is not None
    measure = Measure.objects.create(municipality=town, name="Heizung")
    measure.meter_points.add(stream.meter_point)
    for kind, subject in (
        ("building", stream.meter_point.building_id),
        ("report", "2023-2025"),
        ("measure", measure.pk),
    ):
        published(town, kind, subject)
    assert said(town, stream) == [
        "Heizung",
        "Energiebericht",
        "öffentliche Gebäudeseite",
        "öffentlicher Energiebericht",
        "öffentliche Maßnahmenseite",
    ]


def test_a_building_in_public_does_not_use_what_no_figure_of_it_takes(
    town: Municipality,
) -> None:
    stream = meter(town, "kurz", date(2026, 1, 1), date(2026, 4, 1))
    assert stream.meter_point is not None
    published(town, "building", stream.meter_point.building_id)
    assert said(town, stream) == []


@pytest.fixture
def reader(town: Municipality) -> Client:
    return visitor_of(town, Role.READER, "leserin")


def test_meters_nobody_uses_are_listed_with_what_to_do(town: Municipality, reader: Client) -> None:
    meter(town, "Kurzer", date(2026, 1, 1), date(2026, 4, 1))
    meter(town, "Langer", date(2024, 12, 1), date(2026, 4, 1))
    page = reader.get(f"/{town.ags}/zaehler/").content.decode()
    assert "nutzt noch niemand (1)" in page
    alone = reader.get(f"/{town.ags}/zaehler/?nur=ungenutzt").content.decode()
    assert "Kurzer" in alone
    assert "Langer" not in alone
    assert "mit dem ersten vollen Kalenderjahr" in " ".join(alone.split())


def test_the_headline_of_meters_counts_what_a_search_found(
    town: Municipality, reader: Client
) -> None:
    meter(town, "Rathaus", date(2024, 12, 1), date(2026, 4, 1))
    meter(town, "Bücherei", date(2024, 12, 1), date(2026, 4, 1))
    page = reader.get(f"/{town.ags}/zaehler/?q=rathaus").content.decode()
    assert "Gefundene Zähler: 1 („rathaus“)" in " ".join(page.split())


def test_series_nobody_uses_say_what_to_do(town: Municipality, reader: Client) -> None:
    meter(town, "Kurzer", date(2026, 1, 1), date(2026, 1, 1) + timedelta(days=90))
    page = reader.get(f"/{town.ags}/messreihen/?nur=ungenutzt").content.decode()
    assert "Kurzer" in page
    assert "sparen Sie sich das Messen" in " ".join(page.split())


def test_a_meter_that_is_no_use_says_so_where_series_are(
    town: Municipality, reader: Client
) -> None:
    drawn = meter(town, "Bezug", date(2025, 1, 1), date(2026, 1, 1))
    fed = meter(town, "Dach", date(2025, 1, 1), date(2026, 1, 1))
    assert fed.meter_point is not None
    fed.meter_point.direction = Direction.FED_IN.value
    fed.meter_point.save()
    listed = reader.get(f"/{town.ags}/messreihen/").content.decode()
    assert listed.count("zählt nicht als Verbrauch: Einspeisung") == 1
    one, other = (
        reader.get(f"/{town.ags}/messreihen/{stream.pk}/").content.decode()
        for stream in (drawn, fed)
    )
    assert "zählt nicht als Verbrauch" not in one
    assert "zählt nicht als Verbrauch: Einspeisung" in other
