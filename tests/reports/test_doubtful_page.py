"""Values in another unit: marked everywhere, in no sum anywhere, settled by a person."""

from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest
from django.contrib.auth.models import User
from django.test import Client

from klimamosaik.measures.models import Measure
from klimamosaik.observations.intake.taking_back import undo
from klimamosaik.observations.models import Bill, ConfirmedReadings, Delivery
from klimamosaik.observations.operations.deliveries import deliver
from klimamosaik.people.models import Membership, Role
from klimamosaik.places.models import Building, MeterPoint, Municipality
from klimamosaik.reports.kernel.inputs import Medium
from klimamosaik.reports.queries.doubtful import doubtful_meters
from klimamosaik.reports.queries.energy import energy_report
from klimamosaik.terms.carrier import Carrier
from tests.paper import form_with
from tests.reports.conftest import NOW, monthly, months, stream_of
from tests.visitors import visitor_of

pytestmark = pytest.mark.django_db
USE, SLIP = 1000.0, date(2024, 7, 1)
HOUR = timedelta(hours=1)


@pytest.fixture
def town(db: None) -> Municipality:
    """A depot whose monthly electricity is told in MWh from July 2024 on, and a steady school."""
    town = Municipality.objects.create(ags="03999001", name="Musterstadt", synthetic=True)
    frames = []
    for name in ("Bauhof", "Schule"):
        building = Building.objects.create(municipality=town, name=name, usable_area=1000)
        point = MeterPoint.objects.create(building=building, carrier=Carrier.ELECTRICITY, name=name)
        slips = name == "Bauhof"
        values = {
            start: USE / (1000 if slips and start >= SLIP else 1) for start, _ in months(2022, 2025)
        }
        frames.append(monthly(stream_of(point, "P1M"), values))
    deliver(readings=pl.concat(frames), name="Strom.csv", municipality=town, by=None, at=NOW)
    return town


@pytest.fixture
def office(town: Municipality) -> Client:
    return visitor_of(town, Role.EDITOR, "ada")


def billed() -> None:
    for year in range(2022, 2026):
        Bill.objects.create(
            meter_point=MeterPoint.objects.get(name="Bauhof"),
            start=date(year, 1, 1),
            end=date(year + 1, 1, 1),
            amount=3000,
            quantity=12 * USE,
        )


def page(client: Client, path: str) -> str:
    return client.get(f"/03999001/{path}").content.decode()


def point() -> MeterPoint:
    return MeterPoint.objects.get(name="Bauhof")


def used(town: Municipality, *years: int) -> list[float | None]:
    report = energy_report(municipality=town, years=years, written_on=NOW.date())
    depot = next(building for building in report.buildings if building.name == "Bauhof")
    return [year.use[Medium.ELECTRICITY].value for year in depot.years]


def test_whatever_years_are_asked_about_the_same_values_are_left_out(town: Municipality) -> None:
    billed()
    assert used(town, 2025) == used(town, 2023, 2024, 2025)[2:] == [pytest.approx(12 * USE)]
    assert doubtful_meters(municipality=town)[0].start == SLIP


def test_why_says_what_the_report_says_and_shows_the_doubtful_values_apart(
    town: Municipality, office: Client
) -> None:
    billed()
    depot = Building.objects.get(name="Bauhof")
    text = page(office, f"gebaeude/{depot.pk}/warum/2025/electricity/")
    assert '<b id="use">12.000</b>' in text
    assert "Was zusammengezählt wird: Rechnungen" in text
    assert "Zählt nicht mit: 12 kWh" in text


def test_energy_page_and_report_have_one_total_and_say_what_the_picture_leaves_out(
    town: Municipality, office: Client
) -> None:
    billed()
    text = page(office, "energie/")
    report = energy_report(municipality=town, years=(2024, 2025), written_on=NOW.date())
    total = report.totals[-1].figures.energy.value
    assert total == pytest.approx(24 * USE)
    assert '<p class="number">24,0 ' in text
    assert "Dieselbe Summe wie im Energiebericht." in text
    assert "Nicht mitgezählt, bis geklärt ist, was stimmt: Werte von Bauhof (Strom)." in text
    assert "zusammen 12,0 MWh; die übrigen 12,0 MWh sind aus Rechnungen" in text


