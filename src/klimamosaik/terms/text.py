"""Sentences in German and English, written side by side so that neither can be forgotten."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

from klimamosaik.terms.writing import TemplateWriter, decimal

Language = Literal["de", "en"]
__all__ = [
    "LANGUAGES",
    "Language",
    "Text",
    "about",
    "both",
    "decimal",
    "first_few",
    "joined",
    "quoted",
    "rough",
]
LANGUAGES: tuple[Language, ...] = get_args(Language)
GERMAN, ENGLISH = TemplateWriter("de"), TemplateWriter("en")


@dataclass(frozen=True)
class Text:
    """One sentence, in German and in English.

    It is a template as long as it has placeholders; `format` fills them, and Babel writes the
    numbers, days and counts (terms.writing lists what may stand behind the colon).
    """

    de: str
    en: str

    def in_(self, language: str) -> str:
        """Return the sentence in `language`; anything but English is answered in German."""
        return self.en if language.startswith("en") else self.de

    def format(self, **values: object) -> "Text":
        """Fill the same placeholders in both languages.

        Raises KeyError for a placeholder without a value.
        """
        return Text(GERMAN.format(self.de, **values), ENGLISH.format(self.en, **values))

    def both(self) -> dict[Language, str]:
        """The sentence by language, as JSON documents carry it."""
        return {"de": self.de, "en": self.en}


def joined(texts: Iterable[Text], between: Text | str = ", ") -> Text:
    """Several sentences or words as one."""
    listed = list(texts)
    link = Text(between, between) if isinstance(between, str) else between
    return Text(link.de.join(each.de for each in listed), link.en.join(each.en for each in listed))


def about(subject: Text | str, said: Text) -> Text:
    """What is said, with what it is about before a colon."""
    return Text("{subject}: {said}", "{subject}: {said}").format(subject=subject, said=said)


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


def both(value: float, digits: int = 0) -> Text:
    """A number as each language writes it."""
    return Text(decimal(value, digits=digits), decimal(value, digits=digits, language="en"))


def rough(value: float) -> Text:
    """A number nobody knows to the last digit: three figures."""
    return Text("{value:rough}", "{value:rough}").format(value=float(value))
