"""What InfluxDB gives: annotated CSV (Flux), and lines of its line protocol.

InfluxDB documentation, "Annotated CSV" and "Line protocol" (v2). Annotations begin with #group,
#datatype or #default; a table with other columns has its own. Columns of the query (result, table,
_start, _stop) are no data. Times of lines count from 1970 in nano-, micro-, milliseconds or
seconds.
"""

import csv
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from klimamosaik.sources.grid.content import Content, FileHead
from klimamosaik.sources.grid.detected import Detected
from klimamosaik.sources.grid.encoding import decode
from klimamosaik.sources.grid.formats.format import FileFormat, FormatHints
from klimamosaik.sources.grid.limits import check_cells
from klimamosaik.sources.grid.part import FilePart, OpenedFile, made_grid
from klimamosaik.terms.complaint import rejected
from klimamosaik.terms.text import Text

WRITTEN = Detected("influx", Text("InfluxDB-Export", "InfluxDB export"))
ANNOTATED = re.compile(r"\ufeff?#(?:group|datatype|default),|,result,table,")
PART = r"(?:\\.|[^\s,=\\\"])+"
TAG = rf"({PART})=({PART})"
FIELD = rf"({PART})=(\"(?:\\.|[^\"\\])*\"|[^\s,=\"\\]+)"
TAGS, FIELDS = (re.sub(r"\((?!\?)", "(?:", each) for each in (TAG, FIELD))  # without groups
LINE = re.compile(
    rf"({PART})((?:,{TAGS})*) ({FIELDS}(?:,{FIELDS})*)(?: (\d{{10,19}}))?"  # parted by one comma
)
OF_THE_QUERY = ("", "result", "table", "_start", "_stop")
NAMES = {"_time": "time", "_value": "value", "_field": "field", "_measurement": "measurement"}
PER_SECOND = {10: 1, 13: 10**3, 16: 10**6, 19: 10**9}  # digits of a time -> its ticks a second
Record = dict[str, str]


def recognises(head: FileHead) -> bool:
    """True for annotations, and for text whose first lines are lines of the protocol."""
    lines = [line for line in head.text.splitlines()[:3] if line and not line.startswith("# ")]
    first = lines[0] if lines else ""
    whole = [LINE.fullmatch(line.strip()) for line in lines[:2]]
    timed = all(found is not None and found[4] for found in whole)
    return bool(ANNOTATED.match(first)) or (bool(whole) and timed)


def read(content: Content, told: FormatHints) -> OpenedFile:
    """All records of a file, in one table; raises InputRejected where it holds none."""
    text, encoding = decode(content.data, told.encoding)
    annotated = bool(ANNOTATED.match(text.lstrip("\ufeff \t\n")))
    records = list(records_of_csv(text) if annotated else records_of_lines(text))
    headers = list(dict.fromkeys(name for record in records for name in record))
    if "time" not in headers:
        raise rejected(
            "influx_without_times",
            "Im InfluxDB-Export stehen keine Zeiten (_time). Bitte mit den Zeiten exportieren.",
            "The InfluxDB export holds no times (_time). Please export it with the times.",
        )
    check_cells(len(headers) * len(records))
    columns = [[record.get(name) for record in records] for name in headers]
    grid = made_grid(headers, columns, container=WRITTEN, encoding=encoding)
    return OpenedFile((FilePart("", grid),))


def records_of_csv(text: str) -> Iterator[Record]:
    """The rows of all tables of annotated CSV, each by the header above it."""
    header: Sequence[str] | None = None
    for row in csv.reader(text.lstrip("\ufeff").splitlines()):
        if not any(row) or row[0].startswith("#"):
            header = None
        elif header is None or row == header:
            header = row
        else:
            cells = zip(header, row, strict=False)
            yield {NAMES.get(n, n): cell for n, cell in cells if n not in OF_THE_QUERY and cell}


def records_of_lines(text: str) -> Iterator[Record]:
    """One record a line: its time, tags and fields; raises InputRejected for other lines."""
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        found = LINE.fullmatch(line.strip())
        if found is None:
            raise rejected(
                "influx_line",
                "Zeile {number} ist keine Zeile des InfluxDB-Protokolls (Messung,Merkmale "
                "Feld=Wert Zeit).",
                "Line {number} is no line of the InfluxDB protocol (measurement,tags field=value "
                "time).",
                number=number,
            )
        tags, fields = re.findall(TAG, found[2]), re.findall(FIELD, found[3])
        told = {plain(name): plain(value) for name, value in tags}
        of = plain(found[1])  # "soil" of "soil,place=park moisture=23.5": its fields are of soil
        values = {f"{of} {plain(name)}": plain(value) for name, value in map(number_of, fields)}
        yield {"time": moment(found[4])} | told | values


def number_of(pair: tuple[str, str]) -> tuple[str, str]:
    """A field whose integer is written without its "i" or "u"."""
    return pair[0], re.sub(r"^(-?\d+)[iu]$", r"\1", pair[1])


def plain(text: str) -> str:
    """A name or value without quotation marks and escapes."""
    return re.sub(r"\\(.)", r"\1", text.strip('"'))


def moment(ticks: str | None) -> str:
    """A time in UTC; "" where a line has none."""
    if ticks is None or len(ticks) not in PER_SECOND:
        return ""
    seconds = int(ticks) / PER_SECOND[len(ticks)]
    return datetime.fromtimestamp(seconds, UTC).isoformat().replace("+00:00", "Z")


INFLUX = FileFormat(WRITTEN, recognises, read, (".csv", ".txt", ".lp"))
