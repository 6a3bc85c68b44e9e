"""Every file in examples/tables.yaml is read as an office would read it."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from klimamosaik.sources.tables import FileHints, Preview, read

EXAMPLES: dict[str, dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent.parent / "examples" / "tables.yaml").read_text(encoding="utf-8")
)


def preview_of(example: dict[str, Any]) -> Preview:
    data = example["text"].encode(example.get("encoding", "utf-8"))
    return read(data, name=example["name"], hints=FileHints(**example.get("hints", {})))


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_example_gives_its_series(name: str) -> None:
    example = EXAMPLES[name]
    preview = preview_of(example)
    found = {
        each.name: [each.carrier, each.unit, each.spacing, each.count, round(each.total, 2)]
        for each in preview.series
    }
    expected = {
        key: [*each[:4], pytest.approx(each[4], abs=0.01)]
        for key, each in example["series"].items()
    }
    assert found == expected
    assert preview.kind == example.get("kind", "readings")
    assert [each.code for each in preview.warnings] == example.get("warnings", [])
    assert [each.code for each in preview.questions] == example.get("questions", [])
    assert [each.code for each in preview.refused] == example.get("refused", [])
    assert sum(each.count for each in preview.series) == len(preview.readings)


@pytest.mark.parametrize("name", [key for key, each in EXAMPLES.items() if "first" in each])
def test_the_first_reading_starts_where_it_should(name: str) -> None:
    first = min(each.first for each in preview_of(EXAMPLES[name]).series if each.first)
    assert first == moment(EXAMPLES[name]["first"])


@pytest.mark.parametrize("name", [key for key, each in EXAMPLES.items() if "last" in each])
def test_the_last_reading_ends_where_it_should(name: str) -> None:
    last = max(each.last for each in preview_of(EXAMPLES[name]).series if each.last)
    assert last == moment(EXAMPLES[name]["last"])


def moment(written: datetime) -> datetime:
    return written if written.tzinfo else written.replace(tzinfo=UTC)


@pytest.mark.parametrize("name", [key for key, each in EXAMPLES.items() if "costs" in each])
def test_bills_give_their_costs(name: str) -> None:
    costs = preview_of(EXAMPLES[name]).costs
    assert [[each.quantity, each.cost] for each in costs] == EXAMPLES[name]["costs"]


def test_substitute_values_are_marked_as_estimated() -> None:
    qualities = preview_of(EXAMPLES["substitute_values"]).readings["quality"].to_list()
    assert qualities == ["measured", "estimated", "measured"]


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_column_says_why(name: str) -> None:
    columns = preview_of(EXAMPLES[name]).columns
    assert columns
    assert all(column.why.de and column.why.en for column in columns)
