"""Pages set by Typst from a template beside this file; nothing is read from machine or network."""

from collections.abc import Mapping
from datetime import datetime
from importlib import resources

import typst

PLACE = "klimamosaik.publication.public.figures.files"


def set_pages(template: str, files: Mapping[str, bytes], *, ppi: float) -> bytes:
    """One page as PNG."""
    return compiled(template, files, format="png", ppi=ppi)


def set_paper(template: str, files: Mapping[str, bytes], *, at: datetime) -> bytes:
    """Pages as PDF/UA; the same contents make the same file."""
    return compiled(
        template, files, format="pdf", pdf_standards="ua-1", timestamp=int(at.timestamp())
    )


def compiled(template: str, files: Mapping[str, bytes], **more: object) -> bytes:
    """What Typst makes of a template and the files it may read."""
    source = (resources.files(PLACE) / f"{template}.typ").read_bytes()
    made = typst.compile(  # type: ignore[call-overload]  # takes a folder in memory too
        {"main.typ": source, **files}, ignore_system_fonts=True, **more
    )
    if not isinstance(made, bytes):
        raise AssertionError("one page was asked for")
    return made
