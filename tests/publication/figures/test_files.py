"""Files of a figure: the same numbers in all of them, unknown is empty, nothing runs."""

import csv
import io
import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest
from docx import Document
from docx.shared import Cm
from openpyxl import load_workbook
from pypdf import PdfReader

from klimamosaik.publication.public.figures.figure_request import FigureAsked, SpanAsked, narrowed
from klimamosaik.publication.public.figures.files import every
from klimamosaik.publication.public.figures.files.every import BY_SUFFIX, FILES, PACKED
from klimamosaik.publication.public.figures.files.plain import excel_csv_file
from klimamosaik.publication.public.figures.files.setting import set_picture
from klimamosaik.publication.public.figures.files.share import share_picture
from klimamosaik.publication.public.figures.picture import shown_digits
from klimamosaik.publication.public.figures.rows import COLUMNS, NAMES
from klimamosaik.publication.public.figures.table import table_of
from klimamosaik.publication.queries.results import FigureShape, PublicFigure
from klimamosaik.terms.text import LANGUAGES, Language, Text, decimal
from tests.publication.figures.figures import ALL, TOWN, datum, figure, months, ranges, same, years

ROOT = "https://klima.example"
Table = list[dict[str, str]]
every_figure = pytest.mark.parametrize("make", ALL, ids=lambda make: make.__name__)


def asked(
    shown: PublicFigure, language: Language = "de", span: SpanAsked | None = None
) -> FigureAsked:
    """The figure as its address asks for it."""
    span = span or SpanAsked()
    return FigureAsked(narrowed(shown, span), language, ROOT, span)


def made(suffix: str, shown: PublicFigure, language: Language = "de") -> bytes:
    """One of its files."""
    return BY_SUFFIX[suffix].make(asked(shown, language))


def rows_in(data: bytes) -> Table:
    """The rows of a CSV."""
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


def values(data: bytes) -> list[float | None]:
    """Its values."""
    return [float(row["value"]) if row["value"] else None for row in rows_in(data)]


@every_figure
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_numbers_stand_in_every_file(
    make: Callable[[], PublicFigure], language: Language
) -> None:
    shown = make()
    expected = [each.value for each in shown.data]
    assert any(value is not None for value in expected)

    assert values(made(".csv", shown, language)) == expected

    found = json.loads(made(".json", shown, language))["data"]
    assert [row["value"] for row in found] == expected
    assert {tuple(row) for row in found} == {NAMES}

    frame = pl.read_parquet(made(".parquet", shown, language))
    assert frame["value"].to_list() == expected
    assert tuple(frame.columns) == NAMES

    sheet = load_workbook(io.BytesIO(made(".xlsx", shown, language))).worksheets[0]
    head, *lines = sheet.iter_rows(values_only=True)
    assert head == NAMES
    assert [line[NAMES.index("value")] for line in lines] == expected

    words = made(".svg", shown, language).decode()
    for value in expected:
        if value is not None:
            number = decimal(abs(value), digits=shown_digits(shown), language=language)
            assert number in words


@every_figure
def test_the_page_has_the_same_numbers_in_the_same_order(
    make: Callable[[], PublicFigure],
) -> None:
    shown = make()
    table = table_of(shown, "en")
    cells = " ".join(cell.text for row in table.rows for cell in row[1:])
    numbers = [
        float(number.replace(",", "").replace("−", "-"))
        for number in re.findall(r"(?<![\w.])−?\d[\d,]*(?:\.\d+)?(?!\w)", cells)
    ]
    expected = [each.value for each in shown.data if each.value is not None]
    assert expected
    assert sorted(set(expected) - set(numbers)) == []


def test_the_headline_stands_in_picture_paper_word_and_text() -> None:
    shown = ranges()
    assert "26 % weniger Gas" in made(".svg", shown).decode()
    assert "26 % weniger Gas" in made(".txt", shown).decode()
    pages = PdfReader(io.BytesIO(made(".pdf", shown))).pages
    assert "26 % weniger Gas" in " ".join(pages[0].extract_text().split())
    paragraphs = [p.text for p in Document(io.BytesIO(made(".docx", shown))).paragraphs]
    assert any("26 % weniger Gas" in text and "zwischen 10 und 41 %" in text for text in paragraphs)


@every_figure
def test_numbers_of_the_picture_can_be_read_in_the_pdf(make: Callable[[], PublicFigure]) -> None:
    shown = replace(make(), shape=FigureShape.COLUMNS)
    text = PdfReader(io.BytesIO(made(".pdf", shown))).pages[0].extract_text().replace(" ", "")
    known = [abs(each.value) for each in shown.data if each.value is not None]
    written = [decimal(v, digits=shown_digits(shown), language="de") for v in known[:4]]
    assert [number for number in written if number not in text] == []


