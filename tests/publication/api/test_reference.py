"""A stranger who has only the reference reads what is public, with the standard library alone."""

import html
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from klimamosaik.publication.public.api.openapi import openapi
from klimamosaik.publication.public.api.parameters import PARAMETERS
from klimamosaik.publication.public.api.problems import ProblemKind
from klimamosaik.publication.public.figures.rows import NAMES
from klimamosaik.publication.queries.figures.every import public_figure
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.measures import public_measures

ROOT = Path(__file__).resolve().parents[3]
GUIDES = ["docs/how-to/open_data.md", "docs/de/how-to/open_data.md"]
PAGES = ["/api/v1/", "/en/api/v1/"]
PLACEHOLDER = "https://klima.example.org"


def ran(code: str, server: str, ags: str) -> dict[str, Any]:
    """What a stranger's program has found, with modules of the standard library alone."""
    code = code.replace(PLACEHOLDER, server).replace("03999999", ags)
    imported = set(re.findall(r"^(?:import|from) (\w+)", code, re.MULTILINE))
    assert imported <= sys.stdlib_module_names
    found: dict[str, Any] = {}
    exec(code, found)
    return found


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("page", PAGES)
def test_whoever_has_the_page_alone_rebuilds_a_chart_point_by_point(
    live_server: LiveServer, known: Known, stranger: Client, page: str
) -> None:
    text = stranger.get(page, SERVER_NAME="localhost").content.decode()
    code = re.search("<pre.*?<code>(.*?)</code>", text, re.DOTALL)
    assert code
    written = html.unescape(code[1]).replace("http://localhost", live_server.url)
    rows = ran(written, live_server.url, known.town.ags)["rows"]
    figure = public_figure(known, "verbrauch")
    assert [(row["series"], row["period_start"], row["value"], row["unit"]) for row in rows] == [
        (each.series, f"{each.period}-01-01", each.value, each.unit) for each in figure.data
    ]


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("guide", GUIDES)
def test_code_of_the_guide_reads_what_is_published(
    live_server: LiveServer, known: Known, guide: str
) -> None:
    text = (ROOT / guide).read_text("utf-8")
    first, second = re.findall(r"^```python\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    heat = ran(first, live_server.url, known.town.ags)["heat"]
    data = public_figure(known, "verbrauch").data
    assert heat == {
        f"{each.period}-01-01": each.value
        for each in data
        if each.series == "heat" and each.value is not None
    }
    assert len(heat) > 2
    effects = ran(second, live_server.url, known.town.ags)["effects"]
    measured = [one for one in public_measures(known) if one.share is not None]
    assert {one.id: one.share.mean for one in measured if one.share} == {
        each["id"]: each["share"]["mean"] for each in effects
    }


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(not shutil.which("Rscript"), reason="R is not installed")
def test_r_reads_the_same(live_server: LiveServer, known: Known, tmp_path: Path) -> None:
    text = (ROOT / GUIDES[0]).read_text("utf-8")
    code = re.search(r"^```r\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    assert code
    script = code[1].replace(PLACEHOLDER, live_server.url).replace("03999999", known.town.ags)
    script += '\nwrite.csv(heat[, c("period_start", "value")], "heat.csv", row.names = FALSE)\n'
    subprocess.run(["Rscript", "-e", script], cwd=tmp_path, check=True, timeout=60)
    assert len((tmp_path / "heat.csv").read_text().splitlines()) > 3


@pytest.mark.long
@pytest.mark.skipif(not shutil.which("localc"), reason="LibreOffice Calc is not installed")
def test_a_spreadsheet_reads_the_same(stranger: Client, known: Known, tmp_path: Path) -> None:
    path = f"/api/v1/municipalities/{known.town.ags}/figures/verbrauch.csv"
    response = stranger.get(path)
    (tmp_path / "use.csv").write_bytes(b"".join(response.streaming_content))  # type: ignore[attr-defined]
    comma, quote, utf8, first, english = 44, 34, 76, 1, 1033
    reading = f"Text - txt - csv (StarCalc):{comma},{quote},{utf8},{first},,{english}"
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/office", "--headless",
         f"--infilter={reading}", "--convert-to", "xlsx", "use.csv"],
        cwd=tmp_path, check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    sheet = openpyxl.load_workbook(tmp_path / "use.xlsx").worksheets[0]
    header, *rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    place, name = header.index("value"), header.index("series_name")
    data = public_figure(known, "verbrauch").data
    assert [row[place] for row in rows] == [each.value for each in data]
    assert [row[name] for row in rows] == [each.named.de for each in data]


def test_every_address_of_a_guide_answers(stranger: Client, known: Known) -> None:
    text = (ROOT / GUIDES[0]).read_text("utf-8")
    named = set(re.findall(re.escape(PLACEHOLDER) + r"(/[^\s\"`)]+)", text))
    assert len(named) > 2
    for path in named:
        assert stranger.get(path.replace("03999999", known.town.ags)).status_code == 200, path


@pytest.mark.parametrize("language", ["de", "en"])
def test_everything_has_a_meaning_in_both_languages(language: str) -> None:
    described = openapi(language)
    assert described["openapi"].startswith("3.1")
    assert len(described["paths"]) > 20
    summaries = [each["get"]["summary"] for each in described["paths"].values()]
    assert all(summaries)
    assert len({*summaries}) == len(summaries)
    parameters = [one for each in described["paths"].values() for one in each["get"]["parameters"]]
    assert all(each["description"] for each in parameters)
    assert {each["name"] for each in parameters} == {*PARAMETERS}
    assert "x-said" not in json.dumps(described)


def test_the_two_languages_differ_in_words_alone() -> None:
    def bare(value: Any) -> Any:
        if isinstance(value, dict):
            words = {"description", "summary"}
            return {k: bare(v) for k, v in value.items() if k not in words or isinstance(v, dict)}
        return [bare(each) for each in value] if isinstance(value, list) else value

    assert bare(openapi("de")) == bare(openapi("en"))
    assert openapi("de") != openapi("en")


@pytest.mark.parametrize("page", PAGES)
def test_the_page_names_all_routes_parameters_fields_and_problems(
    stranger: Client, db: None, page: str
) -> None:
    response = stranger.get(page)
    text = response.content.decode()
    described = openapi("en")
    for path in described["paths"]:
        assert f"GET {path}" in text
    fields = {
        name
        for schema in described["components"]["schemas"].values()
        for name in schema.get("properties", ())
    }
    for name in fields | {*PARAMETERS} | {each.value for each in ProblemKind}:
        assert name in text, name
    anchors, links = set(re.findall(r'id="([^"]+)"', text)), re.findall(r'href="#([^"]+)"', text)
    assert {*links} <= anchors
    assert not re.search(r"<script|https?://(?!localhost)", text)
    assert len(response.content) < 100_000
    assert not response.cookies


def test_a_town_without_anything_published_has_empty_lists(stranger: Client, empty: str) -> None:
    for name in ("figures", "rows", "measures", "effects", "buildings", "indicators", "meters"):
        told = json.loads(stranger.get(f"/api/v1/municipalities/{empty}/{name}").content)
        assert told == {"items": [], "total": 0, "next": None}
    response = stranger.get(f"/api/v1/municipalities/{empty}/rows.csv")
    lines = b"".join(response.streaming_content).splitlines()  # type: ignore[attr-defined]
    assert len(lines) == 1
    assert stranger.get(f"/api/v1/municipalities/{empty}/mosaic").status_code == 404


@pytest.mark.parametrize("guide", GUIDES)
def test_the_guide_explains_columns_that_are_there(guide: str) -> None:
    table = (ROOT / guide).read_text("utf-8").partition("| `figure`")[2].partition("\n\n")[0]
    named = set(re.findall(r"`(\w+)`", " ".join(row.split("|")[0] for row in table.splitlines())))
    named |= {
        name for row in table.splitlines()[1:] for name in re.findall(r"`(\w+)`", row.split("|")[1])
    }
    assert len(named) > 10
    assert named <= {*NAMES}
