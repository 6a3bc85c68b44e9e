"""{% load adaptation %}{% adaptation_lines municipality as lines %}"""

from typing import TYPE_CHECKING

from django import template

from klimamosaik.places.models import Municipality

if TYPE_CHECKING:
    from klimamosaik.measures.queries import AdaptationLine

register = template.Library()


@register.simple_tag
def adaptation_lines(municipality: Municipality) -> "tuple[AdaptationLine, ...]":
    """What a municipality wants of adaptation and living, and how it stands."""
    # only here: it brings along the store of readings, and every page loads these tags
    from klimamosaik.measures.queries import adaptation_of

    return adaptation_of(municipality=municipality)
