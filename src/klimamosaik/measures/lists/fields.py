"""Words for fields of action, as lists write them -> the register's fields."""

import re
from functools import cache
from importlib import resources

from klimamosaik.terms.field import Field
from klimamosaik.terms.yaml_text import read_yaml


@cache
def _words() -> tuple[tuple[tuple[Field, ...], re.Pattern[str]], ...]:
    written = resources.files("klimamosaik.measures.lists") / "field_words.yaml"
    rows = read_yaml(written.read_text(encoding="utf-8"))
    return tuple(
        (tuple(Field(name) for name in names.split("+")), re.compile(pattern))
        for names, pattern in rows
    )


def fields_of(word: str) -> tuple[Field, ...]:
    """The fields a word names; none where it names none of ours."""
    text = word.strip().casefold()
    for field in Field:
        if text in (field.value, field.text.de.casefold(), field.text.en.casefold()):
            return (field,)
    return next((fields for fields, pattern in _words() if pattern.search(text)), ())
