"""Adaptation has targets and a place of its own: in its own unit, never in tonnes."""

from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest
from django.contrib.auth.models import User
from django.test import Client

from klimamosaik.measures.models import AdaptationTarget, Indicator
from klimamosaik.measures.models.kinds import Bound, Link, ReadingBasis, Subject
from klimamosaik.measures.operations import enter_value, write_indicator
from klimamosaik.measures.queries import adaptation_of
from klimamosaik.measures.queries.newest import read
from klimamosaik.measures.queries.values_from_readings import values_read
from klimamosaik.observations.models import Datastream, Quantity, Thing
from klimamosaik.observations.operations.deliveries import deliver
from klimamosaik.observations.queries.readings import readings
from klimamosaik.people.models import Membership, Role
from klimamosaik.places.models import Municipality
from klimamosaik.terms.period import LOCAL
from klimamosaik.terms.quality import Quality
from tests.measures.conftest import AT, measure_in

LAST = date(2026, 2, 15)  # day of the newest reading


def series_in(town: Municipality, *, days: int = 400, quantity: str = "", unit: str = "%") -> int:
    """A series of daily readings; each says the number of its month."""
    thing = Thing.objects.create(municipality=town, name="Stadtpark")
    stream = Datastream.objects.create(
        name="Stadtpark: Bodenfeuchte", thing=thing, unit=unit, quantity=quantity, spacing="P1D"
    )
    dates = [LAST - timedelta(days=back) for back in range(days)]
    begins = [datetime.combine(day, datetime.min.time(), tzinfo=LOCAL) for day in dates]
    ends = [
        datetime.combine(day + timedelta(days=1), datetime.min.time(), tzinfo=LOCAL)
        for day in dates
    ]
    frame = pl.DataFrame(
        {
            "datastream": stream.pk,
            "start": [each.astimezone(UTC) for each in begins],
            "end": [each.astimezone(UTC) for each in ends],
            "value": [float(day.month) for day in dates],
            "quality": "measured",
        }
    )
    deliver(readings=frame, name="boden.csv", municipality=town, by=None, at=AT)
    return stream.pk


def wanted(town: Municipality, stream: int, value: float, **told: str) -> AdaptationTarget:
    return AdaptationTarget.objects.create(
        municipality=town,
        name=f"mindestens {value}",
        datastream_id=stream,
        wanted_value=value,
        **{"bound": Bound.AT_LEAST.value, "basis": ReadingBasis.MONTH.value} | told,
    )


@pytest.mark.parametrize(
    ("basis", "value", "day"),
    [
        (ReadingBasis.LAST, 2.0, LAST + timedelta(days=1)),  # it ends as the next day begins
        (ReadingBasis.MONTH, 1.0, date(2026, 1, 31)),
        (ReadingBasis.HIGHEST_DAY, 12.0, date(2025, 12, 31)),
    ],
)
def test_a_value_is_taken_from_readings_as_told(
    town: Municipality, basis: ReadingBasis, value: float, day: date
) -> None:
    stream = series_in(town)
    found = values_read([(stream, basis)])[stream, basis]
    assert found.value == value
    assert basis is ReadingBasis.HIGHEST_DAY or found.day == day


@pytest.mark.parametrize("basis", list(ReadingBasis))
def test_a_value_with_an_estimated_reading_says_so_until_it_is_measured(
    town: Municipality, basis: ReadingBasis
) -> None:
    asked = (series_in(town), basis)
    for quality, expected in (("estimated", Quality.ESTIMATED), ("measured", Quality.MEASURED)):
        stored = readings(datastreams=[asked[0]]).with_columns(quality=pl.lit(quality))
        frame = stored.select("datastream", "start", "end", "value", "quality")
        deliver(readings=frame, name="boden.csv", municipality=town, by=None, at=AT)
        (told,) = read(values_read([asked])[asked])
        assert told.quality is expected
        assert ("estimated" in told.source.en) == (quality == "estimated")


def test_a_year_is_the_mean_of_its_days(town: Municipality) -> None:
    stream = series_in(town)
    found = values_read([(stream, ReadingBasis.YEAR)])[stream, ReadingBasis.YEAR]
    days = [(LAST - timedelta(days=back)).month for back in range(365)]
    assert found.value == pytest.approx(sum(days) / 365)


def test_the_rain_of_a_month_is_its_sum(town: Municipality) -> None:
    stream = series_in(town, quantity=Quantity.PRECIPITATION, unit="mm")
    found = values_read([(stream, ReadingBasis.MONTH)])[stream, ReadingBasis.MONTH]
    assert found.value == 31.0


