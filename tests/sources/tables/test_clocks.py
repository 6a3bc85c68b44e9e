"""A load profile whose clock is not the one it is read by."""

from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from klimamosaik.sources.tables import FileHints, Preview, read
from klimamosaik.sources.tables.series.clocks import last_sunday, shift_between

BERLIN = ZoneInfo("Europe/Berlin")
WINTER = ZoneInfo("Etc/GMT-1")
HOUR = timedelta(hours=1)
SPRING = ("2024-03-31 02", "2024-03-31 03")  # between these local clocks show nothing


def office(local: datetime, _: datetime) -> float:
    """People come at seven and go at five, on working days."""
    busy = local.weekday() < 5 and 7 <= local.hour < 17
    return 9.0 if busy else 2.0


def solar(_: datetime, utc: datetime) -> float:
    """The sun is highest about twenty to twelve UTC, and longer up in summer."""
    half = 6 - 2.5 * np.cos((utc.timetuple().tm_yday + 10) / 365 * 2 * np.pi)
    off = abs(utc.hour + 0.5 - 11.6)
    return float(10 * np.cos(off / half * np.pi / 2)) if off < half else 0.0


def profile(
    course: object, clock: tzinfo, *, header: str = "Strom Rathaus kWh", months: int = 12
) -> Preview:
    """A year of hours, stamped by a clock; the night of March is missing in the file."""
    dice = np.random.default_rng(2)
    rows = []
    for at in range(months * 730):
        utc = datetime(2024, 1, 1, tzinfo=UTC) + at * HOUR
        stamp = utc.astimezone(clock)
        if SPRING[0] <= f"{stamp:%Y-%m-%d %H}" < SPRING[1]:
            continue
        value = course(utc.astimezone(BERLIN), utc) * dice.normal(1, 0.1)  # type: ignore[operator]
        rows.append(f"{stamp:%d.%m.%Y %H:%M};{value:.2f}")
    return read(f"Zeit;{header}\n{chr(10).join(rows)}".encode(), name="lastgang.csv")


def doubted(preview: Preview) -> bool:
    return "clock_unclear" in {each.code for each in preview.questions}


@pytest.mark.parametrize("clock", [UTC, WINTER])
def test_a_day_that_begins_earlier_in_summer_is_doubted(clock: tzinfo) -> None:
    found = profile(office, clock)
    assert doubted(found)
    (asked,) = found.questions
    assert "wohl keine Ortszeit" in asked.text.de
    assert "probably not local time" in asked.text.en
    assert {each.hints for each in asked.answers} >= {'{"timezone": "UTC"}'}


def test_local_time_is_not_doubted() -> None:
    assert not doubted(profile(office, BERLIN))
    assert not doubted(profile(solar, BERLIN, header="PV Rathaus kWh"))


def test_solar_power_that_does_not_move_with_the_clock_is_doubted() -> None:
    assert doubted(profile(solar, UTC, header="PV Rathaus kWh"))


def test_one_change_of_the_clock_is_not_enough() -> None:
    assert not doubted(profile(office, UTC, months=6))


def test_a_zone_somebody_named_is_not_doubted() -> None:
    lines = ["Zeit;Strom Rathaus kWh"]
    for at in range(24 * 366):
        utc = datetime(2024, 1, 1, tzinfo=UTC) + at * HOUR
        lines.append(f"{utc:%d.%m.%Y %H:%M};{office(utc.astimezone(BERLIN), utc):.0f}")
    data = "\n".join(lines).encode()
    assert not doubted(read(data, name="a.csv", hints=FileHints(timezone="UTC")))


def test_a_day_without_a_course_tells_nothing() -> None:
    flat = np.full(24, 1 / 24)
    assert shift_between(flat, flat) is None


@pytest.mark.parametrize("moved", [-1, 0, 1, 2])
def test_a_moved_course_is_found(moved: int) -> None:
    course = np.where((np.arange(24) > 6) & (np.arange(24) < 18), 0.07, 0.02)
    assert shift_between(course, np.roll(course, moved)) == moved


def test_another_course_is_no_moved_one() -> None:
    early, late = np.zeros(24), np.zeros(24)
    early[6:9], late[12:20] = 1 / 3, 1 / 8
    assert shift_between(early, late) is None


