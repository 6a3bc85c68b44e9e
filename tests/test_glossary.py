"""The glossary is law: its terms are the names in the code, and pages say the field's words."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from klimamosaik.web.sentences import Sentence, sentences
from tests.test_house import trees

GLOSSARY = Path(__file__).resolve().parent.parent / "docs" / "glossary.md"
# What we called things among ourselves, and what a climate manager calls them.
PRIVATE = {
    r"Etappen?": "Zwischenziel",
    r"Spielraum": "übliche Schwankung",
    r"Jahrespaare?n?": "Vergleichsjahre",
    r"Datenstand": "Datenversion",
    r"Lieferung(en)?": "Import",
    r"Vorgabe(wert|n)?": "Standardwert, Erfolgskriterium",
    r"Urteil": "Ergebnis, Konformitätsprüfung",
    r"Verlauf": "Änderungsprotokoll, Verbrauch je Monat",
    r"Evidenz": "Nachweis",
    r"Stelle": "Akteur",
    r"schuldet": "Aufgaben und Termine",
    r"Ziehung(en)?": "Rechenlauf",
    r"zweiter Hand": "nach anderer Quelle",
    r"Womit gerechnet wurde|Worauf das beruht": "Methode und Quellen",
    r"CO2e?": "CO₂, CO₂e",
}
STONES = (
    "mosaic/",
    "drawing/",
    "balance/picture",
    "balance/templates",
    "web/templates/town",
    "publication/",  # strangers see the mosaic first
)


@cache
def terms() -> list[tuple[str, list[str]]]:
    """Every term of the glossary: German, and the English names it may have in the code."""
    rows = [
        [cell.strip() for cell in line.strip().strip("|").split("|")]
        for line in GLOSSARY.read_text("utf-8").splitlines()
        if line.startswith("|") and not line.startswith(("| Deutsch", "|--"))
    ]
    return [
        (german, [name.strip().lower() for name in re.sub(r"\(.*?\)", "", english).split(",")])
        for german, english, *_ in rows
    ]


@cache
def names() -> str:
    """All names in the code as words: `MeasuredEffect` and `measured_effect` are the same."""
    found = {module.rpartition(".")[2] for module in trees()}
    for tree in trees().values():
        for node in ast.walk(tree):
            found |= {
                value
                for field in ("name", "id", "attr", "arg")
                if isinstance(value := getattr(node, field, None), str)
            }
    parts = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+")
    return "|".join(" ".join(word.lower() for word in parts.findall(name)) for name in found)


@cache
def said() -> tuple[Sentence, ...]:
    """Every sentence there is."""
    return tuple(sentences())


def test_every_term_of_the_glossary_is_a_name_in_the_code_or_a_word_on_a_page() -> None:
    assert len(terms()) > 120
    english = "|".join(each.en.lower() for each in said())
    unused = [
        german
        for german, ways in terms()
        if not any(way in names() or way in english for way in ways)
    ]
    assert unused == []


def test_every_term_has_two_languages_a_unit_and_a_meaning() -> None:
    lines = [line for line in GLOSSARY.read_text("utf-8").splitlines() if line.startswith("| ")]
    cells = [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines]
    assert [row for row in cells if len(row) != 4 or not all(row)] == []


def test_no_term_stands_twice() -> None:
    german = [each for each, _ in terms()]
    assert len(german) == len(set(german))


@pytest.mark.parametrize("private", PRIVATE)
def test_pages_say_the_words_of_the_field(private: str) -> None:
    word = re.compile(rf"\b({private})\b")
    found = [
        f"{each.where}: {each.de}"
        for each in said()
        if word.search(each.de) and "/data/" not in each.where  # titles of what others published
    ]
    assert found == [], f"better: {PRIVATE[private]}"


def test_stones_are_spoken_of_where_they_lie() -> None:
    found = [
        each.where
        for each in said()
        if re.search(r"\bSteine?n?\b", each.de) and not each.where.startswith(STONES)
    ]
    branch, explained = "balance/data/national_2021.yaml", "terms/data/explained.yaml"
    assert found == [branch, explained]  # "Steine und Erden"; what a stone is
