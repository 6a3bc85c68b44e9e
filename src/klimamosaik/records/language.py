"""The reader's language: sentences and labels are chosen when a page is made."""

from collections.abc import Callable
from typing import cast

from django.utils.functional import lazy
from django.utils.translation import get_language, override

from klimamosaik.terms.text import Language, Text


def reader_language() -> Language:
    """The reader's language: de, en, or that of a file of sentences somebody added."""
    language = get_language() or "de"
    return "en" if language.startswith("en") else cast(Language, language)


def translate(text: Text) -> str:
    """The sentence in the reader's language."""
    return text.in_(reader_language())


def _said(de: str, en: str) -> str:
    return translate(Text(de, en))


said = lazy(_said, str)  # said("Fläche", "Area") where Django wants a label


def in_both(write: Callable[[], object]) -> Text:
    """What Django writes in each language: its messages, and labels made by `said`."""
    with override("de"):
        de = str(write())
    with override("en"):
        return Text(de, str(write()))
