"""Doors that read people."""

from collections.abc import Sequence

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import QuerySet

from klimamosaik.people.models import ApiToken, Invitation, Membership
from klimamosaik.places.models import Municipality


def municipalities_of(*, user: User | AnonymousUser) -> Sequence[Municipality]:
    """The municipalities a person has a role in, by name."""
    if not user.is_authenticated:
        return ()
    return list(Municipality.objects.filter(memberships__user=user))


def people_of(*, municipality: Municipality) -> QuerySet[Membership]:
    """Who has a role here, by name."""
    return municipality.memberships.select_related("user", "organisation").order_by(
        "user__username"
    )


def open_invitation(*, user: User) -> Invitation | None:
    """The invitation whose one-time password is still in use."""
    return Invitation.objects.filter(user=user, taken_at=None).first()


def awaited(*, municipality: Municipality) -> frozenset[int]:
    """Ids of people here who have not yet chosen their own password."""
    found = Invitation.objects.filter(user__memberships__municipality=municipality, taken_at=None)
    return frozenset(found.values_list("user_id", flat=True))


def tokens_of(*, municipality: Municipality | None = None) -> QuerySet[ApiToken]:
    """Access tokens of a municipality, the newest first; without one those of everybody."""
    found = ApiToken.objects.select_related("municipality", "by")
    return found if municipality is None else found.filter(municipality=municipality)
