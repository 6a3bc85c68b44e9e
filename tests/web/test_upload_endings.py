"""What the page for files offers to choose is what it takes."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.sources.weather.test_services import epw
from tests.web.conftest import AGS
from tests.web.previews import understood


def test_the_page_offers_every_ending_that_is_taken(as_editor: Client) -> None:
    page = as_editor.get(f"/{AGS}/dateien/").content.decode()
    offered = page.split('accept="')[1].split('"')[0].split(",")
    assert {".csv", ".dat", ".edi", ".epw", ".gz", ".json", ".xlsx", ".zip"} <= set(offered)


def test_a_weather_file_by_its_own_ending_is_read_on_the_page(as_editor: Client) -> None:
    file = SimpleUploadedFile("wetter.epw", epw(comment="AMY 2023").encode())
    link = as_editor.post(f"/{AGS}/dateien/neu/", {"files": [file]}).headers["Location"]
    (station,) = understood(as_editor, link).stations
    assert (station.name, station.count) == ("Osnabrueck", 46)
