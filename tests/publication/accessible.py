"""What of PDF/UA (ISO 14289-1) a program can see: the Matterhorn Protocol's points that break."""

from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

HEADINGS = ("/H1", "/H2", "/H3", "/H4", "/H5", "/H6")


def faults(pdf: PdfReader) -> list[str]:
    """A sentence for each point that does not hold; none: all do."""
    elements = list(below(root(pdf)["/StructTreeRoot"].get("/K")))
    return [
        *of_document(pdf),
        *(fault for page in pdf.pages for fault in of_page(page)),
        *of_elements(elements),
        *of_headings([str(each["/S"]) for each in elements if each["/S"] in HEADINGS]),
    ]


def root(pdf: PdfReader) -> Any:
    return pdf.trailer["/Root"]


def below(part: Any) -> Iterator[Any]:
    """All structure elements, in the order they are read."""
    part = part.get_object() if isinstance(part, IndirectObject) else part
    if isinstance(part, ArrayObject):
        for each in part:
            yield from below(each)
    elif isinstance(part, DictionaryObject):
        if "/S" in part:
            yield part
        yield from below(part.get("/K")) if "/K" in part else ()


def of_document(pdf: PdfReader) -> Iterator[str]:
    """06 and 11: metadata with a title that is shown, a language, the mark of PDF/UA."""
    whole = root(pdf)
    if not whole["/MarkInfo"]["/Marked"]:
        yield "not tagged"
    if not whole["/ViewerPreferences"]["/DisplayDocTitle"]:
        yield "the file's name is shown, not its title"
    if not (pdf.metadata and pdf.metadata.title):
        yield "no title"
    if whole.get("/Lang") not in ("de", "en"):
        yield "no language"
    said = whole["/Metadata"].get_object().get_data().decode()
    if "pdfua/ns/id/" not in said or "<pdfuaid:part>1<" not in said:
        yield "does not call itself PDF/UA"


def of_page(page: Any) -> Iterator[str]:
    """01, 28 and 31: nothing untagged, tabs by structure, links that say where they lead, fonts."""
    if page.get("/Tabs") != "/S":
        yield "tabs do not follow the structure"
    for link in page.get("/Annots", ()):
        if "/Contents" not in link.get_object() or "/StructParent" not in link.get_object():
            yield "a link says nothing or is in no structure"
    for name, font in page["/Resources"].get("/Font", {}).items():
        yield from (f"{name}: {fault}" for fault in of_font(font.get_object()))
    depth, loose = 0, 0
    for operands, operator in page.get_contents().operations:
        depth += operator in (b"BDC", b"BMC")
        depth -= operator == b"EMC"
        loose += operator in (b"Tj", b"TJ", b"Do", b"f", b"S") and depth == 0
        del operands
    if loose:
        yield f"{loose} signs or drawings stand outside of all structure"


def of_font(font: Any) -> Iterator[str]:
    """31: each is embedded, and says which letters its signs are."""
    if "/ToUnicode" not in font:
        yield "no letters"
    inner = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
    told = inner["/FontDescriptor"].get_object()
    if not {"/FontFile", "/FontFile2", "/FontFile3"} & set(told):
        yield "not embedded"


def of_elements(elements: list[Any]) -> Iterator[str]:
    """13 and 15: pictures with words, tables whose heads say what they are the heads of."""
    for each in elements:
        if each["/S"] == "/Figure" and not str(each.get("/Alt", "")).strip():
            yield "a picture without words"
        if each["/S"] == "/TH" and "/Scope" not in str(each.get("/A", "")):
            yield "a head of a table that says not of what"
        if each["/S"] == "/Table" and not any(e["/S"] == "/TH" for e in below(each.get("/K"))):
            yield "a table without heads"


def of_headings(levels: list[str]) -> Iterator[str]:
    """14: no level is left out."""
    last = 0
    for level in (int(each[2:]) for each in levels):
        if level > last + 1:
            yield f"a heading of level {level} after one of {last}"
        last = level