def test_all_values_are_there_only_where_that_is_true(town: Municipality, office: Client) -> None:
    billed()
    Bill.objects.create(
        meter_point=MeterPoint.objects.get(name="Schule"),
        start=date(2022, 1, 1),
        end=date(2026, 1, 1),
        amount=12_000,
    )
    text = page(office, "bericht/?von=2023&bis=2025")
    assert "liegen alle Werte aller Jahre vor" not in text
    assert "Kein Jahr hat Lücken; bei Bauhof aber nur durch Rechnungen" in text


def test_meters_and_building_mark_them_and_the_first_page_asks(
    town: Municipality, office: Client
) -> None:
    link = f"/03999001/zaehler/{point().pk}/einheit/"
    assert "Juli 2024 bis Dezember 2025: andere Einheit? Zählt nicht mit." in page(
        office, "zaehler/"
    )
    for path in ("zaehler/", f"gebaeude/{point().building.pk}/", "heute/"):
        assert link in page(office, path), path
    assert "Bauhof, Strom: andere Einheit?" in page(office, "heute/")


def test_what_each_unit_would_make_of_them_is_shown_first_the_likeliest(
    town: Municipality, office: Client
) -> None:
    text = page(office, f"zaehler/{point().pk}/einheit/")
    assert "sind 18,0 kWh gespeichert" in text
    assert text.index("MWh: dann sind es 18.000 kWh") < text.index("GJ: dann")
    assert Delivery.objects.count() == 1


def test_saying_the_unit_converts_them_and_can_be_taken_back(
    town: Municipality, office: Client
) -> None:
    yearly = stream_of(point(), "P1Y", "Jahr")
    whole = pl.DataFrame(
        {
            "datastream": [yearly.pk],
            "start": [datetime(2024, 12, 31, 23, tzinfo=UTC)],
            "end": [datetime(2025, 12, 31, 23, tzinfo=UTC)],
            "value": [12 * USE],
            "quality": ["measured"],
        }
    )
    deliver(readings=whole, name="Jahr.csv", municipality=town, by=None, at=NOW)
    office.post(f"/03999001/zaehler/{point().pk}/einheit/klaeren/", {"unit": "MWh"})
    newest = Delivery.objects.order_by("-seq")[0]
    assert (newest.changed, newest.by) == (18, User.objects.get())  # months only, not the year
    assert "MWh → kWh" in newest.name
    assert used(town, 2024, 2025) == [pytest.approx(12 * USE)] * 2
    assert not doubtful_meters(municipality=town)
    assert "Klären" not in page(office, "")
    undo(delivery=newest, by=User.objects.get(), at=NOW)
    assert doubtful_meters(municipality=town)


def test_saying_they_are_right_lets_them_count(town: Municipality, office: Client) -> None:
    office.post(f"/03999001/zaehler/{point().pk}/einheit/klaeren/", {"unit": "right"})
    assert ConfirmedReadings.objects.get().by == User.objects.get()
    assert used(town, 2025) == [pytest.approx(12 * USE / 1000)]
    assert "nichts zu klären" in page(office, f"zaehler/{point().pk}/einheit/")


def test_saying_they_are_right_is_why_the_figures_are_others(
    town: Municipality, office: Client
) -> None:
    """Bills stood in for 18 months; now their 12 kWh of 2025 count, and that is told."""
    billed()
    version = Delivery.objects.latest("seq").seq
    office.post(f"/03999001/zaehler/{point().pk}/einheit/klaeren/", {"unit": "right"})
    said = "die Werte von Juli 2024 bis Dezember 2025 als richtig bestätigt (Bauhof, Strom)"
    less = "11.988 kWh weniger Verbrauch 2025"
    for path in (
        f"gebaeude/{point().building.pk}/?von=2024&bis=2025",
        "bericht/?von=2024&bis=2025",
    ):
        text = page(office, path)
        assert said in text, path
        assert less in text, path
    assert "Juli 2024 bis Dezember 2025 als richtig bestätigt" in page(office, "verlauf/")
    report = energy_report(municipality=town, years=(2025,), written_on=NOW.date(), as_of=version)
    assert any(said in each.de for each in report.given.changed)


