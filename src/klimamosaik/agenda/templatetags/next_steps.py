"""What can be done now, in any template: `{% load next_steps %}`, `{% after "…" as steps %}`."""

from typing import TYPE_CHECKING

from django import template
from django.template.context import Context

if TYPE_CHECKING:
    from klimamosaik.agenda.offers import Offered

register = template.Library()


@register.simple_tag(takes_context=True)
def after(context: Context, deed: str, about: object = "") -> "tuple[Offered, ...]":
    """The ways that are offered after a deed; none where nobody may do anything."""
    town = context.get("municipality")
    if town is None or not context.get("may_edit"):
        return ()
    # only here: it brings along the store of readings, and every page loads these tags
    from klimamosaik.agenda.next_steps import next_steps

    return next_steps(municipality=town, deed=deed, about=str(about))


@register.filter
def undone_by(tags: str) -> str:
    """The name by which a deed of `records.done_messages.tell_done` is undone; "": it cannot be."""
    return [*tags.split(" "), "", "", ""][3]


@register.simple_tag(takes_context=True)
def after_message(context: Context, tags: str) -> "tuple[Offered, ...]":
    """The ways that go with a message of `records.done_messages.tell_done`, by its tags."""
    _, deed, about, *_ = [*tags.split(" "), "", ""]
    return after(context, deed, about)
