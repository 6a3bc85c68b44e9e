"""Doors that read places and people."""

from collections.abc import Sequence

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Max, QuerySet

from klimamosaik.places.models import Building, Invitation, Membership, MeterPoint, Municipality


def municipalities_of(*, user: User | AnonymousUser) -> Sequence[Municipality]:
    """The municipalities a person has a role in, by name."""
    if not user.is_authenticated:
        return ()
    return list(Municipality.objects.filter(memberships__user=user))


def buildings_of(*, municipality: Municipality) -> QuerySet[Building]:
    """All buildings with their meter points, by name."""
    return municipality.buildings.prefetch_related("meter_points")


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


def master_data(*, municipality: Municipality) -> tuple[object, ...]:
    """What changes whenever a building, meter point, population or the municipality does."""
    histories = (
        Municipality.history.filter(ags=municipality.pk),
        Building.history.filter(municipality_id=municipality.pk),
        MeterPoint.history.filter(building__municipality_id=municipality.pk),
    )
    newest = [history.aggregate(Max("history_id"))["history_id__max"] for history in histories]
    people = municipality.populations.order_by("year").values_list("year", "inhabitants", "source")
    return (*newest, tuple(people))
