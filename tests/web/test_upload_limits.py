"""No file takes the site down: each of the three doors answers in a sentence and goes on."""

import gzip
from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from klimamosaik.sources.apart import READERS
from tests.sources import readers
from tests.sources.grid.books import BOMBS, rows_xml, xlsx
from tests.web.conftest import AGS

DOORS = {  # address, field of the form
    "files": (f"/{AGS}/dateien/neu/", "files"),
    "lists": (f"/{AGS}/massnahmen/listen/neu/", "files"),
    "balance": (f"/{AGS}/bilanz/tabelle/", "table"),
}
FILES = {
    **BOMBS,
    "unpacks.csv.gz": gzip.compress(b"2024-01-01 00:00;1,5\n" * 300_000, 9),
    "many.xlsx": xlsx({"A": rows_xml([[1] * 300] * 100)}),
}


@pytest.fixture
def tight(settings: object) -> Iterator[None]:
    """An installation that allows little, so that little shows what it does with much."""
    settings.UPLOAD_MB = 1  # type: ignore[attr-defined]
    settings.READ_CELLS = 100_000  # type: ignore[attr-defined]
    yield
    READERS.end_waiting()


@pytest.mark.usefixtures("tight")
@pytest.mark.parametrize("door", DOORS)
def test_every_door_answers_files_that_would_break_their_reader(
    as_editor: Client, door: str
) -> None:
    address, field = DOORS[door]
    for name, data in FILES.items():
        given = {field: [SimpleUploadedFile(name, data)]}
        answer = as_editor.post(address, given, follow=True)
        assert answer.status_code == 200
        text = answer.content.decode()
        assert any(word in text for word in SENTENCES), (name, text)
    assert as_editor.get(f"/{AGS}/").status_code == 200


SENTENCES = (  # what each of them is answered with, door by door
    "erlaubt sind", "ist beschädigt", "ist keine Excel-Datei",
    "hat kein Blatt mit einer Jahreszahl", "nur eine Spalte", "Überschrift",
)  # fmt: skip


def test_a_reader_that_dies_is_a_sentence_on_the_page(
    as_editor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("klimamosaik.observations.intake.parsing.read", readers.dying)
    given = {"files": [SimpleUploadedFile("strom.csv", b"Datum;Strom kWh\n01.01.2024;5\n")]}
    answer = as_editor.post(f"/{AGS}/dateien/neu/", given, follow=True)
    assert "KLIMAMOSAIK_READ_MB" in answer.content.decode()


def test_a_reader_that_never_ends_is_a_sentence_on_the_page(
    as_editor: Client, monkeypatch: pytest.MonkeyPatch, settings: object
) -> None:
    settings.READ_SECONDS = 1  # type: ignore[attr-defined]
    monkeypatch.setattr("klimamosaik.observations.intake.parsing.read", readers.sleeping)
    given = {"files": [SimpleUploadedFile("strom.csv", b"Datum;Strom kWh\n01.01.2024;5\n")]}
    answer = as_editor.post(f"/{AGS}/dateien/neu/", given, follow=True)
    assert "KLIMAMOSAIK_READ_SECONDS" in answer.content.decode()
