"""Sentences in German and English, written side by side so that neither can be forgotten."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import ClassVar, Literal, get_args

from klimamosaik.terms.languages import any_loaded, translated
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


@cache
def writer(language: str) -> TemplateWriter:
    """Who fills the templates of a language."""
    return TemplateWriter(language)


@dataclass(frozen=True)
class Text:
    """One sentence, in German and in English.

    It is a template as long as it has placeholders; `format` fills them, and Babel writes the
    numbers, days and counts (terms.writing lists what may stand behind the colon).
    """

    de: str
    en: str
    filled: ClassVar["Filled | None"] = None  # what it was made from, where that is asked

    def in_(self, language: str) -> str:
        """Return the sentence in `language`; what is not translated is said in German."""
        if language.startswith("en"):
            return self.en
        return self.de if language.startswith("de") else self._in_another(language)

    def format(self, **values: object) -> "Text":
        """Fill the same placeholders in both languages.

        Raises KeyError for a placeholder without a value.
        """
        de, en = writer("de").format(self.de, **values), writer("en").format(self.en, **values)
        made = Text(de, en)
        if any_loaded():
            object.__setattr__(made, "filled", Filled(self.de, self.en, values))
        return made

    def _in_another(self, language: str) -> str:
        """The sentence in a language whose file was loaded, filled with the same values."""
        if self.filled is None:
            return translated(language, (self.de, self.en)) or self.de
        template = translated(language, (self.filled.de, self.filled.en))
        if template is None and self.filled.de != self.filled.en:
            return self.de
        return writer(language).format(template or self.filled.de, **self.filled.values)

    def both(self) -> dict[Language, str]:
        """The sentence by language, as JSON documents carry it."""
        return {"de": self.de, "en": self.en}


@dataclass(frozen=True)
class Filled:
    """What a sentence was made from, for languages that are read from a file."""

    de: str  # the template
    en: str
    values: Mapping[str, object]


def joined(texts: Iterable[Text], between: Text | str = ", ") -> Text:
    """Several sentences or words as one."""
    parts = {f"p{place}": each for place, each in enumerate(texts)}
    link = Text(between, between) if isinstance(between, str) else between
    template = "{link}".join(f"{{{name}}}" for name in parts)
    return Text(template, template).format(link=link, **parts)


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
        first_few((IN_QUOTES.format(name=name).de for name in listed), most),
        first_few((IN_QUOTES.format(name=name).en for name in listed), most),
    )


IN_QUOTES = Text("„{name}“", "“{name}”")


def both(value: float, digits: int = 0) -> Text:
    """A number as each language writes it."""
    return Text(decimal(value, digits=digits), decimal(value, digits=digits, language="en"))


def rough(value: float) -> Text:
    """A number nobody knows to the last digit: three figures."""
    return Text("{value:rough}", "{value:rough}").format(value=float(value))
