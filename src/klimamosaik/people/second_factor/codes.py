"""The secret as a phone's app reads it, and as a person types it."""

from base64 import b32encode, b64encode

from django.contrib.auth.models import User
from django.core import signing
from django_otp.plugins.otp_totp.models import TOTPDevice

from klimamosaik.drawing.qr_code import code_svg
from klimamosaik.people.second_factor.operations import new_device

SALT = "klimamosaik.new_factor"
LASTS = 60 * 60  # [s] a page with a new secret may be open


def app_code(device: TOTPDevice) -> str:
    """The code a phone photographs, as the address of a picture that needs no other request."""
    return "data:image/svg+xml;base64," + b64encode(code_svg(device.config_url)).decode()


def spelled_secret(device: TOTPDevice) -> str:
    """The secret in groups of four, for those who cannot photograph it."""
    secret = b32encode(device.bin_key).decode().rstrip("=")
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))


def signed_secret(device: TOTPDevice) -> str:
    """The secret as the page carries it until the phone has learnt it: nothing is stored before."""
    return signing.dumps([device.user.pk, device.key], salt=SALT)


def device_shown(signed: str, user: User) -> TOTPDevice:
    """The phone with the secret this page showed; with a new one where it is of somebody else."""
    try:
        pk, key = signing.loads(signed, salt=SALT, max_age=LASTS)
    except (signing.BadSignature, ValueError, TypeError):
        pk, key = user.pk, ""
    return new_device(user=user, key=key if pk == user.pk else "")
