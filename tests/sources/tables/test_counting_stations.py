"""Tables of counting stations: numbers in headers, a status for each, hours told once."""

from datetime import UTC, datetime, timedelta

from klimamosaik.sources.tables import Preview, read
from klimamosaik.sources.tables.series.doubled_hour import doubled_hour


def table(header: str, *, first: datetime, quarters: int, cells: str) -> Preview:
    rows = "".join(
        f"{first + number * timedelta(minutes=15):%Y-%m-%d %H:%M};{cells.format(n=number % 9)}\n"
        for number in range(quarters)
    )
    return read(f"{header}\n{rows}".encode(), name="a.csv")


def codes(preview: Preview) -> list[str]:
    return [each.code for each in preview.warnings]


OCTOBER = datetime(2025, 10, 25)  # noqa: DTZ001 as on the wall


def test_the_number_before_a_name_in_brackets_is_the_meter_s() -> None:
    seen = table(
        "Zeit;100031297 (Rathaus, alt) kWh;2024 (Ring) kWh;100031298 (3) kWh",
        first=OCTOBER, quarters=96, cells="{n};1{n};2{n}",
    )  # fmt: skip
    assert [each.meter for each in seen.series] == [None, None, None]
    seen = table(
        "Zeit;100031297 (Rathaus, alt);2024 (Ringstraße);100031298 (3)",
        first=OCTOBER, quarters=96, cells="{n};1{n};2{n}",
    )  # fmt: skip
    assert [each.meter for each in seen.series] == ["100031297", None, None]


def test_a_status_belongs_to_the_column_named_as_it() -> None:
    header = "Zeit;4711 (Tor);4712 (Ring);Saal;4711-status;4712-status;Saal Status"
    seen = table(header, first=OCTOBER, quarters=96, cells="{n};1{n};2{n};geschätzt;0;0")
    owners = {each.header: each.of for each in seen.columns if each.of is not None}
    assert owners == {"4711-status": 1, "4712-status": 2, "Saal Status": 3}
    held = seen.readings.filter(seen.readings["series"].cast(str) == "4711 (Tor)")["quality"]
    other = seen.readings.filter(seen.readings["series"].cast(str) != "4711 (Tor)")["quality"]
    assert (set(held.to_list()), set(other.to_list())) == ({"estimated"}, {"measured"})


def test_the_autumn_hour_that_stands_once_is_named_and_explains_the_gap() -> None:
    seen = table("Zeit;Strom kWh", first=OCTOBER, quarters=3 * 96, cells="{n}")
    assert codes(seen) == ["hour_told_once"]
    assert [each.gaps for each in seen.series] == [4]


def test_another_gap_beside_it_is_told_as_well() -> None:
    rows = [
        f"{OCTOBER + number * timedelta(minutes=15):%Y-%m-%d %H:%M};{number % 9}"
        for number in range(3 * 96)
        if number not in range(20, 30)
    ]
    seen = read(("Zeit;Strom kWh\n" + "\n".join(rows)).encode(), name="a.csv")
    assert set(codes(seen)) == {"hour_told_once", "gaps"}


def test_a_file_that_misses_the_night_says_nothing_of_the_hour() -> None:
    rows = [
        f"{OCTOBER + number * timedelta(minutes=15):%Y-%m-%d %H:%M};{number % 9}"
        for number in range(3 * 96)
        if number not in range(96, 96 + 20)
    ]
    seen = read(("Zeit;Strom kWh\n" + "\n".join(rows)).encode(), name="a.csv")
    assert codes(seen) == ["gaps"]


def test_the_hour_that_comes_twice_begins_at_midnight_utc_of_the_last_sunday() -> None:
    assert doubled_hour(2025) == datetime(2025, 10, 26, tzinfo=UTC)
    assert doubled_hour(2021) == datetime(2021, 10, 31, tzinfo=UTC)
