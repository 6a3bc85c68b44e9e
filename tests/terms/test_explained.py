"""Words of the field are found as pages write them, and each stands on some page."""

import re
from pathlib import Path

import pytest

import klimamosaik
from klimamosaik.terms.explained import OFFICE, PUBLIC, words, words_in, words_of
from klimamosaik.terms.text import LANGUAGES, Language

SOURCE = Path(klimamosaik.__file__).parent


def keys(text: str, language: Language = "de") -> list[str]:
    return [word.key for word in words_in(text, language)]


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("Der Minderungspfad ab 2026", "de", ["reduction_path"]),
        ("Witterungsbereinigt 6,5 % weniger", "de", ["weather"]),
        ("der witterungsbereinigte Verbrauch", "de", ["weather"]),
        ("mit den Emissionsfaktoren von 2025", "de", ["factor"]),
        ("Übertragung, Vorketten und Unterzähler", "de", ["transfer", "sub_meter", "supply_chain"]),
        ("keine Spur eines Fachworts", "de", []),
        ("Zwischenmedian", "de", []),  # inside of a word
        ("Median und Brennwert, Brennwert und Median", "de", ["calorific_value", "median"]),
        ("Weather-corrected use in a normal year", "en", ["normal_year", "weather"]),
        ("12 kWh gemessen", "de", []),  # explained to residents only
    ],
)
def test_a_word_is_found_in_all_its_forms_and_not_inside_others(
    text: str, language: Language, found: list[str]
) -> None:
    assert keys(text, language) == found


def test_each_word_of_the_office_stands_on_a_page_in_both_languages() -> None:
    texts = (path.read_text("utf-8") for kind in ("*.py", "*.html") for path in SOURCE.rglob(kind))
    shown = re.sub(r'"\s*"', "", " ".join(" ".join(texts).split()))
    unused = {
        (word.key, language)
        for word in words_of(OFFICE)
        for language in LANGUAGES
        if not word.stands_in(shown, language)
    }
    assert unused == set()


def test_words_for_residents_and_for_the_office_are_told_apart() -> None:
    public, office = words_of(PUBLIC), words_of(OFFICE)
    assert {word.key for word in public} | {word.key for word in office} == set(words())
    assert "stone" in {word.key for word in public}
    assert "degree_days" not in {word.key for word in public}
