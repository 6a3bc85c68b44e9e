"""Further languages beside German and English: a file of sentences each, as translators keep them.

`klimamosaik sentences export nds.po --language nds` writes the file, with every sentence there is
in German (msgid) and English (msgctxt); filled in, it lies in `languages` of the data folder, and
the pages can be read in it. What is not translated yet is said in German.
"""

from collections.abc import Mapping
from pathlib import Path

Pair = tuple[str, str]  # a sentence in German and in English
_loaded: dict[str, Mapping[Pair, str]] = {}


def load_languages(folder: Path) -> tuple[str, ...]:
    """Load every file of a folder, `nds.po` as the language `nds`; returns their codes."""
    _loaded.clear()
    for path in sorted(folder.glob("*.po")):
        _loaded[path.stem] = sentences_in(path)
    return tuple(_loaded)


def sentences_in(path: Path) -> dict[Pair, str]:
    """The sentences of a file that are translated."""
    from babel.messages.pofile import read_po  # only where there is such a file

    with path.open("rb") as file:
        catalogue = read_po(file)
    return {
        (str(message.id), message.context or ""): str(message.string)
        for message in catalogue
        if message.id and message.string and not message.fuzzy
    }


def any_loaded() -> bool:
    """True where somebody reads another language than German and English."""
    return bool(_loaded)


def translated(language: str, sentence: Pair) -> str | None:
    """A sentence in a further language; None where it is not translated."""
    return _loaded.get(language, {}).get(sentence)
