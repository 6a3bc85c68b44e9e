"""A byte of an archive that is not what it was is told as damage, wherever it lies."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from klimamosaik.terms.complaint import InputRejected
from klimamosaik.web.backup import archive
from klimamosaik.web.backup.archive import MANIFEST, Contents
from klimamosaik.web.backup.fitness import check

ABOUT = {
    "version": "0.1.0",
    "made_at": "2026-11-28T09:00:00+00:00",
    "database": "sqlite",
    "data_version": 1,
    "layout": [["places", "0001_initial"]],
    "settled": 1,
}
LOG = "data/readings/_delta_log/0.json"
Read = Callable[[Path, None], Contents]
TOLD = "damaged|beschädigt"


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    """An archive of three files, one of them with a name beyond ASCII."""
    content = tmp_path / "content"
    content.write_bytes(bytes(range(256)))
    file = tmp_path / "backup.zip"
    names = ("database.sqlite3", "data/Straße.parquet", LOG)
    archive.write(file, [(name, content) for name in names], ABOUT)
    return file


def read(backup: Path, read_again: Read = check) -> dict[str, list[Any]] | str:
    """The files of an archive with their checksums, or the sentence it is refused with."""
    try:
        return read_again(backup, None).files
    except InputRejected as refusal:
        return str(refusal)


def bytes_of(backup: Path, progress: None) -> Contents:
    """All of an archive, whatever version it is of."""
    contents = archive.contents_of(backup)
    archive.unpacked(backup, contents, None, progress)
    return contents


def test_whatever_byte_is_flipped_it_is_read_rightly_or_told(backup: Path) -> None:
    whole, right = backup.read_bytes(), read(backup, bytes_of)
    answers = []
    for place in range(len(whole)):
        for bits in (1, 128):  # a little, and so that it is another letter
            flipped = bytearray(whole)
            flipped[place] ^= bits
            backup.write_bytes(flipped)
            answers.append(read(backup, bytes_of))
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


def listing(backup: Path, *, without: str = "-", keep: bool = True, **said: Any) -> Path:
    """The same archive, whose list leaves out what begins so, or says something else.

    keep: the files that are left out are in it all the same.
    """
    made = backup.with_name("other.zip")
    with ZipFile(backup) as old, ZipFile(made, "w") as new:
        told = json.loads(old.read(MANIFEST))
        left = {name for name in told["files"] if name.startswith(without)}
        told["files"] = {name: sums for name, sums in told["files"].items() if name not in left}
        for name in set(old.namelist()) - {MANIFEST, *(() if keep else left)}:
            new.writestr(name, old.read(name))
        new.writestr(MANIFEST, json.dumps(told | said))
    return made


@pytest.mark.parametrize("keep", [True, False])
@pytest.mark.parametrize("without", ["database.sqlite3", "data/readings"])
def test_an_archive_that_does_not_list_its_database_or_readings_is_not_complete(
    backup: Path, without: str, keep: bool
) -> None:
    assert f"leaves out {without}" in str(read(listing(backup, without=without, keep=keep)))


@pytest.mark.parametrize("without", ["data/Straße.parquet", LOG])
def test_a_file_that_is_not_listed_is_told_also_of_an_older_archive(
    backup: Path, without: str
) -> None:
    assert f"leaves out {without}" in str(read(listing(backup, without=without, settled=None)))


@pytest.mark.parametrize(
    "said", [{}, {"form": 2, "files": None}, {"layout": [["places", "9999_of_later"]]}]
)
def test_an_archive_of_a_newer_version_says_so(backup: Path, said: dict[str, Any]) -> None:
    told = read(listing(backup, version="99.0.0", **said))
    assert "newer version 99.0.0, this is" in str(told)


def test_what_a_later_version_of_the_same_form_says_beside_is_passed_over(backup: Path) -> None:
    assert read(listing(backup, weather="dwd")) == read(backup)
