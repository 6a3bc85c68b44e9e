"""Cells of tables whose second line is quiet."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def lined(cell: str) -> SafeString:
    """The first line as it is, all others small below it."""
    first, *others = cell.splitlines() or [""]
    return format_html("{}{}", first, small(others))


@register.filter
def linked(cell: str, address: str) -> SafeString:
    """The same with the first line leading to an address."""
    first, *others = cell.splitlines() or [""]
    return format_html('<a href="{}">{}</a>{}', address, first, small(others))


def small(lines: list[str]) -> SafeString:
    """Quiet lines below each other."""
    return format_html_join("", "<small>{}</small>", ((line,) for line in lines))