def test_a_version_of_the_data_stays_what_it_was_before_somebody_said_so(
    town: Municipality, office: Client
) -> None:
    billed()
    version = Delivery.objects.latest("seq").seq
    school = MeterPoint.objects.get(name="Schule")
    later = monthly(stream_of(school, "P1M", "neu"), {date(2026, 1, 1): USE})
    deliver(readings=later, name="Januar.csv", municipality=town, by=None, at=NOW + HOUR)

    def then() -> float | None:
        report = energy_report(
            municipality=town, years=(2025,), written_on=NOW.date(), as_of=version
        )
        return report.totals[-1].figures.energy.value

    before = then()
    office.post(f"/03999001/zaehler/{point().pk}/einheit/klaeren/", {"unit": "right"})
    assert used(town, 2025) == [pytest.approx(12 * USE / 1000)]
    assert then() == before == pytest.approx(24 * USE)


def test_a_unit_that_is_none_changes_nothing_and_readers_settle_nothing(
    town: Municipality, office: Client
) -> None:
    path = f"/03999001/zaehler/{point().pk}/einheit/klaeren/"
    assert (
        "steht hier nicht zur Wahl"
        in office.post(path, {"unit": "PS"}, follow=True).content.decode()
    )
    Membership.objects.update(role=Role.READER)
    assert office.post(path, {"unit": "MWh"}).status_code == 403
    assert Delivery.objects.count() == 1


def test_readings_beyond_the_bill_are_said(town: Municipality, office: Client) -> None:
    school = MeterPoint.objects.get(name="Schule")
    Bill.objects.create(
        meter_point=school,
        start=date(2025, 1, 1),
        end=date(2026, 1, 1),
        amount=3000,
        quantity=11_000,
    )
    said = (
        "Schule: Die Ablesungen vom 01.01.2025 bis 31.12.2025 zählen 1.000 kWh mehr als die "
        "Rechnung (12.000 statt 11.000 kWh)."
    )
    for path in (
        f"gebaeude/{school.building.pk}/?von=2024&bis=2025",
        f"gebaeude/{school.building.pk}/warum/2025/electricity/",
    ):
        assert said in page(office, path), path
    Bill.objects.update(quantity=12_050)
    assert "als die Rechnung" not in page(
        office, f"gebaeude/{school.building.pk}/?von=2024&bis=2025"
    )


def test_a_day_seven_times_the_one_before_is_said(town: Municipality, office: Client) -> None:
    building = Building.objects.create(municipality=town, name="Halle", usable_area=500)
    meter = MeterPoint.objects.create(building=building, carrier=Carrier.GAS, name="Gas")
    stream = stream_of(meter, "P1D")
    days = pl.date_range(date(2025, 1, 1), date(2025, 12, 31), eager=True)
    starts = days.cast(pl.Datetime("us")).dt.replace_time_zone("Europe/Berlin")
    frame = pl.DataFrame(
        {
            "datastream": [stream.pk] * 365,
            "start": starts.dt.convert_time_zone("UTC"),
            "end": starts.dt.offset_by("1d").dt.convert_time_zone("UTC"),
            "value": [800.0 if day != date(2025, 11, 15) else 5700.0 for day in days],
            "quality": ["measured"] * 365,
        }
    )
    deliver(readings=frame, name="Gas.csv", municipality=town, by=None, at=NOW)
    text = page(office, f"gebaeude/{building.pk}/warum/2025/heat/")
    assert "Gas: Am 15.11.2025 wurden 5.700 kWh gezählt, das 7-Fache des Tags davor." in text


