"""XML: Green Button (NAESB ESPI) is read, all else is named and refused.

Codes of uom, flowDirection, accumulationBehaviour and commodity from the schema espi.xsd.
"""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

from klimamosaik.sources.grid.content import Content, FileHead
from klimamosaik.sources.grid.detected import Detected
from klimamosaik.sources.grid.formats.format import FileFormat, FormatHints
from klimamosaik.sources.grid.limits import check_cells
from klimamosaik.sources.grid.part import FilePart, Grid, OpenedFile, made_grid
from klimamosaik.sources.grid.refusals import EXPORT, SAVE_AS_XLSX
from klimamosaik.terms.complaint import InputRejected, rejected
from klimamosaik.terms.text import Text

WRITTEN = Detected("xml", Text("Green Button (XML, ESPI)", "Green Button (XML, ESPI)"))
UNITS = {
    "31": "J", "38": "W", "42": "m³", "72": "Wh", "119": "ft³", "128": "US gal", "132": "BTU",
    "134": "l", "169": "therm",
}  # fmt: skip
NO_USE = {
    "5": "A", "29": "V", "33": "Hz", "61": "VA", "63": "VAr", "65": "cos φ", "67": "V²",
    "69": "A²", "71": "VAh", "73": "VArh", "106": "Ah", "140": "Pa", "155": "Pa",
}  # fmt: skip
DIRECTIONS = {"1": "Bezug", "19": "Einspeisung", "4": "Saldo (netto)", "20": "Summe beider"}
COUNTERS = ("1", "3", "9")  # bulk quantity, cumulative, summation: readings of a register
KINDS = {"0": "Strom", "1": "Gas", "2": "Wasser", "4": "Wärme"}  # ServiceCategory
COMMODITIES = {"1": "Strom", "2": "Strom", "7": "Gas", "8": "Flüssiggas", "9": "Wasser"}
QUALITIES = {"8": "geschätzt", "9": "geschätzt", "11": "geschätzt", "12": "geschätzt"}
ADVICE = {  # by the name of the root
    "Workbook": SAVE_AS_XLSX,
}
LAST_YEAR = 253_402_300_799  # [s] since 1970, the end of the year 9999


@dataclass(frozen=True)
class Type:
    """How the values of a meter reading are to be taken."""

    unit: str | None = None  # code; None where the file does not say
    power: int = 0  # of ten
    direction: str = ""
    behaviour: str = ""
    commodity: str = ""
    length: str = ""  # [s] of an interval


@dataclass(frozen=True)
class GreenButtonReading:
    """One value of an interval."""

    start: int  # [s] since 1970
    duration: int  # [s]
    value: int
    quality: str


@dataclass
class Entries:
    """What a feed says of meters, by the addresses its entries give themselves."""

    usage: dict[str, str] = field(default_factory=dict)  # kind of service by usage point
    titles: dict[str, str] = field(default_factory=dict)
    types: dict[str, Type] = field(default_factory=dict)
    related: dict[str, list[str]] = field(default_factory=dict)  # of meter readings
    blocks: list[tuple[str, list[GreenButtonReading]]] = field(
        default_factory=list
    )  # by their own address
    costs: int = 0


def recognises(head: FileHead) -> bool:
    """True for any XML."""
    return head.text.startswith("<")


def read(content: Content, told: FormatHints) -> OpenedFile:
    """Readings of a Green Button file; raises InputRejected for other XML, naming its root."""
    del told  # XML says itself how it is encoded
    data = content.data
    root = _root(data)
    entries = Entries()
    espi = False
    for entry in _entries(data):
        espi = _take(entry, entries) or espi
    if not espi:
        raise _other(root)
    parts, left_out = _parts(entries)
    if not parts:
        raise rejected(
            "green_button_without_readings",
            "Die Green-Button-Datei (XML, ESPI) enthält keine Verbräuche in Intervallen. Bitte "
            "den Export mit Intervallwerten wählen.",
            "The Green Button file (XML, ESPI) holds no use in intervals. Please choose the "
            "export with interval data.",
        )
    return OpenedFile(tuple(parts), tuple(left_out))


