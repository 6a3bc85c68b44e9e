"""How a route is declared: what it is for, in both languages, and nothing it does not know."""

import inspect
import re
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Router

from klimamosaik.publication.public.api.entries.values import SAID
from klimamosaik.publication.public.api.parameters import (
    MOST,
    PARAMETERS,
)
from klimamosaik.publication.public.api.problems import (
    LANGUAGE,
    ApiRefused,
    ProblemKind,
    RequestFault,
    found,
)
from klimamosaik.publication.public.figures.figure_request import (
    FROM,
    TO,
    NotUnderstood,
    SpanAsked,
    span_in,
)
from klimamosaik.publication.public.figures.rows import NAMES
from klimamosaik.terms.text import LANGUAGES, Text, joined

TOWN = "/municipalities/{ags:ags}"
FILES = "x-files"  # media types a route answers beside JSON, on their way to the description
Limit = Annotated[int, Field(ge=1, le=MOST)]
View = Callable[..., Any]

STRANGE = Text("Den Parameter „{name}“ gibt es hier nicht.", "There is no parameter “{name}” here.")
TWICE = Text("„{name}“ steht mehr als einmal da.", "“{name}” is there more than once.")
ONCE = Text("jeder Parameter einmal", "each parameter once")
LEAVE = Text("Bitte weglassen oder anders schreiben.", "Please leave it out or spell it anew.")
CHANGE = Text("Bitte einen erlaubten Wert nehmen.", "Please take a value that is allowed.")
IS = Text("„{name}“ ist „{found}“.", "“{name}” is “{found}”.")
NONE = Text("keine", "none")


def route(
    router: Router, path: str, answer: Any, text: Text, *, files: Sequence[str] = ()
) -> Callable[[View], View]:
    """Declare what an address answers; any parameter it does not know is refused."""

    def declared(view: View) -> View:
        names = set(inspect.signature(view).parameters) - {"request", "response"}
        names -= set(re.findall(r"{(?:\w+:)?(\w+)}", path))

        @wraps(view)
        def checked(request: HttpRequest, **given: Any) -> Any:
            refuse_strange(request, names)
            return view(request, **given)

        declare = router.get(
            path,
            response=answer,
            operation_id=view.__name__,
            exclude_unset=True,
            openapi_extra={SAID: text.both(), FILES: list(files)},
        )
        declared_view: View = declare(checked)
        return declared_view

    return declared


def refuse_strange(request: HttpRequest, names: set[str]) -> None:
    """Refuse parameters nobody would heed: an answer to another question would look right."""
    allowed = words([*sorted(names), LANGUAGE])
    faults = [
        RequestFault("query", STRANGE.format(name=found(name)), allowed, LEAVE)
        for name in request.GET
        if name not in names | {LANGUAGE}
    ]
    if faults:
        raise ApiRefused(ProblemKind.PARAMETER, *faults)
    twice = [name for name, values in request.GET.lists() if len(values) > 1]
    faults = [wrong(name, TWICE.format(name=name), ONCE) for name in twice]
    if request.GET.get(LANGUAGE, "de") not in LANGUAGES:
        faults.append(not_allowed(LANGUAGE, request.GET[LANGUAGE]))
    if faults:
        raise ApiRefused(ProblemKind.VALUE, *faults)


def words(names: Sequence[str]) -> Text:
    """Names as a list."""
    return joined([Text(name, name) for name in names]) if names else NONE


def wrong(name: str, what: Text, allowed: Text) -> RequestFault:
    """A value that does not fit."""
    return RequestFault(f"query.{name}", what, allowed, CHANGE)


def not_allowed(name: str, value: object) -> RequestFault:
    """A value that is not among those allowed."""
    return wrong(name, IS.format(name=name, found=found(value)), PARAMETERS[name].allowed)


def chosen_fields(fields: str) -> tuple[str, ...]:
    """The fields asked for, in the order asked; none: all. Raises ApiRefused."""
    names = tuple(dict.fromkeys(name.strip() for name in fields.split(",") if name.strip()))
    strange = [name for name in names if name not in NAMES]
    if strange:
        what = IS.format(name="fields", found=found(", ".join(strange)))
        raise ApiRefused(ProblemKind.VALUE, wrong("fields", what, words(NAMES)))
    return names


def span_asked(von: str, bis: str) -> SpanAsked:
    """The periods asked for, as on a figure's page. Raises ApiRefused."""
    try:
        return span_in({FROM: von, TO: bis})
    except NotUnderstood as error:
        fault = wrong(f"{FROM}, {TO}", error.said, PARAMETERS[FROM].allowed)
        raise ApiRefused(ProblemKind.VALUE, fault) from error
