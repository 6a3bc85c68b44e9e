"""Whatever is handed in, one clear sentence comes out, never a stack trace."""

import gzip
import io
import struct
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from klimamosaik.sources.tables import FileHints, Preview, read
from klimamosaik.terms.complaint import InputRejected

GOOD = "Datum;Zähler;Strom kWh;Kosten €\n" + "".join(
    f"{day:02}.01.2024;A{day % 3};{day},5;1.{day:03},20\n" for day in range(1, 29)
)
BILLS = "von;bis;Gas m³;Brennwert;Zustandszahl\n01.01.2024;31.01.2024;5;11,1;0,95\n"
MATRIX = "Monat;2022;2023\nJan;1;2\nFeb;3;4\nSumme;4;6\n"


def zipped(name: str, content: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return packed.getvalue()


REFUSALS = {
    "empty_file": b"",
    "one_column": b"Datum\n01.01.2024\n",
    "no_figures": b"Datum;Strom kWh\n",
    "not_a_table": b"%PDF-1.7 ...",
    "broken_gzip": b"\x1f\x8bjunk",
    "broken_file": b"PK\x03\x04junk",
    "not_text": bytes(range(1, 9)) * 50,
    "json_without_records": b'{"a": 1}',
    "encrypted_workbook": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    + "EncryptedPackage".encode("utf-16-le"),
}


@pytest.mark.parametrize("code", REFUSALS)
def test_the_refusal_says_what_to_do(code: str) -> None:
    with pytest.raises(InputRejected) as refusal:
        read(REFUSALS[code], name="datei.csv")
    (complaint,) = refusal.value.complaints
    assert complaint.code == code
    assert complaint.text.de.endswith(".")
    assert complaint.text.en.endswith(".")


@pytest.mark.parametrize(
    ("name", "data", "row"),
    [
        ("tief.json", b"[" * 3_000_000, 1),
        ("offen.csv", b"Datum;Strom kWh\n" + b'""' * 2_000_000, 2),
    ],
)
def test_a_cell_no_person_wrote_is_refused_with_its_row(name: str, data: bytes, row: int) -> None:
    with pytest.raises(InputRejected) as refusal:
        read(data, name=name)
    (complaint,) = refusal.value.complaints
    assert complaint.code == "cell_too_long"
    assert f"In row {row} " in complaint.text.en


def test_long_texts_beside_readings_are_read_and_name_no_column() -> None:
    outline = "[" * 90_000  # quadratic for what looks for units in brackets
    rows = "".join(f"{day:02}.01.2024;{day},5;{outline}\n" for day in range(1, 29))
    found = read(f"Datum;Strom kWh;Umriss\n{rows}".encode(), name="strom.csv")
    assert (len(found.series), found.readings.height) == (1, 28)


@pytest.mark.parametrize("start", [b"<html><body>", b"<!DOCTYPE html>", b"\x89PNG\r\n", b"PAR1"])
def test_other_kinds_of_files_are_named(start: bytes) -> None:
    with pytest.raises(InputRejected) as refusal:
        read(start + b" rest", name="strom.csv")
    assert refusal.value.complaints[0].code == "not_a_table"


def test_a_file_over_the_limit_is_refused() -> None:
    with pytest.raises(InputRejected) as refusal:
        read(GOOD.encode(), name="a.csv", largest=100)
    assert refusal.value.complaints[0].code == "file_too_large"


def test_a_gzip_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = gzip.compress(b"\0" * 5_000_000)
    with pytest.raises(InputRejected) as refusal:
        read(bomb, name="a.csv.gz", largest=100_000)
    assert refusal.value.complaints[0].code == "file_too_large"


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(InputRejected) as refusal:
        read(zipped("xl/workbook.xml", b"\0" * 5_000_000), name="a.xlsx", largest=100_000)
    assert refusal.value.complaints[0].code == "file_too_large"


@pytest.mark.parametrize(
    ("hints", "code"),
    [
        (FileHints(timezone="Mars/Olympus"), "unknown_timezone"),
        (FileHints(encoding="klingon"), "wrong_encoding"),
        (FileHints(encoding="ascii"), "wrong_encoding"),
        (FileHints(delimiter="ab"), "wrong_delimiter"),
        (FileHints(header_row=99), "no_such_row"),
    ],
)
def test_a_correction_that_cannot_be_is_refused(hints: FileHints, code: str) -> None:
    with pytest.raises(InputRejected) as refusal:
        read(GOOD.encode(), name="a.csv", hints=hints)
    assert refusal.value.complaints[0].code == code


def only_refused(
    data: bytes, name: str = "strom.csv", hints: FileHints | None = None
) -> Preview | None:
    try:
        return read(data, name=name, hints=hints, largest=1_000_000)
    except InputRejected:
        return None


FUZZ = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


@FUZZ
@given(st.binary(max_size=400))
def test_random_bytes_are_read_or_refused(data: bytes) -> None:
    only_refused(data)


@FUZZ
@given(
    st.sampled_from([GOOD, BILLS, MATRIX]),
    st.lists(
        st.tuples(st.integers(0, 600), st.sampled_from(list(";,.\"'\n\t-0195aüJ €\x00²"))),
        max_size=12,
    ),
)
def test_damaged_files_are_read_or_refused(text: str, edits: list[tuple[int, str]]) -> None:
    for at, char in edits:
        text = text[:at] + char + text[at + 1 :]
    only_refused(text.encode())


CELL = st.one_of(
    st.sampled_from(
        [
            "",
            "-",
            "Datum",
            "Strom kWh",
            "01.01.2024",
            "2024",
            "31.12.2024 24:00",
            "1.234,5",
            "1e999",
            "Jan",
            "Gesamt",
            "m³",
            "von",
            "bis",
            "kW",
            "12345",
            "-5",
            "k.A.",
            "2A:15",
            "NaN",
            "9" * 30,
            "Gebäude",
            "Fläche m²",
            "Betrag",
            "2024-02-30",
            "1704067200000",
            "0",
            "Zählerstand",
        ]
    ),
    st.text(max_size=8),
)


@FUZZ
@given(
    st.lists(st.lists(CELL, min_size=1, max_size=6), min_size=1, max_size=12),
    st.sampled_from(";,\t|"),
)
def test_random_tables_are_read_or_refused(rows: list[list[str]], delimiter: str) -> None:
    only_refused("\n".join(delimiter.join(row) for row in rows).encode("utf-8", "replace"))


@FUZZ
@given(st.binary(max_size=200), st.integers(0, 4000))
def test_damaged_workbooks_are_read_or_refused(noise: bytes, at: int) -> None:
    at %= len(WORKBOOK)
    only_refused(WORKBOOK[:at] + noise + WORKBOOK[at + len(noise) :], "a.xlsx")


def workbook() -> bytes:
    from openpyxl import Workbook

    book, written = Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    for row in (["Datum", "Strom kWh"], ["01.01.2024", 5], ["02.01.2024", 6]):
        sheet.append(row)
    book.save(written)
    return written.getvalue()


WORKBOOK = workbook()


def test_the_undamaged_workbook_is_read() -> None:
    preview = only_refused(WORKBOOK, "a.xlsx")
    assert preview is not None
    assert preview.series[0].total == 11


def test_a_stray_quotation_mark_swallows_no_rows() -> None:
    text = 'Datum;Ort;Strom kWh\n01.01.2024;Haus "A;1\n02.01.2024;Haus "A;2\n03.01.2024;Haus "A;3\n'
    preview = read(text.encode(), name="a.csv")
    assert sum(each.count for each in preview.series) == 3


def test_a_compound_document_of_zeros_is_refused() -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + struct.pack("<100I", *range(100))
    assert only_refused(data, "a.xls") is None


@pytest.mark.parametrize("mark", ["-99", "-999", "-999,0", "-9999", "-99999"])
def test_what_loggers_write_for_no_value_is_none(mark: str) -> None:
    rows = [
        f"{month:02}/2024;{mark if month == 3 else 100 + month * 5 % 7}" for month in range(1, 13)
    ]
    preview = read("\n".join(["Monat;Strom kWh", *rows]).encode(), name="rathaus.csv")
    (series,) = preview.series
    assert series.count == 11
    assert series.total == sum(100 + month * 5 % 7 for month in range(1, 13) if month != 3)
