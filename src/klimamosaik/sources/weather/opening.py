"""A weather file unpacked: its head, by which a format is recognised, and its cells."""

import re
import zipfile
import zlib
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from klimamosaik.sources.grid.cells import ROW, Grid, from_text, to_grid
from klimamosaik.sources.grid.content import open_zip, unpacked
from klimamosaik.sources.grid.detected import Detected
from klimamosaik.sources.grid.encoding import decode
from klimamosaik.sources.grid.local_file import FileData
from klimamosaik.sources.grid.refusals import too_large
from klimamosaik.terms.complaint import InputRejected, rejected

HEAD = 8_000  # bytes that show what a file is; the head of a test reference year has about 4,000
HEADER_WITHIN = 60  # rows
PRODUCT = re.compile(r"(^|/)produkt_\w+\.txt$")
GEOGRAPHY = re.compile(r"(^|/)Metadaten_Geographie_\w+\.txt$", re.I)
STATION = re.compile(
    r"(^|/)(stunden|tages|10minuten|monats)werte_\w+\.zip$", re.I
)  # DWD's archives
NUMBER = re.compile(r"_(\d{5})\.txt$")
LARGEST_HEAD = 20_000_000  # bytes of an archive within an archive
MOST_MEMBERS = 500
STRINGS = ("xl/sharedStrings.xml", "xl/worksheets/sheet1.xml")  # where workbooks keep their words


@dataclass(frozen=True)
class Head:
    """The beginning of a file, and what it is called."""

    name: str
    text: str

    @cached_property
    def lines(self) -> list[str]:
        """Its lines that are not blank; the last one may be cut off."""
        return [line for line in self.text.split("\n") if line.strip()]

    @cached_property
    def headers(self) -> list[str]:
        """The cells of the first line, as `plain` writes them."""
        first = self.lines[0] if self.lines else ""
        between = max(";\t,", key=first.count)
        return [plain(cell) for cell in first.split(between)]


@dataclass(frozen=True)
class Headed:
    """The cells below a header."""

    columns: dict[str, str]  # column of the body by its header, as `plain` writes it
    written: dict[str, str]  # header as written, by the same
    body: pl.DataFrame

    def cells(self, header: str) -> pl.Series:
        """One column, without blanks around its cells."""
        return self.body[self.columns[header]].str.strip_chars()

    def first_of(self, *headers: str) -> str | None:
        """The first of `headers` that is there."""
        return next((each for each in headers if each in self.columns), None)


@dataclass(frozen=True)
class OpenedWeather:
    """A weather file, ready to be read."""

    name: str  # without .gz
    text: str  # "" of a workbook
    encoding: Detected | None
    workbook: Grid | None
    geography: str = ""  # where DWD's archive says where its station stands

    @cached_property
    def grid(self) -> Grid:
        """The cells."""
        if self.workbook is not None or self.encoding is None:
            assert self.workbook is not None
            return self.workbook
        return from_text(self.text, self.encoding)

    @property
    def stem(self) -> str:
        """The file's name without folder and endings."""
        return stem_of(self.name)

    def headed_by(self, *wanted: str) -> Headed:
        """The cells below the row that holds all of `wanted`; raises InputRejected without one."""
        rows = self.grid.frame.head(HEADER_WITHIN).drop(ROW).rows()
        for at, row in enumerate(rows):
            names = [plain(cell or "") for cell in row]
            if set(wanted) <= set(names):
                return _headed(row, self.grid.frame[at + 1 :])
        raise no_header(wanted)


def stem_of(name: str) -> str:
    """A file's name without folder and endings."""
    return re.sub(r"(\.[A-Za-z]\w{1,3})+$", "", re.split(r"[\\/]", name)[-1]) or "station"


def _headed(row: tuple[str | None, ...], body: pl.DataFrame) -> Headed:
    columns: dict[str, str] = {}
    written: dict[str, str] = {}
    for index, cell in enumerate(row):
        name = plain(cell or "")
        if name and name not in columns:
            columns[name], written[name] = f"c{index}", (cell or "").strip()
    return Headed(columns, written, body)


def headed(grid: Grid, at: int, upto: int) -> Headed:
    """The rows `at` + 1 to `upto` of a grid below its row `at`."""
    row = grid.frame.drop(ROW).row(at)
    return _headed(row, grid.frame[at + 1 : upto])


