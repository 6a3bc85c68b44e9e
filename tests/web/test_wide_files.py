"""Files with many columns: every one can be corrected on the page."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from klimamosaik.observations.intake.columns import FEW
from klimamosaik.observations.intake.parsing import FilePreview
from klimamosaik.sources.tables import ColumnRole
from tests.web.conftest import AGS
from tests.web.previews import sent, understood

METERS = 20
HEAD = ["Datum", *(f"Gebäude {n} Strom (kWh)" for n in range(METERS)), "Bemerkung des Hausmeisters"]


def wide_file() -> bytes:
    rows = [";".join(HEAD)]
    for day in range(1, 29):
        rows.append(";".join([f"{day:02}.02.2024", *["7,5"] * METERS, "gelesen"]))
    return "\n".join(rows).encode()


@pytest.fixture
def link(as_editor: Client) -> str:
    """The preview of a file of many meters."""
    file = SimpleUploadedFile("viele_zaehler.csv", wide_file())
    return as_editor.post(f"/{AGS}/dateien/neu/", {"files": [file]}).headers["Location"]


def looked_again(client: Client, link: str, changed: dict[str, str]) -> FilePreview:
    fields = sent(client.get(link).content.decode())
    assert changed.keys() <= fields.keys()
    client.post(link, {**fields, **changed, "do": "look"})
    return understood(client, link)


def test_columns_alike_stand_together_and_the_uncertain_one_alone(
    as_editor: Client, link: str
) -> None:
    page = as_editor.get(link).content.decode()
    assert f"{METERS} Spalten" in page
    assert "Bemerkung des Hausmeisters" in page
    assert len(re.findall(r'name="f0-c\d+-role"', page)) <= FEW
    assert len(page.encode()) < 250_000


def test_one_of_many_columns_is_changed_by_its_name(as_editor: Client, link: str) -> None:
    name = "Gebäude 14 Strom (kWh)"
    file = looked_again(as_editor, link, {"f0-n0-column": name, "f0-n0-role": "ignored"})
    roles = {column.header: column.role for column in file.preview.columns}
    assert [header for header, role in roles.items() if role is ColumnRole.IGNORED][:1] == [name]
    assert len(file.preview.series) == METERS - 1


def test_all_columns_alike_are_changed_together(as_editor: Client, link: str) -> None:
    file = looked_again(as_editor, link, {"f0-c1-unit": "MWh"})
    assert {series.source_unit for series in file.preview.series} == {"MWh"}
    assert file.preview.series[0].total == pytest.approx(28 * 7500)


def test_what_is_said_of_one_column_counts_before_the_group(as_editor: Client, link: str) -> None:
    name = "Gebäude 3 Strom (kWh)"
    said = {"f0-c1-unit": "MWh", "f0-n1-column": name, "f0-n1-unit": "Wh"}
    file = looked_again(as_editor, link, said)
    units = [series.source_unit for series in file.preview.series]
    assert (units.count("MWh"), units[3]) == (METERS - 1, "Wh")


def test_an_uncertain_column_can_be_used(as_editor: Client, link: str) -> None:
    place = HEAD.index("Bemerkung des Hausmeisters")
    file = looked_again(as_editor, link, {f"f0-c{place}-role": "quality"})
    assert file.preview.columns[-1].role is ColumnRole.QUALITY


def test_looking_without_a_change_changes_nothing(as_editor: Client, link: str) -> None:
    before = understood(as_editor, link)
    assert looked_again(as_editor, link, {}).corrections == before.corrections
