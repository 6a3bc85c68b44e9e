"""Doors that read people."""

from collections.abc import Iterable, Sequence

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import QuerySet
from django.utils import timezone

from klimamosaik.people.log_in.slots import by_name
from klimamosaik.people.log_in.throttle import wrong_tries
from klimamosaik.people.models import ApiToken, Invitation, Membership, TownAccount
from klimamosaik.places.models import Municipality
from klimamosaik.terms.text import Text


def municipalities_of(*, user: User | AnonymousUser) -> Sequence[Municipality]:
    """The municipalities a person has a role in, by name."""
    if not user.is_authenticated:
        return ()
    return list(Municipality.objects.filter(memberships__user=user))


def people_of(*, municipality: Municipality) -> QuerySet[Membership]:
    """Who has a role here, by name."""
    return municipality.memberships.select_related(
        "user__second_factor", "user__town_account", "organisation"
    ).order_by("user__username")


def open_invitation(*, user: User) -> Invitation | None:
    """The invitation whose one-time password is still in use."""
    return Invitation.objects.filter(user=user, taken_at=None).first()


def awaited(*, municipality: Municipality) -> frozenset[int]:
    """Ids of people here who have not yet chosen their own password."""
    found = Invitation.objects.filter(user__memberships__municipality=municipality, taken_at=None)
    return frozenset(found.values_list("user_id", flat=True))


WRONG_PASSWORDS = Text(
    "{count:falsches Passwort|falsche Passwörter} seit {since:time}",
    "{count:wrong password|wrong passwords} since {since:time}",
)


def refused_log_ins(*, names: Iterable[str]) -> dict[str, Text]:
    """What is to say of wrong passwords of the last days, by user name, where there were any."""
    slots = {by_name(name): name for name in names}
    noted = wrong_tries(slots)
    return {
        name: WRONG_PASSWORDS.format(count=row.noted, since=timezone.localtime(row.noted_since))
        for slot, name in slots.items()
        if (row := noted.get(slot.what)) is not None
    }


def has_town_account(*, user: User) -> bool:
    """True where somebody logs in with the town's account: password and second factor are there."""
    return TownAccount.objects.filter(user=user).exists()


def tokens_of(*, municipality: Municipality | None = None) -> QuerySet[ApiToken]:
    """Access tokens of a municipality, the newest first; without one those of everybody."""
    found = ApiToken.objects.select_related("municipality", "by")
    return found if municipality is None else found.filter(municipality=municipality)
