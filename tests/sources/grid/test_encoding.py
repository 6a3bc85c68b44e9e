"""Bytes become characters, and it is said why they were read so."""

import codecs
from unittest.mock import ANY

import pytest

from klimamosaik.sources.grid.encoding import decode
from klimamosaik.terms.complaint import InputRejected

TEXT = "Gebäude;Wärme\nRathaus;1,5\n"


def codes(refused: pytest.ExceptionInfo[InputRejected]) -> list[str]:
    return [each.code for each in refused.value.complaints]


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (TEXT.encode("cp1252"), "cp1252"),
        (codecs.BOM_UTF8 + TEXT.encode(), "utf-8-sig"),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), "utf-16"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
    ],
)
def test_umlauts_survive_every_encoding_offices_use(data: bytes, encoding: str) -> None:
    text, fact = decode(data)
    assert (text, fact.value) == (TEXT, encoding)
    assert fact.why.de


def test_what_is_told_is_obeyed_and_a_mark_at_the_beginning_is_no_cell() -> None:
    text, fact = decode("\ufeffMaß".encode(), "utf-8")
    assert (text, fact.value) == ("Maß", "utf-8")
    assert decode("Maß".encode("cp850"), "cp850")[0] == "Maß"


@pytest.mark.parametrize("hint", ["utf-8", "klingonisch"])
def test_an_encoding_that_does_not_fit_is_refused_with_common_ones(hint: str) -> None:
    with pytest.raises(InputRejected) as refused:
        decode("Wärme".encode("cp1252"), hint)
    assert codes(refused) == ["wrong_encoding"]
    assert hint in refused.value.complaints[0].text.de


@pytest.mark.parametrize("ends", ["\r\n", "\r", "\n"])
def test_line_ends_of_every_system_are_one(ends: str) -> None:
    assert decode(TEXT.replace("\n", ends).encode())[0] == TEXT


def test_bytes_of_a_program_are_no_text() -> None:
    with pytest.raises(InputRejected) as refused:
        decode(bytes(range(1, 9)) * 50 + b"text")
    assert codes(refused) == ["not_text"]


def test_a_stray_control_character_is_no_reason_to_refuse() -> None:
    """One in a hundred is the limit: exports of old mainframes end on one."""
    assert decode(b"a" * 99 + b"\x1a")[0].startswith("aaa")
    with pytest.raises(InputRejected):
        decode(b"a" * 98 + b"\x1a\x1a")


def test_empty_bytes_between_characters_are_dropped() -> None:
    assert decode(b"Rathaus;12\x00;7" + b" " * 200)[0].rstrip() == "Rathaus;12;7"


@pytest.mark.parametrize("meant", ["Straße;Zähler;Öl;m³\nMühlweg 3;1;2;3\n", "„Énergie“ – 5 €\n"])
def test_umlauts_that_were_encoded_twice_are_restored_and_it_is_said(meant: str) -> None:
    twice = "".join(
        bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in meant.encode()
    )
    text, fact = decode(twice.encode())
    assert text == meant != twice
    assert "wiederhergestellt" in fact.why.de


@pytest.mark.parametrize("text", ["Müll Âge Ãrea Câmara São\n", "Größe 5 m² à 3 €\n"])
def test_letters_that_only_look_odd_stay_as_they_are(text: str) -> None:
    assert decode(text.encode())[0] == text


def test_quotation_marks_of_windows_are_no_umlauts_of_dos() -> None:
    assert decode("Gebäude „Süd“ und „Höfe”".encode("cp1252"))[1].value == "cp1252"
    assert decode("Gebäude Süd, Höfe".encode("cp850")) == ("Gebäude Süd, Höfe", ANY)
