"""Rows that give their start and end: short ends, days that belong to them, the clock's change."""

from datetime import timedelta

import pytest

from klimamosaik.sources.tables import FileHints, Preview, read

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def rows(*spans: str, header: str = "von;bis;Strom kWh") -> Preview:
    text = "".join(f"{span};1\n" for span in spans)
    return read(f"{header}\n{text}".encode(), name="strom.csv")


def ends(preview: Preview) -> list[str]:
    return preview.readings["end"].dt.convert_time_zone("Europe/Berlin").dt.strftime(
        "%d.%m. %H:%M"
    ).to_list()  # fmt: skip


def lengths(preview: Preview) -> list[timedelta]:
    return (preview.readings["end"] - preview.readings["start"]).to_list()


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("01.02.2024 00:00;01.02.2024 01:00", "01.02.2024 01:00;01.02.2024 02:00"),
        ("01.02.2024 00:00:00;01.02.2024 00:59:59", "01.02.2024 01:00:00;01.02.2024 01:59:59"),
        ("01.02.2024 00:00;01.02.2024 00:59", "01.02.2024 01:00;01.02.2024 01:59"),
    ],
)
def test_ends_written_short_are_whole(first: str, second: str) -> None:
    preview = rows(first, second)
    assert lengths(preview) == [HOUR, HOUR]
    assert ends(preview) == ["01.02. 01:00", "01.02. 02:00"]


def test_a_gap_of_a_minute_between_long_spans_is_none() -> None:
    preview = rows("01.02.2024 00:00;01.02.2024 23:59", "02.02.2024 00:00;02.02.2024 23:59")
    assert lengths(preview) == [DAY, DAY]


def test_a_single_end_at_23_59_is_the_midnight_of_the_others() -> None:
    hours = [f"01.02.2024 {hour:02}:00;01.02.2024 {hour + 1:02}:00" for hour in range(23)]
    preview = rows(*hours, "01.02.2024 23:00;01.02.2024 23:59")
    assert set(lengths(preview)) == {HOUR}


def test_the_last_day_belongs_to_a_bill_where_the_next_begins_a_day_later() -> None:
    preview = rows("01.01.2024;31.01.2024", "01.02.2024;29.02.2024")
    assert ends(preview) == ["01.02. 00:00", "01.03. 00:00"]


def test_the_last_day_is_the_next_bill_s_where_both_name_it() -> None:
    preview = rows("01.01.2024;01.02.2024", "01.02.2024;01.03.2024", "01.03.2024;01.04.2024")
    assert ends(preview) == ["01.02. 00:00", "01.03. 00:00", "01.04. 00:00"]


def test_from_and_to_on_one_day_are_that_day() -> None:
    preview = rows("01.02.2024;01.02.2024", "02.02.2024;02.02.2024")
    assert lengths(preview) == [DAY, DAY]


def test_months_as_from_and_to_belong_whole() -> None:
    preview = rows("01/2024;03/2024", "04/2024;06/2024")
    assert ends(preview) == ["01.04. 00:00", "01.07. 00:00"]


@pytest.mark.parametrize(
    ("spans", "hours"),
    [
        (["27.10.2024 01:00;27.10.2024 02:00", "27.10.2024 02:00;27.10.2024 02:00",
          "27.10.2024 02:00;27.10.2024 03:00", "27.10.2024 03:00;27.10.2024 04:00"], 4),
        (["31.03.2024 00:00;31.03.2024 01:00", "31.03.2024 01:00;31.03.2024 03:00",
          "31.03.2024 03:00;31.03.2024 04:00", "31.03.2024 04:00;31.03.2024 05:00"], 4),
    ],
)  # fmt: skip
def test_hours_keep_their_length_across_a_change_of_the_clock(spans: list[str], hours: int) -> None:
    preview = rows(*spans)
    assert lengths(preview) == [HOUR] * hours
    starts = preview.readings["start"]
    assert (starts.diff().drop_nulls() == HOUR).all()


def test_quarters_keep_their_length_where_ends_are_counted_on_paper() -> None:
    """02:00 never was on the clock in spring; 02:45 to 03:00 comes twice in autumn."""
    quarter = timedelta(minutes=15)
    spring = rows("31.03.2024 01:30;31.03.2024 01:45", "31.03.2024 01:45;31.03.2024 02:00")
    assert lengths(spring) == [quarter] * 2
    once = [f"27.10.2024 02:{at:02};27.10.2024 02:{at + 15:02}" for at in (0, 15, 30)]
    once.append("27.10.2024 02:45;27.10.2024 03:00")
    autumn = rows(*once, *once, "27.10.2024 03:00;27.10.2024 03:15")
    assert lengths(autumn) == [quarter] * 9
    assert (autumn.readings["start"].diff().drop_nulls() == quarter).all()


def test_days_have_23_and_25_hours_across_a_change_of_the_clock() -> None:
    preview = rows("31.03.2024;31.03.2024", "27.10.2024;27.10.2024")
    assert lengths(preview) == [23 * HOUR, 25 * HOUR]


def test_a_row_that_ends_before_it_starts_is_refused_and_named() -> None:
    preview = rows("01.02.2024;29.02.2024", "01.03.2024;29.02.2024", "01.04.2024;30.04.2024")
    assert len(preview.readings) == 2
    assert [(each.code, each.row) for each in preview.refused] == [("empty_period", 3)]


def test_the_end_alone_may_show_whether_day_or_month_comes_first() -> None:
    preview = rows("01/01/2024;31/01/2024", "01/02/2024;29/02/2024")
    assert preview.questions == ()
    assert ends(preview) == ["01.02. 00:00", "01.03. 00:00"]


def test_an_offset_in_both_columns_is_applied_once() -> None:
    preview = rows("2024-07-01T00:00:00+02:00;2024-07-01T01:00:00+02:00")
    assert f"{preview.readings['start'][0]:%Y-%m-%d %H:%M}" == "2024-06-30 22:00"


def test_a_told_zone_is_obeyed_where_times_have_none() -> None:
    text = b"from,to,electricity kWh\n2024-07-01 00:00,2024-07-01 01:00,1\n"
    preview = read(text, name="a.csv", hints=FileHints(timezone="UTC"))
    assert f"{preview.readings['start'][0]:%Y-%m-%d %H:%M}" == "2024-07-01 00:00"
