"""Quarter hours with local time, on the days of 23 and 25 hours."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import polars as pl
import pytest

from klimamosaik.sources.tables import FileHints, Preview, read

BERLIN = ZoneInfo("Europe/Berlin")
AUTUMN = datetime(2024, 10, 26, 22, tzinfo=UTC)  # 100 quarter hours
SPRING = datetime(2024, 3, 30, 23, tzinfo=UTC)  # 92 quarter hours
QUARTER = timedelta(minutes=15)


def moments(start: datetime, count: int) -> list[datetime]:
    return [start + QUARTER * number for number in range(count)]


def written(moment: datetime) -> str:
    return f"{moment.astimezone(BERLIN):%d.%m.%Y %H:%M}"


def at_end(moment: datetime) -> str:
    return written(moment + QUARTER)


def at_end_on_paper(moment: datetime) -> str:
    """The start's wall clock plus a quarter of an hour, never mind the change of the clock."""
    return f"{moment.astimezone(BERLIN).replace(tzinfo=None) + QUARTER:%d.%m.%Y %H:%M}"


def at_end_with_24(moment: datetime) -> str:
    end = (moment + QUARTER).astimezone(BERLIN)
    return (
        f"{moment.astimezone(BERLIN):%d.%m.%Y} 24:00"
        if (end.hour, end.minute) == (0, 0)
        else at_end(moment)
    )


def with_letters(moment: datetime) -> str:
    local = moment.astimezone(BERLIN)
    letter = ""
    if local.month == 10 and local.day == 27 and local.hour == 2:
        letter = "A" if local.utcoffset() == timedelta(hours=2) else "B"
    return f"{local:%d.%m.%Y} {local.hour}{letter}:{local:%M}"


def with_zone(moment: datetime) -> str:
    local = moment.astimezone(BERLIN)
    return f"{written(moment)} {'MESZ' if local.utcoffset() == timedelta(hours=2) else 'MEZ'}"


def profile(stamps: list[str], hints: FileHints | None = None) -> Preview:
    rows = "\n".join(f"{stamp};{number % 7},5" for number, stamp in enumerate(stamps))
    return read(f"Zeitstempel;Strom kWh\n{rows}\n".encode(), name="lastgang.csv", hints=hints)


WAYS: list[Callable[[datetime], str]] = [
    written, at_end, at_end_on_paper, at_end_with_24, with_letters, with_zone,
]  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("start", "count"), [(AUTUMN, 100), (SPRING, 92)])
def test_every_quarter_hour_finds_its_place(
    way: Callable[[datetime], str], start: datetime, count: int
) -> None:
    preview = profile([way(moment) for moment in moments(start, count)])
    assert preview.readings["start"].to_list() == moments(start, count)
    assert preview.readings["value"].to_list() == [number % 7 + 0.5 for number in range(count)]
    assert (preview.refused, preview.warnings) == ((), ())


def test_newest_first_is_put_in_order() -> None:
    preview = profile([written(moment) for moment in reversed(moments(AUTUMN, 100))])
    assert preview.readings["start"].to_list() == moments(AUTUMN, 100)
    assert preview.readings["value"].to_list() == [
        number % 7 + 0.5 for number in reversed(range(100))
    ]


def test_a_clock_that_never_moves_is_named() -> None:
    stamps = [f"{datetime(2024, 3, 31) + QUARTER * number:%d.%m.%Y %H:%M}" for number in range(96)]  # noqa: DTZ001
    preview = profile(stamps)
    assert [each.code for each in preview.questions] == ["clock_unclear"]
    assert preview.readings["start"][0] == SPRING
    told = profile(stamps, FileHints(timezone="UTC"))
    assert told.readings["start"][0] == datetime(2024, 3, 31, tzinfo=UTC)
    assert told.questions == ()


def test_the_missing_hour_is_refused_where_local_time_is_told() -> None:
    stamps = [f"31.03.2024 {hour:02}:00" for hour in range(6)]
    preview = profile(stamps, FileHints(timezone="Europe/Berlin"))
    assert [each.code for each in preview.refused] == ["never_on_the_clock"]
    assert len(preview.readings) == 5


def test_power_becomes_energy_by_the_length_of_the_interval() -> None:
    stamps = [written(moment) for moment in moments(AUTUMN, 100)]
    rows = "\n".join(f"{stamp};4" for stamp in stamps)
    preview = read(f"Zeit;Leistung [kW]\n{rows}\n".encode(), name="Lastgang Rathaus.csv")
    assert preview.series[0].total == pytest.approx(100.0)


def test_two_meters_in_one_list_keep_their_own_doubled_hour() -> None:
    stamps = [written(moment) for moment in moments(AUTUMN, 100)]
    rows = [f"{meter};{stamp};1" for meter in "AB" for stamp in stamps]
    preview = read(("Zähler;Zeit;kWh\n" + "\n".join(rows)).encode(), name="strom.csv")
    assert [each.count for each in preview.series] == [100, 100]
    first = preview.readings.filter(pl.col("series") == "B")["start"].to_list()
    assert first == moments(AUTUMN, 100)
