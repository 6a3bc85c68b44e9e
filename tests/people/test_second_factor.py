"""The doors of the second factor: a phone learns a secret, codes let in once, all of it ends."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import User
from django_otp.oath import totp
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from klimamosaik.people.models import SecondFactor
from klimamosaik.people.second_factor import recovery
from klimamosaik.people.second_factor.operations import (
    code_is_right,
    confirm,
    new_device,
    take_away_factor,
)

AT = datetime(2026, 5, 4, 9, tzinfo=UTC)
SECRET_BYTES = 20  # RFC 4226 recommends 160 bits


@pytest.fixture
def nina(db: None) -> User:
    return User.objects.create_user("nina")


def shown(device: TOTPDevice, *, drift: int = 0) -> str:
    """What the phone shows now, or half a minute later."""
    return f"{totp(device.bin_key, drift=drift):06}"


def set_up(user: User) -> tuple[TOTPDevice, tuple[str, ...]]:
    """A phone that was confirmed, and its recovery codes."""
    device = new_device(user=user)
    codes = confirm(device=device, code=shown(device), at=AT)
    assert codes is not None
    return device, codes


def test_a_secret_is_long_enough_and_the_one_that_was_shown_is_kept(nina: User) -> None:
    assert len(new_device(user=nina).bin_key) == SECRET_BYTES
    assert new_device(user=nina).key != new_device(user=nina).key
    assert new_device(user=nina, key="ab" * SECRET_BYTES).key == "ab" * SECRET_BYTES
    assert not TOTPDevice.objects.exists()


def test_the_right_code_turns_it_on_however_it_is_spaced(nina: User) -> None:
    device = new_device(user=nina)
    code = shown(device)
    codes = confirm(device=device, code=f" {code[:3]} {code[3:]}", at=AT)
    assert codes is not None
    assert len(set(codes)) == recovery.CODES
    factor = SecondFactor.objects.get(user=nina)
    assert (factor.since, factor.history.get().history_user) == (AT, nina)
    assert TOTPDevice.objects.get(user=nina).confirmed


@pytest.mark.parametrize("wrong", ["", "abcdef", "1" * 5000, "²"])
def test_what_is_not_the_code_turns_nothing_on(nina: User, wrong: str) -> None:
    assert confirm(device=new_device(user=nina), code=wrong, at=AT) is None
    assert not TOTPDevice.objects.exists()
    assert not SecondFactor.objects.exists()
    assert not StaticDevice.objects.exists()


def test_a_code_lets_in_once_and_the_one_that_turned_it_on_never(nina: User) -> None:
    device, _ = set_up(nina)
    assert not code_is_right(user=nina, code=shown(device))
    later = shown(device, drift=1)
    assert code_is_right(user=nina, code=f"{later[:3]} {later[3:]}")
    assert not code_is_right(user=nina, code=later)


def test_a_recovery_code_lets_in_once_even_one_of_figures_alone(
    nina: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    letters = iter("2345678923" * recovery.CODES)
    monkeypatch.setattr(
        "klimamosaik.people.second_factor.recovery.secrets.choice", lambda _: next(letters)
    )
    _, codes = set_up(nina)
    assert codes[0] == "23456-78923"
    for told, right in (("2345678923", True), (codes[0][:5], False), ("abcdef", False)):
        assert code_is_right(user=nina, code=told) is right, told


def test_without_a_phone_that_was_confirmed_no_code_lets_in(nina: User) -> None:
    assert not code_is_right(user=nina, code="123456")
    assert not code_is_right(user=nina, code="abcdefghkm")
    device = TOTPDevice.objects.create(user=nina, key="ab" * SECRET_BYTES, confirmed=False)
    assert not code_is_right(user=nina, code=shown(device))


def test_what_is_taken_away_is_gone_and_the_history_says_by_whom(nina: User) -> None:
    otto = User.objects.create_user("otto")
    set_up(nina)
    set_up(otto)
    take_away_factor(user=nina, by=otto)
    for kept in (SecondFactor, TOTPDevice, StaticDevice):
        assert [each.user for each in kept.objects.all()] == [otto], kept
    newest = SecondFactor.history.first()
    assert newest is not None
    assert (newest.history_type, newest.history_user) == ("-", otto)
