"""Archives of several tables, and compressed files of several members."""

import gzip

import pytest

from klimamosaik.sources.grid.content import gunzip
from klimamosaik.sources.grid.formats import FormatHints
from klimamosaik.sources.grid.limits import cells_allowed
from klimamosaik.sources.grid.opening import open_file
from klimamosaik.sources.grid.part import OpenedFile
from klimamosaik.terms.complaint import InputRejected
from tests.sources.grid.books import MONTHS, rows_xml, xlsx, zipped

CSV = b"Datum;Strom kWh\n01.01.2024;5\n02.01.2024;6\n"


def opened(data: bytes, name: str = "werte.zip", sheet: str | None = None) -> OpenedFile:
    return open_file(data, name=name, largest=1_000_000, told=FormatHints(sheet=sheet))


def test_every_table_of_an_archive_is_a_part_and_what_is_none_is_named() -> None:
    archive = zipped(
        {
            "2023/rathaus.csv": CSV,
            "2023/schule.csv.gz": gzip.compress(CSV),
            "mappe.xlsx": xlsx({"Strom": rows_xml(MONTHS), "Gas": rows_xml(MONTHS)}),
            "liesmich.txt": b"Guten Tag\nHier sind die Werte\n",
            "plan.pdf": b"%PDF-1.7",
            "alt.zip": zipped({"a.csv": CSV}),
            "__MACOSX/rathaus.csv": b"\x00\x05",
            ".DS_Store": b"\x00",
        }
    )
    found = opened(archive)
    assert [part.name for part in found.parts] == [
        "2023/rathaus.csv",
        "2023/schule.csv.gz",
        "mappe.xlsx · Strom",
        "mappe.xlsx · Gas",
    ]
    assert [fact.value for fact in found.left_out] == ["liesmich.txt", "plan.pdf", "alt.zip"]
    assert "Archiv im Archiv" in found.left_out[2].why.de


def test_one_member_can_be_asked_for() -> None:
    archive = zipped({"a/rathaus.csv": CSV, "schule.csv": CSV})
    assert [part.name for part in opened(archive, sheet="rathaus.csv").parts] == ["a/rathaus.csv"]
    with pytest.raises(InputRejected, match="no table"):
        opened(archive, sheet="kita.csv")


def test_an_archive_of_one_table_and_a_compressed_archive_are_read() -> None:
    archive = zipped({"rathaus.csv": CSV})
    assert len(opened(archive).parts) == 1
    assert len(opened(gzip.compress(archive), "werte.zip.gz").parts) == 1


def test_an_archive_without_a_table_says_why() -> None:
    with pytest.raises(InputRejected, match=r"plan\.pdf: This is PDF"):
        opened(zipped({"plan.pdf": b"%PDF-1.7"}))
    with pytest.raises(InputRejected, match="no files"):
        opened(zipped({}))
    with pytest.raises(InputRejected, match=r"2 files.*a\.pdf.*b\.pdf"):
        opened(zipped({"a.pdf": b"%PDF", "b.pdf": b"%PDF"}))


def test_a_gz_of_several_members_is_read_whole() -> None:
    both = gzip.compress(CSV) + gzip.compress(b"03.01.2024;7\n")
    assert gunzip(both, largest=1000) == CSV + b"03.01.2024;7\n"
    assert opened(both, "werte.csv.gz").parts[0].grid.frame.height == 4


def test_a_gz_that_ends_early_or_in_other_bytes_is_refused() -> None:
    whole = gzip.compress(CSV)
    for broken in (whole[:-9], whole + b"rest", whole + whole[:-4]):
        with pytest.raises(InputRejected) as refusal:
            gunzip(broken, largest=1000)
        assert refusal.value.complaints[0].code == "broken_gzip"


def test_what_unpacks_to_more_than_five_times_the_limit_is_refused() -> None:
    with pytest.raises(InputRejected) as refusal:
        open_file(gzip.compress(b"1;2\n" * 200_000), name="a.csv.gz", largest=100_000)
    (complaint,) = refusal.value.complaints
    assert complaint.code == "file_too_large"
    assert "KLIMAMOSAIK_UPLOAD_MB" in complaint.text.de


def test_cells_of_text_are_counted() -> None:
    with cells_allowed(4), pytest.raises(InputRejected, match="KLIMAMOSAIK_READ_CELLS"):
        opened(CSV, "werte.csv")


def test_members_under_a_password_are_named() -> None:
    archive = bytearray(zipped({"a.csv": CSV}))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        archive[archive.find(mark) + at] |= 1
    with pytest.raises(InputRejected, match="password"):
        opened(bytes(archive))