def test_unknown_is_empty_and_says_so() -> None:
    (row,) = (row for row in rows_in(made(".csv", years())) if row["quality"] == "unknown")
    assert (row["value"], row["period_start"], row["series"]) == ("", "2023-01-01", "heat")
    (line,) = (
        line for line in json.loads(made(".json", years()))["data"] if line["quality"] == "unknown"
    )
    assert line["value"] is None


def test_every_row_says_what_it_is() -> None:
    row = rows_in(made(".csv", ranges()))[1]
    assert row == {
        "municipality": "03000001",
        "figure": "probe",
        "period_start": "",
        "period_end": "",
        "series": "saved",
        "series_name": "gespart",
        "place": "Bad",
        "value": "3",
        "low": "-15",
        "high": "16",
        "unit": "%",
        "quality": "measured",
        "note": "von Bad",
        "method": "",
        "data_version": "7",
    }


def test_a_month_runs_from_its_first_to_its_last_day() -> None:
    row = rows_in(made(".csv", months()))[2]
    assert (row["period_start"], row["period_end"]) == ("2024-02-01", "2024-02-29")


def test_the_plain_csv_is_what_every_program_reads() -> None:
    data = made(".csv", years())
    assert not data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\r\n") == 7
    assert b"812.4" in data
    assert pl.read_csv(data)["value"].to_list() == [812.4, None, 760.1, 90.0, 95.5, 1234.5]


def test_a_german_excel_opens_its_csv_by_double_click() -> None:
    data = excel_csv_file(asked(years()))
    assert data.startswith(b"\xef\xbb\xbf")
    first, *lines = data.decode("utf-8-sig").splitlines()
    assert first.split(";") == list(NAMES)
    assert [line.split(";")[NAMES.index("value")] for line in lines][:2] == ["812,4", ""]


FORMULA = '=HYPERLINK("http://evil.example")'


def test_no_cell_runs_as_a_formula() -> None:
    row = datum("x", same(FORMULA), "2024", -1.5, "t", digits=1, place=same("@SUM(A1)"))
    shown = figure(FigureShape.COLUMNS, [row])
    for data in (made(".csv", shown), excel_csv_file(asked(shown))):
        assert b"'=HYPERLINK" in data
        assert b"'@SUM" in data
    assert rows_in(made(".csv", shown))[0]["value"] == "-1.5"
    book = load_workbook(io.BytesIO(made(".xlsx", shown)))
    cells = [cell for sheet in book.worksheets for line in sheet.iter_rows() for cell in line]
    assert "'@SUM(A1)" in [cell.value for cell in cells]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}


def test_excel_knows_days_as_days() -> None:
    sheet = load_workbook(io.BytesIO(made(".xlsx", years()))).worksheets[0]
    day = sheet.cell(2, NAMES.index("period_start") + 1).value
    assert isinstance(day, datetime)
    assert day.date() == date(2022, 1, 1)


def test_parquet_has_types_and_carries_its_facts() -> None:
    data = made(".parquet", years())
    assert pl.read_parquet(data)["period_start"][0] == date(2022, 1, 1)
    facts = json.loads(pl.read_parquet_metadata(io.BytesIO(data))["klimamosaik"])
    assert facts["licence"]["short"] == "dl-de/by-2-0"


def test_the_facts_tell_all_that_is_needed_to_use_the_data() -> None:
    facts = json.loads(made(".metadata.json", years()))
    assert facts["units"] == ["MWh", "m³"]
    assert facts["quality"] == ["measured", "unknown"]
    assert facts["period"] == {"start": "2022-01-01", "end": "2024-12-31"}
    assert facts["municipality"] == {"key": "03000001", "name": "Musterstadt", "invented": True}
    assert facts["modified"] == "2026-10-31T09:30:00+00:00"
    assert facts["page"] == f"{ROOT}/klima/03000001/zahlen/probe/"
    assert set(facts["columns"]) == {column.name for column in COLUMNS}
    assert facts["citation"]["de"].startswith(
        "Stadt Musterstadt (2026): Was hat es gebracht? Stand"
    )
    assert facts["citation"]["en"].endswith(facts["page"])


def test_the_archive_holds_all_files_and_says_what_they_are() -> None:
    with zipfile.ZipFile(io.BytesIO(made(".zip", years()))) as archive:
        assert archive.namelist() == ["LIESMICH.txt", *(f"probe{each.suffix}" for each in FILES
                                                         if each.suffix in PACKED)]  # fmt: skip
        assert archive.read("probe.csv") == made(".csv", years())
        readme = archive.read("LIESMICH.txt").decode()
    assert "probe.parquet: Tabelle mit Datentypen" in readme
    assert "Lizenz" in readme


