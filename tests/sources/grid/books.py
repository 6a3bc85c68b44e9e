"""Workbooks made by hand, also such as no program writes."""

import io
import re
import struct
import zipfile
from collections.abc import Iterable, Mapping

from openpyxl.utils import get_column_letter as letters

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
ODF = "urn:oasis:names:tc:opendocument:xmlns"
MONTHS = [("Monat", "Strom kWh"), *((f"{m:02}.2024", 100 + m) for m in range(1, 13))]
Rows = Iterable[Iterable[object]]


def cell(address: str, value: object) -> str:
    if isinstance(value, str):
        return f'<c r="{address}" t="inlineStr"><is><t>{value}</t></is></c>'
    return f'<c r="{address}"><v>{value}</v></c>'


def rows_xml(rows: Rows, *, first: int = 1) -> str:
    return "".join(
        f'<row r="{number}">'
        + "".join(cell(f"{letters(at)}{number}", value) for at, value in enumerate(row, 1))
        + "</row>"
        for number, row in enumerate(rows, first)
    )


def xlsx(
    sheets: Mapping[str, str], *, hidden: Mapping[str, str] | None = None, prefix: str = ""
) -> bytes:
    """A workbook; sheets: XML of the rows by title; hidden: state by title; prefix: of tags."""
    states = hidden or {}
    listed = "".join(
        f'<sheet name="{title}" sheetId="{at}" state="{states.get(title, "visible")}"'
        f' r:id="r{at}"/>'
        for at, title in enumerate(sheets, 1)
    )
    links = "".join(
        f'<Relationship Id="r{at}" Type="{LINKS}/worksheet" Target="worksheets/sheet{at}.xml"/>'
        for at in range(1, len(sheets) + 1)
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", f'<Types xmlns="{PACKAGE}/content-types"/>')
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
            f'Type="{LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheets>{listed}</sheets></workbook>',
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{PACKAGE}/relationships">{links}</Relationships>',
        )
        for at, rows in enumerate(sheets.values(), 1):
            text = f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
            if prefix:
                text = re.sub(r"<(/?)(?=\w)", rf"<\1{prefix}", text)
                text = text.replace("xmlns=", f"xmlns:{prefix[:-1]}=")
            archive.writestr(f"xl/worksheets/sheet{at}.xml", text)
    return packed.getvalue()


def ods(tables: str, styles: str = "") -> bytes:
    """An OpenDocument spreadsheet; tables: their XML."""
    names = " ".join(
        f'xmlns:{short}="{ODF}:{short}:1.0"' for short in ("office", "table", "text", "style")
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "META-INF/manifest.xml",
            f'<manifest:manifest xmlns:manifest="{ODF}:manifest:1.0"/>',
        )
        archive.writestr(
            "content.xml",
            f"<office:document-content {names}><office:automatic-styles>{styles}"
            f"</office:automatic-styles><office:body><office:spreadsheet>{tables}"
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return packed.getvalue()


def ods_rows(rows: Rows) -> str:
    return "".join(
        "<table:table-row>" + "".join(ods_cell(value) for value in row) + "</table:table-row>"
        for row in rows
    )


def ods_cell(value: object, repeated: str = "") -> str:
    kind = "string" if isinstance(value, str) else f'float" office:value="{value}'
    return (
        f'<table:table-cell office:value-type="{kind}"{repeated}>'
        f"<text:p>{value}</text:p></table:table-cell>"
    )


def zipped(members: Mapping[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return packed.getvalue()


def forged(archive: bytes, member: str, size: int) -> bytes:
    """The archive with another size of a member in its directory."""
    changed = bytearray(archive)
    at = changed.rfind(b"PK\x01\x02", 0, changed.rfind(member.encode()))
    struct.pack_into("<I", changed, at + 24, size)
    return bytes(changed)


def with_stray(address: str, rows: Rows = MONTHS) -> bytes:
    """A workbook with one more cell far outside."""
    number = address.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    stray = f'<row r="{number}">{cell(address, 7)}</row>'
    return xlsx({"Tabelle1": rows_xml(rows) + stray})


# small files that a reader would lay out as billions of cells
BOMBS = {
    "lone.xlsx": with_stray("XFD1048576", [["x"]]),
    "last_row.xlsx": with_stray("CV1000000", [["x"]]),
    "repeated.ods": ods(
        '<table:table table:name="A"><table:table-row table:number-rows-repeated="1000000">'
        + ods_cell(1, ' table:number-columns-repeated="100"')
        + "</table:table-row></table:table>"
    ),
    "forged.xlsx": forged(
        xlsx({"A": rows_xml([[1] * 50] * 500)}), "xl/worksheets/sheet1.xml", 1000
    ),
}
