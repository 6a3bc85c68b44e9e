"""German and English side by side in templates: {% say "Zähler" "Meters" %}, {{ text|spoken }}."""

from datetime import date

from django import template
from django.utils.formats import date_format
from django.utils.translation import get_language

from klimamosaik.terms.text import Text, decimal
from klimamosaik.terms.tonnes import tonnes_in

register = template.Library()


@register.simple_tag
def say(de: str, en: str, **values: object) -> str:
    """The sentence in the reader's language; {name} is filled, whole numbers as one writes them."""
    language = get_language() or "de"
    written = {
        name: decimal(value, language=language)
        if isinstance(value, int) and not isinstance(value, bool)
        else value
        for name, value in values.items()
    }
    text = Text(de, en).in_(language)
    return text.format(**written) if values else text


@register.filter
def spoken(text: Text | str) -> str:
    """A Text in the reader's language."""
    return text.in_(get_language() or "de") if isinstance(text, Text) else text


@register.filter
def number(value: float | None, digits: int = 0) -> str:
    """A number as the reader writes it; a dash where it is not known."""
    if value is None:
        return "–"
    return decimal(value, digits=digits, language=get_language() or "de")


@register.filter
def tonnes(value: float | None) -> str:
    """Tonnes a year as they are written everywhere; a dash where they are not known."""
    return "–" if value is None else tonnes_in(value, get_language() or "de")


@register.filter(expects_localtime=True)
def day(value: date | None) -> str:
    """A date as the reader writes it; a dash where it is not known."""
    if value is None:
        return "–"
    return date_format(value, "j. F Y" if (get_language() or "de") == "de" else "j F Y")