def test_what_is_packed_already_lies_in_the_archive_as_it_is() -> None:
    with zipfile.ZipFile(io.BytesIO(made(".zip", years()))) as archive:
        as_it_is = [e.filename for e in archive.infolist() if e.compress_type == zipfile.ZIP_STORED]
    assert as_it_is == ["probe.xlsx", "probe.parquet", "probe.png"]


def test_a_word_file_brings_nothing_along_of_another_document() -> None:
    with zipfile.ZipFile(io.BytesIO(made(".docx", years()))) as archive:
        sizes = {each.filename: each.file_size for each in archive.infolist()}
    assert not [name for name in sizes if "thumbnail" in name or "WithEffects" in name]
    assert sizes["word/styles.xml"] < 40_000  # 440 kB with styles of tables there are none of


@pytest.mark.parametrize("suffix", [each.suffix for each in FILES])
def test_the_same_figure_makes_the_same_file(suffix: str) -> None:
    assert made(suffix, years()) == made(suffix, years())


@pytest.mark.parametrize("suffix", [each.suffix for each in FILES])
def test_every_figure_makes_every_file(suffix: str) -> None:
    for make in ALL:
        assert made(suffix, make(), "en")
        assert made(suffix, replace(make(), data=()), "en")


def test_a_part_is_the_same_part_in_page_picture_and_files() -> None:
    span = SpanAsked("2024-11", "2025-02")
    part = asked(months(), span=span)
    expected = [1010.0, 1200.0, 1011.0, 1200.0, 1012.0, 1200.0, 1013.0, 1200.0]
    assert values(BY_SUFFIX[".csv"].make(part)) == expected
    assert pl.read_parquet(BY_SUFFIX[".parquet"].make(part))["value"].to_list() == expected
    table = table_of(part.figure, "de")
    assert [row[0].text for row in table.rows] == [
        "November 2024",
        "Dezember 2024",
        "Januar 2025",
        "Februar 2025",
    ]
    picture = BY_SUFFIX[".svg"].make(part).decode()
    assert "1.013 kWh" in picture
    assert "1.014 kWh" not in picture
    for suffix in (".svg", ".txt", ".metadata.json", ".json"):
        assert "Gezeigt ist nur ein Teil: November 2024 bis Februar 2025" in (
            BY_SUFFIX[suffix].make(part).decode()
        )


def test_a_year_that_is_asked_for_holds_its_months() -> None:
    part = asked(months(), span=SpanAsked("2025", ""))
    assert {each.period[:4] for each in part.figure.data} == {"2025"}
    assert len(part.figure.data) == 24


def test_what_has_no_period_is_never_cut() -> None:
    assert asked(ranges(), span=SpanAsked("2030", "2031")).figure == ranges()


PRIVATE = re.compile(rb"python-docx|author|openpyxl|root|/tmp|/home", re.IGNORECASE)


