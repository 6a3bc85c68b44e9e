"""A byte of an archive that is not what it was is told as damage, wherever it lies."""

import json
import re
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from klimamosaik.terms.complaint import InputRejected
from klimamosaik.web.backup import archive
from klimamosaik.web.backup.archive import MANIFEST

ABOUT = {
    "version": "0.1.0",
    "made_at": "2026-11-28T09:00:00+00:00",
    "database": "sqlite",
    "data_version": 1,
    "layout": [["places", "0001_initial"]],
}
TOLD = "damaged|beschädigt"


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    """An archive of two files, one of them with a name beyond ASCII."""
    content = tmp_path / "content"
    content.write_bytes(bytes(range(256)))
    file = tmp_path / "backup.zip"
    names = ("database.sqlite3", "data/Straße.parquet")
    archive.write(file, [(name, content) for name in names], ABOUT)
    return file


def read(backup: Path) -> dict[str, list[Any]] | str:
    """The files of an archive with their checksums, or the sentence it is refused with."""
    try:
        return archive.checked(backup, None).files
    except InputRejected as refusal:
        return str(refusal)


def test_whatever_byte_is_flipped_it_is_read_rightly_or_told(backup: Path) -> None:
    whole, right = backup.read_bytes(), read(backup)
    answers = []
    for place in range(len(whole)):
        for bits in (1, 128):  # a little, and so that it is another letter
            flipped = bytearray(whole)
            flipped[place] ^= bits
            backup.write_bytes(flipped)
            answers.append(read(backup))
    refused = [each for each in answers if each != right]
    assert len(refused) > len(whole)
    assert all(re.search(TOLD, str(each)) for each in refused)


@pytest.mark.parametrize("files", [["database.sqlite3"], {"database.sqlite3": 5}, None])
def test_a_list_of_files_that_is_none_is_told(backup: Path, files: Any) -> None:
    backup.unlink()
    with ZipFile(backup, "w") as made:
        made.writestr(MANIFEST, json.dumps(ABOUT | {"form": 1, "files": files}))
    with pytest.raises(InputRejected, match=TOLD):
        archive.contents_of(backup)