def test_a_building_names_a_measure_without_a_first_day_as_such(
    town: Municipality, office: Client
) -> None:
    idea = Measure.objects.create(municipality=town, name="Wärmepumpe")
    idea.buildings.add(point().building)
    text = page(office, f"gebaeude/{point().building.pk}/")
    assert "Wärmepumpe</a>, noch ohne ersten Tag" in text
    assert "seit –" not in text


CLARIFY, CONFIRMED = "einheit/klaeren/", "Auffälliges als richtig bestätigt"


def confirmed_page(office: Client) -> tuple[str, str]:
    """The page of the meter once its values were called right, and the way back on it."""
    office.post(f"/03999001/zaehler/{point().pk}/{CLARIFY}", {"unit": "right"})
    said = ConfirmedReadings.objects.latest("pk")
    path = f"/03999001/zaehler/{point().pk}/einheit/"
    return path, f"{path}bestaetigt/{said.pk}/zuruecknehmen/"


def test_a_confirmation_is_taken_back_and_the_page_says_first_what_changes(
    town: Municipality, office: Client
) -> None:
    path, back = confirmed_page(office)
    for list_of in ("zaehler/", f"gebaeude/{point().building.pk}/"):
        assert CONFIRMED in page(office, list_of), list_of
    text = office.get(path).content.decode()
    assert "Werte von Juli 2024 bis Dezember 2025: bestätigt am" in text
    assert "Dann zählen 18,0 kWh nicht mehr mit" in text
    assert "die Zahlen von 2024, 2025 bei Bauhof" in text
    asked = form_with(office.post(back), "sure")
    assert used(town, 2025) == [pytest.approx(12 * USE / 1000)], "asking changes nothing"
    answer = asked.send(office, ("sure", "yes"), follow=True)
    assert used(town, 2025) == [None]
    assert doubtful_meters(municipality=town)[0].start == SLIP
    assert CONFIRMED not in page(office, "zaehler/")
    said = ConfirmedReadings.objects.get()
    assert said.taken_back_at is not None
    assert said.taken_back_by == User.objects.get()
    undo = form_with(answer, "act")
    undo.send(office, undo.buttons[0], follow=True)
    assert used(town, 2025) == [pytest.approx(12 * USE / 1000)]


def test_taking_it_back_is_why_the_figures_are_others_and_versions_keep_what_they_were(
    town: Municipality, office: Client
) -> None:
    billed()
    _, back = confirmed_page(office)
    school = MeterPoint.objects.get(name="Schule")
    version = Delivery.objects.latest("seq").seq
    later = monthly(stream_of(school, "P1M", "neu"), {date(2026, 1, 1): USE})
    deliver(readings=later, name="Januar.csv", municipality=town, by=None, at=datetime.now(UTC))
    form_with(office.post(back), "sure").send(office, ("sure", "yes"))
    text = page(office, "bericht/?von=2024&bis=2025")
    assert "wurde zurückgenommen, dass die Werte von Juli 2024 bis Dezember 2025 richtig" in text
    assert "11.988 kWh mehr Verbrauch 2025" in text
    report = energy_report(municipality=town, years=(2025,), written_on=NOW.date(), as_of=version)
    assert report.totals[-1].figures.energy.value == pytest.approx(12 * USE + 12)


def test_two_who_take_it_back_are_told(town: Municipality, office: Client) -> None:
    _, back = confirmed_page(office)
    first, second = (form_with(office.post(back), "sure") for _ in range(2))
    first.send(office, ("sure", "yes"))
    told = second.send(office, ("sure", "yes"), follow=True).content.decode()
    assert "schon zurückgenommen" in told
    Membership.objects.update(role=Role.READER)
    assert office.post(back).status_code == 403


def test_a_confirmation_given_by_mistake_is_undone_on_the_next_page(
    town: Municipality, office: Client
) -> None:
    answer = office.post(
        f"/03999001/zaehler/{point().pk}/{CLARIFY}", {"unit": "right"}, follow=True
    )
    undo = form_with(answer, "act")
    undo.send(office, undo.buttons[0], follow=True)
    assert doubtful_meters(municipality=town)
    assert ConfirmedReadings.objects.get().taken_back_at is not None
