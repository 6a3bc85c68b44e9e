"""InfluxDB: annotated CSV and lines of the line protocol, also of several tables and fields."""

import pytest

from klimamosaik.sources.grid.content import Content
from klimamosaik.sources.grid.formats.influx import INFLUX
from klimamosaik.sources.tables import Preview, read
from klimamosaik.terms.complaint import InputRejected

DAY = 1751320800  # 2025-07-01 00:00 in Germany
HEAD = """#group,false,false,true,true,false,false,true,true,true
#datatype,string,long,dateTime:RFC3339,dateTime:RFC3339,dateTime:RFC3339,double,string,string,string
#default,_result,,,,,,,,
,result,table,_start,_stop,_time,_value,_field,_measurement,place
"""


def annotated(table: int, place: str, first: float, measurement: str = "soil") -> str:
    return "".join(
        f",,{table},2025-07-01T00:00:00Z,2025-07-03T00:00:00Z,2025-07-01T{hour:02d}:00:00Z,"
        f"{first + hour},soil_moisture,{measurement},{place}\n"
        for hour in range(20)
    )


def found(preview: Preview) -> dict[str, tuple[str, int, float, float]]:
    return {each.name: (each.unit, each.count, each.least, each.most) for each in preview.sensed}


@pytest.mark.parametrize("between", ["", "\n", "\n" + HEAD, HEAD])
def test_tables_of_one_query_are_told_apart_by_their_tags(between: str) -> None:
    text = HEAD + annotated(0, "Park", 20) + between + annotated(1, "Anger", 40)
    if between == "\n":  # a new table has its header again
        text = text.replace("\n\n", "\n\n" + HEAD)
    preview = read(text.encode(), name="query.csv")
    assert found(preview) == {
        "Park: Bodenfeuchte": ("%", 20, 20.0, 39.0),
        "Anger: Bodenfeuchte": ("%", 20, 40.0, 59.0),
    }
    assert (preview.questions, preview.series) == ((), ())


@pytest.mark.parametrize("ticks", ["", "000", "000000", "000000000"])
def test_lines_count_time_in_any_unit(ticks: str) -> None:
    lines = [
        f"soil,place={place} moisture={20 + hour}.5,temperature=14i {DAY + 3600 * hour}{ticks}"
        for hour in range(20)
        for place in ("Stadt\\ park", "Anger")
    ]
    preview = read("\n".join(lines).encode(), name="export.lp")
    assert found(preview) == {
        "Stadt park: Bodenfeuchte": ("%", 20, 20.5, 39.5),
        "Anger: Bodenfeuchte": ("%", 20, 20.5, 39.5),
        "Stadt park: Bodentemperatur": ("°C", 20, 14.0, 14.0),
        "Anger: Bodentemperatur": ("°C", 20, 14.0, 14.0),
    }
    assert f"{preview.sensed[0].first:%Y-%m-%d %H:%M}" == "2025-06-30 22:00"


def test_a_line_that_is_none_is_named() -> None:
    good = f"soil,place=Park moisture=20.5 {DAY}\n" * 3
    with pytest.raises(InputRejected) as refusal:
        read(f"{good}Summe 61,5\n".encode(), name="export.lp")
    assert [each.code for each in refusal.value.complaints] == ["influx_line"]
    assert "4" in str(refusal.value.complaints[0].text.de)


def test_a_query_without_times_is_refused() -> None:
    text = HEAD.replace("_time,", "x,") + annotated(0, "Park", 20)
    with pytest.raises(InputRejected) as refusal:
        read(text.encode(), name="query.csv")
    assert [each.code for each in refusal.value.complaints] == ["influx_without_times"]


@pytest.mark.parametrize(
    "text",
    [
        "Datum Strom=kWh\n2025-07-01 12,5\n2025-07-02 13,5\n",
        "Zeit;Strom kWh\n01.07.2025;12,5\n",
        "soil,place=Park moisture=20.5\n",
        "a " + "b=1" * 20_000 + "\n",
    ],
)
def test_other_texts_are_no_lines(text: str) -> None:
    assert not INFLUX.recognises(Content(text.encode(), "strom.txt").head)
