"""Counting stations: the number stays, names and the clock change."""

import gzip
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from klimamosaik.observations.kernel.details import read
from klimamosaik.observations.models import Datastream, Quantity
from klimamosaik.observations.queries.readings import data_version, readings
from klimamosaik.streams.counts.operations import take_in_counts
from klimamosaik.streams.folder.work import watch
from klimamosaik.streams.models import DataSource, SourceKind, SourceSeries
from klimamosaik.terms.complaint import InputRejected
from tests.streams.uplinks.conftest import NOW
from tests.streams.uplinks.conftest import source as source
from tests.streams.uplinks.conftest import town as town

pytestmark = pytest.mark.django_db
QUARTER = timedelta(minutes=15)


def month(first: datetime, quarters: int, *, name: str = "Promenade", status: str = "0") -> bytes:
    """Two stations, quarter by quarter of the clock on the wall."""
    rows = ["Datetime,100031297 (" + name + "),101031297 (Ring),100031297-status,101031297-status"]
    for number in range(quarters):
        at = first + number * QUARTER
        rows.append(f"{at:%Y-%m-%d %H:%M},{number % 7},{number % 5},{status},0")
    return "\n".join(rows).encode()


def stream(number: str) -> Datastream:
    found = SourceSeries.objects.get(key=f"{number}/PT15M").datastream
    assert found is not None
    return found


def test_a_station_keeps_its_series_when_its_column_is_renamed(source: DataSource) -> None:
    april, may = datetime(2026, 4, 1), datetime(2026, 5, 1)  # noqa: DTZ001 as on the wall
    first = take_in_counts(source=source, data=month(april, 96), name="2026-04.csv", at=NOW)
    renamed = month(may, 96, name="Promenade (nördl. Salzstraße)")
    second = take_in_counts(source=source, data=renamed, name="2026-05.csv", at=NOW)
    assert (first.series, first.readings, second.series) == (2, 192, 2)
    assert SourceSeries.objects.count() == 2
    held = readings(datastreams=[stream("100031297").pk])
    assert held.height == 192
    assert held["start"][0] == datetime(2026, 3, 31, 22, tzinfo=UTC)
    assert stream("100031297").quantity == Quantity.COUNT


def test_the_same_file_again_changes_nothing(source: DataSource) -> None:
    data = month(datetime(2026, 4, 1), 96)  # noqa: DTZ001
    take_in_counts(source=source, data=data, name="a.csv", at=NOW)
    before = readings(datastreams=[stream("100031297").pk]).drop("seq")
    take_in_counts(source=source, data=data, name="a.csv", at=NOW)
    assert readings(datastreams=[stream("100031297").pk]).drop("seq").equals(before)


def test_a_status_is_that_of_its_own_column(source: DataSource) -> None:
    data = month(datetime(2026, 4, 1), 96, status="geschätzt")  # noqa: DTZ001
    take_in_counts(source=source, data=data, name="a.csv", at=NOW)
    quality = {
        number: set(readings(datastreams=[stream(number).pk])["quality"].to_list())
        for number in ("100031297", "101031297")
    }
    assert quality == {"100031297": {"estimated"}, "101031297": {"measured"}}


def test_the_hour_that_stands_once_in_autumn_is_marked(source: DataSource) -> None:
    data = month(datetime(2025, 10, 25), 3 * 96)  # noqa: DTZ001 96 quarters on the 26th, too
    taken = take_in_counts(source=source, data=data, name="a.csv", at=NOW)
    (note,) = taken.notes
    assert "On 26 Oct 2025 the hour from 2 to 3 o'clock comes twice" in note.en
    held = readings(datastreams=[stream("100031297").pk])
    marked = held.filter(held["details"].is_not_null())
    assert marked["start"].to_list() == [
        datetime(2025, 10, 26, 0, tzinfo=UTC) + number * QUARTER for number in range(4)
    ]
    assert set(marked["quality"].to_list()) == {"unknown"}
    assert read(marked["details"][0]) == {"parameters": {"hour": "told_once"}}
    assert held.height == 3 * 96


def test_an_hour_that_stands_twice_is_not_marked(source: DataSource) -> None:
    rows = month(datetime(2025, 10, 25), 3 * 96).decode().split("\n")  # noqa: DTZ001
    place = next(at for at, row in enumerate(rows) if row.startswith("2025-10-26 03:00"))
    doubled = [*rows[:place], *rows[place - 4 : place], *rows[place:]]
    taken = take_in_counts(source=source, data="\n".join(doubled).encode(), name="a.csv", at=NOW)
    assert taken.notes == ()
    assert readings(datastreams=[stream("100031297").pk]).height == 3 * 96 + 4


def test_the_short_day_is_whole(source: DataSource) -> None:
    rows = month(datetime(2026, 3, 28), 3 * 96).decode().split("\n")  # noqa: DTZ001
    short = [row for row in rows if not row.startswith("2026-03-29 02:")]
    taken = take_in_counts(source=source, data="\n".join(short).encode(), name="a.csv", at=NOW)
    assert (taken.readings, taken.notes) == (2 * (3 * 96 - 4), ())
    held = readings(datastreams=[stream("100031297").pk])
    assert (held["start"].diff().drop_nulls() == QUARTER).all()


