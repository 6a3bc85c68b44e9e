"""Answers that are lists: a page of one, or the whole as a file."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse

from klimamosaik.publication.public.api.entries.page import EntryPage
from klimamosaik.publication.public.api.entries.values import ApiEntity
from klimamosaik.publication.public.api.files import Place, Suffix, as_file
from klimamosaik.publication.public.api.paging import part_of

Item = TypeVar("Item", bound=ApiEntity)


def listed(
    request: HttpRequest,
    response: HttpResponse,
    entries: Sequence[Item],
    *,
    limit: int,
    cursor: str,
    stand: str,
) -> EntryPage[Item]:
    """Some entries of a list. Raises ApiRefused."""
    part = part_of(request, response, entries, limit=limit, cursor=cursor, stand=stand)
    return EntryPage[Any](items=list(part.some), total=part.total, next=part.next)


def whole(
    suffix: Suffix,
    name: str,
    model: type[Item],
    entries: Sequence[Item],
    *,
    place: Callable[[Any], Place] | None = None,
) -> object:
    """A list as a file, or in JSON as one page. Raises ApiRefused."""
    if suffix == "json":
        return EntryPage[Any](items=list(entries), total=len(entries), next=None)
    return as_file(suffix, name, model, entries, place=place)