def _root(data: bytes) -> str:
    """Name of the root element; raises InputRejected for what defines entities of its own."""
    if b"<!DOCTYPE" in data[:100_000] or b"<!ENTITY" in data[:100_000]:
        raise _other("DOCTYPE")
    try:
        for _, element in ElementTree.iterparse(io.BytesIO(data), events=("start",)):
            return _local(element)
    except (ElementTree.ParseError, ValueError) as error:
        raise _broken() from error
    raise _broken()


def _entries(data: bytes) -> Iterator[ElementTree.Element]:
    """The entries of a feed, or the whole where it has none; each forgotten once it is used."""
    found, last = False, None
    try:
        for _, element in ElementTree.iterparse(io.BytesIO(data)):
            last = element
            if _local(element) == "entry":
                found = True
                yield element
                element.clear()
    except (ElementTree.ParseError, ValueError) as error:
        raise _broken() from error
    if not found and last is not None:
        yield last


def _take(entry: ElementTree.Element, entries: Entries) -> bool:
    """Note what an entry says; True where it is of Green Button."""
    links = [(each.get("rel", ""), each.get("href", "")) for each in entry if _is(each, "link")]
    own = next((href for rel, href in links if rel == "self"), "")
    title = next((each.text or "" for each in entry if _is(each, "title")), "").strip()
    known = False
    for element in entry.iter():
        name = _local(element)
        if name == "UsagePoint":
            entries.usage[own] = _text(element, "kind")
            entries.titles[own] = title
        elif name == "MeterReading":
            entries.related[own] = [href for rel, href in links if rel == "related"]
        elif name == "ReadingType":
            entries.types[own] = _type(element)
        elif name == "IntervalBlock":
            entries.costs += sum(_is(each, "cost") for each in element.iter())
            entries.blocks.append((own, list(_readings(element))))
        known = known or "naesb.org/espi" in element.tag
    return known


def _type(element: ElementTree.Element) -> Type:
    power = _text(element, "powerOfTenMultiplier") or "0"
    return Type(
        _text(element, "uom") or None,
        int(power) if power.lstrip("+-").isdecimal() and len(power) < 4 else 0,
        _text(element, "flowDirection"),
        _text(element, "accumulationBehaviour"),
        _text(element, "commodity"),
        _text(element, "intervalLength"),
    )


def _readings(block: ElementTree.Element) -> Iterator[GreenButtonReading]:
    for element in block.iter():
        if not _is(element, "IntervalReading"):
            continue
        numbers = [_whole(_text(element, name)) for name in ("start", "duration", "value")]
        start, duration, value = numbers
        if start is None or value is None or not 0 <= start + (duration or 0) < LAST_YEAR:
            continue
        yield GreenButtonReading(start, duration or 0, value, _text(element, "quality"))


def _parts(entries: Entries) -> tuple[list[FilePart], list[Detected]]:
    """A table for each kind of value: unit, counter or amount, length of the interval."""
    grouped: dict[tuple[str, str, bool, int], list[tuple[str, Type, str, GreenButtonReading]]] = {}
    left: dict[str, int] = {}
    for own, readings in entries.blocks:
        found = _type_of(own, entries)
        point = _point_of(own, entries)
        carrier = COMMODITIES.get(found.commodity) or KINDS.get(entries.usage.get(point, ""), "")
        unit = found.unit or ""
        if unit and unit not in UNITS:
            left[unit] = left.get(unit, 0) + len(readings)
            continue
        counter = found.behaviour in COUNTERS
        for each in readings:
            length = 0 if counter else each.duration if found.length == "" else int(found.length)
            group = grouped.setdefault((carrier, unit, counter, length), [])
            group.append((point, found, carrier, each))
    check_cells(8 * sum(map(len, grouped.values())))
    parts = [
        FilePart(_title(carrier, length, len(grouped)), _grid(rows, unit, counter, entries))
        for (carrier, unit, counter, length), rows in grouped.items()
    ]
    left_out = [_not_use(unit, count) for unit, count in left.items()]
    return parts, [*left_out, *([COSTS] if entries.costs and parts else [])]


def _title(carrier: str, length: int, tables: int) -> str:
    every = {900: "15 min", 1800: "30 min", 3600: "1 h", 86400: "1 d"}.get(length, "")
    return " ".join(filter(None, (carrier, every))) if tables > 1 else carrier


