"""Who may do what: every page and door for people asks here."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from klimamosaik.people.kept_input import asked_to_log_in
from klimamosaik.people.models import Membership, Role
from klimamosaik.places.models import Municipality

User = AbstractBaseUser | AnonymousUser


@dataclass(frozen=True)
class Visit:
    """Who looks at which municipality: kept on the request for the frame of the page.

    A page that is kept for everybody of a role is asked for with the visit and without the person.
    """

    municipality: Municipality
    role: Role
    organisation: int | None = None  # id of the one whose part the person changes; None: of none


def visited(request: HttpRequest) -> Visit | None:
    """The municipality a page is about; None on pages about none."""
    visit: Visit | None = getattr(request, "visit", None)
    return visit


def visit_of(user: User, ags: str) -> Visit | None:
    """The visit of a person with a role in that municipality; None for all others.

    Who edits or publishes for one organisation reads everything else: what is that organisation's
    part is asked about where it is changed.
    """
    if not user.is_authenticated:
        return None
    found = Membership.objects.filter(user_id=user.pk, municipality=ags)
    membership = found.select_related("municipality").first()
    if membership is None:
        return None
    held, town = Role(membership.role), membership.municipality
    if held is Role.ADMIN or membership.organisation_id is None:
        return Visit(town, held)
    part = None if held is Role.READER else membership.organisation_id
    return Visit(town, Role.READER, part)


def role_in(user: User, municipality: Municipality) -> Role | None:
    """The person's role for all of the municipality; None where there is none."""
    visit = visit_of(user, municipality.ags)
    return visit.role if visit else None


def works_in(user: User, municipality: Municipality) -> bool:
    """True where a person does more there than read."""
    if not user.is_authenticated:
        return False
    membership = Membership.objects.filter(user_id=user.pk, municipality=municipality).first()
    return membership is not None and (
        membership.organisation_id is not None or membership.role != Role.READER
    )


def includes(held: Role, role: Role) -> bool:
    """True where who holds `held` may also do what `role` may."""
    order = list(Role)
    return order.index(held) >= order.index(role)


P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, Municipality, P], HttpResponse]


def municipality_page(role: Role) -> Callable[[View[P]], Callable[..., HttpResponse]]:
    """Turn `view(request, municipality, ...)` into a view on an AGS for people with `role`.

    Who is not logged in is asked to, and finds what was sent in its form again afterwards; who has
    too small a role gets 403.
    """

    def decorate(view: View[P]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def page(request: HttpRequest, ags: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not request.user.is_authenticated:
                return asked_to_log_in(request)
            visit = visited(request) or visit_of(request.user, ags)
            if visit is None:
                get_object_or_404(Municipality, ags=ags)
            if visit is None or not includes(visit.role, role):
                raise PermissionDenied
            request.visit = visit  # type: ignore[attr-defined]
            return view(request, visit.municipality, *args, **kwargs)

        page.of_office = True  # type: ignore[attr-defined]
        return page

    return decorate
