"""Reads cards as a person, a screen reader or a phone would."""

from io import BytesIO

from django.test import Client
from pypdf import PdfReader

from klimamosaik.measures.models import Measure

ADDRESS = "https://klima.musterstadt.example"


def measured() -> Measure:
    """A measure with an effect that was metered."""
    return Measure.objects.get(name="Heizungsoptimierung Grundschule")


def pages_of(pdf: bytes) -> PdfReader:
    """A file, opened."""
    return PdfReader(BytesIO(pdf))


def words(pdf: bytes) -> str:
    """All text of a file on one line."""
    return " ".join(" ".join(page.extract_text() for page in pages_of(pdf).pages).split())


def words_at(client: Client, address: str) -> str:
    """All text of a card."""
    return words(client.get(address).content)


def squeezed(text: str) -> str:
    """Without any space: where lines break differs."""
    return "".join(text.split())
