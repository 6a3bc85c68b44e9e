"""Sentences in German and English, written side by side so that neither can be forgotten."""

from collections.abc import Iterable
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


def first_few(words: Iterable[object], most: int = 5, *, between: str = ", ") -> str:
    """The first words of a list; three dots say that there are more."""
    listed = [str(word) for word in words]
    return between.join(listed[:most]) + (" …" if len(listed) > most else "")


def quoted(names: Iterable[str], most: int = 5) -> Text:
    """The first names of a list in quotation marks; three dots say that there are more."""
    listed = list(names)
    return Text(
        first_few((f"„{name}“" for name in listed), most),
        first_few((f"“{name}”" for name in listed), most),
    )


def decimal(value: float, *, digits: int = 0, language: str = "de") -> str:
    """Write a number as the reader's language does: 1.234,5 in German, 1,234.5 in English."""
    written = f"{value:,.{digits}f}"
    if language.startswith("en"):
        return written
    return written.translate(str.maketrans(",.", ".,"))
