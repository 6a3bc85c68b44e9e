"""Doors that read places and people."""

from collections.abc import Sequence

from django.apps import apps
from django.contrib.auth.models import AnonymousUser, User
from django.db import connection
from django.db.models import Max, QuerySet

from klimamosaik.places.models import Building, Invitation, Membership, MeterPoint, Municipality
from klimamosaik.terms.complaint import refuse

NAMED = 5  # municipalities a refusal names


def municipalities_of(*, user: User | AnonymousUser) -> Sequence[Municipality]:
    """The municipalities a person has a role in, by name."""
    if not user.is_authenticated:
        return ()
    return list(Municipality.objects.filter(memberships__user=user))


def known_municipality(*, ags: str) -> Municipality:
    """The municipality of a key. Raises Refused, naming some there are, where it is not here."""
    found = Municipality.objects.filter(ags=ags).first()
    if found is not None:
        return found
    held = ", ".join(f"{each.ags} {each.name}" for each in Municipality.objects.all()[:NAMED])
    raise refuse(
        "unknown_municipality",
        f"Zum Gemeindeschlüssel „{ags}“ gibt es hier keine Gemeinde"
        + (f"; es gibt: {held}." if held else ": Lesen Sie zuerst Dateien ein."),
        f"There is no municipality with the key {ags!r} here"
        + (f"; there are: {held}." if held else ": import files first."),
    )


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


def newest_records(*, stages: Sequence[str]) -> tuple[str | None, ...]:
    """The newest record in every history of these stages: each change of a row writes one."""
    parts = [
        f"SELECT CAST(MAX(history_id) AS TEXT) FROM {model._meta.db_table}"
        for stage in stages
        for model in apps.get_app_config(stage).get_models()
        if hasattr(model, "history_id")
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts))
        return tuple(value for (value,) in cursor.fetchall())
