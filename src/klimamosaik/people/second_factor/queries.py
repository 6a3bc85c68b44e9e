"""Who has a second factor, and who must have one."""

from django.conf import settings
from django.contrib.auth.models import User

from klimamosaik.people.models import Membership, Role, SecondFactor


def has_factor(*, user: User) -> bool:
    """True where a code is asked for after the password."""
    return SecondFactor.objects.filter(user=user).exists()


def must_have_factor(*, user: User) -> bool:
    """True where this installation wants a second factor of a person with a password of ours.

    Who signs on with an account of elsewhere is asked for it there.
    """
    if settings.SECOND_FACTOR == "off" or not user.has_usable_password():
        return False
    if settings.SECOND_FACTOR == "all":
        return True
    return Membership.objects.filter(user=user, role=Role.ADMIN).exists()


def factor_missing(*, user: User) -> bool:
    """True where a person has to set up a second factor before anything else."""
    return must_have_factor(user=user) and not has_factor(user=user)


def managing_without_factor() -> int:
    """How many who manage a municipality log in with a password alone."""
    managing = User.objects.filter(memberships__role=Role.ADMIN, second_factor=None).distinct()
    return sum(user.has_usable_password() for user in managing)
