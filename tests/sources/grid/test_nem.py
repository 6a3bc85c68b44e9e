"""NEM12 and NEM13, as Australian portals give them."""

from datetime import UTC, datetime

import pytest

from klimamosaik.sources.tables import Preview, read
from klimamosaik.terms.complaint import InputRejected

HEAD = "100,NEM12,202403040000,MDA1,RET1"
UPDATED = "20240304120000"


def register(suffix: str, *, unit: str = "kWh", minutes: int = 30, more: str = "") -> str:
    return f"200,6203778594,E1B1K1,1,{suffix},N1,M-4711,{unit},{minutes},{more}"


def day(date: str, *values: float, quality: str = "A", more: str = "") -> str:
    listed = [values[at % len(values)] for at in range(48)]
    return f"300,{date},{','.join(map(str, listed))},{quality},,,{UPDATED},{more}"


def preview(*records: str) -> Preview:
    return read("\n".join(records).encode(), name="usage.csv")


def totals(found: Preview) -> dict[str, tuple[float, bool]]:
    return {
        each.name.split(" · ")[1] if " · " in each.name else each.name: (
            round(each.total, 3), each.counts,
        )
        for each in found.series
    }  # fmt: skip


def test_what_is_drawn_counts_and_what_is_fed_in_does_not() -> None:
    found = preview(
        HEAD, register("E1"), day("20240301", 0.5, 0.3), day("20240302", 0.5, 0.3),
        register("B1"), day("20240301", 0.2, 0.1), day("20240302", 0.2, 0.1), "900",
    )  # fmt: skip
    assert totals(found) == {"E1": (38.4, True), "B1": (14.4, False)}
    assert {each.spacing for each in found.series} == {"PT30M"}
    assert found.series[0].first == datetime(2024, 2, 29, 14, tzinfo=UTC)  # midnight, UTC+10
    assert not found.questions


@pytest.mark.parametrize("extra", [",,", ",,,account,", ""])
def test_columns_behind_the_record_do_no_harm(extra: str) -> None:
    found = preview(HEAD + extra, register("E1") + extra, day("20240301", 0.5, 0.3) + extra, "900")
    assert [round(each.total, 3) for each in found.series] == [19.2]


def test_an_export_without_its_first_record_is_known_all_the_same() -> None:
    assert len(preview(register("E1"), day("20240301", 0.5, 0.3)).series) == 1


def test_reactive_energy_is_left_out_by_name() -> None:
    found = preview(
        HEAD, register("E1"), day("20240301", 0.5, 0.3),
        register("K1", unit="kVArh"), day("20240301", 9, 8), "900",
    )  # fmt: skip
    assert [round(each.total, 3) for each in found.series] == [19.2]
    assert any("K1" in fact.value for fact in found.skipped)


def test_parts_of_a_day_keep_the_quality_that_is_said_of_them() -> None:
    found = preview(
        HEAD, register("E1"), day("20240301", 0.5, 0.3, quality="V"), "400,1,20,A,,",
        "400,21,46,S14,32,", "400,47,48,N,,", "900",
    )  # fmt: skip
    counts = dict(found.readings.group_by("quality").len().iter_rows())
    assert counts == {"measured": 20, "estimated": 26}


def test_readings_of_a_register_are_the_use_between_them() -> None:
    period = "1000.0,20240101000000,A,,,1500.0,20240401000000,A,,,500"
    found = preview(
        "100,NEM13,202404010000,MDA1,RET1",
        f"250,6203778594,11,1,11,11,M1,E,{period},kWh,20240501,{UPDATED},{UPDATED}",
        "900",
    )
    assert [(each.total, each.counts) for each in found.series] == [(500, True)]


@pytest.mark.parametrize(
    ("records", "sentence"),
    [
        ((HEAD, register("E1"), "300,20240301,1,2,3,A"), "beschädigt"),
        ((HEAD, register("E1", minutes=7), day("20240301", 1)), "beschädigt"),
        ((HEAD, register("Q1", unit="kVArh"), day("20240301", 1)), "keine Wirkarbeit"),
        ((HEAD, "900"), "keine Wirkarbeit"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(records: tuple[str, ...], sentence: str) -> None:
    with pytest.raises(InputRejected) as refusal:
        preview(*records)
    assert sentence in refusal.value.complaints[0].text.de
