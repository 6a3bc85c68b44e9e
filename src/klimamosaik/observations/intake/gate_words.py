"""How the questions of the gate are put: figures in the language of the reader."""

from klimamosaik.observations.intake.asking import filled, written
from klimamosaik.terms.question import Answer
from klimamosaik.terms.text import Text, decimal, quoted

LISTED = 12  # names a question lists


def yes(code: str, text: Text) -> Answer:
    """The answer that it is right as it is."""
    return Answer(text, written({"accepted": [code]}))


def said(de: str, en: str, **values: object) -> Text:
    """A sentence with its values, a list of names quoted as the language does."""
    return Text(
        filled(de, {key: in_words(value, "de") for key, value in values.items()}, "de"),
        filled(en, {key: in_words(value, "en") for key, value in values.items()}, "en"),
    )


def in_words(value: object, language: str) -> object:
    """A Text in its language, a list of names with quotes, anything else as it is."""
    if isinstance(value, Text):
        return value.in_(language)
    if isinstance(value, list):
        return quoted(value, LISTED).in_(language)
    return value


def figure(value: float, language: str) -> str:
    """A number with three digits that count; far beyond what is written so, as a power of ten."""
    if not abs(value) < 1e15:
        return f"{value:.1e}".replace("e+", " · 10^").replace("inf", "∞")
    return decimal(float(f"{value:.3g}"), language=language)
