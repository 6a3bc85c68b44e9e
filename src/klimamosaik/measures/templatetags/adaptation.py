"""{% load adaptation %}{% adaptation_lines municipality as lines %}"""

from django import template

from klimamosaik.measures.queries import AdaptationLine, adaptation_of
from klimamosaik.places.models import Municipality

register = template.Library()


@register.simple_tag
def adaptation_lines(municipality: Municipality) -> tuple[AdaptationLine, ...]:
    """What a municipality wants of adaptation and living, and how it stands."""
    return adaptation_of(municipality=municipality)
