"""An upload is read once: what was looked at is stored, and read anew only where it must be."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from klimamosaik.observations.models import Delivery
from klimamosaik.observations.operations import kept_reading
from klimamosaik.sources import tables
from klimamosaik.sources.apart import apart
from tests.web.conftest import AGS
from tests.web.previews import sent

HEAT = b"Monat;Rathaus\n01/2024;3\n02/2024;4\n"


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files a reader of tables was asked to read, one a time."""
    asked: list[str] = []

    def counted(function: Callable[..., Any], *given: Any, **named: Any) -> Any:
        if function is tables.read:
            asked.append(named["name"])
        return apart(function, *given, **named)

    monkeypatch.setattr("klimamosaik.observations.operations.reading.apart", counted)
    return asked


@pytest.fixture
def link(as_editor: Client, read: list[str]) -> str:
    """The preview of a file."""
    file = SimpleUploadedFile("waerme_kwh.csv", HEAT)
    return as_editor.post(f"/{AGS}/dateien/neu/", {"files": [file]}).headers["Location"]


def send(client: Client, link: str, do: str, **changed: str) -> None:
    client.post(link, {**sent(client.get(link).content.decode()), **changed, "do": do})


def staged_files(pattern: str) -> list[Path]:
    return list((settings.DATA_DIR / "staging").glob(f"*/{pattern}"))


def test_what_was_looked_at_is_stored_without_reading_it_again(
    as_editor: Client, link: str, read: list[str]
) -> None:
    assert read == ["waerme_kwh.csv"]
    as_editor.post(link, {"do": "store"})
    assert Delivery.objects.get().new == 2
    assert read == ["waerme_kwh.csv"]
    assert not staged_files("*.read-*")


def test_a_correction_of_the_file_reads_it_once_more(
    as_editor: Client, link: str, read: list[str]
) -> None:
    send(as_editor, link, "look", **{"f0-unit": "MWh"})
    assert len(read) == 2
    send(as_editor, link, "store")
    assert Delivery.objects.get().new == 2
    assert len(read) == 2


def test_answers_to_older_corrections_do_not_pile_up(
    as_editor: Client, link: str, read: list[str]
) -> None:
    for unit in ("MWh", "Wh", "kWh"):
        send(as_editor, link, "look", **{"f0-unit": unit})
    assert len(read) == 4
    assert len(staged_files("*.read-*")) == kept_reading.MOST


def test_what_is_kept_and_cut_off_is_read_again(
    as_editor: Client, link: str, read: list[str]
) -> None:
    (kept,) = staged_files("*.read-*")
    kept.write_bytes(kept.read_bytes()[:100])
    as_editor.post(link, {"do": "store"})
    assert Delivery.objects.get().new == 2
    assert len(read) == 2