@pytest.mark.parametrize("suffix", [".pdf", ".docx", ".xlsx", ".png"])
def test_files_name_no_author_and_no_program_of_ours(suffix: str) -> None:
    data = made(suffix, years())
    if suffix in (".docx", ".xlsx"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            core = archive.read("docProps/core.xml").decode()
        assert re.findall(r"<(?:dc:creator|cp:lastModifiedBy)>([^<]+)<", core) == []
        assert "python-docx" not in core
        assert "dl-de/by-2-0" in core
    elif suffix == ".pdf":
        about = PdfReader(io.BytesIO(data)).metadata
        assert about is not None
        assert about.author is None
        assert about.title == "Auswirkungen auf das Klima: Was hat es gebracht?"
    else:
        assert PRIVATE.search(data[:2000]) is None


def test_the_paper_is_an_accessible_pdf_with_a_text_for_its_picture() -> None:
    data = made(".pdf", years())
    reader = PdfReader(io.BytesIO(data))
    assert str(reader.root_object["/Lang"]) == "de"
    assert "/StructTreeRoot" in reader.root_object
    assert b"pdfuaid:part" in data
    assert len(reader.pages) == 1


def many() -> PublicFigure:
    """A hundred measures on one scale."""
    rows = [
        replace(each, place=same(f"Maßnahme {n} {each.place.de if each.place else ''}"))
        for n in range(34)
        for each in ranges().data
    ]
    return replace(ranges(), data=tuple(rows))


@pytest.mark.parametrize("make", [*ALL, many], ids=lambda make: make.__name__)
def test_paper_and_word_have_a_picture_that_can_be_read_on_one_page(
    make: Callable[[], PublicFigure],
) -> None:
    shown = make()
    (page,) = PdfReader(io.BytesIO(made(".pdf", shown))).pages
    text = page.extract_text()
    words = [p.text for p in Document(io.BytesIO(made(".docx", shown))).paragraphs]
    for told in (text, " ".join(words)):
        assert ("Im Bild 12 von 102 Werten" in told) == (make is many)
    assert "Lizenz:" in text
    (shape,) = Document(io.BytesIO(made(".docx", shown))).inline_shapes
    assert shape.height <= Cm(14.5)
    assert shape.width <= Cm(16)


def test_a_very_large_picture_has_no_more_points_than_fit_into_memory() -> None:
    data = made(".png", many())
    wide, high = (int.from_bytes(data[at : at + 4]) for at in (16, 20))
    assert 10_000_000 < wide * high < 12_500_000
    assert share_picture(asked(many()))


def test_the_picture_of_a_figure_is_set_once_for_itself_and_its_archive(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    set_picture.cache_clear()
    every.made.cache_clear()
    made: list[str] = []

    def set_pages(template: str, *args: object, **more: object) -> bytes:
        made.append(template)
        return b"PNG" + bytes([len(made)])

    place = "klimamosaik.publication.public.figures.files.setting"
    monkeypatch.setattr(f"{place}.set_pages", set_pages)
    picture, archive = BY_SUFFIX[".png"], BY_SUFFIX[".zip"]
    one, other = years(), months()
    first = picture.make(asked(one))
    with zipfile.ZipFile(io.BytesIO(archive.make(asked(one)))) as held:
        assert held.read(f"{one.key}.png") == first
    assert made == ["picture"]
    assert picture.make(asked(other)) != first
    assert picture.make(asked(replace(one, headline=one.title))) != first
    assert made == ["picture"] * 3
    set_picture.cache_clear()
    every.made.cache_clear()


def test_the_picture_in_word_says_what_it_shows() -> None:
    document = Document(io.BytesIO(made(".docx", years(), "en")))
    (shape,) = document.inline_shapes
    assert shape._inline.docPr.get("descr").startswith("columns a period: What did it bring? 26 %")


def test_word_is_read_by_libreoffice(tmp_path: Path) -> None:
    if shutil.which("lowriter") is None:
        pytest.skip("no LibreOffice here (apt-get install libreoffice-writer)")
    file = tmp_path / "probe.docx"
    file.write_bytes(made(".docx", years()))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, file],
        check=True,
        capture_output=True,
        timeout=120,
    )
    (page,) = PdfReader(tmp_path / "probe.pdf").pages
    text = " ".join(page.extract_text().split())
    assert "26 % weniger Gas. Sicher ist: zwischen 10 und 41 %. Gemessen am Zähler." in text
    assert "Musterstadt (erfundene Stadt)" in text
    assert len(page.images) == 1


@every_figure
def test_the_share_picture_has_the_size_link_previews_ask_for(
    make: Callable[[], PublicFigure],
) -> None:
    data = share_picture(asked(make()))
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    assert [int.from_bytes(data[at : at + 4]) for at in (16, 20)] == [1200, 630]
    assert len(data) < 300_000  # [bytes] of which messengers show a preview


def test_a_picture_of_its_own_brings_its_colours_and_says_what_it_shows() -> None:
    svg = made(".svg", years()).decode()
    assert "prefers-color-scheme:dark" in svg
    assert "<title" in svg
    assert "Quelle: Stadt Musterstadt, Stand 31.10.2026" in svg


def test_a_real_town_is_not_called_invented() -> None:
    real = replace(years(), town=replace(TOWN, synthetic=False))
    assert "erfundene" in made(".svg", years()).decode()
    assert "erfundene" not in made(".svg", real).decode()


def test_a_figure_without_values_says_in_every_file_why() -> None:
    empty = figure(FigureShape.LINES, [], sentence=Text("Noch zu früh.", "Too early yet."))
    for suffix in (".csv", ".json", ".xlsx", ".parquet"):
        assert "Keine Werte: Noch zu früh." in str(rows_in_file(made(suffix, empty), suffix))
    (row,) = csv.DictReader(io.StringIO(made(".csv", empty).decode()))
    assert (row["value"], row["quality"]) == ("", "unknown")


def rows_in_file(data: bytes, suffix: str) -> object:
    """What a file says, in any form that can be looked through."""
    if suffix == ".xlsx":
        return [list(sheet.values) for sheet in load_workbook(io.BytesIO(data))]
    return pl.read_parquet(io.BytesIO(data)).rows() if suffix == ".parquet" else data.decode()
