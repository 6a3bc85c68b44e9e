"""Every kind of file in examples/kinds.yaml is read right, or asked about, never guessed."""

import json
import re
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from klimamosaik.sources.tables import FileHints, Preview, read
from klimamosaik.terms.complaint import InputRejected
from tests.sources.tables.written import text_of

GROUPS: dict[str, dict[str, dict[str, Any]]] = yaml.safe_load(
    (Path(__file__).parent.parent / "examples" / "kinds.yaml").read_text(encoding="utf-8")
)
KINDS = {f"{group}/{name}": each for group, kinds in GROUPS.items() for name, each in kinds.items()}
ANSWERED = [name for name, each in KINDS.items() if "answered" in each]
NOT_A_PLACE = re.compile(  # times, numbers, units and flags are nobody's name
    r"\d{1,4}([-./:]\d{1,4}.*)?|[\d.,+ -]+|[A-Z]\d{0,2}|HT|NT|QH|true|false|ja|nein|yes|no|ok|"
    r"actual|estimated|gemessen|wahrer wert|kWh|m³|UTC|MESZ|MEZ",
    re.I,
)


@cache
def preview_of(name: str, *, answered: bool = False) -> Preview:
    example = KINDS[name]
    hints = example["answered"]["hints"] if answered else example.get("hints", {})
    data = text_of(example).encode(example.get("encoding", "utf-8"))
    return read(data, name=example["name"], hints=FileHints.from_json(json.dumps(hints)))


def codes(complaints: Any) -> list[str]:
    return [each.code for each in complaints]


def check(preview: Preview, right: dict[str, Any]) -> None:
    """The series, which way each flows, what counts, and what is said."""
    if "series" in right:
        found = {
            each.name: [each.carrier, each.unit, each.spacing, each.count, each.total]
            for each in preview.series
        }
        assert found == {
            name: [*each[:4], pytest.approx(each[4], rel=1e-4, abs=0.005)]
            for name, each in right["series"].items()
        }
    ways = {each.name: each.direction.value for each in preview.series}
    assert ways == dict.fromkeys(ways, "drawn") | right.get("direction", {})
    if "sensed" in right:
        assert sensed(preview) == right["sensed"]
    if "counts" in right:
        assert counted(preview) == pytest.approx(right["counts"], rel=1e-4)
    assert codes(preview.warnings) == right.get("warnings", [])
    assert codes(preview.refused) == right.get("refused", [])


def sensed(preview: Preview) -> dict[str, list[Any]]:
    """What is read beside use: unit, readings, least and most of each series."""
    return {
        each.name: [each.unit, each.count, round(each.least, 6), round(each.most, 6)]
        for each in preview.sensed
    }


def counted(preview: Preview) -> dict[str, float]:
    """What enters final energy use, by carrier."""
    sums: dict[str, float] = defaultdict(float)
    for each in preview.series:
        if each.counts:
            sums[each.carrier or "unknown"] += each.total
    return dict(sums)


@pytest.mark.parametrize("name", KINDS)
def test_the_kind_is_read_right_or_asked_about(name: str) -> None:
    example, preview = KINDS[name], preview_of(name)
    assert codes(preview.questions) == example.get("questions", [])
    assert preview.kind == example.get("kind", "readings")
    if "series" in example or "counts" in example:
        check(preview, example)
    else:
        assert preview.questions


@pytest.mark.parametrize("name", ANSWERED)
def test_after_the_answer_nothing_is_wrong_and_nothing_left_to_ask(name: str) -> None:
    preview = preview_of(name, answered=True)
    assert preview.questions == ()
    check(preview, KINDS[name]["answered"])


@pytest.mark.parametrize("name", [name for name, each in KINDS.items() if "first" in each])
def test_the_first_interval_begins_where_it_should(name: str) -> None:
    series = preview_of(name, answered="answered" in KINDS[name]).series
    first = min(each.first for each in series if each.first)
    assert f"{first:%Y-%m-%d %H:%M}" == str(KINDS[name]["first"])


@pytest.mark.parametrize("name", [name for name, each in KINDS.items() if "last" in each])
def test_the_last_interval_ends_where_it_should(name: str) -> None:
    series = preview_of(name, answered="answered" in KINDS[name]).series
    last = max(each.last for each in series if each.last)
    assert f"{last:%Y-%m-%d %H:%M}" == str(KINDS[name]["last"])


@pytest.mark.parametrize("name", [name for name, each in KINDS.items() if "temperatures" in each])
def test_temperatures_are_kept_apart_from_use(name: str) -> None:
    warm = preview_of(name, answered="answered" in KINDS[name]).temperatures
    found = {
        place[0]: [len(part), part["value"].mean()]
        for place, part in warm.group_by("place", maintain_order=True)
    }
    expected = KINDS[name]["temperatures"]
    assert found == {place: [each[0], pytest.approx(each[1])] for place, each in expected.items()}


@pytest.mark.parametrize("name", [name for name, each in KINDS.items() if "buildings" in each])
def test_the_buildings_are_those_the_file_names(name: str) -> None:
    preview = preview_of(name, answered="answered" in KINDS[name])
    assert [each.building for each in preview.series] == KINDS[name]["buildings"]


@pytest.mark.parametrize("name", KINDS)
def test_no_time_number_or_flag_is_a_building(name: str) -> None:
    preview = preview_of(name)
    assert [
        each.building
        for each in preview.series
        if each.building and NOT_A_PLACE.fullmatch(each.building)
    ] == []


@pytest.mark.parametrize("name", [name for name, each in KINDS.items() if each.get("questions")])
def test_every_answer_offered_is_one_the_reader_takes(name: str) -> None:
    for question in preview_of(name).questions:
        assert question.text.de.rstrip().endswith(("?", "."))
        for answer in question.answers:
            assert FileHints.from_json(answer.hints) != FileHints()


@pytest.mark.parametrize("name", [name for name, each in KINDS.items() if "skipped" in each])
def test_rows_left_out_on_purpose_are_named(name: str) -> None:
    assert [each.value for each in preview_of(name).skipped] == KINDS[name]["skipped"]


NOTHING_TO_READ = {
    "an_empty_file": ("leer.csv", "", "empty_file"),
    "a_header_and_nothing_else": ("nurkopf_strom.csv", "Monat;Strom kWh\n", "no_figures"),
    "a_pdf_called_csv": ("rechnung.csv", "%PDF-1.7\n1 0 obj\n<< >>\nendobj\n", "not_a_table"),
    "a_web_page_called_xls": ("portal.xls", "<html><body>Anmeldung</body></html>", "not_a_table"),
}


@pytest.mark.parametrize("kind", NOTHING_TO_READ)
def test_what_holds_no_table_is_refused_by_name(kind: str) -> None:
    name, text, code = NOTHING_TO_READ[kind]
    with pytest.raises(InputRejected) as refusal:
        read(text.encode(), name=name)
    assert codes(refusal.value.complaints) == [code]


def test_a_number_with_a_mark_of_an_estimate_is_stored_as_estimated() -> None:
    readings = preview_of(
        "unlike_any_sample/a_mark_behind_a_number_is_no_part_of_its_name"
    ).readings
    assert readings["quality"].to_list() == ["estimated", "measured", "estimated", "measured"]
