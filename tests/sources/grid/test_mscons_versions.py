"""MSCONS in every version in use: times, units, codes and places are what the sender meant."""

import zipfile
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest

from klimamosaik.sources.tables import FileHints, Preview, read
from klimamosaik.terms.complaint import InputRejected
from tests.streams.mscons import Dialect, mscons, quarters

ONE, TWO = "DE00012345678900000000000000000001", "DE00012345678900000000000000000002"
SUMMER = datetime(2026, 6, 30, 22, tzinfo=UTC)  # midnight in Germany
VERSIONS = [
    Dialect("2.2e", mark=",", offset="+01", register="1-1?:1.10.0:SRW"),
    Dialect("2.4b", mark=".", offset="+00", unit="KWH"),
    Dialect("2.4c", mark=".", offset="+00"),
    Dialect("2.5", mark=",", offset="+02", unit="KWH"),
]


def seen(text: str) -> Preview:
    return read(text.encode(), name="lastgang.edi")


def times(found: Preview) -> list[datetime]:
    starts: list[datetime] = found.readings["start"].to_list()
    return starts


@pytest.mark.parametrize("dialect", VERSIONS, ids=lambda each: each.version)
def test_each_version_says_the_same(dialect: Dialect) -> None:
    found = seen(mscons(quarters(ONE, SUMMER, [1.25, 2.5, 0.0], dialect=dialect), dialect=dialect))
    assert times(found) == [SUMMER + number * timedelta(minutes=15) for number in range(3)]
    assert found.readings["value"].to_list() == [1.25, 2.5, 0.0]
    assert not found.questions
    (series,) = found.series
    assert (series.unit, series.spacing) == ("kWh", "PT15M")


@pytest.mark.parametrize("offset", ["+00", "+01", "+02"])
@pytest.mark.parametrize(
    ("begin", "count"),
    [
        (datetime(2026, 3, 28, 23, tzinfo=UTC), 92),
        (datetime(2026, 10, 24, 22, tzinfo=UTC), 100),
    ],
    ids=["short day", "long day"],
)
def test_days_of_another_length_have_all_their_quarters(
    begin: datetime, count: int, offset: str
) -> None:
    dialect = Dialect(offset=offset)
    found = seen(mscons(quarters(ONE, begin, [1.0] * count, dialect=dialect), dialect=dialect))
    assert len(set(times(found))) == count
    assert times(found)[-1] == begin + timedelta(hours=count / 4) - timedelta(minutes=15)
    assert not found.questions


def test_codes_become_qualities() -> None:
    told = quarters(ONE, SUMMER, [1.0, 2.0, 3.0, 4.0], kinds=["220", "67", "Z18", "20"])
    found = seen(mscons(told))
    by_value = dict(zip(found.readings["value"], found.readings["quality"].cast(str), strict=True))
    assert by_value[1.0] == "measured"
    assert by_value[2.0] == "estimated"
    assert by_value[3.0] == "estimated"
    assert 4.0 not in by_value  # not to be used, says its sender


def test_several_places_and_messages_stay_apart() -> None:
    one, two = quarters(ONE, SUMMER, [1.0, 1.0]), quarters(TWO, SUMMER, [2.0, 2.0])
    both = seen(mscons(one + two))
    assert seen(mscons(one, two)).readings.equals(both.readings)
    assert {each.meter: each.total for each in both.series} == {ONE: 2.0, TWO: 4.0}


def test_a_later_message_corrects_an_earlier_one() -> None:
    found = seen(mscons(quarters(ONE, SUMMER, [1.0, 2.0]), quarters(ONE, SUMMER, [1.5])))
    assert found.readings.sort("start")["value"].to_list() == [1.5, 2.0]
    assert not found.questions
    assert not found.refused


def test_what_one_message_says_twice_is_not_decided_by_its_order() -> None:
    found = seen(mscons(quarters(ONE, SUMMER, [1.0]) + quarters(ONE, SUMMER, [1.5])))
    assert found.readings.is_empty()
    assert "1,00" in found.refused[0].text.de


def test_a_cancelled_message_brings_nothing_and_says_so() -> None:
    cancelled = mscons(quarters(ONE, SUMMER, [1.0])).replace("BGM+7+1+9", "BGM+7+1+1")
    with pytest.raises(InputRejected, match="cancelled"):
        seen(cancelled)


def test_the_unit_of_the_value_counts() -> None:
    found = seen(mscons(quarters(ONE, SUMMER, [0.001], dialect=Dialect(unit="MWH"))))
    assert found.readings["value"].to_list() == [pytest.approx(1.0)]


WHOLE = mscons(quarters(ONE, SUMMER, [1.25, 2.5]), quarters(TWO, SUMMER, [3.0]))


@pytest.mark.parametrize(
    ("text", "total"),
    [
        (WHOLE[: WHOLE.index("UNZ")], 6.75),  # only its end is missing
        (WHOLE[: WHOLE.index("UNH+2")], 3.75),
        (WHOLE[: WHOLE.index("UNH+2")] + "UNZ+2+1'", 3.75),  # a message of two is missing
        (WHOLE[: WHOLE.index(":2.5") + 3], 1.25),  # 2. is no 2.5
        (WHOLE[: WHOLE.index("DTM+164", WHOLE.index(":2.5")) + 16], 1.25),  # its end is half a time
    ],
)
def test_a_file_that_breaks_off_is_asked_about_and_read_as_far_as_it_goes(
    text: str, total: float
) -> None:
    assert not seen(WHOLE).questions
    found = seen(text)
    (question,) = found.questions
    assert question.code == "file_cut"
    (answer,) = question.answers
    read_on = read(text.encode(), name="lastgang.edi", hints=FileHints.from_json(answer.hints))
    assert not read_on.questions
    assert read_on.readings["value"].sum() == pytest.approx(total)


def test_a_file_that_breaks_off_is_asked_about_in_an_archive_too() -> None:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("lastgang.edi", WHOLE[: WHOLE.index("UNZ")])
    found = read(packed.getvalue(), name="lastgang.zip")
    assert [each.code for each in found.questions] == ["file_cut"]
    assert "lastgang.edi" in found.questions[0].text.de


def test_a_file_that_contradicts_itself_is_asked_about(shared: Path) -> None:
    """The published sample has 31 periods that overlap, and one that ends before it begins."""
    path = shared / "data" / "formats" / "mscons" / "MSCONS_TL_SAMPLE01.txt"
    found = read(path.read_bytes(), name=path.name)
    assert [each.code for each in found.questions] == ["overlapping_periods"]
    assert {each.code for each in found.refused} == {"empty_period", "conflicting_values"}
    assert found.readings.height == 2976 - 7
    assert times(found)[0] == datetime(2015, 11, 30, 23, tzinfo=UTC)


def test_a_file_of_curtailed_energy_is_told_apart_from_use(shared: Path) -> None:
    path = shared / "data" / "formats" / "mscons" / "MSCONS_TL_Multiple_LOC_SAMPLE.txt"
    with pytest.raises(InputRejected, match="curtailed"):
        read(path.read_bytes(), name=path.name)
