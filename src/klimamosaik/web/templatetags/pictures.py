"""Small pictures made on the server: {% load pictures %}{% sparkline values "heat" "…" %}."""

from collections.abc import Sequence

from django import template
from django.utils.safestring import SafeString, mark_safe

from klimamosaik.drawing import sparkline as drawing
from klimamosaik.records.language import reader_language

register = template.Library()


@register.simple_tag
def sparkline(values: Sequence[float | None], field: str = "", label: str = "") -> SafeString:
    """A line without axes over equal steps from zero up; where a value is missing, it breaks.

    `label` says for a screen reader what there is to see; without it the picture is decoration.
    """
    language = reader_language()
    return mark_safe(drawing.sparkline(values, field=field, said=label, language=language))
