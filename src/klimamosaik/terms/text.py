"""Sentences in German and English, written side by side so that neither can be forgotten."""

from dataclasses import dataclass
from typing import Literal, get_args

Language = Literal["de", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


@dataclass(frozen=True)
class Text:
    """One sentence, in German and in English."""

    de: str
    en: str

    def in_(self, language: str) -> str:
        """Return the sentence in `language`; anything but English is answered in German."""
        return self.en if language.startswith("en") else self.de

    def format(self, **values: object) -> "Text":
        """Fill the same placeholders in both languages."""
        return Text(self.de.format(**values), self.en.format(**values))


def decimal(value: float, *, digits: int = 0, language: str = "de") -> str:
    """Write a number as the reader's language does: 1.234,5 in German, 1,234.5 in English."""
    written = f"{value:,.{digits}f}"
    if language.startswith("en"):
        return written
    return written.translate(str.maketrans(",.", ".,"))
