"""ZRXP: time series of gauges as water authorities exchange them (WISKI).

Kisters, "ZRXP 3.0": lines of # with entries of a key and its text, parted by |*| or ;*;, then a
line a value: time (YYYYMMDDhhmmss), value and perhaps a status. A new block begins with # again.
SNAME names the station, CNAME what is measured, CUNIT its unit, TZ the clock, RINVAL a gap.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from klimamosaik.sources.grid.content import Content, FileHead
from klimamosaik.sources.grid.detected import Detected
from klimamosaik.sources.grid.encoding import decode
from klimamosaik.sources.grid.formats.format import FileFormat, FormatHints
from klimamosaik.sources.grid.limits import check_cells
from klimamosaik.sources.grid.part import FilePart, OpenedFile, made_grid
from klimamosaik.terms.complaint import rejected
from klimamosaik.terms.text import Text

WRITTEN = Detected("zrxp", Text("ZRXP, Zeitreihen der Wasserwirtschaft", "ZRXP, series of gauges"))
BEGINS = re.compile(r"#.*(?:\|\*\||;\*;)")
KEYS = ("TSPATH", "SANR", "SNAME", "SWATER", "CNAME", "CUNIT", "RINVAL", "REXCHANGE", "TZ")
VALUE = re.compile(r"(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?\s+(\S+)")
MEASURED = {"W": "Wasserstand", "WT": "Wassertemperatur", "N": "Niederschlag"}  # usual short names
ZONE = re.compile(r"(?:UTC|GMT)\s*([+-])?(\d{1,2})?")
GAP = "-777"


@dataclass
class Block:
    """One series of a file."""

    told: dict[str, str] = field(default_factory=dict)
    values: list[tuple[str, str]] = field(default_factory=list)


def recognises(head: FileHead) -> bool:
    """True for text that begins with entries of ZRXP."""
    return bool(BEGINS.match(head.text)) and any(key in head.text for key in KEYS)


def read(content: Content, told: FormatHints) -> OpenedFile:
    """A table a series; raises InputRejected where there is no value."""
    text, encoding = decode(content.data, told.encoding)
    blocks = [block for block in blocks_of(text) if block.values]
    if not blocks:
        raise rejected(
            "zrxp_without_values",
            "Die ZRXP-Datei enthält keine Werte. Bitte mit den Werten exportieren.",
            "The ZRXP file holds no values. Please export it with the values.",
        )
    check_cells(2 * sum(len(block.values) for block in blocks))
    parts = []
    for block in blocks:
        columns = [list(column) for column in zip(*block.values, strict=True)]
        grid = made_grid(
            ["Zeit", header_of(block.told)], columns, container=WRITTEN, encoding=encoding
        )
        parts.append(FilePart(block.told.get("SNAME", ""), grid))
    return OpenedFile(tuple(parts))


def blocks_of(text: str) -> Iterator[Block]:
    """The series of a text; a gap has no row."""
    block = Block()
    for line in map(str.strip, text.splitlines()):
        if line.startswith("#"):
            if block.values:
                yield block
                block = Block()
            block.told |= entries_of(line)
        elif (found := VALUE.match(line)) and found[7] != block.told.get("RINVAL", GAP):
            block.values.append((time_of(found, block.told.get("TZ", "")), found[7]))
    yield block


def entries_of(line: str) -> dict[str, str]:
    """Key -> text of the entries of a line; longer keys first, as CNAME ends in NAME."""
    entries = re.split(r"\|\*\||;\*;", line.lstrip("#"))
    return {
        key: entry[len(key) :].strip() for entry in entries for key in KEYS if entry.startswith(key)
    }


def time_of(found: re.Match[str], zone: str) -> str:
    """A time as text, with its distance from UTC where the file tells one."""
    year, month, day, hour, minute = found.groups()[:5]
    told = ZONE.fullmatch(zone.strip())
    offset = f"{told[1] or '+'}{int(told[2] or 0):02d}:00" if told else ""
    return f"{year}-{month}-{day}T{hour}:{minute}:{found[6] or '00'}{offset}"


def header_of(told: dict[str, str]) -> str:
    """What the values are, where, and in which unit: "Wasserstand Hase [cm]"."""
    what = told.get("CNAME", "")
    words = [MEASURED.get(what, what), told.get("SNAME") or told.get("SANR", "")]
    unit = f"[{told['CUNIT']}]" if told.get("CUNIT") else ""
    return " ".join(filter(None, [*words, unit])) or "Wert"


ZRXP = FileFormat(WRITTEN, recognises, read, (".zrx", ".zrxp", ".txt"))
