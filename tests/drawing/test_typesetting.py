"""Pages are set apart: the same bytes, nothing kept here, and a sentence where it fails."""

import io
import json
import subprocess
import sys

import pytest
import typst
from pypdf import PdfReader

from klimamosaik.drawing import typesetting
from klimamosaik.drawing.typesetting import TYPESETTERS, image, paper
from klimamosaik.processes.operations import WorkFailed
from klimamosaik.terms.complaint import InputRejected
from tests.drawing.setters import dying, hanging

PAGE = {"main.typ": b'#set document(title: "Seite")\n= Rathaus\n#read("words.txt")'}
WORDS = {"words.txt": "Wärme".encode()}
HERE = """
import json, sys
from klimamosaik.drawing.typesetting import image
assert image({"main.typ": b"Rathaus"}, ppi=72).startswith(b"\\x89PNG")
print(json.dumps(sorted(sys.modules)))
"""


def test_a_page_is_set_as_it_would_be_here() -> None:
    files = PAGE | WORDS
    here = typst.compile(  # type: ignore[call-overload]  # takes a folder in memory too
        files, format="pdf", pdf_standards="ua-1", ignore_system_fonts=True, timestamp=86_400
    )
    assert paper(files, at=86_400.5) == paper(files, at=86_400) == here
    assert image(files, ppi=72) == typst.compile(  # type: ignore[call-overload]
        files, format="png", ppi=72, ignore_system_fonts=True
    )


def test_who_asks_for_a_page_holds_nothing_of_what_sets_it() -> None:
    done = subprocess.run(
        [sys.executable, "-c", HERE], capture_output=True, text=True, check=True, timeout=120
    )
    assert "typst" not in json.loads(done.stdout)


def test_who_sets_pages_waits_for_the_next_one() -> None:
    TYPESETTERS.end_waiting()
    image(PAGE | WORDS, ppi=72)
    (first,) = TYPESETTERS.waiting
    image(PAGE | WORDS, ppi=72)
    assert list(TYPESETTERS.waiting) == [first]


def test_a_letter_no_font_has_keeps_no_page_from_being_set() -> None:
    """A box stands for it, and the file does not claim that all can be read aloud."""
    made = paper(PAGE | {"words.txt": "Schule 🌞 مدرسة".encode()}, at=0)
    (page,) = PdfReader(io.BytesIO(made)).pages
    assert page.extract_text().startswith("Rathaus\nSchule")
    assert b"pdfuaid" in paper(PAGE | WORDS, at=0)
    assert b"pdfuaid" not in made


def test_a_mistake_in_a_template_is_a_fault_of_ours() -> None:
    with pytest.raises(WorkFailed, match="TypstError"):
        paper({"main.typ": b"#nobody"}, at=0)


def test_what_sets_pages_dies_and_the_next_page_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(typesetting, "typst_pages", dying)
        with pytest.raises(InputRejected, match="was ended") as refusal:
            paper(PAGE | WORDS, at=0)
    assert refusal.value.complaints[0].code == "setting_ended"
    assert paper(PAGE | WORDS, at=0).startswith(b"%PDF")


def test_what_never_ends_is_ended_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typesetting, "typst_pages", hanging)
    monkeypatch.setattr(typesetting, "SECONDS", 1)
    with pytest.raises(InputRejected, match="not ready after 1 seconds") as refusal:
        paper(PAGE | WORDS, at=0)
    assert refusal.value.complaints[0].code == "setting_too_long"
