"""Doors of the second factor: set up, asked for, taken away."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django_otp import verify_token
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_otp.util import random_hex

from klimamosaik.people.second_factor.models import SecondFactor
from klimamosaik.people.second_factor.recovery import new_recovery_codes, recovers
from klimamosaik.records.operations import delete, save


def new_device(*, user: User, key: str = "") -> TOTPDevice:
    """A phone with a new secret, or with the one it was shown; nothing is stored yet."""
    return TOTPDevice(user=user, name="phone", key=key or random_hex(20))


def confirm(*, device: TOTPDevice, code: str, at: datetime) -> tuple[str, ...] | None:
    """The phone shows the right code: from now on it is asked for. Returns the recovery codes.

    None where the code is not right; then nothing is stored.
    """
    user = device.user
    told = "".join(code.split())
    known = told.isdecimal() and TOTP(device.bin_key).verify(int(told[:9]), device.tolerance)
    if not known:
        return None
    with transaction.atomic():
        TOTPDevice.objects.filter(user=user).delete()
        device.verify_token(told)  # stores it, and that this code is used
        save(SecondFactor(user=user, since=at), by=user)
        return new_recovery_codes(user)


def code_is_right(*, user: User, code: str) -> bool:
    """True for the code the phone shows, once, and for a recovery code, once."""
    told = "".join(code.split())
    if not (told.isdecimal() and len(told) == 6):
        return recovers(user, told)
    device = TOTPDevice.objects.filter(user=user, confirmed=True).first()
    return device is not None and verify_token(user, device.persistent_id, told) is not None


def take_away_factor(*, user: User, by: User | None) -> None:
    """The password alone lets in again, until a new factor is set up; the history says by whom."""
    with transaction.atomic():
        for factor in SecondFactor.objects.filter(user=user):
            delete(factor, by=by)
        TOTPDevice.objects.filter(user=user).delete()
        StaticDevice.objects.filter(user=user).delete()
