"""Recovery codes: each lets in once where the phone is lost; kept as digests only."""

import secrets

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.crypto import salted_hmac
from django_otp import verify_token
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken

CODES, LENGTH = 10, 10
LETTERS = "abcdefghkmnpqrstuvwxyz23456789"  # nothing that looks like something else


def new_recovery_codes(user: User) -> tuple[str, ...]:
    """Ten new codes of 49 random bits each, shown this once; older ones no longer work."""
    codes = tuple("".join(secrets.choice(LETTERS) for _ in range(LENGTH)) for _ in range(CODES))
    with transaction.atomic():
        StaticDevice.objects.filter(user=user).delete()
        device = StaticDevice.objects.create(user=user, name="recovery")
        StaticToken.objects.bulk_create(
            StaticToken(device=device, token=digest_of_code(user, code)) for code in codes
        )
    return tuple(f"{code[:5]}-{code[5:]}" for code in codes)


def digest_of_code(user: User, code: str) -> str:
    """What is kept of a code: as much of its keyed digest as django-otp has room for."""
    told = "".join(each for each in code.casefold() if each.isalnum())
    return salted_hmac("klimamosaik.recovery", f"{user.pk}:{told}", algorithm="sha256").hexdigest()[
        :16
    ]


def recovers(user: User, code: str) -> bool:
    """True where the code is one of the person's; it is used up by that."""
    device = StaticDevice.objects.filter(user=user).first()
    token = digest_of_code(user, code)
    return device is not None and verify_token(user, device.persistent_id, token) is not None


def codes_left(user: User) -> int:
    """How many recovery codes a person has not used."""
    count: int = StaticToken.objects.filter(device__user=user).count()
    return count