def test_the_clock_changes_on_the_last_sunday() -> None:
    assert last_sunday(2024, 3).isoformat() == "2024-03-31"
    assert last_sunday(2025, 10).isoformat() == "2025-10-26"


def quarters(first: datetime, clock: tzinfo, above: str, count: int = 4 * 96) -> Preview:
    """Quarter hours below what a file says of its clock."""
    stamps = ((first + at * HOUR / 4).astimezone(clock) for at in range(count))
    rows = [f"{stamp:%d.%m.%Y %H:%M};{at % 7},5" for at, stamp in enumerate(stamps)]
    return read("\n".join([above, "", "Zeit;Strom (kWh)", *rows]).encode(), name="lastgang.csv")


SUMMER = timezone(timedelta(hours=2))
BEFORE_SPRING = datetime(2024, 3, 30, tzinfo=UTC)
IN_JULY, IN_JANUARY = datetime(2024, 7, 1, tzinfo=UTC), datetime(2024, 1, 10, tzinfo=UTC)


def begins(preview: Preview) -> datetime | None:
    (series,) = preview.series
    return series.first


@pytest.mark.parametrize(
    ("above", "clock"),
    [
        ("Zeitzone;UTC", UTC), ("Zeitbasis: UTC", UTC), ("Alle Zeiten in UTC", UTC),
        ("Zeitzone;GMT+01:00", WINTER), ("Zeitbezug: Winterzeit, keine Sommerzeit", WINTER),
        ("Zeitangaben in UTC+2", SUMMER), ("Alle Zeiten in MESZ", SUMMER),
        ("Timestamps in CEST", SUMMER),
    ],
)  # fmt: skip
def test_the_clock_named_above_a_table_is_taken_where_it_is_plain(
    above: str, clock: tzinfo
) -> None:
    found = quarters(IN_JULY, clock, above)
    assert (begins(found), doubted(found), found.zone_assumed) == (IN_JULY, False, False)
    assert found.format.timezone is not None
    assert found.format.timezone.why.de == "die Datei nennt die Zeitzone"


def test_mez_above_a_table_is_taken_where_the_hour_of_spring_shows_it() -> None:
    found = quarters(BEFORE_SPRING, WINTER, "Zeitzone;MEZ")
    assert (begins(found), doubted(found)) == (BEFORE_SPRING, False)
    in_winter = quarters(IN_JANUARY, WINTER, "Zeitzone;MEZ")
    assert (begins(in_winter), doubted(in_winter)) == (IN_JANUARY, False)


@pytest.mark.parametrize(
    ("first", "clock", "above"),
    [
        (IN_JULY, WINTER, "Zeitzone;MEZ"),  # many write so and mean the clock on the wall
        (BEFORE_SPRING, BERLIN, "Zeitzone: MEZ"),
        (BEFORE_SPRING, BERLIN, "Zeitzone: UTC"),
        (BEFORE_SPRING, BERLIN, "Zeitbasis;UTC+1"),
        (IN_JANUARY, SUMMER, "Alle Zeiten in MESZ"),
        (BEFORE_SPRING, SUMMER, "Alle Zeiten in MESZ"),
    ],
)
def test_a_clock_above_a_table_that_the_times_leave_open_or_contradict_is_asked(
    first: datetime, clock: tzinfo, above: str
) -> None:
    found = quarters(first, clock, above)
    assert doubted(found)
    (asked,) = found.questions
    assert '{"timezone": "Europe/Berlin"}' in {each.hints for each in asked.answers}


@pytest.mark.parametrize(
    "above", ["Zeitzone: MEZ/MESZ", "Zeitzone: MESZ/MEZ", "MEZ mit Sommerzeit"]
)
def test_winter_and_summer_time_together_are_the_time_here(above: str) -> None:
    found = quarters(BEFORE_SPRING, BERLIN, above)
    assert (begins(found), doubted(found)) == (BEFORE_SPRING, False)


def test_stamps_of_every_second_hour_do_not_leave_one_out() -> None:
    stamps = [f"31.03.2024 {hour:02}:00;5" for hour in range(1, 24, 2)]
    found = read("\n".join(["Zeitzone;UTC", "Zeit;Strom kWh", *stamps]).encode(), name="a.csv")
    assert not doubted(found)
