"""Time stamps as people write them, in seven languages."""

import polars as pl
import pytest

from klimamosaik.sources.grid.times import parse_times
from klimamosaik.sources.grid.timetext import month_number, normalise

MONTHS = {
    "German": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "English": "January February March April May June July August September October November "
    "December",
    "French": "janvier février mars avril mai juin juillet août septembre octobre novembre "
    "décembre",
    "Dutch": "januari februari maart april mei juni juli augustus september oktober november "
    "december",
    "Spanish": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre "
    "diciembre",
    "Italian": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre "
    "novembre dicembre",
    "Danish": "januar februar marts april maj juni juli august september oktober november december",
}
SHORT = {
    "German": "Jan Feb Mrz Apr Mai Jun Jul Aug Sep Okt Nov Dez",
    "Austrian": "Jän Feb Mär Apr Mai Jun Jul Aug Sep Okt Nov Dez",
    "English": "Jan Feb Mar Apr May Jun Jul Aug Sept Oct Nov Dec",
    "French": "janv févr mars avr mai juin juil août sept oct nov déc",
    "Dutch": "jan feb mrt apr mei jun jul aug sep okt nov dec",
    "Spanish": "ene feb mar abr may jun jul ago sept oct nov dic",
    "Italian": "gen feb mar apr mag giu lug ago set ott nov dic",
}


def test_small_letters_are_read_where_the_standard_of_the_net_allows_them() -> None:
    small = pl.Series(["2024-03-01t00:00:00z", "2024-03-01t00:15:00z", "2024-03-01t00:30:00z"])
    read, usual = parse_times(small), parse_times(small.str.to_uppercase())
    assert read is not None
    assert usual is not None
    assert read.stamps.null_count() == 0
    assert read.stamps.to_list() == usual.stamps.to_list()
    assert read.form.zoned


@pytest.mark.parametrize("language", MONTHS)
def test_names_of_months_are_known(language: str) -> None:
    names = pl.Series(MONTHS[language].split())
    assert month_number(names).to_list() == list(range(1, 13))
    assert month_number(names.str.to_uppercase()).to_list() == list(range(1, 13))


@pytest.mark.parametrize("language", SHORT)
def test_short_names_of_months_are_known_with_and_without_a_dot(language: str) -> None:
    names = pl.Series(SHORT[language].split())
    assert month_number(names).to_list() == list(range(1, 13))
    assert month_number(names + ".").to_list() == list(range(1, 13))


def test_numbers_of_months_are_known_and_13_is_none() -> None:
    assert month_number(pl.Series(["1", "01", "12", "13", "0", "Mairie"])).to_list() == [
        1, 1, 12, None, None, None,
    ]  # fmt: skip


def stamps(*cells: str) -> list[str]:
    found = parse_times(pl.Series(cells))
    assert found is not None
    return found.stamps.dt.strftime("%Y-%m-%d %H:%M").to_list()


@pytest.mark.parametrize(
    ("cells", "right"),
    [
        (["März 2024", "April 2024"], "2024-03-01 00:00"),
        (["3 mars 2024", "4 mars 2024"], "2024-03-03 00:00"),
        (["14. Februar 2024", "15. Februar 2024"], "2024-02-14 00:00"),
        (["February 14, 2024", "February 15, 2024"], "2024-02-14 00:00"),
        (["14-Feb-24", "15-Feb-24"], "2024-02-14 00:00"),
        (["ago 2024", "set 2024"], "2024-08-01 00:00"),
        (["2024 Okt", "2024 Nov"], "2024-10-01 00:00"),
        (["Mi., 14.02.2024 07:15 Uhr", "Mi., 14.02.2024 07:30 Uhr"], "2024-02-14 07:15"),
        (["14.02.2024 24:00", "15.02.2024 01:00"], "2024-02-15 00:00"),
        (["14.02.2024 7.30", "14.02.2024 7.45"], "2024-02-14 07:30"),
        (["14.02.2024 00:00 - 00:15", "14.02.2024 00:15 - 00:30"], "2024-02-14 00:00"),
    ],
)
def test_a_stamp_is_read_as_people_write_it(cells: list[str], right: str) -> None:
    assert stamps(*cells)[0] == right


WEST = [f"2024-02-14 {hour:02}:00-06:00" for hour in range(24)]


def test_an_offset_west_of_greenwich_is_an_offset() -> None:
    assert stamps(*WEST)[:2] == ["2024-02-14 06:00", "2024-02-14 07:00"]
    assert stamps(*(cell.replace(" ", "T") for cell in WEST[:2]))[0] == "2024-02-14 06:00"


def test_a_change_of_the_offset_within_a_file_is_no_span() -> None:
    days = (("02", "07"), ("04", "06"))
    cells = [f"2024-11-{day} {h:02}:00-{off}:00" for day, off in days for h in range(5)]
    assert stamps(*cells)[0] == "2024-11-02 07:00"
    assert stamps(*cells)[5] == "2024-11-04 06:00"


def test_spans_of_the_clock_are_no_offsets() -> None:
    cells = [f"14.02.2024 {hour:02}:00-{hour + 1:02}:00" for hour in range(23)]
    assert stamps(*cells)[:2] == ["2024-02-14 00:00", "2024-02-14 01:00"]


@pytest.mark.parametrize(
    ("cell", "right"),
    [
        ("12:00 AM", "00:00"),
        ("12:30 a.m.", "00:30"),
        ("1:15 am", "01:15"),
        ("12:00 PM", "12:00"),
        ("1:15 PM", "13:15"),
        ("11:45 p.m.", "23:45"),
        ("1 PM", "13:00"),
    ],
)
def test_half_days_become_whole_ones(cell: str, right: str) -> None:
    found = normalise(pl.Series([f"14.02.2024 {cell}"])).text[0]
    assert str(found) == f"14.02.2024 {right}"


@pytest.mark.parametrize(
    ("zone", "hour"), [("MESZ", 10), ("MEZ", 11), ("CEST", 10), ("CET", 11), ("UTC", 12), ("Z", 12)]
)
def test_zones_behind_a_stamp_are_offsets(zone: str, hour: int) -> None:
    found = stamps(f"14.07.2024 12:00 {zone}", f"14.07.2024 13:00 {zone}")
    assert found[0] == f"2024-07-14 {hour:02}:00"
