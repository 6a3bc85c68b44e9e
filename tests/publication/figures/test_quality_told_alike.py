"""How each published value of the invented town is known: page, interface and files say alike."""

import csv
import io
import json
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from klimamosaik.publication.public.figures.rows import rows_or_reason
from klimamosaik.publication.public.figures.table import table_of
from klimamosaik.publication.queries.answer import public_answer
from klimamosaik.publication.queries.figures.every import figure_keys, public_figure
from klimamosaik.publication.queries.figures.stones import laid
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.measures import public_measures
from klimamosaik.publication.queries.paths import figure_path, measure_path, page_path
from klimamosaik.publication.queries.published import published_in
from klimamosaik.publication.queries.results import PublicFigure
from klimamosaik.terms.quality import Quality, weakest
from klimamosaik.terms.text import LANGUAGES

if TYPE_CHECKING:
    from klimamosaik.web.demo.story import Story

pytestmark = [pytest.mark.django_db, pytest.mark.long]

READ_OR_STATED = (Quality.MEASURED, Quality.STATED)
WORKED_OUT = {  # series of figures that a factor, a price or a model makes, by the key's beginning
    "bilanz": None,  # all of them
    "mosaik": None,
    "wirkung": None,
    "massnahme": {"expected"},
    "gebaeude": {"heat_corrected", "co2"},
    "verbrauch": {"heat_corrected", "co2", "energy_per_head"},
    "warum-co2": None,
}
NOTHING_USED = {"ambient_heat", "heat"}  # a confirmed zero stays what a person stated


@pytest.fixture
def known(story: "Story") -> Known:
    return Known(published_in(story.municipality.ags), timezone.now())


def body(client: Client, path: str) -> bytes:
    answer = client.get(path)
    assert answer.status_code == 200, path
    told: bytes = b"".join(answer) if answer.streaming else answer.content
    return told


def csv_qualities(data: bytes, *, delimiter: str = ",") -> list[str]:
    text = io.StringIO(data.decode("utf-8-sig"), newline="")
    return [row["quality"] for row in csv.DictReader(text, delimiter=delimiter)]


def sheet_qualities(data: bytes) -> list[str]:
    head, *lines = load_workbook(io.BytesIO(data)).worksheets[0].iter_rows(values_only=True)
    return [str(line[head.index("quality")]) for line in lines]


def told_elsewhere(client: Client, ags: str, key: str) -> dict[str, list[str]]:
    """The qualities of a figure's rows, in order, wherever a program can take them."""

    def file(suffix: str) -> bytes:
        return body(client, figure_path(ags, key, suffix, "de"))

    api = f"/api/v1/municipalities/{ags}/figures/{key}"
    excel = body(client, figure_path(ags, key, ".csv", "de") + "?form=excel")
    return {
        "csv": csv_qualities(file(".csv")),
        "csv for excel": csv_qualities(excel, delimiter=";"),
        "json": [row["quality"] for row in json.loads(file(".json"))["data"]],
        "parquet": pl.read_parquet(io.BytesIO(file(".parquet")))["quality"].to_list(),
        "xlsx": sheet_qualities(file(".xlsx")),
        "api": [r["quality"] for r in json.loads(body(client, f"{api}?limit=1000"))["rows"]],
        "api csv": csv_qualities(body(client, f"{api}.csv")),
    }


def test_every_value_is_known_alike_on_page_interface_and_in_files(
    known: Known, client: Client
) -> None:
    seen: Counter[Quality] = Counter()
    for key in figure_keys(known):
        figure = public_figure(known, key)
        qualities = [each.quality for each in rows_or_reason(figure)]
        wanted = [each.value for each in qualities]
        for where, told in told_elsewhere(client, known.town.ags, key).items():
            assert told == wanted, (key, where)
        facts = json.loads(body(client, figure_path(known.town.ags, key, ".metadata.json", "de")))
        assert figure.data == () or facts["quality"] == list(dict.fromkeys(wanted)), key
        words_on_page(client, known, figure)
        seen.update(qualities)
    assert set(seen) == set(Quality), seen  # the demo has each of them


