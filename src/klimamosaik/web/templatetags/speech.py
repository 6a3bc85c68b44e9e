"""German and English side by side in templates: {% say "Zähler" "Meters" %}, {{ text|spoken }}.

A sentence too long for one line is a block, {% sentence n=count %} … {% english %} …
{% endsentence %}, because a tag cannot be broken over lines.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms, template
from django.template.base import FilterExpression, NodeList, Parser, TextNode, Token, token_kwargs
from django.template.context import Context
from django.utils.formats import date_format
from django.utils.html import conditional_escape
from django.utils.translation import get_language

from klimamosaik.terms.text import Text, decimal, writer
from klimamosaik.terms.tonnes import tonnes_in
from klimamosaik.terms.writing import written_number

register = template.Library()


@register.simple_tag
def say(de: str, en: str, **values: object) -> str:
    """The sentence in the reader's language; {name} is filled, whole numbers as one writes them."""
    language = get_language() or "de"
    text = Text(de, en).in_(language)
    if not values:
        return text
    filled = {name: counting(value) for name, value in values.items()}
    return writer(language).format(text, **filled)


def counting(value: object) -> object:
    """A whole number on a page counts something: it is no year."""
    return CountedThings(value) if isinstance(value, int) and not isinstance(value, bool) else value


@dataclass(frozen=True)
class CountedThings:
    """A whole number written with its thousands, or with its word: {n:Zähler|Zähler}."""

    value: int

    def written(self, spec: str, language: str) -> str:
        """As a sentence of a page holds it."""
        return written_number(self.value, spec or "n", language)


@register.simple_tag(takes_context=True)
def fault_first(context: Context) -> str:
    """The first word of a title, heard first, where what was sent could not be taken."""
    known: dict[str, Any] = {str(name): value for name, value in context.flatten().items()}
    sent = [each for each in known.values() if isinstance(each, forms.BaseForm) and each.is_bound]
    refused = any(known.get(name) for name in REFUSALS) or any(form.errors for form in sent)
    return say("Fehler:", "Error:") if refused else ""


REFUSALS = ("invalid", "refused", "nothing", "faults")  # how pages without one form call theirs


class SentenceNode(template.Node):
    """A sentence of several lines, said as `say` says a short one."""

    def __init__(self, text: Text, values: Mapping[str, FilterExpression]) -> None:
        self.text, self.values = text, values

    def render(self, context: Context) -> str:
        """The sentence in the reader's language, its values filled in."""
        values = {name: value.resolve(context) for name, value in self.values.items()}
        return str(conditional_escape(say(self.text.de, self.text.en, **values)))


@register.tag
def sentence(parser: Parser, token: Token) -> SentenceNode:
    """{% sentence n=count %} Deutsch {n} {% english %} English {n} {% endsentence %}.

    Line breaks and indentation count as one space. Raises TemplateSyntaxError for anything but
    words and {names} inside.
    """
    words = token.split_contents()[1:]
    values = token_kwargs(words, parser)
    if words:
        raise template.TemplateSyntaxError(f"{{% sentence %}} takes name=value, not {words}")
    german = _plain(parser.parse(("english",)))
    parser.delete_first_token()
    english = _plain(parser.parse(("endsentence",)))
    parser.delete_first_token()
    return SentenceNode(Text(german, english), values)


def _plain(nodes: NodeList) -> str:
    if not all(isinstance(node, TextNode) for node in nodes):
        raise template.TemplateSyntaxError("{% sentence %} holds words and {names} only")
    return " ".join("".join(node.s for node in nodes if isinstance(node, TextNode)).split())


@register.filter
def spoken(text: Text | Mapping[str, str] | str) -> str:
    """A Text, also a stored one ({"de": …, "en": …}), in the reader's language."""
    if isinstance(text, Mapping):
        text = Text(text.get("de", ""), text.get("en", ""))
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
