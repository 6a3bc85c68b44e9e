"""Long text is cut into cells piece by piece and says the same as when it is seen as a whole."""

import gzip
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from klimamosaik.sources import tables
from klimamosaik.sources.grid import few_rows, local_file, long_text, repeated
from klimamosaik.sources.grid.content import Content
from klimamosaik.sources.grid.formats import FormatHints, delimited
from klimamosaik.sources.grid.limits import cells_allowed
from klimamosaik.sources.grid.local_file import LocalFile, data_of, digest_of
from klimamosaik.sources.grid.part import Grid, refuse_long_cells
from klimamosaik.sources.tables import Preview
from klimamosaik.terms.complaint import InputRejected

METERS, DAYS = 9, 120


@pytest.fixture
def short_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each text counts as long, pieces are a few lines, and rows are looked at a few at a time."""
    monkeypatch.setattr(delimited, "LARGE", -1)
    monkeypatch.setattr(local_file, "LARGE", -1)
    monkeypatch.setattr(local_file, "STEP", 90)
    monkeypatch.setattr(few_rows, "PORTION", 50)


def grid_of(data: bytes, told: FormatHints | None = None) -> Grid:
    """The cells of a text."""
    read = delimited.DELIMITED.read(Content(data, "werte.csv"), told or FormatHints())
    return read.parts[0].grid


def in_pieces(data: bytes) -> tuple[pl.DataFrame, str, str] | None:
    """Cells as texts, encoding and delimiter of a text read piece by piece."""
    found = long_text.cells_of_long(data, None, delimited._split)
    return found and (repeated.as_texts(found[0]), found[1].value, found[2].value)


CELLS = st.sampled_from(["", "1", "2,5", "Z1", "Schule Süd", "01.02.2024", ' "a;b" ', '"a;b"', "x"])
LINES = st.lists(st.lists(CELLS, min_size=1, max_size=4), min_size=1, max_size=40)


@settings(deadline=None)
@given(lines=LINES, end=st.sampled_from(["\n", "\r\n"]), code=st.sampled_from(["utf-8", "cp1252"]))
def test_any_lines_are_the_same_cells_piece_by_piece(
    lines: list[list[str]], end: str, code: str
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(local_file, "STEP", 40)
        data = (end.join(["Zähler;Zeit;Wert", *map(";".join, lines)]) + end).encode(code)
        found, whole = in_pieces(data), grid_of(data)
    if found is None:  # ' "a;b" ' is no quoted cell, and is left to the reader of the whole
        assert b'"' in data
        return
    assert found[0].equals(whole.frame)
    assert whole.encoding
    assert whole.delimiter
    assert found[1:] == (whole.encoding.value, whole.delimiter.value)


@pytest.mark.parametrize(
    "text",
    [
        b'a;b\n1;"zwei\nZeilen"\n3;4\n',
        "Zähler;b\n".encode() + "Zähler;b\n".encode("cp1252") * 30,
        "a;b\n1;ZÃ¤hler\n".encode(),
        "a;b\n1;2\n".encode("utf-16"),
        b"a;b\n1;2\x00\n" + b"1;2\n" * 300,
        b"a;b",
    ],
)
def test_text_that_is_understood_as_a_whole_only_is_seen_as_a_whole(
    text: bytes, short_pieces: None
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(delimited, "LARGE", 10**9)
        whole = grid_of(text)
    assert repeated.as_texts(grid_of(text).frame).equals(whole.frame)
    assert grid_of(text).encoding == whole.encoding


@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "cp1252"])
def test_every_common_encoding_is_read_piece_by_piece(code: str, short_pieces: None) -> None:
    data = ("Zähler;Wert\n" + 'Z1;1\n"Küche; oben";2\n' * 40).encode(code)
    found = in_pieces(data)
    assert found is not None
    assert found[1] == code
    assert found[0]["c0"].to_list() == ["Zähler", *["Z1", "Küche; oben"] * 40]


def test_texts_that_come_again_are_held_once() -> None:
    again = pl.DataFrame({"c0": ["Rathaus Musterstadt"] * 6000, "c1": map(str, range(6000))})
    held = repeated.held_once([again[:3000], again[3000:]])
    assert repeated.as_texts(held).equals(again)
    assert 10 * held["c0"].estimated_size() < again["c0"].estimated_size()
    assert held["c1"].dtype == pl.String  # no text comes twice


def test_what_is_read_of_a_text_held_once_is_that_of_each_cell() -> None:
    cells = pl.Series("c", ["1", None, "x", "1"])
    held = cells.cast(pl.Enum(["Kopf", "1", "x"]))
    for read in (pl.Series.is_null, lambda some: some.str.contains("1").fill_null(False)):
        assert repeated.of_each(held, read).to_list() == read(cells).to_list()


def test_a_cell_nobody_wrote_is_refused_where_it_is_held_once() -> None:
    frame = pl.DataFrame({"row": [1, 2], "c0": ["a", "x" * 100_001]})
    held = frame.with_columns(pl.col("c0").cast(pl.Enum(frame["c0"])))
    for each in (frame, held):
        with pytest.raises(InputRejected, match=r"In row 2|In Zeile 2"):
            refuse_long_cells(each)


def test_long_text_may_have_three_times_the_cells(short_pieces: None) -> None:
    data = b"a;b\n" + b"1;2\n" * 30
    with cells_allowed(21):
        assert grid_of(data).frame.height == 31
    with cells_allowed(20), pytest.raises(InputRejected, match="KLIMAMOSAIK_READ_CELLS"):
        grid_of(data)


def by_meter(bad: str = "") -> bytes:
    """An invented list, meter by meter; Z3 has cells nobody can read where `bad` is told."""
    rows = ["Gebäude;Zähler;Energieträger;Einheit;Datum;Verbrauch"]
    for meter in range(METERS):
        for day in range(1, DAYS):
            value = bad if bad and meter == 3 and day % 50 == 0 else f"{200 + day * 13 % 101},5"
            date = f"{day % 28 + 1:02}.{day // 28 + 1:02}.2024"
            told = f"Schule {meter // 2};Z{meter};Strom;{'MWh' if meter == 1 else 'kWh'}"
            rows.append(f"{told};{date};{value}")
    return ("\n".join(rows) + "\n").encode()


def by_day() -> bytes:
    """The same list, day by day."""
    head, *rows = by_meter().decode().splitlines()
    return "\n".join([head, *sorted(rows, key=lambda row: row.split(";")[4])]).encode()


def same(first: Preview, second: Preview) -> bool:
    """True where two previews tell the same, readings and sentences."""
    told = [
        (each.series, each.questions, each.warnings, each.refused, each.refused_total,
         each.columns, each.format, each.rows, each.readings.to_dicts())
        for each in (first, second)
    ]  # fmt: skip
    return told[0] == told[1]


@pytest.mark.parametrize("data", [by_meter(), by_meter(bad="kaputt"), by_day()])
def test_a_long_list_says_the_same_piece_by_piece(
    data: bytes, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    whole = tables.read(data, name="Tageswerte.csv")
    assert len(whole.series) == METERS
    request.getfixturevalue("short_pieces")
    assert same(whole, tables.read(data, name="Tageswerte.csv"))


def test_a_large_file_is_read_where_it_lies(tmp_path: Path, short_pieces: None) -> None:
    path = tmp_path / "Tageswerte.csv"
    path.write_bytes(by_meter())
    large = data_of(path)
    assert isinstance(large, LocalFile)
    assert bytes(large) == by_meter()
    assert digest_of(large) == digest_of(by_meter())
    assert same(tables.read(by_meter(), name=path.name), tables.read(large, name=path.name))


def test_an_archive_that_is_large_is_read_as_any(tmp_path: Path, short_pieces: None) -> None:
    path = tmp_path / "Tageswerte.csv.gz"
    path.write_bytes(gzip.compress(by_meter()))
    assert len(tables.read(data_of(path), name=path.name).series) == METERS
