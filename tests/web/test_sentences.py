"""Every sentence can be listed, its languages agree, and a further language is a file."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.pofile import read_po, write_po

from klimamosaik.terms.languages import load_languages
from klimamosaik.terms.text import Text, joined
from klimamosaik.web.sentences import (
    catalogue,
    faults_between,
    faults_in_file,
    faults_of,
    in_facts,
    in_python,
    in_template,
    sentences,
)

every_sentence = cache(sentences)  # reading all files takes seconds

TWO = Text("Von {all} Zählern schweigen {silent}.", "Of {all} meters {silent} are silent.")


def test_both_languages_are_complete_with_the_same_values_everywhere() -> None:
    found = every_sentence()
    assert len({each.pair for each in found}) > 3000
    assert {each.where.rpartition(".")[2][:2] for each in found} >= {"py", "ht", "ya"}
    assert [(each.where, fault.en) for each, fault in faults_of(found)] == []


def test_money_is_written_one_way_in_english() -> None:
    otherwise = re.compile(r"\} EUR\b(?!/)|\bEUR \{|€\{")
    seen = [each for each in every_sentence() if "} €" in each.en]
    assert len(seen) > 20
    assert [each.where for each in every_sentence() if otherwise.search(each.en)] == []


def test_sentences_are_found_where_they_are_written() -> None:
    code = (
        'a = Text("Haus", "house")\nraise rejected("no", "Nein: {x}", "No: {x}", x=1)\nText(a, b)'
    )
    assert [(each.de, each.where) for each in in_python(code, "x.py")] == [
        ("Haus", "x.py:1"),
        ("Nein: {x}", "x.py:2"),
    ]
    page = '<p>\n{% say "Zähler: {n}" "Meters: {n}" n=3 %}</p>{% say name other %}'
    assert [(each.en, each.where) for each in in_template(page, "p.html")] == [
        ("Meters: {n}", "p.html:2")
    ]
    block = (
        "a\n{% sentence n=3 %}\n  Zähler:\n  {n}\n{% english %}\n  Meters: {n}\n{% endsentence %}"
    )
    assert [(each.de, each.en, each.where) for each in in_template(block, "p.html")] == [
        ("Zähler: {n}", "Meters: {n}", "p.html:2")
    ]
    facts = {"law": {"de": "Gesetz", "en": "law"}, "list": [{"text": {"de": "A", "en": "B"}}]}
    assert [each.pair for each in in_facts(facts, "f.yaml")] == [("Gesetz", "law"), ("A", "B")]


@pytest.mark.parametrize(
    ("de", "en", "fault"),
    [
        ("{a} Zähler", "{b} meters", "In one language only: a, b"),
        ("Zähler", "", "One of the languages is missing."),
        ("{a Zähler", "meters", "A brace does not close"),
        ("<b>Zähler</b>", "meters", "Other markup."),
    ],
)
def test_versions_that_do_not_fit_are_named(de: str, en: str, fault: str) -> None:
    (said,) = faults_between(de, en)
    assert said.en.startswith(fault)


@pytest.fixture
def low_german(tmp_path: Path) -> Iterator[Path]:
    """A language of two sentences, as a translator would hand them in."""
    folder = tmp_path / "languages"
    folder.mkdir()
    found = every_sentence()
    made = catalogue(found, "nds")
    made.add(TWO.de, "{silent} vun {all} Tellers swiegt.", context=TWO.en)
    log_in = made.get("Anmelden", context="Log in")
    assert log_in is not None
    log_in.string = "Anmellen"
    with (folder / "nds.po").open("wb") as file:
        write_po(file, made)
    yield folder
    load_languages(tmp_path / "nothing")


def test_a_third_language_is_a_file(low_german: Path) -> None:
    assert load_languages(low_german) == ("nds",)
    said = TWO.format(all=12, silent=3)
    assert said.in_("nds") == "3 vun 12 Tellers swiegt."
    assert (said.in_("de"), said) == ("Von 12 Zählern schweigen 3.", TWO.format(all=12, silent=3))
    assert joined([said, said], "; ").in_("nds") == "; ".join(["3 vun 12 Tellers swiegt."] * 2)
    assert Text("Haus", "house").in_("nds") == "Haus"  # not translated: German


def test_a_translation_is_counted_and_checked(low_german: Path) -> None:
    found = every_sentence()
    has, lacks, wrong = faults_in_file(low_german / "nds.po", found)
    assert (has, wrong) == (1, [])
    assert has + lacks == len({each.pair for each in found})
    with (low_german / "nds.po").open("rb") as file:
        kept = read_po(file)
    some = next(message for message in kept if message.id and "{" in str(message.id))
    some.string = "{falsch}"
    with (low_german / "nds.po").open("wb") as to:
        write_po(to, kept)
    _, _, (fault,) = faults_in_file(low_german / "nds.po", found)
    assert "falsch" in fault.de
    again = catalogue(found, "nds", low_german / "nds.po")
    assert again.get("Anmelden", context="Log in").string == "Anmellen"  # type: ignore[union-attr]


def test_pages_are_read_in_the_third_language(low_german: Path) -> None:
    code = (
        "import django; django.setup()\n"
        "from django.db import connection\n"
        "from klimamosaik.web.layout import lay_out_if_empty; assert lay_out_if_empty(connection)\n"
        "from django.test import Client\n"
        "asked = Client(SERVER_NAME='localhost', headers={'accept-language': 'nds'})\n"
        "page = asked.get('/anmelden/').content.decode()\n"
        "assert 'Anmellen' in page and 'value=\"nds\"' in page, page\n"
    )
    environment = os.environ | {
        "KLIMAMOSAIK_DATA": str(low_german.parent),
        "DJANGO_SETTINGS_MODULE": "klimamosaik.web.settings",
    }
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
