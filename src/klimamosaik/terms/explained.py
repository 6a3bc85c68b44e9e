"""The words of the field that stand on pages, each in one plain sentence: `data/explained.yaml`."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from unicodedata import combining, normalize

from klimamosaik.terms.text import LANGUAGES, Language, Text
from klimamosaik.terms.yaml_text import read_yaml

FILE = Path(__file__).parent / "data" / "explained.yaml"
PUBLIC, OFFICE = "public", "office"


@dataclass(frozen=True)
class ExplainedWord:
    """A word and one plain sentence."""

    key: str
    name: Text
    said: Text
    spelt: Mapping[Language, Sequence[str]] = field(default_factory=dict)  # beginnings of words
    pages: Sequence[str] = (PUBLIC, OFFICE)  # whose pages it stands on

    def stands_in(self, text: str, language: Language) -> bool:
        """True where a word of the text begins as this one is spelt."""
        return any(begins(text, each) for each in beginnings(self.key, language))


@cache
def words() -> dict[str, ExplainedWord]:
    """All words by their key."""
    rows = read_yaml(FILE.read_text(encoding="utf-8"))
    return {key: explained_word(key, **row) for key, row in rows.items()}


def explained_word(
    key: str,
    name: Mapping[str, str],
    said: Mapping[str, str],
    spelt: Mapping[Language, Sequence[str]] | None = None,
    pages: Sequence[str] = (PUBLIC, OFFICE),
) -> ExplainedWord:
    """A row of the file."""
    return ExplainedWord(key, Text(**name), Text(**said), spelt or {}, pages)


def words_of(pages: str) -> list[ExplainedWord]:
    """The words that stand on the pages of `PUBLIC` or `OFFICE`."""
    return [word for word in words().values() if pages in word.pages]


def words_in(text: str, language: Language) -> list[ExplainedWord]:
    """The office's words that stand in a text, in the order of the alphabet."""
    spoken = language if language in LANGUAGES else "de"
    found = (word for word in words_of(OFFICE) if word.stands_in(text, spoken))
    return alphabetical(found, language)


def alphabetical(found: Iterable[ExplainedWord], language: Language) -> list[ExplainedWord]:
    """Words by their names, Ü beside U as in a dictionary."""

    def letters(word: ExplainedWord) -> str:
        name = normalize("NFD", word.name.in_(language).casefold())
        return "".join(each for each in name if not combining(each))

    return sorted(found, key=letters)


@cache
def beginnings(key: str, language: Language) -> tuple[str, ...]:
    """How words begin that mean this one; a capital may stand at the start of a sentence."""
    word = words()[key]
    name = word.name.de if language == "de" else word.name.en
    spelt = {name, *word.spelt.get(language, ())}
    small = {each[:1].lower() + each[1:] for each in spelt} if language == "en" else set()
    return tuple(sorted(spelt | small | {each[:1].upper() + each[1:] for each in spelt}))


def begins(text: str, word: str) -> bool:
    """True where a word of the text begins so."""
    at = text.find(word)
    while at > 0 and text[at - 1].isalnum():
        at = text.find(word, at + 1)
    return at >= 0