def no_header(wanted: tuple[str, ...]) -> InputRejected:
    """The sentence for a file whose header is not where it should be."""
    named = ", ".join(wanted)
    return rejected(
        "no_weather_header",
        "In der Wetterdatei fehlt die Kopfzeile mit {named}. Bitte die Datei unverändert "
        "hochladen, wie der Wetterdienst sie liefert.",
        "The weather file lacks the header with {named}. Please upload it as the weather service "
        "gives it, unchanged.",
        named=named,
    )


def plain(header: str) -> str:
    """A header in lower case without quotes, brackets and what stands in them."""
    text = re.sub(r"\s*[\[(].*$", "", header.strip().strip('"').lower()).strip()
    return re.sub(r"\s+(in\s+)?(°\s?[cf]|deg[cf]|celsius|fahrenheit)$", "", text)


def head_of(data: FileData, name: str) -> Head:
    """The beginning of a file, whatever packs it; empty where it cannot be told."""
    first = data[:HEAD]
    if first.startswith(b"PK"):
        first = _head_of_archive(bytes(data))
    elif first.startswith(b"\x1f\x8b"):
        first = _unpacked(first)
    try:
        return Head(name, decode(first)[0])
    except InputRejected:
        return Head(name, "")


def _unpacked(first: bytes) -> bytes:
    try:
        return zlib.decompressobj(wbits=31).decompress(first, HEAD)
    except zlib.error:
        return b""


def _head_of_archive(data: bytes) -> bytes:
    """The beginning of DWD's first product file, or the first words of a workbook."""
    try:
        archive = open_zip(data, largest=len(data) * 1_000)
        names = archive.namelist()
        products = [each for each in names if PRODUCT.search(each)]
        if products:
            return archive.open(products[0]).read(HEAD)
        packed = [each for each in names if STATION.search(each)]
        if packed:
            return _head_of_archive(archive.open(packed[0]).read(LARGEST_HEAD))
        words = b"\n".join(archive.open(each).read(HEAD) for each in STRINGS if each in names)
        return re.sub(rb"<[^>]*>", b"\n", words)
    except Exception:  # what a damaged archive is, the reader says
        return b""


def open_weather(data: bytes, *, name: str, largest: int) -> list[OpenedWeather]:
    """Unpack a weather file, or each product of an archive of DWD.

    Raises InputRejected for what is no text and no workbook.
    """
    products = _products_of(data, name, largest) if data.startswith(b"PK") else []
    if products:
        return [_opened(*each, largest=largest) for each in products]
    return [_opened(name, data, "", largest=largest)]


def _opened(name: str, data: bytes, geography: str, *, largest: int) -> OpenedWeather:
    content = unpacked(data, name=name, largest=largest)
    if content.head.is_text:
        text, encoding = decode(content.data)
        return OpenedWeather(content.name, text, encoding, None, geography)
    return OpenedWeather(content.name, "", None, to_grid(content), geography)


def _products_of(data: bytes, name: str, largest: int) -> list[tuple[str, bytes, str]]:
    """DWD's product files and where their station stands, also of archives within one.

    Empty where the archive is something else. A lone product is called as its archive is.
    """
    archive = open_zip(data, largest=largest * 10)
    listed = archive.infolist()[:MOST_MEMBERS]
    products = [each for each in listed if PRODUCT.search(each.filename)]
    if products:
        places = [each for each in listed if GEOGRAPHY.search(each.filename)]
        one = len(products) == 1
        return [
            (
                name if one else each.filename,
                _member(archive, each, largest),
                _place_of(archive, each, places, largest),
            )
            for each in products
        ]
    packed = [each for each in listed if STATION.search(each.filename)]
    return [
        found
        for each in packed
        for found in _products_of(_member(archive, each, largest), each.filename, largest)
    ]


def _place_of(
    archive: zipfile.ZipFile, product: zipfile.ZipInfo, places: list[zipfile.ZipInfo], largest: int
) -> str:
    """Where the station of a product stands; of several files that with its number."""
    number = NUMBER.search(product.filename)
    own = [each for each in places if number and number[1] in each.filename] or places[:1]
    return _member(archive, own[0], largest).decode("latin-1") if own else ""


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, largest: int) -> bytes:
    try:
        with archive.open(member) as stream:
            found = stream.read(largest + 1)
    except Exception as error:  # zipfile and zlib raise their own kinds for damaged members
        raise rejected(
            "broken_zip",
            "Das ZIP-Archiv ist beschädigt. Bitte noch einmal herunterladen.",
            "The zip archive is damaged. Please download it again.",
        ) from error
    if len(found) > largest:
        raise too_large(len(found), largest)
    return found