def test_a_folder_of_counting_files_is_watched(
    tmp_path: Path, new_source: Callable[..., DataSource]
) -> None:
    for name, data in (
        ("2026-04.csv", month(datetime(2026, 4, 1), 96)),  # noqa: DTZ001
        ("2026-05.csv", month(datetime(2026, 5, 1), 96, name="Promenade am Ring")),  # noqa: DTZ001
        ("falsch.csv", b"Datetime,100031297 (Ring)\n2026-04-01 00:00,3.5\n2026-04-01 00:15,1"),
    ):
        (tmp_path / name).write_bytes(data)
        os.utime(tmp_path / name, (1_780_000_000, 1_780_000_000))
    options = {"counts": True}
    folder = new_source(SourceKind.FOLDER, address=str(tmp_path), options=options)
    assert watch(folder, now=NOW, spare=lambda: True) is False
    told = {each.name: (each.outcome, each.told["en"]) for each in folder.files.all()}
    assert told["2026-05.csv"] == ("stored", "192 values of 2 counting stations.")
    assert told["falsch.csv"][0] == "refused"
    assert readings(datastreams=[stream("100031297").pk]).height == 192
    folder.refresh_from_db()
    assert folder.state.readings == 384
    version = data_version()
    watch(folder, now=NOW, spare=lambda: True)
    assert data_version() == version


@pytest.mark.parametrize(
    "rows",
    [
        "Datetime,Strom kWh\n2026-04-01 00:00,3\n2026-04-01 00:15,4",
        "Datetime,100031297 (Ring)\n2026-04-01 00:00,3.5\n2026-04-01 00:15,4.25",
        "Datetime,100031297 (Ring)\n2026-04-01 00:00,-3\n2026-04-01 00:15,4",
        "hallo",
    ],
)
def test_what_is_no_count_is_refused(source: DataSource, rows: str) -> None:
    with pytest.raises(InputRejected):
        take_in_counts(source=source, data=rows.encode(), name="a.csv", at=NOW)
    assert data_version() == 0
    assert not SourceSeries.objects.exists()


def test_months_of_muenster_are_seven_stations(source: DataSource, shared: Path) -> None:
    folder = shared / "data" / "formats" / "bike_counter_muenster"
    if not folder.is_dir():
        pytest.skip("no real data here: bike_counter_muenster")
    for name in ("2023-11", "2023-12", "2019-10", "2024-08"):
        data = (folder / f"{name}.csv.gz").read_bytes()
        taken = take_in_counts(source=source, data=data, name=f"{name}.csv.gz", at=NOW)
        assert len(taken.notes) == (name == "2019-10")
    assert SourceSeries.objects.count() == 7
    held = readings(datastreams=[stream("100031297").pk])
    assert held["value"].sum() == sum(
        int(cell)
        for name in ("2023-11", "2023-12", "2019-10", "2024-08")
        for row in gzip.decompress((folder / f"{name}.csv.gz").read_bytes()).split(b"\n")[1:]
        if b"," in row and (cell := row.split(b",")[1])
    )


def test_a_station_says_its_number_when_it_was_seen_and_how_often_it_counts(
    source: DataSource,
) -> None:
    first, later = month(datetime(2026, 4, 1), 96), NOW + timedelta(days=31)  # noqa: DTZ001
    take_in_counts(source=source, data=first, name="a.csv", at=NOW)
    renamed = month(datetime(2026, 5, 1), 96, name="Wall")  # noqa: DTZ001
    take_in_counts(source=source, data=renamed, name="b.csv", at=later)
    row = SourceSeries.objects.get(key="100031297/PT15M")
    assert (row.first_seen, row.last_seen) == (NOW, later)
    assert "Wall" in row.about["name"]
    station = stream("100031297")
    assert station.spacing == "PT15M"
    assert station.expected_every == source.promised_every
    assert station.thing is not None
    assert station.thing.properties == {"number": "100031297"}
    assert station.thing.municipality == source.municipality


def test_a_station_that_is_left_out_or_gone_stores_nothing_more(source: DataSource) -> None:
    data = month(datetime(2026, 4, 1), 96)  # noqa: DTZ001
    source.options |= {"left_out": ["100031297/PT15M"]}
    taken = take_in_counts(source=source, data=data, name="a.csv", at=NOW)
    assert (taken.series, taken.readings) == (2, 96)
    assert readings(datastreams=[stream("100031297").pk]).is_empty()
    Datastream.objects.filter(pk=stream("101031297").pk).update(gone_at=NOW)
    more = month(datetime(2026, 5, 1), 96)  # noqa: DTZ001
    assert take_in_counts(source=source, data=more, name="b.csv", at=NOW).readings == 0


def test_a_count_of_nothing_is_one_and_a_file_without_counts_is_told_from_one_of_use(
    source: DataSource,
) -> None:
    rows = "Datetime,100031297 (Ring)\n2026-04-01 00:00,0\n2026-04-01 00:15,0"
    assert take_in_counts(source=source, data=rows.encode(), name="a.csv", at=NOW).readings == 2
    used = "Datetime,Strom kWh\n2026-04-01 00:00,3\n2026-04-01 00:15,4"
    with pytest.raises(InputRejected) as refused:
        take_in_counts(source=source, data=used.encode(), name="a.csv", at=NOW)
    assert [each.code for each in refused.value.complaints] == ["not_counts"]