def test_too_few_days_tell_nothing(town: Municipality) -> None:
    stream = series_in(town, days=30)
    assert values_read([(stream, ReadingBasis.YEAR), (stream, ReadingBasis.MONTH)]) == {}


def test_a_target_of_the_municipality_is_reached_or_not(town: Municipality) -> None:
    stream = series_in(town)
    wanted(town, stream, 0.5)
    wanted(town, stream, 1.5)
    lines = adaptation_of(municipality=town)
    assert [(each.name, each.reached) for each in lines] == [
        ("mindestens 0.5", True),
        ("mindestens 1.5", False),
    ]
    assert len(lines[0].shape) > 50


def test_an_indicator_of_living_says_that_it_is_worse_than_before(town: Municipality) -> None:
    measure = measure_in(town, name="LED an der Hauptstraße")
    noise = Indicator(
        measure=measure,
        link=Link.IMPACT,
        name="Lärm am Abend",
        subject=Subject.LIVING,
        unit="dB(A)",
        start_value=54.0,
        wanted_value=52.0,
        bound=Bound.AT_MOST,
    )
    write_indicator(indicator=noise, by=None, at=AT)
    enter_value(indicator=noise, day=LAST, value=57.0, source="Messung", by=None)
    (line,) = adaptation_of(municipality=town)
    assert (line.reached, line.worse, line.before_text and line.before_text.de) == (
        False,
        True,
        "54\u00a0dB(A)",
    )


def test_an_indicator_about_something_else_stays_on_its_measure(town: Municipality) -> None:
    other = Indicator(measure=measure_in(town), link=Link.OUTPUT, name="Fühler", unit="Stück")
    write_indicator(indicator=other, by=None, at=AT)
    assert adaptation_of(municipality=town) == ()


@pytest.fixture
def office_page(town: Municipality, client: Client) -> Client:
    user = User.objects.create(username="amt")
    Membership.objects.create(user=user, municipality=town, role=Role.EDITOR)
    client.force_login(user)
    return client


def test_the_empty_page_says_how_to_begin(town: Municipality, office_page: Client) -> None:
    page = office_page.get(f"/{town.ags}/anpassung/").content.decode()
    assert "Noch ist kein Ziel aufgeschrieben." in page
    assert f"/{town.ags}/anpassung/neu/" in page
    assert "Klimaanpassung</h2>" not in office_page.get(f"/{town.ags}/").content.decode()


def test_a_target_is_written_down_seen_on_the_first_page_and_removed(
    town: Municipality, office_page: Client
) -> None:
    stream = series_in(town)
    sent = {
        "name": "Bodenfeuchte im Stadtpark",
        "subject": "adaptation",
        "datastream": stream,
        "basis": "month",
        "bound": "at least",
        "wanted_value": "1,5",
    }
    answer = office_page.post(f"/{town.ags}/anpassung/neu/", sent)
    assert answer.status_code == 302
    for address in (f"/{town.ags}/anpassung/", f"/{town.ags}/"):
        page = office_page.get(address).content.decode()
        assert "Bodenfeuchte im Stadtpark" in page
        assert "mindestens" in page
        assert "noch nicht wie gewünscht" in page
    target = AdaptationTarget.objects.get()
    address = f"/{town.ags}/anpassung/{target.pk}/"
    asked = office_page.post(address, {"remove": "1"}).content.decode()
    assert "Dieses Ziel entfernen?" in asked


def test_the_first_line_of_a_list_of_series_says_what_it_means(
    town: Municipality, office_page: Client
) -> None:
    """Both lists began with nine hyphens; of a measure's indicator nobody read "by hand"."""
    measure = measure_in(town)
    for address, first in (
        ("anpassung/neu/", "– bitte wählen –"),
        (f"massnahmen/{measure.pk}/zeile/kennzahl/neu/", "– von Hand eintragen –"),
    ):
        page = office_page.get(f"/{town.ags}/{address}").content.decode()
        assert first in page.split('name="datastream"')[1].split("</select>")[0]
        assert "---" not in page.split("<main")[1].split("</main>")[0]


def test_no_row_of_adaptation_speaks_of_tonnes(town: Municipality, office_page: Client) -> None:
    wanted(town, series_in(town), 1.5)
    page = office_page.get(f"/{town.ags}/anpassung/").content.decode()
    table = page[page.index("<table") : page.index("</table>")]
    assert "CO₂e" not in table
    assert " t<" not in table
