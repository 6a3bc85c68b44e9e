"""A new format is one file that recognises and reads, its place in a list, and one example."""

from pathlib import Path

import pytest

from klimamosaik.observations.operations.file_endings import taken_endings
from klimamosaik.observations.operations.staging import check_name
from klimamosaik.sources import measure_lists, tables
from klimamosaik.sources.grid import formats
from klimamosaik.sources.measure_lists import formats as list_formats
from klimamosaik.sources.weather import formats as weather_formats
from klimamosaik.sources.weather import reading as weather
from klimamosaik.terms.complaint import InputRejected
from tests.sources.dummies.heat_log import HEAT_LOG
from tests.sources.dummies.plan_outline import PLAN_OUTLINE
from tests.sources.dummies.roof_station import ROOF_STATION

RECORDED = Path(__file__).parents[1] / "recorded" / "formats"


def recorded(name: str) -> bytes:
    return (RECORDED / name).read_bytes()


def test_a_format_of_meters_is_read_once_it_stands_in_the_list(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = tables.read(recorded("heizhaus_erfunden.wlg"), name="heizhaus.wlg")
    assert before.format.container.value == "csv"
    assert not [each for each in before.series if each.carrier == "heat"]
    monkeypatch.setattr(formats, "FORMATS", (HEAT_LOG, *formats.FORMATS))
    preview = tables.read(recorded("heizhaus_erfunden.wlg"), name="heizhaus.wlg")
    (series,) = preview.series
    assert (series.name, series.carrier, series.spacing, series.count) == ("W-17", "heat", "P1D", 3)
    assert series.total == pytest.approx(316.5)
    assert preview.format.container.why.de == "Wärmelog"


def test_a_format_of_weather_is_read_once_it_stands_in_the_list(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data = recorded("schule_erfunden.dch")
    assert weather.format_of(data, name="schule.dch") is None
    monkeypatch.setattr(weather_formats, "FORMATS", (ROOF_STATION, *weather_formats.FORMATS))
    found = weather.read(data, name="schule.dch")
    assert found.readings["value"].to_list() == [3.5, -1.25]
    assert found.readings["station"].unique().to_list() == ["schule"]


def test_a_format_of_lists_is_read_once_it_stands_in_the_list(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert not measure_lists.looks_like_measures(recorded("plan_erfunden.txt"), name="plan.txt")
    monkeypatch.setattr(list_formats, "FORMATS", (PLAN_OUTLINE, *list_formats.FORMATS))
    found = measure_lists.read(recorded("plan_erfunden.txt"), name="plan.txt")
    assert [(each.key, each.name) for each in found.measures] == [
        ("A1", "Heizungen abgleichen"),
        ("A2", "Licht tauschen"),
    ]
    assert found.measures[1].description == "LED in den Turnhallen."


def test_an_upload_may_be_called_as_any_format_says(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputRejected) as refusal:
        check_name("heizhaus.wlg")
    assert "epw" in refusal.value.complaints[0].text.de
    monkeypatch.setattr(
        "klimamosaik.observations.operations.file_endings.TABLES", (HEAT_LOG, *formats.FORMATS)
    )
    check_name("heizhaus.wlg")


@pytest.mark.parametrize("name", ["wetter.epw", "TRY2015.dat", "Last.EDI", "werte.nem.csv"])
def test_files_of_every_format_are_taken(name: str) -> None:
    check_name(name)
    assert len(taken_endings()) > 10
