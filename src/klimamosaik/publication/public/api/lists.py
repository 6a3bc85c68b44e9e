"""Answers that are lists: a page of one, or the whole as a file."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.http import HttpRequest, HttpResponse
from ninja import Router

from klimamosaik.publication.public.api.entries.page import EntryPage
from klimamosaik.publication.public.api.entries.values import ApiEntity
from klimamosaik.publication.public.api.files import MEDIA, Place, Suffix, as_file
from klimamosaik.publication.public.api.paging import part_of, stand_of
from klimamosaik.publication.public.api.parameters import USUAL
from klimamosaik.publication.public.api.problems import language_of
from klimamosaik.publication.public.api.routing import TOWN, Limit, route
from klimamosaik.publication.public.sharing import known_of
from klimamosaik.publication.queries.known import Known
from klimamosaik.terms.text import Language, Text

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


@dataclass(frozen=True)
class TownList(Generic[Item]):
    """What is public of a municipality, one kind of it."""

    one: str  # of it: "measure"; with an "s" in addresses and names of files
    model: type[Item]
    entries: Callable[[Known, Language], Sequence[Item]]
    place: Callable[[Item], Place] | None = None  # None: there is no map of it


def declare(router: Router, kind: TownList[Any], text: Text, as_file: Text) -> None:
    """Declare its two addresses: page by page, and all in one go as a file."""
    path, answer = f"{TOWN}/{kind.one}s", EntryPage[kind.model]  # type: ignore[name-defined]

    def page(
        request: HttpRequest,
        response: HttpResponse,
        ags: str,
        limit: Limit = USUAL,
        cursor: str = "",
    ) -> object:
        known = known_of(request, ags)
        found = kind.entries(known, language_of(request))
        return listed(request, response, found, limit=limit, cursor=cursor, stand=stand_of(known))

    def file(request: HttpRequest, ags: str, suffix: Suffix) -> object:
        found = kind.entries(known_of(request, ags), language_of(request))
        return whole(suffix, f"{kind.one}s-{ags}", kind.model, found, place=kind.place)

    page.__name__, file.__name__ = f"{kind.one}_list", f"{kind.one}_list_file"
    media = MEDIA.values() if kind.place else (MEDIA["csv"], MEDIA["parquet"])
    route(router, path, answer, text)(page)
    route(router, path + ".{suffix}", answer, as_file, files=tuple(media))(file)
