"""A folder of load profiles: each file is taken once, nothing in it moves, and each says why."""

import os
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from klimamosaik.observations.intake.files import preview, store_import
from klimamosaik.observations.models import Datastream, Delivery
from klimamosaik.observations.queries.readings import readings
from klimamosaik.places.models import Building, MeterPoint, Municipality
from klimamosaik.sources.sensorthings.asking import SourceUnreachable
from klimamosaik.streams.folder.work import watch
from klimamosaik.streams.models import DataSource, FileOutcome, SourceKind
from klimamosaik.streams.operations import remove_source
from tests.streams.conftest import NOW
from tests.streams.mscons import mscons, quarters

pytestmark = pytest.mark.django_db
METER = "DE00012345678900000000000000000001"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = tmp_path / "lastgang"
    found.mkdir()
    return found


@pytest.fixture
def school(town: Municipality) -> MeterPoint:
    """A school whose electricity is metered at METER."""
    building = Building.objects.create(municipality=town, name="Grundschule")
    return MeterPoint.objects.create(
        building=building, carrier="electricity", name="Strom", number=METER
    )


@pytest.fixture
def source(folder: Path, new_source: Callable[..., DataSource]) -> DataSource:
    return new_source(
        SourceKind.FOLDER,
        name="Netzbetreiber",
        address=str(folder),
        promised_every=timedelta(days=1),
    )


def put(folder: Path, name: str, text: str, *, age: float = 60.0) -> Path:
    """A file that was written `age` seconds ago."""
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    os.utime(path, (time.time() - age, time.time() - age))
    return path


def look(source: DataSource) -> dict[str, str]:
    """What became of each file."""
    watch(source, now=NOW, spare=lambda: True)
    return {each.name: each.outcome for each in source.files.all()}


def day(number: int, value: float = 1.0) -> str:
    """A day of quarter hours in summer."""
    begin = datetime(2026, 7, number, tzinfo=UTC) - timedelta(hours=2)
    return mscons(quarters(METER, begin, [value] * 96))


def stored(point: MeterPoint) -> list[float]:
    streams = list(Datastream.objects.filter(meter_point=point).values_list("pk", flat=True))
    return readings(datastreams=streams)["value"].to_list() if streams else []


def test_a_file_is_taken_once_and_stays_where_it_lies(
    source: DataSource, folder: Path, school: MeterPoint
) -> None:
    path = put(folder, "tag1.edi", day(1))
    assert look(source) == {"tag1.edi": FileOutcome.STORED}
    assert stored(school) == [1.0] * 96
    assert path.exists()
    look(source)
    assert Delivery.objects.count() == 1
    (file,) = source.files.all()
    assert file.told["de"] == "96 neue Werte, 0 berichtigte."
    assert file.delivery is not None
    assert file.delivery.by_name == "Netzbetreiber"
    (series,) = source.series.all()
    assert series.datastream is not None
    assert series.datastream.meter_point == school
    source.refresh_from_db()
    assert source.state.readings == 96


def test_the_same_content_under_another_name_is_known(
    source: DataSource, folder: Path, school: MeterPoint
) -> None:
    put(folder, "tag1.edi", day(1))
    look(source)
    put(folder, "tag1_nochmal.edi", day(1))
    assert look(source)["tag1_nochmal.edi"] == FileOutcome.KNOWN
    assert Delivery.objects.count() == 1


def test_a_correction_replaces_what_an_older_file_said(
    source: DataSource, folder: Path, school: MeterPoint
) -> None:
    put(folder, "b_zuerst.edi", day(1), age=600)
    put(folder, "a_danach.edi", day(1, value=1.1), age=60)
    look(source)
    assert stored(school) == [1.1] * 96
    assert Delivery.objects.order_by("-seq")[0].changed == 96


def test_a_file_that_is_still_being_written_waits(
    source: DataSource, folder: Path, school: MeterPoint
) -> None:
    put(folder, "tag1.edi", day(1), age=0)
    put(folder, "tag2.edi.part", day(2))
    put(folder, ".versteckt", day(2))
    assert look(source) == {}


