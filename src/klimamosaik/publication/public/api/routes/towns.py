"""Municipalities, and what their measures bring together."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from ninja import Router

from klimamosaik.publication.public.api.entries.page import EntryPage
from klimamosaik.publication.public.api.entries.town import (
    AnswerEntry,
    LikeTownsEntry,
    TownEntry,
    answer_entry,
)
from klimamosaik.publication.public.api.files import MEDIA, Suffix, own_place
from klimamosaik.publication.public.api.lists import listed, whole
from klimamosaik.publication.public.api.parameters import USUAL
from klimamosaik.publication.public.api.routing import TOWN, Limit, route
from klimamosaik.publication.public.sharing import known_of
from klimamosaik.publication.queries.answer import public_answer
from klimamosaik.publication.queries.similar_towns import beside_like_towns
from klimamosaik.publication.queries.towns import public_towns
from klimamosaik.terms.text import Text

towns = Router(tags=["municipalities"])


def all_towns() -> list[TownEntry]:
    """All municipalities whose page is public."""
    return [TownEntry.model_validate(each) for each in public_towns()]


@route(
    towns,
    "/municipalities",
    EntryPage[TownEntry],
    Text("Gemeinden, deren Seite öffentlich ist", "Municipalities whose page is public"),
)
def municipalities(
    request: HttpRequest, response: HttpResponse, limit: Limit = USUAL, cursor: str = ""
) -> object:
    """All municipalities, page by page."""
    found = all_towns()
    stand = ",".join(each.ags for each in found)
    return listed(request, response, found, limit=limit, cursor=cursor, stand=stand)


@route(
    towns,
    "/municipalities.{suffix}",
    EntryPage[TownEntry],
    Text("Alle Gemeinden als Datei", "All municipalities as a file"),
    files=tuple(MEDIA.values()),
)
def municipalities_file(request: HttpRequest, suffix: Suffix) -> object:
    """All municipalities in one go."""
    return whole(suffix, "municipalities", TownEntry, all_towns(), place=own_place)


@route(
    towns,
    TOWN,
    TownEntry,
    Text("Eine Gemeinde und wer hinter ihrer Seite steht", "A municipality and who stands for it"),
)
def municipality(request: HttpRequest, ags: str) -> object:
    """One municipality."""
    return TownEntry.model_validate(known_of(request, ags).town)


@route(
    towns,
    TOWN + "/answer",
    AnswerEntry,
    Text(
        "Was die veröffentlichten Maßnahmen zusammen bringen",
        "What the published measures bring together",
    ),
)
def answer(request: HttpRequest, ags: str) -> object:
    """The leading question in numbers."""
    return answer_entry(public_answer(known_of(request, ags)))


@route(
    towns,
    TOWN + "/alike",
    LikeTownsEntry,
    Text(
        "Zahlen je Kopf neben denen ähnlicher Gemeinden, nur gleiches Jahr und gleiche Methode",
        "Figures per head beside those of like municipalities, same year and same method only",
    ),
)
def alike(request: HttpRequest, ags: str) -> object:
    """The municipality beside public ones like it."""
    known = known_of(request, ags)
    return LikeTownsEntry.model_validate(beside_like_towns(known, partial(known_of, request)))