def _type_of(own: str, entries: Entries) -> Type:
    """The reading type of a block: its meter reading names it; a file with one needs no names."""
    reading = own.split("/IntervalBlock")[0]
    for address, related in entries.related.items():
        if reading and address.rstrip("/") == reading.rstrip("/"):
            found = [entries.types[href] for href in related if href in entries.types]
            if found:
                return found[0]
    distinct = set(entries.types.values())
    return replace(distinct.pop()) if len(distinct) == 1 else Type()


def _point_of(own: str, entries: Entries) -> str:
    points = [href for href in entries.usage if href and own.startswith(href.rstrip("/") + "/")]
    if points:
        return max(points, key=len)
    return next(iter(entries.usage)) if len(entries.usage) == 1 else ""


def _grid(
    rows: Sequence[tuple[str, Type, str, GreenButtonReading]],
    unit: str,
    counter: bool,
    entries: Entries,
) -> Grid:
    named = f" ({UNITS[unit]})" if unit else ""
    columns: dict[str, list[str | None]] = {
        "Zähler": [_meter(point, entries) for point, *_ in rows],
        "Energieträger": [carrier or None for *_, carrier, _ in rows],
    }
    if counter:
        columns["Zeitpunkt"] = [_stamp(each.start + each.duration) for *_, each in rows]
    else:
        columns["von"] = [_stamp(each.start) for *_, each in rows]
        columns["bis"] = [_stamp(each.start + each.duration) for *_, each in rows]
    value = "Zählerstand" if counter else "Leistung" if unit == "38" else "Verbrauch"
    columns[value + named] = [_scaled(each.value, found.power) for _, found, _, each in rows]
    columns["Richtung"] = [DIRECTIONS.get(found.direction) for _, found, *_ in rows]
    columns["Status"] = [QUALITIES.get(each.quality) for *_, each in rows]
    filled = {key: cells for key, cells in columns.items() if any(cells)}
    return made_grid(list(filled), list(filled.values()), container=WRITTEN)


def _meter(point: str, entries: Entries) -> str | None:
    title = entries.titles.get(point, "")
    if title and list(entries.titles.values()).count(title) == 1:
        return title
    return point.rstrip("/").rpartition("/")[2] or title or None


def _stamp(seconds: int) -> str:
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    return f"{moment:%Y-%m-%dT%H:%M:%S}Z"


def _scaled(value: int, power: int) -> str:
    """Exact, without the rounding of floating point."""
    if power >= 0:
        return str(value * 10**power)
    digits = f"{abs(value):0{1 - power}d}"
    written = f"{digits[:power]}.{digits[power:]}".rstrip("0").rstrip(".")
    return f"-{written}" if value < 0 else written


def _text(element: ElementTree.Element, name: str) -> str:
    return next(((each.text or "").strip() for each in element.iter() if _is(each, name)), "")


def _whole(written: str) -> int | None:
    plain = written.removeprefix("-")
    return int(written) if plain.isascii() and plain.isdecimal() and len(plain) < 19 else None


def _is(element: ElementTree.Element, name: str) -> bool:
    return _local(element) == name


def _local(element: ElementTree.Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _not_use(unit: str, count: int) -> Detected:
    symbol = NO_USE.get(unit, unit)
    return Detected(
        symbol,
        Text(
            "Green Button: {count} Werte in {symbol} sind kein Verbrauch und nicht gelesen.",
            "Green Button: {count} values in {symbol} are no use and not read.",
        ).format(count=count, symbol=symbol),
    )


COSTS = Detected(
    "cost",
    Text(
        "Green Button: Kosten je Intervall werden nicht gelesen.",
        "Green Button: costs per interval are not read.",
    ),
)


def _other(root: str) -> InputRejected:
    do = ADVICE.get(root, EXPORT)
    return rejected(
        "not_a_table",
        "Das ist XML mit dem Wurzelelement „{root}“; gelesen wird nur Green Button (ESPI). {do}",
        "This is XML with the root element “{root}”; only Green Button (ESPI) is read. {do}",
        root=root,
        do=do,
    )


def _broken() -> InputRejected:
    return rejected(
        "broken_xml",
        "Die XML-Datei ist beschädigt oder unvollständig. Bitte noch einmal exportieren.",
        "The XML file is damaged or incomplete. Please export it again.",
    )


GREEN_BUTTON = FileFormat(WRITTEN, recognises, read, (".xml",))
