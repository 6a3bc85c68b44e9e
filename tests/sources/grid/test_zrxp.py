"""ZRXP: series of gauges, with station, unit, clock and gaps."""

import pytest

from klimamosaik.sources.tables import read
from klimamosaik.terms.complaint import InputRejected

HEAD = """#TSPATH/1/Hase/W/15|*|
#SANR34567|*|SNAMEHase|*|CNAMEW|*|CUNITcm|*|RINVAL-777|*|
#TZUTC+1|*|
"""


def values(first: int, count: int = 20) -> str:
    return "".join(f"20250701{hour:02d}0000 {first + hour}.5 41\n" for hour in range(count))


def test_a_gauge_is_read_with_its_station_and_unit() -> None:
    preview = read((HEAD + values(132)).encode(), name="export.zrx")
    assert (preview.questions, preview.series) == ((), ())
    assert [(s.place, s.label.de, s.unit, s.count, s.least, s.most) for s in preview.sensed] == [
        ("Hase", "Wasserstand", "cm", 20, 132.5, 151.5)
    ]
    assert f"{preview.sensed[0].first:%Y-%m-%d %H:%M}" == "2025-06-30 23:00"  # UTC+1 all year


def test_a_gap_is_no_level() -> None:
    text = HEAD + values(132) + "20250701200000 -777\n20250701210000 150\n"
    (gauge,) = read(text.encode(), name="export.zrx").sensed
    assert (gauge.count, gauge.least) == (21, 132.5)


def test_several_gauges_of_one_file_stay_several() -> None:
    other = HEAD.replace("|*|", ";*;").replace("Hase", "Düte").replace("CUNITcm", "CUNITm")
    preview = read((HEAD + values(132) + other + values(1)).encode(), name="export.zrx")
    assert [(each.place, each.unit, each.count) for each in preview.sensed] == [
        ("Hase", "cm", 20),
        ("Düte", "m", 20),
    ]


def test_a_file_without_values_is_refused() -> None:
    with pytest.raises(InputRejected) as refusal:
        read(HEAD.encode(), name="export.zrx")
    assert [each.code for each in refusal.value.complaints] == ["zrxp_without_values"]
