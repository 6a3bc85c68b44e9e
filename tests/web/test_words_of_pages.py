"""Small faults of wording, each kind hunted over all pages of the synthetic town."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db import models
from django.test import Client

from tests.web.read_pages import ReadPages

if TYPE_CHECKING:
    from klimamosaik.web.demo.story import Story

pytestmark = pytest.mark.django_db
UNITS = r"(?:kWh|MWh|€|Euro|EUR|t\b|m³|%|°C|ct)"
Fault = Callable[[str], Iterator[str]]


def matches(pattern: str) -> Fault:
    """Every place of a line where a pattern is found, with the words around it."""
    compiled = re.compile(pattern)

    def find(line: str) -> Iterator[str]:
        for match in compiled.finditer(line):
            yield line[max(0, match.start() - 30) : match.end() + 20]

    return find


EVERYWHERE = {
    "a hyphen instead of a minus": matches(r"(?:^|[\s(±…])-\d"),
    "a dash with a unit": matches(rf"(?:^|[\s(±])[–—] ?{UNITS}"),
    "a range of nothing": matches(r"[–—] (?:…|bis|to) [–—]"),
    "a word of the program": matches(
        r"\b(?:None|nan|NaN|inf|True|False|undefined)\b(?! (?:is|of|was))|[{}]|%s"
    ),
    "quotes in the same quotes": matches(r"„[^“]*„|“[^”„]*“[^”„]*”"),
    "a date for machines": matches(r"\b(?:19|20)\d\d-\d\d-\d\d\b"),
    "CO2 without its small two": matches(r"\bCO2"),
    "a space before a comma or point": matches(r"\w [,;.](?:\s|$)"),
    "no space after a comma": matches(r"\d{4},\d{4}|[a-zäöüß],[A-Za-zÄÖÜäöü]"),
    "a name of the program's own": matches(r"(?<![\w./-])[a-z0-9]+(?:_[a-z0-9]+)+(?![\w./-])"),
    "a version that is none": matches(r"^Klimamosaik \d+ "),
    "a word said twice": matches(r"\b(\w{4,}:?) \1(?!\w)"),
    "two points": matches(r"[^.]\.\.(?:[^.]|$)"),
}
GERMAN = {
    "one of many": matches(
        r"(?<![\d.,])\b1 (?:Rechnungen|Maßnahmen|Tagen?|Jahren?|Monaten?|Werten?|Steinen?"
        r"|Messwerten?"
        r"|Zählern|Gebäuden|Dateien|Personen|Aufgaben|Stunden|Messreihen|Quellen|Kennzahlen|Zeilen"
        r"|Störungen|Datenpunkten?|Ablesungen|Einwohnern|Sensoren|Gemeinden|Angaben|Regeln|Fragen"
        r"|Importen?|Berichten?|Listen|Klassen|Stationen|Wetterstationen)\b"
    ),
    "a point in a number": matches(rf"(?<![\d.])\d+\.\d{{1,2}} ?{UNITS}"),
    "an English word": matches(
        r"(?i)(?<![\w„/-])(?:the|of|and|with|measured|heating|daily|monthly|unknown|expected|from|"
        r"saved|readings?|measure|town)(?![\w/-])"
    ),
}
ENGLISH = {
    "one of many": matches(
        r"(?<![\d.,])\b1 (?:bills|measures|days|years|months|values|readings|stones|meters|"
        r"buildings|files|people|tasks|hours|sources|indicators|rows|troubles|stations)\b"
    ),
    "a comma in a number": matches(rf"(?<![\d,])\d+,\d{{1,2}} ?{UNITS}"),
    "a German word": matches(
        r"(?<![\w„/.-])(?:und|der|die|das|nicht|kein|keine|ist|von|mit|im|gemessen|erwartet|"
        r"bis|Maßnahme|Gebäude|Zähler|gespart)(?![\w/.-])"
    ),
}
LANGUAGES = {"de": EVERYWHERE | GERMAN, "en": EVERYWHERE | ENGLISH}


def typed() -> re.Pattern[str]:
    """All that people wrote: it is shown as it was written, in whatever language."""
    found = {
        " ".join(value.split())
        for model in apps.get_models()
        for column in model._meta.concrete_fields
        if isinstance(column, models.CharField | models.TextField)
        for value in model._default_manager.values_list(column.attname, flat=True).distinct()
        if isinstance(value, str) and len(value) > 4 and not value.islower()
    }
    longest_first = sorted(found, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")


@pytest.fixture
def demo(story: "Story") -> Client:
    client = Client()
    client.force_login(User.objects.get(username="demo"))
    return client


def read(client: Client, language: str, ags: str) -> ReadPages:
    """All pages of the office and all public ones in a language."""
    public, other = ("/klima/", "/en/") if language == "de" else ("/en/klima/", "/klima/")
    starts = (f"/{ags}/heute/", f"/{ags}/", f"{public}{ags}/")
    return ReadPages(client, language, (other,)).read(*starts)


def small_faults(walk: ReadPages) -> dict[str, set[str]]:
    """By kind, each place where a page has a small fault of wording."""
    wrote = typed()
    faults: dict[str, set[str]] = {}
    for address, lines in walk.pages.items():
        for line in lines:
            rest = wrote.sub("X", line)
            for name, find in LANGUAGES[walk.language].items():
                for where in find(rest):
                    faults.setdefault(name, set()).add(f"{address}: {where}")
    return faults


def said_again(walk: ReadPages) -> set[str]:
    """Sentences a page says more than twice."""
    return {
        f"{address}: {said}"
        for address, sentences in walk.paragraphs.items()
        for said, times in Counter(sentences).items()
        if times > 2
    }


@pytest.mark.long
@pytest.mark.parametrize("language", list(LANGUAGES))
def test_no_page_has_a_small_fault_of_wording_or_repeats_itself(
    language: str, demo: Client, story: "Story"
) -> None:
    walk = read(demo, language, story.municipality.ags)
    assert len(walk.pages) > 80
    assert (small_faults(walk), said_again(walk)) == ({}, set())


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("Ersparnis -5 kWh", "de"), ("– kWh", "de"), ("± – kWh", "de"), ("1 Rechnungen", "de"),
        ("1 bills of the period", "en"), ("Spanne – … – kWh", "de"), ("aus None Tagen", "de"),
        ("„Aushänge „Fenster zu““", "de"), ("2026-08-17 Wert angelegt", "de"), ("5 t CO2", "de"),
        ("3.5 MWh", "de"), ("3,5 MWh", "en"), ("heating (daily)", "de"), ("heat gespart", "en"),
        ("2023,2024,2025", "de"), ("der Preis , der", "de"), ("Schluss..", "de"),
        ("Jahreszeit, Welle 1_cos", "de"), ("Klimamosaik 72 · offene Software", "de"),
        ("Fehler: Fehler: Einrichten", "de"),
    ],
)  # fmt: skip
def test_each_kind_of_fault_is_found(said: str, language: str) -> None:
    assert any(list(find(said)) for find in LANGUAGES[language].values())
