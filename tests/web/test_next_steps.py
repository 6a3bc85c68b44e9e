"""After each act the page says what was done and what can be done now: three ways at most."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from klimamosaik.agenda.arrivals import after_weather
from klimamosaik.agenda.next_steps import MOST, RULES, next_steps
from klimamosaik.measures.models import Measure
from klimamosaik.observations.models import Datastream, Delivery, Quantity
from klimamosaik.observations.operations.deliveries import deliver
from klimamosaik.places.models import Building, MeterPoint, Municipality, WeatherStation
from klimamosaik.records.done_messages import Deed
from klimamosaik.terms.carrier import Carrier
from tests.reports.conftest import NOW, monthly, months, stream_of
from tests.web.conftest import AGS


@pytest.fixture
def point(town: Municipality) -> MeterPoint:
    """A heated school."""
    Municipality.objects.update(latitude=53.14, longitude=8.22, altitude=5)
    school = Building.objects.create(municipality=town, name="Schule", usable_area=1000)
    return MeterPoint.objects.create(building=school, carrier=Carrier.GAS, name="Gas")


def read(point: MeterPoint, first: int = 2022, last: int = 2025) -> Delivery:
    """Months of a meter come in."""
    values = {start: 1000.0 for start, _ in months(first, last)}
    town = point.building.municipality
    return deliver(
        readings=monthly(stream_of(point, "P1M"), values),
        name="Gas.csv", municipality=town, by=None, at=NOW,
    )  # fmt: skip


def weather() -> None:
    """Ten years of a station beside the town."""
    place = WeatherStation.objects.create(
        number="1", name="Belm", latitude=53.14, longitude=8.25, altitude=10
    )
    stream = Datastream.objects.create(
        name="T", station=place, quantity=Quantity.AIR_TEMPERATURE, unit="°C", spacing="P1M"
    )
    values = {start: 10.0 for start, _ in months(2016, 2025)}
    town = Municipality.objects.get()
    deliver(readings=monthly(stream, values), name="W", municipality=town, by=None, at=NOW)


def measure_at(point: MeterPoint, **facts: Any) -> Measure:
    """A measure that works since a while."""
    town = point.building.municipality
    given = {"name": "Regelung", "start": date(2024, 1, 1)} | facts
    made = Measure.objects.create(municipality=town, **given)
    made.meter_points.add(point)
    return made


def offered(town: Municipality, deed: str, about: object = "") -> list[str]:
    """What is offered, in German."""
    town.refresh_from_db()
    return [step.text.de for step in next_steps(municipality=town, deed=deed, about=str(about))]


def block(page: str) -> list[tuple[str, str]]:
    """Words and links of what a page offers."""
    inside = page.split('<div class="then')[1].split("</div>")[0]
    return re.findall(r'href="([^"]+)">([^<]+)</a>', inside)


def test_every_deed_has_a_rule_and_no_more_than_three_ways(
    town: Municipality, point: MeterPoint
) -> None:
    assert set(RULES) == set(Deed)
    measure, seq = measure_at(point), read(point).seq
    about = {Deed.FILES_STORED: seq, Deed.MEASURE_SAVED: measure.pk, Deed.BALANCE_ENTERED: 2023,
             Deed.BUILDING_SAVED: point.building_id}  # fmt: skip
    for deed in Deed:
        assert 1 <= len(offered(town, deed, about.get(deed, ""))) <= MOST, deed
    assert offered(town, "nonsense") == []


def test_after_the_first_meters_of_heat_weather_is_wanted(
    town: Municipality, point: MeterPoint
) -> None:
    seq = read(point).seq
    assert offered(town, Deed.FILES_STORED, seq) == [
        "Wetter holen",
        "Den Verbrauch ansehen",
        "Aufschreiben, was sich geändert hat (Maßnahme)",
    ]


def test_with_weather_and_a_measure_on_these_meters_its_effect_comes_first(
    town: Municipality, point: MeterPoint
) -> None:
    weather()
    measure_at(point)
    assert offered(town, Deed.FILES_STORED, read(point).seq) == [
        "Was „Regelung“ gebracht hat",
        "Den Verbrauch ansehen",
        "Energiebericht ansehen",
    ]


def test_a_measure_on_other_meters_is_not_offered(town: Municipality, point: MeterPoint) -> None:
    weather()
    other = MeterPoint.objects.create(building=point.building, carrier=Carrier.GAS, name="Halle")
    measure_at(other)
    assert not any("gebracht" in each for each in offered(town, Deed.FILES_STORED, read(point).seq))


def test_less_than_a_year_is_no_report(town: Municipality, point: MeterPoint) -> None:
    weather()
    measure_at(point, start=date(2030, 1, 1))
    stream = stream_of(point, "P1M")
    days = {start: 1000.0 for start, _ in months(2024, 2024) if start.month < 6}
    readings = monthly(stream, days)
    seq = deliver(readings=readings, name="Gas.csv", municipality=town, by=None, at=NOW).seq
    assert "Energiebericht ansehen" not in offered(town, Deed.FILES_STORED, seq)


def test_areas_are_offered_once_where_no_meter_came(town: Municipality, point: MeterPoint) -> None:
    weather()
    measure_at(point, start=date(2030, 1, 1))
    read(point)
    Building.objects.create(municipality=town, name="Rathaus")
    ways = offered(town, Deed.FILES_STORED, Delivery.objects.latest("seq").seq + 1)
    assert ways == ["Flächen der Gebäude ergänzen", "Energiebericht ansehen"]


def test_weather_alone_leads_to_what_it_makes_possible(
    town: Municipality, point: MeterPoint
) -> None:
    weather()
    newest = Delivery.objects.latest("seq").seq
    assert offered(town, Deed.FILES_STORED, newest) == ["Jetzt die Zählerdateien ablegen"]
    read(point)
    measure_at(point)
    expected = ["Was „Regelung“ gebracht hat", "Energiebericht mit diesem Wetter"]
    assert offered(town, Deed.FILES_STORED, newest) == expected
    assert [step.text.de for step in after_weather(town, "")] == expected


def test_weather_of_a_place_nobody_knows_is_to_be_confirmed_first(
    as_editor: Client, town: Municipality, point: MeterPoint
) -> None:
    read(point)
    weather()
    WeatherStation.objects.update(latitude=None, longitude=None)
    told = offered(town, Deed.WEATHER_HELD)
    assert told[0] == "Station wählen"
    assert "Energiebericht mit diesem Wetter" not in told
    page = as_editor.get(f"/{AGS}/gemeinde/wetter/").content.decode()
    assert re.search(r'<button class="button" name="number" value="1">\s*Ja, „Belm“ steht', page)
    as_editor.post(f"/{AGS}/gemeinde/wetter/station/", {"number": "1"})
    assert offered(town, Deed.WEATHER_HELD)[-1] == "Energiebericht mit diesem Wetter"
    page = as_editor.get(f"/{AGS}/gemeinde/wetter/").content.decode()
    assert "Was jetzt geht" in page
    assert "Ja, „Belm“" not in page


def test_the_page_after_an_upload_offers_what_fits_and_says_in_words_what_came(
    as_editor: Client, town: Municipality
) -> None:
    rows = "".join(f"{n:02}.{m:02}.2024;{10 + n}\n" for m in range(1, 13) for n in range(1, 29))
    file = SimpleUploadedFile("a.csv", f"Datum;Rathaus Strom (kWh)\n{rows}".encode())
    link = as_editor.post(f"/{AGS}/dateien/neu/", {"files": file}).headers["Location"]
    page = as_editor.post(link, {"do": "store"}, follow=True).content.decode()
    if 'name="do" value="store"' in page:  # it asked what it did not know
        pytest.fail(page)
    assert "1 neuer Zähler" in page
    assert "neue Messwerte" in page
    links = block(page)
    assert links[0][1] == "Den Verbrauch ansehen"
    for address, _ in links:
        assert as_editor.get(address).status_code == 200


def test_a_measure_saved_leads_on_and_says_so(
    as_editor: Client, town: Municipality, point: MeterPoint
) -> None:
    future = (timezone.localdate() + timedelta(days=400)).isoformat()
    told: tuple[tuple[dict[str, Any], str, str], ...] = (
        ({"start": "2024-01-01", "meter_points": [point.pk]}, "wird aus den Zählern gerechnet", ""),
        ({"start": future}, "bis dahin steht hier, was sie bringen soll", ""),
        ({}, "sobald sie wirkt und ein Zähler zugeordnet ist", "register/"),
        ({"start": "2024-01-01"}, "sobald sie wirkt und ein Zähler zugeordnet ist", "register/"),
    )
    for number, (given, said, where) in enumerate(told):
        name = f"Regelung {number}"
        sent = {"name": name, "phase": "", "confidence": "0.9"} | given
        answer = as_editor.post(f"/{AGS}/massnahmen/neu/", sent)
        measure = Measure.objects.get(name=name)
        assert answer.headers["Location"] == f"/{AGS}/massnahmen/{measure.pk}/{where}"
        page = as_editor.get(answer.headers["Location"]).content.decode()
        assert said in page
        texts = [text for _, text in block(page)]
        assert "Noch etwas ändern" in texts
        assert ("Zähler zuordnen, die es zeigen werden" in texts) == (number > 0)
        assert "Was jetzt geht" not in as_editor.get(answer.headers["Location"]).content.decode()


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_target_entered_leads_to_the_pathway(
    as_editor: Client, town: Municipality, point: MeterPoint, language: str
) -> None:
    Building.objects.create(municipality=town, name="Bauhof")
    sent = {"scope": "town", "year": "2035", "kind": "net zero", "source": "Rat"}
    headers = {"accept-language": language}
    page = as_editor.post(f"/{AGS}/mosaik/ziel/", sent, follow=True, headers=headers)
    word = {"de": "Das Ziel ist gespeichert", "en": "The target is saved"}[language]
    text = page.content.decode()
    assert word in text
    assert block(text)[0][0] == f"/{AGS}/minderungspfad/"


def test_a_building_saved_leads_to_the_next_without_an_area(
    as_editor: Client, town: Municipality, point: MeterPoint
) -> None:
    bare = Building.objects.create(municipality=town, name="Bauhof")
    assert (
        offered(town, Deed.BUILDING_SAVED, point.building_id)[0]
        == "Das nächste ohne Fläche: Bauhof"
    )
    assert offered(town, Deed.BUILDING_SAVED, bare.pk)[0] == "Das Gebäude ansehen"


def test_who_only_reads_is_offered_nothing_to_do(
    as_reader: Client, town: Municipality, point: MeterPoint
) -> None:
    page = as_reader.get(f"/{AGS}/gemeinde/wetter/").content.decode()
    assert "Was jetzt geht" not in page


def test_numbers_in_an_address_of_another_town_offer_nothing(town: Municipality) -> None:
    other = Municipality.objects.create(ags="03404000", name="Osnabrück")
    theirs = Measure.objects.create(municipality=other, name="Fremd", start=date(2024, 1, 1))
    assert offered(town, Deed.MEASURE_SAVED, theirs.pk) == []
    assert offered(town, Deed.MEASURE_SAVED, "9" * 40) == []
