"""A page per stage tells the stage as it is: its place, doors, data, and an example that runs."""

import doctest
import re
import tomllib
from pathlib import Path

import pytest
from docs.builder.assemble import as_read
from docs.builder.code import data_of, doors_of, layers, promise_of, rooms_of, stages
from docs.builder.river import river
from docs.builder.sites import ROOT, pages

FOLDER = ROOT / "docs/stages"
SOURCE = ROOT / "src/klimamosaik"
HEADINGS = ["Doors", "Data", "Example"]


def text_of(stage: str) -> str:
    """The page of a stage."""
    return (FOLDER / f"{stage}.md").read_text(encoding="utf-8")


def test_every_stage_has_a_page_and_every_page_a_stage() -> None:
    folders = {path.name for path in SOURCE.iterdir() if (path / "__init__.py").exists()}
    assert len(folders) > 10
    assert {path.stem for path in FOLDER.glob("*.md")} - {"index"} == folders == set(stages())


def test_the_picture_shows_every_layer_in_the_order_that_is_held() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contract = next(
        each for each in settings["tool"]["importlinter"]["contracts"] if each["type"] == "layers"
    )
    rows = [re.findall(r"\w+", row) for row in contract["layers"]]
    held = [row for row in rows if set(row) <= set(stages())]  # others are kept free for later
    drawn = [re.findall(r'href="(\w+)\.html"', row) for row in re.findall(r"<li>.*?</li>", river())]
    assert drawn == held[::-1] == layers()
    assert sorted(name for row in drawn for name in row) == stages()


@pytest.mark.parametrize("stage", stages())
def test_a_page_is_short_and_has_its_parts(stage: str) -> None:
    text = text_of(stage)
    assert text.startswith(f"# {stage}\n")
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == HEADINGS
    assert len(text.splitlines()) < 80
    assert promise_of(stage)
    page = next(each for each in pages() if each.source == Path(f"docs/stages/{stage}.md"))
    shown = as_read(page, text, pages())
    for door in ("operations", "queries"):
        assert all(f"`{each.name}`" in shown for each in doors_of(stage, door))
    assert all(f"`{each.name}`" in shown for each in data_of(stage))


@pytest.mark.parametrize("stage", stages())
def test_what_a_page_lists_says_what_it_is(stage: str) -> None:
    listed = [*doors_of(stage, "operations"), *doors_of(stage, "queries"), *data_of(stage)]
    listed += [*rooms_of(stage), *rooms_of(f"{stage}/kernel")]
    assert listed
    assert [each.name for each in listed if not each.promise] == []


@pytest.mark.django_db
@pytest.mark.parametrize("stage", stages())
def test_the_example_of_a_page_says_what_the_code_answers(stage: str) -> None:
    told: list[str] = []
    code = re.findall(r"^```python\n(.*?)^```$", text_of(stage), re.DOTALL | re.MULTILINE)
    test = doctest.DocTestParser().get_doctest(
        "\n".join(code), {}, stage, f"docs/stages/{stage}.md", 0
    )
    assert any(example.want for example in test.examples)
    done = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(test, out=told.append)
    assert done.failed == 0, "".join(told)
