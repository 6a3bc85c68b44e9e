"""The theme's own words in the language of the page: it hands out few of them for translation."""

import re
from functools import cache
from pathlib import Path

import yaml

HERE = Path(__file__).parent


@cache
def words(language: str) -> dict[str, str]:
    """What the theme says, and what it shall say; nothing for its own language."""
    file = HERE / "theme" / f"words.{language}.yaml"
    return yaml.safe_load(file.read_text(encoding="utf-8")) if file.exists() else {}


def speak(folder: Path, language: str) -> None:
    """Put the theme's words into the language of the pages in a folder."""
    count_by_number(folder / "_static" / "translations.js")
    known = words(language)
    if not known:
        return
    between = re.compile(rf'(>\s*|")({"|".join(map(re.escape, known))})(?=\s*<|")')
    for page in folder.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        told = between.sub(lambda found: found[1] + known[found[2]], text)
        page.write_text(told, encoding="utf-8")


def count_by_number(translations: Path) -> None:
    """Let the search page find its words for one and for several results.

    Sphinx 9.0 picks them by the place `(n != 1)` of a list. Browsers take that for true or false,
    find nothing there, and the search ends in an error; a plus makes it 1 or 0.
    """
    if translations.exists():  # there is none in English
        text = translations.read_text(encoding="utf-8")
        told = text.replace('"plural_expr": "(', '"plural_expr": "+(')
        translations.write_text(told, encoding="utf-8")
