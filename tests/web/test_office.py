"""Office pages: forms on measures, buildings and the municipality, and what comes next."""

import re
from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from klimamosaik.measures.models import Measure
from klimamosaik.observations.models import Datastream, Delivery, Quantity
from klimamosaik.observations.operations.deliveries import deliver
from klimamosaik.observations.operations.staging import WAITS
from klimamosaik.places.models import Building, MeterPoint, Municipality
from klimamosaik.terms.carrier import Carrier
from tests.web.conftest import AGS

MEASURE = {"name": "Neue Regelung", "start": "2025-10-01", "confidence": "0.9"}


@pytest.fixture
def point(town: Municipality) -> MeterPoint:
    building = Building.objects.create(municipality=town, name="Rathaus")
    return MeterPoint.objects.create(building=building, carrier=Carrier.HEAT, name="Rathaus")


def months(point: MeterPoint, *, first: date, values: list[float]) -> Datastream:
    """Store monthly values of a meter."""
    stream = Datastream.objects.create(
        name="Rathaus",
        meter_point=point,
        quantity=Quantity.ENERGY,
        unit="kWh",
        spacing="P1M",
        expected_every=timedelta(days=31),
    )
    starts = [datetime(first.year + n // 12, n % 12 + 1, 1, tzinfo=UTC) for n in range(len(values))]
    ends = [(start + timedelta(days=32)).replace(day=1) for start in starts]
    frame = pl.DataFrame(
        {
            "datastream": stream.pk,
            "start": starts,
            "end": ends,
            "value": values,
            "quality": "measured",
        }
    ).with_columns(pl.col("start", "end").cast(pl.Datetime("us", "UTC")))
    town = point.building.municipality
    deliver(readings=frame, name="werte.csv", municipality=town, by=None, at=timezone.now())
    return stream


def page(client: Client, path: str = "") -> str:
    return client.get(f"/{AGS}/{path}").content.decode()


def test_an_empty_town_is_asked_for_its_files(as_editor: Client) -> None:
    assert "Legen Sie Ihre Zählerdateien ab" in page(as_editor, "heute/")


def test_the_overview_names_the_newest_whole_year(as_reader: Client, point: MeterPoint) -> None:
    months(point, first=date(2023, 1, 1), values=[1000.0] * 12 + [900.0] * 12 + [5000.0] * 3)
    text = page(as_reader, "energie/")
    assert "Oldenburg brauchte 2024" in text
    assert "10,0 % weniger als im Jahr davor" in text
    assert '<p class="number">10,8 ' in text
    assert "2024: 10,8 MWh, 1,2 MWh weniger als 2023." in page(as_reader)


def test_one_year_alone_is_told_without_a_why(as_reader: Client, point: MeterPoint) -> None:
    months(point, first=date(2024, 1, 1), values=[1000.0] * 12)
    assert "2024 brauchten die eigenen Gebäude 12,0 MWh." in page(as_reader)


def test_only_begun_measures_are_asked_for_their_meters(
    as_reader: Client, town: Municipality, point: MeterPoint
) -> None:
    months(point, first=date(2024, 1, 1), values=[1000.0] * 12)
    Measure.objects.create(municipality=town, name="Idee")
    Measure.objects.create(municipality=town, name="Plan", start=date(2090, 1, 1))
    assert "Maßnahmen ohne Zähler" not in page(as_reader, "heute/")
    Measure.objects.create(municipality=town, name="Licht", start=date(2024, 1, 1))
    assert "Maßnahmen ohne Zähler: 1" in page(as_reader, "heute/")


def test_a_silent_meter_comes_first(as_reader: Client, point: MeterPoint) -> None:
    months(point, first=date(2023, 1, 1), values=[1000.0] * 12)
    assert "Ohne neue Werte: 1 von 1 Zählern" in page(as_reader, "heute/")
    assert re.search(r"\d+ (?:Monate|Jahre) ohne neue Werte", page(as_reader, "zaehler/"))


def test_a_meter_says_which_measure_uses_it(as_editor: Client, point: MeterPoint) -> None:
    months(point, first=date(2023, 1, 1), values=[1000.0] * 12)
    as_editor.post(f"/{AGS}/massnahmen/neu/", MEASURE | {"meter_points": [point.pk]})
    assert "Neue Regelung" in page(as_editor, "zaehler/")


def test_a_measure_is_written_with_its_gate(as_editor: Client, point: MeterPoint) -> None:
    given = MEASURE | {"meter_points": [point.pk], "saving_percent": "7,5", "cost": "12.500,00"}
    answer = as_editor.post(f"/{AGS}/massnahmen/neu/", given)
    assert answer.status_code == 302
    measure = Measure.objects.get()
    assert (measure.gate.saving_percent, str(measure.cost)) == (7.5, "12500.00")
    assert "erst nachher notiert" in page(as_editor, f"massnahmen/{measure.pk}/register/")
    assert "Maßnahme angelegt" in page(as_editor, "verlauf/")


def test_what_is_wrong_with_a_measure_is_linked_to_its_field(
    as_editor: Client, point: MeterPoint
) -> None:
    given = MEASURE | {"end": "2024-01-01", "cost": "viel"}
    text = as_editor.post(f"/{AGS}/massnahmen/neu/", given).content.decode()
    assert 'href="#id_cost"' in text
    given = MEASURE | {"end": "2024-01-01"}
    text = as_editor.post(f"/{AGS}/massnahmen/neu/", given).content.decode()
    assert 'href="#id_end"' in text
    assert not Measure.objects.exists()


def test_a_second_measure_of_the_same_name_is_refused(as_editor: Client) -> None:
    for _ in range(2):
        answer = as_editor.post(f"/{AGS}/massnahmen/neu/", MEASURE)
    assert "gibt es schon" in answer.content.decode()
    assert Measure.objects.count() == 1


@pytest.mark.usefixtures("point")
def test_a_second_building_of_the_same_name_is_refused(as_editor: Client) -> None:
    answer = as_editor.post(f"/{AGS}/gebaeude/neu/", {"name": " Rathaus "})
    assert "Ein Gebäude mit diesem Namen gibt es schon." in answer.content.decode()
    assert Building.objects.count() == 1


def test_a_buildings_area_is_kept_with_before_and_after(
    as_editor: Client, point: MeterPoint
) -> None:
    path = f"/{AGS}/gebaeude/{point.building.pk}/bearbeiten/"
    for area in ("1.200,5", "1.300"):
        as_editor.post(path, {"name": "Rathaus", "kind": "office", "usable_area": area})
    assert Building.objects.get().usable_area == 1300.0
    text = page(as_editor, "verlauf/")
    assert "Nutzfläche [m²]: 1.200,5 → 1.300" in text
    assert "edda" in text


@pytest.mark.parametrize(
    ("field", "value"),
    [("usable_area", "-5"), ("postcode", "123"), ("until", "1990-01-01"), ("kind", "castle")],
)
def test_a_building_refuses_what_cannot_be(as_editor: Client, field: str, value: str) -> None:
    given = {"name": "Rathaus", "kind": "office", "since": "2000-01-01"} | {field: value}
    text = as_editor.post(f"/{AGS}/gebaeude/neu/", given).content.decode()
    assert f'href="#id_{field}"' in text
    assert not Building.objects.exists()


def test_population_is_kept_by_year_with_its_source(as_editor: Client) -> None:
    for inhabitants in ("170.000", "171.000"):
        given = {"year": "2024", "inhabitants": inhabitants.replace(".", ""), "source": "LSN"}
        as_editor.post(f"/{AGS}/gemeinde/einwohner/", given)
    town = Municipality.objects.get()
    assert [each.inhabitants for each in town.populations.all()] == [171000]


def test_the_place_is_written_with_comma(as_editor: Client) -> None:
    given = {"name": "Oldenburg", "latitude": "53,14", "longitude": "8,21", "station": ""}
    as_editor.post(f"/{AGS}/gemeinde/", given)
    assert Municipality.objects.get().latitude == 53.14


def test_an_upload_without_a_table_is_refused(as_editor: Client) -> None:
    file = SimpleUploadedFile("bild.exe", b"MZ")
    answer = as_editor.post(f"/{AGS}/dateien/neu/", {"files": [file]}, follow=True)
    assert "ist keine Tabelle" in answer.content.decode()
    assert not list((settings.DATA_DIR / "staging").iterdir())


def test_an_upload_that_is_too_large_is_refused(as_editor: Client, settings: object) -> None:
    settings.UPLOAD_MB = 1  # type: ignore[attr-defined]
    file = SimpleUploadedFile("werte.csv", b"1;2\n" * 300_000)
    answer = as_editor.post(f"/{AGS}/dateien/neu/", {"files": [file]}, follow=True)
    assert "größer als 1 MB" in answer.content.decode()


def test_an_upload_belongs_to_who_made_it(as_editor: Client, as_admin: Client) -> None:
    file = SimpleUploadedFile("waerme_kwh.csv", b"Monat;Rathaus\n01/2024;3\n02/2024;4\n")
    link = as_editor.post(f"/{AGS}/dateien/neu/", {"files": [file]}).headers["Location"]
    assert "Stimmt das so?" in as_editor.get(link).content.decode()
    assert as_admin.get(link).status_code == 302
    assert as_editor.get(link.replace("vorschau/", "vorschau/..")).status_code in (302, 404)


def test_a_reader_sees_deliveries_but_delivers_nothing(as_reader: Client) -> None:
    assert "Bisher geliefert" in page(as_reader, "dateien/")
    file = SimpleUploadedFile("waerme_kwh.csv", b"Monat;Rathaus\n01/2024;3\n")
    assert as_reader.post(f"/{AGS}/dateien/neu/", {"files": [file]}).status_code == 403
    assert not Delivery.objects.exists()


def test_files_nobody_stored_are_thrown_away(
    as_editor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = SimpleUploadedFile("waerme_kwh.csv", b"Monat;Rathaus\n01/2024;3\n02/2024;4\n")
    link = as_editor.post(f"/{AGS}/dateien/neu/", {"files": [file]}).headers["Location"]
    now = timezone.now().timestamp()
    monkeypatch.setattr(
        "klimamosaik.observations.operations.staging.time.time", lambda: now + WAITS + 60
    )
    file.seek(0)
    as_editor.post(f"/{AGS}/dateien/neu/", {"files": [file]})
    answer = as_editor.get(link, follow=True)
    assert "liegen nicht mehr bereit" in answer.content.decode()


def test_the_address_of_an_upload_leads_to_the_page_of_files(as_editor: Client) -> None:
    answer = as_editor.get(f"/{AGS}/dateien/neu/")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/{AGS}/dateien/")
