"""What no page of ours sends is answered by a page that says so, never by a fault."""

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from klimamosaik.measures.models import Measure
from klimamosaik.places.models import Municipality, Population
from klimamosaik.terms.whole_number import whole_number
from tests.web.conftest import AGS

ENDLESS = "9" * 5_000  # Python reads numbers of 4,300 digits at most
BEYOND = str(2**63)  # one more than a database counts

POST_ONLY = ["massnahmen/listen/neu/", "gemeinde/wetter/holen/", "planung/bedingungen/neu/"]


@pytest.mark.parametrize("year", [ENDLESS, BEYOND, "²", "-1", "1e3", "20 24", "\x00"])
def test_a_year_that_is_none_is_said_beside_its_field(as_editor: Client, year: str) -> None:
    given = {"year": year, "inhabitants": "5000", "source": "Amt"}
    answer = as_editor.post(f"/{AGS}/gemeinde/einwohner/", given)
    assert answer.status_code == 200
    assert not Population.objects.exists()


@pytest.mark.parametrize(
    ("text", "number"),
    [("2024", 2024), ("007", 7), ("", None), ("²", None), ("١", None), ("1" * 10, None)],
)
def test_a_whole_number_is_plain_and_not_endless(text: str, number: int | None) -> None:
    assert whole_number(text) == number


@pytest.mark.parametrize("path", POST_ONLY)
def test_a_stranger_who_opens_the_address_of_a_form_is_asked_to_log_in(
    client: Client, town: Municipality, path: str
) -> None:
    answer = client.get(f"/{AGS}/{path}")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/anmelden/?next=")


@pytest.mark.parametrize("path", POST_ONLY)
def test_who_is_logged_in_reads_where_the_form_is(as_editor: Client, path: str) -> None:
    answer = as_editor.get(f"/{AGS}/{path}")
    assert answer.status_code == 405
    assert "Diese Adresse nimmt nur Formulare an" in answer.content.decode()
    assert answer["Allow"] == "POST"


def test_too_many_files_are_refused_with_how_many_go(as_editor: Client) -> None:
    files = [SimpleUploadedFile(f"{number}.csv", b"Datum;kWh") for number in range(101)]
    answer = as_editor.post(f"/{AGS}/dateien/neu/", {"files": files})
    assert answer.status_code == 400
    assert "höchstens 100 Dateien" in answer.content.decode()


@pytest.mark.parametrize("field", ["meter_points", "buildings", "comparison_points"])
def test_ids_no_database_holds_are_refused(
    as_editor: Client, editor: User, town: Municipality, field: str
) -> None:
    measure = Measure.objects.create(municipality=town, name="LED")
    given = {"name": "LED anders", field: ["1", BEYOND]}
    answer = as_editor.post(f"/{AGS}/massnahmen/{measure.pk}/bearbeiten/", given)
    assert answer.status_code == 400
    measure.refresh_from_db()
    assert measure.name == "LED"


@pytest.mark.parametrize("pk", ["0", BEYOND, "9" * 4_000, ENDLESS])
def test_a_number_in_an_address_that_is_none_is_no_page(as_editor: Client, pk: str) -> None:
    assert as_editor.get(f"/{AGS}/massnahmen/{pk}/").status_code == 404
    assert as_editor.get(f"/{AGS}/gebaeude/{pk}/").status_code == 404
