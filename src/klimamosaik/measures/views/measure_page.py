"""What the pages of one measure share: which measure it is, and what the visitor may change."""

from collections.abc import Callable
from dataclasses import astuple
from enum import Enum, auto
from functools import wraps
from typing import Concatenate, ParamSpec

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from klimamosaik.measures.models import Measure
from klimamosaik.measures.queries import MeasureRights, OwnRow, rights_on
from klimamosaik.people.access import municipality_page, visited
from klimamosaik.people.models import Role
from klimamosaik.places.models import Municipality

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, Measure, P], HttpResponse]


class Needs(Enum):
    """What a page of a measure asks of who visits it."""

    READING = auto()  # any role in the municipality
    PART = auto()  # something of the measure to change; the page asks on about the row
    WHOLE = auto()  # the measure itself to change


def measure_in(municipality: Municipality, pk: int) -> Measure:
    """A measure of the municipality, or 404."""
    return get_object_or_404(Measure, pk=pk, municipality=municipality)


def measure_page(needs: Needs) -> Callable[[View[P]], Callable[..., HttpResponse]]:
    """Turn `view(request, measure, ...)` into a view on an AGS and a measure's number.

    Who may not change so much of this measure gets 403.
    """

    def decorate(view: View[P]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def page(
            request: HttpRequest,
            municipality: Municipality,
            pk: int,
            *args: P.args,
            **kwargs: P.kwargs,
        ) -> HttpResponse:
            measure = measure_in(municipality, pk)
            rights = rights_on(visit=visited(request), measure=measure)
            enough = {Needs.READING: True, Needs.PART: rights.any, Needs.WHOLE: rights.whole}
            if not enough[needs]:
                raise PermissionDenied
            request.measure_rights = rights  # type: ignore[attr-defined]
            request.may = {"measure": measure.pk, "rights": astuple(rights)}  # type: ignore[attr-defined]
            return view(request, measure, *args, **kwargs)

        return municipality_page(Role.READER)(page)  # type: ignore[arg-type]  # pk comes by name

    return decorate


def rights_in(request: HttpRequest) -> MeasureRights:
    """What the visitor of a measure's page may change of it."""
    rights: MeasureRights = request.measure_rights  # type: ignore[attr-defined]
    return rights


def refuse_others(request: HttpRequest, row: OwnRow) -> None:
    """403 for a row that is not the visitor's to change."""
    if not rights_in(request).cover(row):
        raise PermissionDenied