def test_a_file_that_grew_is_read_again(
    source: DataSource, folder: Path, school: MeterPoint
) -> None:
    put(folder, "monat.edi", day(1), age=600)
    look(source)
    begin = datetime(2026, 6, 30, 22, tzinfo=UTC)
    put(folder, "monat.edi", mscons(quarters(METER, begin, [1.0] * 192)), age=60)
    look(source)
    assert len(stored(school)) == 192


def test_what_cannot_be_read_is_said_and_holds_up_nothing(
    source: DataSource, folder: Path, school: MeterPoint
) -> None:
    put(folder, "rechnung.edi", day(1).replace("MSCONS", "INVOIC"), age=600)
    put(folder, "unten/tag2.edi", day(2), age=60)
    outcome = look(source)
    assert outcome == {
        "rechnung.edi": FileOutcome.REFUSED,
        "unten/tag2.edi": FileOutcome.STORED,
    }
    assert "INVOIC" in source.files.get(name="rechnung.edi").told["de"]


def test_a_file_that_raises_a_question_waits_and_stores_nothing(
    source: DataSource, folder: Path
) -> None:
    put(folder, "werte.csv", "Datum;Wert\n01.01.2025;1\n02.01.2025;2\n03.01.2025;5\n")
    assert look(source) == {"werte.csv": FileOutcome.ASKS}
    assert not Delivery.objects.exists()
    assert source.files.get().told["de"].endswith("?")


def test_a_folder_that_is_gone_is_a_fault_and_not_an_empty_one(
    source: DataSource, folder: Path
) -> None:
    folder.rmdir()
    with pytest.raises(SourceUnreachable):
        look(source)


def test_a_turn_ends_when_its_time_is_over(
    source: DataSource, folder: Path, school: MeterPoint
) -> None:
    put(folder, "tag1.edi", day(1), age=600)
    put(folder, "tag2.edi", day(2), age=60)
    assert watch(source, now=NOW, spare=lambda: False)
    assert source.files.count() == 1
    assert not watch(source, now=NOW, spare=lambda: True)
    assert len(stored(school)) == 192


def test_a_link_out_of_the_folder_is_not_followed(
    source: DataSource, folder: Path, tmp_path: Path, school: MeterPoint
) -> None:
    put(tmp_path, "draussen.edi", day(1))
    (folder / "link.edi").symlink_to(tmp_path / "draussen.edi")
    assert look(source) == {}


def test_a_meter_nobody_has_placed_is_asked_about_and_makes_no_building(
    source: DataSource, folder: Path
) -> None:
    put(folder, "tag1.edi", day(1))
    assert look(source) == {"tag1.edi": FileOutcome.ASKS}
    assert METER in source.files.get().told["de"]
    assert not Building.objects.exists()


def test_once_a_person_has_stored_it_the_file_waits_no_longer(
    source: DataSource, folder: Path, town: Municipality
) -> None:
    path = put(folder, "tag1.edi", day(1))
    look(source)
    seen = preview(municipality=town, data=path.read_bytes(), name=path.name)
    store_import(municipality=town, files=[seen], by=None, at=NOW)
    assert look(source) == {"tag1.edi": FileOutcome.KNOWN}
    put(folder, "tag2.edi", day(2))
    assert look(source)["tag2.edi"] == FileOutcome.STORED


def test_a_folder_that_goes_takes_only_what_its_files_brought(
    source: DataSource, folder: Path, town: Municipality, school: MeterPoint
) -> None:
    put(folder, "tag1.edi", day(1))
    look(source)
    other = put(folder.parent, "selbst.edi", day(2, value=2.0))
    seen = preview(municipality=town, data=other.read_bytes(), name=other.name)
    store_import(municipality=town, files=[seen], by=None, at=NOW)
    remove_source(source=source, with_readings=True, by=None, at=NOW)
    assert stored(school) == [2.0] * 96
    assert Datastream.objects.filter(meter_point=school).exists()
