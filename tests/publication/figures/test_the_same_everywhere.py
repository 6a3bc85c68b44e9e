"""Each published figure of the invented town says the same wherever it can be taken from."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from html import unescape
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from django.test import Client
from django.utils import timezone
from docx import Document
from openpyxl import load_workbook
from pypdf import PdfReader

from klimamosaik.publication.public.figures.files.every import PACKED
from klimamosaik.publication.queries.figures.every import figure_keys
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.paths import figure_path
from klimamosaik.publication.queries.published import published_in
from klimamosaik.terms.text import LANGUAGES, Language, decimal
from tests.demo import DEMO_AT

if TYPE_CHECKING:
    from klimamosaik.web.demo.story import Story

pytestmark = [pytest.mark.django_db, pytest.mark.long]

Row = dict[str, Any]
NUMBERS = ("value", "low", "high")
SPAN = {"von": str(DEMO_AT.year - 2), "bis": str(DEMO_AT.year - 1)}
CELL = re.compile(r"<t[dh][^>]*>(.*?)</t[dh]>", re.DOTALL)
PICTURE = re.compile(r"<svg.*?</svg>", re.DOTALL)
TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True)
class Taken:
    """A figure as a stranger asks for it, in one language and for one span."""

    client: Client
    ags: str
    key: str
    language: Language
    span: dict[str, str]

    def raw(self, suffix: str, **more: str) -> bytes:
        """What stands at an address of it."""
        path = figure_path(self.ags, self.key, suffix, self.language)
        answer = self.client.get(path, self.span | more)
        assert answer.status_code == 200, (path, self.span, more)
        body: bytes = b"".join(answer) if answer.streaming else answer.content
        return body

    def words(self, suffix: str) -> str:
        """What is read there, without markup."""
        told = re.sub(r"<(style|script)\b.*?</\1>", " ", self.raw(suffix).decode(), flags=re.DOTALL)
        return plain(TAG.sub(" ", told))


def plain(words: str) -> str:
    """Words as they are compared: entities and kinds of spaces are one."""
    return " ".join(unescape(words).split())


def taken_in(story: "Story", client: Client, language: Language) -> Iterator[Taken]:
    """Every published figure that has values, whole and for two years."""
    ags = story.municipality.ags
    keys = figure_keys(Known(published_in(ags), timezone.now()))
    assert len(keys) > 20
    for key in keys:
        for span in ({}, SPAN):
            yield Taken(client, ags, key, language, span)


def read_csv(data: bytes, *, excel: bool = False) -> list[Row]:
    """Rows of a CSV with numbers as numbers."""
    text = data.decode("utf-8-sig" if excel else "utf-8")
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=";" if excel else ",")
    point = "," if excel else "."
    return [
        {
            name: (float(cell.replace(point, ".")) if cell else None) if name in NUMBERS else cell
            for name, cell in row.items()
        }
        for row in rows
    ]


def alike(row: Row) -> Row:
    """A row of any file as the CSV writes it."""
    told: Row = {}
    for name, cell in row.items():
        if isinstance(cell, datetime | date):
            told[name] = f"{cell:%Y-%m-%d}"
        elif name in NUMBERS:
            told[name] = None if cell is None else float(cell)
        else:
            told[name] = "" if cell is None else str(cell)
    return told


def rows_elsewhere(taken: Taken) -> Iterator[tuple[str, list[Row]]]:
    """The rows of every other file of rows, and of the interface."""
    yield "excel", read_csv(taken.raw(".csv", form="excel"), excel=True)
    yield ".json", [alike(row) for row in json.loads(taken.raw(".json"))["data"]]
    frame = pl.read_parquet(io.BytesIO(taken.raw(".parquet")))
    yield ".parquet", [alike(row) for row in frame.to_dicts()]
    head, *lines = (
        load_workbook(io.BytesIO(taken.raw(".xlsx"))).worksheets[0].iter_rows(values_only=True)
    )
    yield ".xlsx", [alike(dict(zip(map(str, head), line, strict=True))) for line in lines]
    path = f"/api/v1/municipalities/{taken.ags}/figures/{taken.key}.csv"
    answer = taken.client.get(path, taken.span | {"sprache": taken.language})
    assert answer.status_code == 200, path
    yield "api", read_csv(b"".join(answer) if answer.streaming else answer.content)


def written(row: Row, language: Language, digits: int) -> Iterator[str]:
    """Its value and range as a reader writes them."""
    for name in NUMBERS:
        if row[name] is not None:
            yield decimal(row[name], digits=digits, language=language)


def digits_of(rows: list[Row]) -> int:
    """The fewest decimals that lose nothing."""
    known = [row[name] for row in rows for name in NUMBERS if row[name] is not None]
    return next(d for d in range(9) if all(round(each, d) == each for each in known))


def numbers_missing(words: str, rows: list[Row], language: Language) -> set[str]:
    """Values that are not written somewhere, with as many decimals as in the table."""
    digits = digits_of(rows)
    every = {plain(each) for row in rows for each in written(row, language, digits)}
    return {each for each in every if each not in words}


def facts_said(facts: Row, rows: list[Row]) -> None:
    """The description of the rows fits them."""
    assert facts["rows"] == len(rows)
    assert facts["units"] == list(dict.fromkeys(row["unit"] for row in rows))
    assert facts["quality"] == list(dict.fromkeys(row["quality"] for row in rows))
    assert {str(facts["data_version"])} == {row["data_version"] for row in rows}
    assert {facts["method"] or ""} == {row["method"] for row in rows}
    starts = [row["period_start"] for row in rows if row["period_start"]]
    ends = [row["period_end"] for row in rows if row["period_end"]]
    period = {"start": min(starts), "end": max(ends)} if starts else None
    assert facts["period"] == period


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_file_of_every_figure_holds_the_same_rows(
    story: "Story", client: Client, language: Language
) -> None:
    narrowed = 0
    for taken in taken_in(story, client, language):
        rows = read_csv(taken.raw(".csv"))
        values = values_in(rows)
        if taken.span:
            whole = values_in(
                read_csv(Taken(client, taken.ags, taken.key, language, {}).raw(".csv"))
            )
            assert values == [row for row in whole if inside(row)], taken.key
            narrowed += len(values) < len(whole)
        for where, found in rows_elsewhere(taken):
            assert found == rows, (taken.key, taken.span, where)
        assert rows, (taken.key, taken.span)  # where nothing is, one row says why
        if values:
            facts_said(json.loads(taken.raw(".metadata.json")), values)
    assert narrowed > 3


def values_in(rows: list[Row]) -> list[Row]:
    """The rows without the one that says why there are none."""
    return [
        row for row in rows if not str(row["note"]).startswith(("Keine Werte: ", "No values: "))
    ]


def inside(row: Row) -> bool:
    """True where a row's period lies in the span; what has no period is never cut."""
    return not row["period_start"] or (
        row["period_start"] >= f"{SPAN['von']}-01-01"
        and row["period_end"] <= f"{SPAN['bis']}-12-31"
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_embed_and_picture_write_the_same_numbers_and_the_same_sentence(
    story: "Story", client: Client, language: Language
) -> None:
    for taken in taken_in(story, client, language):
        rows = values_in(read_csv(taken.raw(".csv")))
        facts = json.loads(taken.raw(".metadata.json"))
        for suffix in ("/", "/einbetten/", ".txt", ".svg"):
            words = taken.words(suffix)
            assert plain(facts["headline"]) in words, (taken.key, taken.span, suffix)
        page = taken.raw("/").decode()
        table = plain(TAG.sub(" ", " ".join(CELL.findall(page))))
        assert numbers_missing(table, rows, language) == set(), (taken.key, taken.span)
        embedded = PICTURE.findall(taken.raw("/einbetten/").decode())
        assert bool(embedded) == bool(rows)
        assert set(embedded) <= set(PICTURE.findall(page)), (taken.key, taken.span)


def test_archive_paper_and_word_hold_what_the_files_hold(story: "Story", client: Client) -> None:
    seen: set[str] = set()
    for taken in taken_in(story, client, "de"):
        kind = re.sub(r"\d+", "", taken.key)
        if taken.span or kind in seen:
            continue  # files of one kind are made alike
        seen.add(kind)
        with zipfile.ZipFile(io.BytesIO(taken.raw(".zip"))) as archive:
            for suffix in PACKED:
                assert archive.read(f"{taken.key}{suffix}") == taken.raw(suffix), suffix
        facts = json.loads(taken.raw(".metadata.json"))
        papers = {
            ".pdf": " ".join(
                page.extract_text() for page in PdfReader(io.BytesIO(taken.raw(".pdf"))).pages
            ),
            ".docx": " ".join(p.text for p in Document(io.BytesIO(taken.raw(".docx"))).paragraphs),
        }
        for suffix, text in papers.items():
            for said in (facts["headline"], facts["source"]):
                assert squeezed(said) in squeezed(text), (taken.key, suffix)
        assert facts["page"] in " ".join(papers[".docx"].split())
    assert len(seen) > 10


def squeezed(words: str) -> str:
    """Words without spaces: a page's lines break where they like, also after a hyphen."""
    return "".join(words.split()).replace("\u00ad", "")