def words_on_page(client: Client, known: Known, figure: PublicFigure) -> None:
    """The figure's page has each quality of its known values in words, in both languages."""
    for language in LANGUAGES:
        page = body(client, figure_path(known.town.ags, figure.key, "/", language)).decode()
        table = table_of(figure, language)
        cells = [cell for row in (table.heads, *table.rows) for cell in row]
        words = " ".join(f"{cell.text} {cell.small}" for cell in cells)
        for each in figure.data:
            if each.value is not None:
                said = each.quality.text.in_(language)
                assert said in words, (figure.key, each)
                assert said in page, (figure.key, each)


def test_nothing_a_factor_or_a_model_made_is_called_measured(known: Known) -> None:
    checked: Counter[str] = Counter()
    for key in figure_keys(known):
        kind = next((each for each in WORKED_OUT if key.startswith(each)), None)
        if kind is None:
            continue
        series = WORKED_OUT[kind]
        for each in public_figure(known, key).data:
            zero = each.value == 0 and each.series in NOTHING_USED
            if (series is None or each.series in series) and not zero:
                assert each.quality not in READ_OR_STATED, (key, each)
                checked[kind] += each.value is not None
    assert set(checked) == set(WORKED_OUT)


def test_known_and_unknown_never_share_a_quality(known: Known) -> None:
    values = [each for key in figure_keys(known) for each in public_figure(known, key).data]
    assert {each.quality for each in values if each.value is None} == {Quality.UNKNOWN}
    assert Quality.UNKNOWN not in {each.quality for each in values if each.value is not None}
    ranges = [each for each in values if each.estimate]
    assert ranges
    assert all(each.estimate.quality is each.quality for each in ranges if each.estimate)


def test_what_measures_bring_together_is_as_weak_as_the_weakest_of_them(
    known: Known, client: Client
) -> None:
    ags = known.town.ags
    told: dict[str, Any] = json.loads(body(client, f"/api/v1/municipalities/{ags}/answer"))
    parts = [one.tonnes for one in public_measures(known) if one.tonnes]
    proven = [one for one in known.joint.lines if one.energy is not None]
    assert len(parts) > 2
    assert len(proven) > 2
    energy = weakest(one.energy.quality for one in proven if one.energy)
    tonnes = weakest(one.tonnes.quality for one in proven if one.tonnes)
    assert told["saved"]["quality"] == told["saved_mwh"]["quality"] == energy.value == "calculated"
    assert told["per_head_kwh"]["quality"] == energy.value
    assert told["tonnes"]["quality"] == told["per_head_kg"]["quality"] == tonnes.value
    assert told["share"]["quality"] == tonnes.value
    assert told["need_t"]["quality"] == "stated"  # a person entered it
    assert told["expected"]["quality"] == told["eur_per_t"]["quality"] == "estimated"
    page = body(client, page_path(ags) + "antwort/").decode()
    for quality in (energy, tonnes, public_answer(known).price_known_by):
        assert f"<small>Herkunft: {quality.text.de}</small>" in page


def test_a_measures_page_and_its_entry_say_alike_how_its_tonnes_are_known(
    known: Known, client: Client
) -> None:
    ags, seen = known.town.ags, set()
    for one in public_measures(known):
        entry = json.loads(body(client, f"/api/v1/municipalities/{ags}/measures/{one.id}"))
        for name in ("tonnes", "saved", "share"):
            assert entry[name]["quality"] != "measured", one.name
        assert entry["eur_per_t"]["quality"] != "measured"
        if one.tonnes:
            page = body(client, measure_path(ags, one.id)).decode()
            assert entry["tonnes"]["quality"] == one.tonnes.quality.value
            assert f"<small>Herkunft: {one.tonnes.quality.text.de}</small>" in page
            seen.add(one.tonnes.quality)
    assert {Quality.ESTIMATED} < seen


def test_stones_are_as_weak_as_their_tonnes_and_what_is_needed(known: Known) -> None:
    key = next(key for key in figure_keys(known) if key == "mosaik")
    found = laid(known, key)
    assert found is not None
    assert found.need_known_by is Quality.STATED
    shares = found.counted.shares
    assert found.known_by(shares) is Quality.ESTIMATED
    assert found.known_by([]) is Quality.CALCULATED
    assert replace(found, need_known_by=Quality.DEFAULT).known_by(shares) is Quality.DEFAULT
