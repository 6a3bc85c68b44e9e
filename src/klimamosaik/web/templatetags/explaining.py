"""{% explained %} … {% endexplained %}: a page, and below it the words of the field it uses."""

import re
from html import unescape

from django import template
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.template.loader import render_to_string

from klimamosaik.records.language import reader_language
from klimamosaik.terms.explained import words_in

register = template.Library()
TAGS = re.compile(r"<(script|style).*?</\1>|<[^>]*>", re.DOTALL)


class ExplainedNode(template.Node):
    """What stands between the tags, and its words explained on tap."""

    def __init__(self, nodes: NodeList) -> None:
        self.nodelist = nodes

    def render(self, context: Context) -> str:
        """The page, then a fold with each word of the field that stands on it."""
        page = self.nodelist.render(context)
        found = words_in(unescape(TAGS.sub(" ", page)), reader_language())
        if not found:
            return page
        return page + render_to_string("parts/explained.html", {"words": found})


@register.tag
def explained(parser: Parser, token: Token) -> ExplainedNode:
    """All up to {% endexplained %}."""
    nodes = parser.parse(("endexplained",))
    parser.delete_first_token()
    return ExplainedNode(nodes)
