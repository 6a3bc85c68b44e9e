"""A figure's PDF for who cannot see it: what a validator of PDF/UA-1 would ask of the file."""

import io
from typing import Any

import pytest
from pypdf import PdfReader

from klimamosaik.publication.public.figures.figure_request import FigureAsked
from klimamosaik.publication.public.figures.files.paper import pdf_file
from tests.publication.figures.figures import years


@pytest.fixture(scope="module")
def paper() -> PdfReader:
    """The page of a figure."""
    return PdfReader(io.BytesIO(pdf_file(FigureAsked(years(), "de", "https://klima.example"))))


def elements(of: Any) -> list[Any]:
    """The structure elements right below another."""
    below = of["/K"].get_object() if hasattr(of["/K"], "get_object") else of["/K"]
    found = [each.get_object() for each in (below if isinstance(below, list) else [below])]
    return [each for each in found if isinstance(each, dict) and "/S" in each]


def test_it_says_its_language_and_title_and_that_it_is_tagged(paper: PdfReader) -> None:
    root: Any = paper.root_object
    assert str(root["/Lang"]) == "de"
    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    assert paper.metadata is not None
    assert paper.metadata.title == "Auswirkungen auf das Klima: Was hat es gebracht?"


def test_it_is_read_aloud_in_the_order_it_is_seen(paper: PdfReader) -> None:
    """Town, title, headline, picture with its text, sentences: each a block, nothing loose."""
    tree: Any = paper.root_object["/StructTreeRoot"]
    (document,) = elements(tree)
    blocks = [str(each["/S"]) for each in elements(document)]
    assert blocks[:4] == ["/P", "/Title", "/P", "/Figure"]
    assert len(blocks) > 4
    assert set(blocks[4:]) == {"/P"}
    (picture,) = (each for each in elements(document) if each["/S"] == "/Figure")
    assert "26 % weniger Gas" in picture["/Alt"]


def test_its_links_come_in_their_order_and_say_where_they_lead(paper: PdfReader) -> None:
    (page,) = paper.pages
    links: Any = page["/Annots"]
    assert str(page["/Tabs"]) == "/S"
    assert [note.get_object()["/Contents"] for note in links] == [
        "https://klima.example/klima/03000001/zahlen/probe/"
    ]
