"""Doors that let people of the town in: their account, and the roles their groups give."""

import logging
from collections.abc import Mapping
from datetime import datetime
from itertools import count

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from klimamosaik.people.models import Membership, Organisation, TownAccount
from klimamosaik.people.sign_on.claims import TownPerson
from klimamosaik.people.sign_on.granted_roles import roles_of
from klimamosaik.people.sign_on.provider_settings import GroupRole, SignOnAgreement
from klimamosaik.places.models import Municipality
from klimamosaik.records.authors import working_as
from klimamosaik.records.operations import delete, save

logger = logging.getLogger("klimamosaik.sign_on")

AUTHOR = "Konten der Stadt (OpenID Connect)"  # who gave and took these roles, in the history
GROUPS_NAMED = 20  # in a line of the log


def arrive(*, person: TownPerson, agreed: SignOnAgreement, at: datetime) -> User | None:
    """Let somebody in with what their groups give now; None where they have no role at all.

    Roles their groups no longer give are gone. Who never had one leaves no account behind.
    """
    with transaction.atomic(), working_as(AUTHOR):
        given = roles_here(person, agreed)
        account = known_account(person)
        if account is None and not given:
            note_no_role(person)
            return None
        account = account or new_account(person, at)
        follow_claims(account, person, at)
        follow_groups(account.user, given)
        if not account.user.memberships.exists():
            note_no_role(person)
            return None
    return account.user if account.user.is_active else None


def known_account(person: TownPerson) -> TownAccount | None:
    """The account with this issuer and subject; nothing else makes it theirs."""
    found = TownAccount.objects.select_for_update(of=("self",)).select_related("user")
    return found.filter(issuer=person.issuer, subject=person.subject).first()


def new_account(person: TownPerson, at: datetime) -> TownAccount:
    """An account for somebody who comes for the first time, without a password of its own."""
    try:
        with transaction.atomic():
            user = get_user_model().objects.create_user(username=free_name(person.username))
            return TownAccount.objects.create(
                user=user,
                issuer=person.issuer,
                subject=person.subject,
                made_at=at,
                signed_on_at=at,
            )
    except IntegrityError:  # the same person in another window, or somebody of the same name
        return known_account(person) or new_account(person, at)


def free_name(wished: str) -> str:
    """The user name wished for; with a number behind it where somebody has it already."""
    users = get_user_model().objects
    wished = wished or "person"
    names = (wished if n == 1 else f"{wished}-{n}" for n in count(1))
    return next(name for name in names if not users.filter(username__iexact=name).exists())


def follow_claims(account: TownAccount, person: TownPerson, at: datetime) -> None:
    """Name and e-mail are those of the provider, each time."""
    account.signed_on_at = at
    account.save(update_fields=["signed_on_at"])
    said = {
        "first_name": person.first_name,
        "last_name": person.last_name,
        "email": person.email,
    }
    for field, value in said.items():
        setattr(account.user, field, value)
    account.user.save(update_fields=list(said))


def roles_here(
    person: TownPerson, agreed: SignOnAgreement
) -> dict[Municipality, tuple[GroupRole, Organisation | None]]:
    """What the groups give in municipalities there are; a role for an unknown body is none."""
    found = {}
    for ags, given in roles_of(person.groups or frozenset(), agreed.roles).items():
        town = Municipality.objects.filter(ags=ags).first()
        body = Organisation.objects.filter(municipality=town, name=given.organisation).first()
        if town is None or (given.organisation and body is None):
            logger.warning(
                "KLIMAMOSAIK_OIDC_ROLES names what is not here: %s %s", ags, given.organisation
            )
        else:
            found[town] = (given, body)
    return found


def follow_groups(
    user: User, given: Mapping[Municipality, tuple[GroupRole, Organisation | None]]
) -> None:
    """Give and take roles as the groups say; what a person here gave stays as it is."""
    held = {each.municipality: each for each in user.memberships.select_related("municipality")}
    for town, membership in held.items():
        if membership.from_groups and town not in given:
            delete(membership, by=None)
    for town, (role, body) in given.items():
        membership = held.get(town) or Membership(user=user, municipality=town, from_groups=True)
        if membership.from_groups:
            keep(membership, role, body)


def keep(membership: Membership, given: GroupRole, body: Organisation | None) -> None:
    """Write a role down where it is another one than before."""
    wanted = (given.role, body)
    if membership.pk is None or (membership.role, membership.organisation) != wanted:
        membership.role, membership.organisation = wanted
        save(membership, by=None)


def note_no_role(person: TownPerson) -> None:
    """Say in the log which groups came, for who sets this up; not whose they are."""
    came = sorted(person.groups or ())
    logger.warning(
        "signing on gave no role; the groups were: %s%s",
        ", ".join(came[:GROUPS_NAMED]) or "none",
        " …" if len(came) > GROUPS_NAMED else "",
    )
