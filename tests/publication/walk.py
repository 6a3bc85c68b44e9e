"""Walks every public address as a stranger and reads all there is to read, also inside files."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from urllib.parse import urljoin, urlsplit
from zipfile import ZipFile, is_zipfile

import polars as pl
from django.test import Client
from pypdf import PdfReader

LINK = re.compile(
    r"""(?:(?:href|src|action)=["']|content=["'](?=/|http))([^"']+)["']|<loc>([^<]+)</loc>"""
)
IN_DATA = re.compile(r"""["'<(]((?:https?://testserver)?/[^"'<>()\s]*)""")
MOST = 4_000  # addresses; more is a loop
OURS = (
    "/klima/",
    "/en/klima/",
    "/api/",
    "/en/api/",
    "/offene-daten/",
    "/sitemap",
    "/llms",
    "/robots",
)
TEXTS = ("text/", "application/json", "application/ld+json", "application/xml", "image/svg+xml")
ENDS = ("+json", "+xml", "turtle")


@dataclass
class Walk:
    """What a stranger found."""

    client: Client
    skip: re.Pattern[str] = re.compile(r"(?!)")  # addresses that are not asked for
    pages: dict[str, str] = field(default_factory=dict)  # address -> everything readable in it
    statuses: dict[str, int] = field(default_factory=dict)
    headers: dict[str, dict[str, str]] = field(default_factory=dict)

    def walk(self, *starts: str) -> "Walk":
        """Follow every link from here on."""
        waiting = list(starts)
        while waiting:
            address = waiting.pop()
            if address in self.statuses or self.skip.search(address):
                continue
            assert len(self.statuses) < MOST, f"a loop? {address}"
            waiting += self.read(address)
        return self

    def read(self, address: str) -> list[str]:
        """Read one address; the addresses it leads to."""
        answer = self.client.get(address)
        self.statuses[address] = answer.status_code
        self.headers[address] = dict(answer.items())
        body = b"".join(answer) if answer.streaming else answer.content
        kind = answer.get("Content-Type", "").split(";")[0]
        text = readable(body, kind)
        self.pages[address] = text
        found = [urljoin(address, each) for each in links(text, kind)]
        return [own for each in found if (own := ours(each)) is not None]


def ours(address: str) -> str | None:
    """The path of an address that belongs to the public; None for all others."""
    parts = urlsplit(address)
    if parts.netloc not in ("", "testserver") or not parts.path.startswith(OURS):
        return None
    return parts.path + (f"?{parts.query}" if parts.query else "")


def links(text: str, kind: str) -> Iterator[str]:
    """Every address in a text."""
    if kind == "text/html":
        for one, other in LINK.findall(text):
            yield (one or other).replace("&amp;", "&")
    elif kind.startswith(TEXTS) or kind.endswith(ENDS):
        yield from IN_DATA.findall(text)


def readable(body: bytes, kind: str) -> str:
    """All text in an answer: of pages, of files, of what lies inside files, of their metadata."""
    if body.startswith(b"%PDF"):
        reader = PdfReader(BytesIO(body))
        told = " ".join(f"{name} {value}" for name, value in (reader.metadata or {}).items())
        return told + " ".join(page.extract_text() for page in reader.pages)
    if body.startswith(b"PAR1"):
        return str(pl.read_parquet(BytesIO(body)).write_csv())
    if body.startswith(b"PK") and is_zipfile(BytesIO(body)):
        with ZipFile(BytesIO(body)) as packed:
            return " ".join(
                f"{name} {readable(packed.read(name), '')}" for name in packed.namelist()
            )
    return body.decode("utf-8", errors="replace")
