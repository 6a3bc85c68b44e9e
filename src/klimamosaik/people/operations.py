"""Doors that change who may do what."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from klimamosaik.people.models import Invitation, Membership, Organisation, Role
from klimamosaik.people.queries import has_town_account
from klimamosaik.people.second_factor.operations import take_away_factor
from klimamosaik.places.models import Municipality
from klimamosaik.places.operations import found_municipality
from klimamosaik.places.queries.gazetteer.table import key_in
from klimamosaik.records.operations import delete, save
from klimamosaik.terms.complaint import rejected

SYLLABLES = 4  # four groups of four: about 80 bits, still readable on the telephone


LETTERS = "abcdefghkmnpqrstuvwxyz23456789"  # nothing that looks like something else


@dataclass(frozen=True)
class Invited:
    """A person who can now come in, and the password that is shown once."""

    membership: Membership
    password: str


def set_up(
    *, ags: str, municipality: str, username: str, password: str, sure: bool = False
) -> User:
    """Create the first person and their municipality; Refused once anybody is there.

    sure: a key the register does not know is right all the same. Raises InputRejected for one that
    cannot be.
    """
    with transaction.atomic():
        if get_user_model().objects.exists():
            raise rejected(
                "already_set_up",
                "Die Einrichtung ist schon abgeschlossen. Bitte melden Sie sich an.",
                "Set-up is already done. Please log in.",
            )
        user = get_user_model().objects.create_user(username=username, password=password)
        town = Municipality.objects.filter(ags=key_in(ags)).first()
        town = town or found_municipality(ags=ags, name=municipality, by=user, sure=sure)
        save(Membership(user=user, municipality=town, role=Role.ADMIN), by=user)
    return user


def invite(
    *,
    municipality: Municipality,
    username: str,
    full_name: str,
    role: Role,
    by: User,
    at: datetime,
) -> Invited:
    """Give a new person a role and a one-time password.

    Raises InputRejected where the user name is taken: one person has one account, and whether a
    name is known elsewhere is all that is told.
    """
    password = one_time_password()
    first, _, last = full_name.strip().rpartition(" ")
    try:
        with transaction.atomic():
            user = get_user_model().objects.create_user(
                username=username, password=password, first_name=first, last_name=last
            )
            membership = Membership(user=user, municipality=municipality, role=role)
            save(membership, by=by)
            Invitation.objects.create(user=user, by=by, at=at)
    except IntegrityError as error:
        raise rejected(
            "name_taken",
            "Den Benutzernamen „{username}“ gibt es schon. Bitte wählen Sie einen anderen.",
            "The user name “{username}” is taken. Please choose another one.",
            username=username,
        ) from error
    return Invited(membership, password)


def renew_password(*, membership: Membership, by: User, at: datetime) -> Invited:
    """Hand out a new one-time password; the old one no longer works.

    Refused where the person also belongs to a municipality `by` does not manage, and for an
    account of the town, whose password is there.
    """
    user = membership.user
    refuse_person_of_others(membership=membership, by=by)
    if has_town_account(user=user):
        raise rejected(
            "password_elsewhere",
            "Diese Person meldet sich mit dem Konto der Stadt an; ihr Passwort wird dort erneuert.",
            "This person logs in with the town's account; the password is renewed there.",
        )
    password = one_time_password()
    with transaction.atomic():
        user.set_password(password)
        user.save(update_fields=["password"])
        Invitation.objects.create(user=user, by=by, at=at)
    return Invited(membership, password)


def lose_factor(*, membership: Membership, by: User) -> None:
    """Take a person's second factor away, where the phone is lost: the password alone lets in.

    Refused where the person also belongs to a municipality `by` does not manage.
    """
    refuse_person_of_others(membership=membership, by=by)
    take_away_factor(user=membership.user, by=by)


def refuse_person_of_others(*, membership: Membership, by: User) -> None:
    """Refuse to change how a person gets in who also belongs to a municipality of others."""
    managed = Membership.objects.filter(user=by, role=Role.ADMIN).values("municipality")
    if membership.user.memberships.exclude(municipality__in=managed).exists():
        raise rejected(
            "person_of_others",
            "Diese Person arbeitet auch für eine andere Gemeinde: Wie sie sich anmeldet, kann nur "
            "ändern, wer alle ihre Gemeinden verwaltet.",
            "This person also works for another municipality: only somebody who manages all of "
            "them can change how they log in.",
        )


def take_invitation(*, user: User, at: datetime) -> None:
    """The person chose their own password: the one-time password is history."""
    Invitation.objects.filter(user=user, taken_at=None).update(taken_at=at)


def change_role(*, membership: Membership, role: Role | None, by: User) -> None:
    """Give another role, or none; Refused where nobody would be left to manage.

    A role that the town's groups give can only be taken, until they give it at the next log-in.
    """
    if role is not None and role != membership.role:
        refuse_where_groups_say(membership)
    managing = Membership.objects.filter(municipality=membership.municipality, role=Role.ADMIN)
    with transaction.atomic():
        others = set(managing.select_for_update()) - {membership}  # one at a time
        if membership.role == Role.ADMIN and role != Role.ADMIN and not others:
            raise rejected(
                "last_admin",
                "Das ist die letzte Person, die hier verwaltet. "
                "Geben Sie diese Rolle zuerst jemand anderem.",
                "This is the last person who manages this municipality. "
                "Give that role to somebody else first.",
            )
        if role is None:
            delete(membership, by=by)
        elif role != membership.role:
            membership.role = role
            save(membership, by=by)


def work_for(*, membership: Membership, organisation: Organisation | None, by: User) -> None:
    """Say which organisation a person works for; None: for the whole municipality.

    Who edits for one organisation changes its tasks and reads the rest. Refused for an
    organisation of another municipality.
    """
    if organisation and organisation.municipality_id != membership.municipality_id:
        raise rejected(
            "other_towns_organisation",
            "Dieser Akteur gehört zu einer anderen Gemeinde.",
            "This organisation belongs to another municipality.",
        )
    if membership.organisation != organisation:
        refuse_where_groups_say(membership)
        membership.organisation = organisation
        save(membership, by=by)


def refuse_where_groups_say(membership: Membership) -> None:
    """Raise InputRejected where groups give this role: the next log-in would undo a change."""
    if membership.from_groups:
        raise rejected(
            "from_groups",
            "Diese Rolle kommt aus den Gruppen der Stadt und wird dort geändert.",
            "This role comes from the town's groups and is changed there.",
        )


def one_time_password() -> str:
    """Make a password that can be read out and typed without doubt."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(SYLLABLES))
