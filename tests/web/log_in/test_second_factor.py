"""A second factor: set up with a phone, asked for after the password, taken away when lost."""

import re
from base64 import b32decode
from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from django.test import Client, override_settings
from django_otp.oath import totp
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from typer.testing import CliRunner

from klimamosaik.people.models import Membership, Role, SecondFactor
from klimamosaik.people.second_factor.queries import managing_without_factor
from klimamosaik.places.models import Municipality
from klimamosaik.records.unsaved_input import KeptInput
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.web.cli import commands
from tests.web.conftest import AGS, PASSWORD, logged_in

PAGE, CODE = "/konto/zweiter-faktor/", "/anmelden/code/"
TOWN = f"/{AGS}/"
WRONG = "Der Code stimmt nicht"


def set_up(user: User) -> tuple[str, ...]:
    """Turn the factor on as a person does; returns the recovery codes."""
    client = logged_in(user)
    page = client.get(PAGE).content.decode()
    said = client.post(PAGE, wish(page, code_for(page)))
    return tuple(re.findall(r"<code>([a-z2-9-]+)</code>", said.content.decode()))


def wish(page: str, code: str, password: str = PASSWORD) -> dict[str, str]:
    """The form as the page has it, filled in."""
    shown = re.search(r'name="shown" value="([^"]+)"', page)
    assert shown is not None
    return {"shown": shown[1], "code": code, "password": password}


def code_for(page: str) -> str:
    """What a phone shows that has learnt the secret on the page."""
    spelled = re.search(r"<code>([A-Z2-7 ]+)</code>", page)
    assert spelled is not None
    device = TOTPDevice(key=key_of(spelled[1]))
    return f"{totp(device.bin_key):06}"


def key_of(spelled: str) -> str:
    return b32decode(spelled.replace(" ", "")).hex()


def next_code(user: User) -> str:
    """The code of the next half minute: that of now was used to set the phone up."""
    return f"{totp(TOTPDevice.objects.get(user=user).bin_key, drift=1):06}"


def half_way(user: User, to: str = "") -> Client:
    """Logged in with the password, and waiting for the code."""
    client = Client()
    answer = client.post(f"/anmelden/?next={to}", {"username": user.username, "password": PASSWORD})
    assert answer.headers["Location"] == CODE
    return client


@pytest.fixture(autouse=True)
def _plain() -> Iterator[None]:
    with override_settings(SECOND_FACTOR="off"):
        yield


def test_the_page_shows_a_picture_and_the_secret_and_stores_nothing(as_reader: Client) -> None:
    page = as_reader.get(PAGE).content.decode()
    assert 'src="data:image/svg+xml;base64,' in page
    assert 'autocomplete="one-time-code"' in page
    assert 'href="otpauth://totp/' in page  # a phone cannot photograph itself
    assert not TOTPDevice.objects.exists()


def test_a_code_turns_it_on_and_ten_recovery_codes_are_shown_once(reader: User) -> None:
    codes = set_up(reader)
    assert len(set(codes)) == 10
    assert SecondFactor.objects.get().user == reader
    kept = list(StaticToken.objects.values_list("token", flat=True))
    assert len(kept) == 10
    assert not {code.replace("-", "") for code in codes} & set(kept)
    again = logged_in(reader).get(PAGE).content.decode()
    assert not any(code in again for code in codes)


def test_a_wrong_code_or_password_turns_nothing_on_and_keeps_the_secret(as_reader: Client) -> None:
    page = as_reader.get(PAGE).content.decode()
    for code, password in (("000000", PASSWORD), ("x" * 12, PASSWORD), (code_for(page), "falsch")):
        said = as_reader.post(PAGE, wish(page, code, password)).content.decode()
        assert code_for(said) == code_for(page)
    assert not SecondFactor.objects.exists()
    assert not TOTPDevice.objects.exists()


def test_a_secret_made_for_somebody_else_is_not_taken(as_reader: Client, admin: User) -> None:
    page = logged_in(admin).get(PAGE).content.decode()
    as_reader.post(PAGE, wish(page, code_for(page)))
    assert not SecondFactor.objects.exists()


def test_after_the_password_comes_the_code_and_then_the_page_one_wanted(reader: User) -> None:
    set_up(reader)
    client = half_way(reader, to=f"{TOWN}dateien/")
    assert client.get(TOWN).status_code == 302  # not in yet
    assert "Noch der Code" in client.get(CODE).content.decode()
    answer = client.post(CODE, {"code": next_code(reader)})
    assert answer.headers["Location"] == f"{TOWN}dateien/"
    assert client.get(TOWN).status_code == 200


def test_a_code_is_good_once(reader: User) -> None:
    set_up(reader)
    code = next_code(reader)
    assert half_way(reader).post(CODE, {"code": f"{code[:3]} {code[3:]}"}).status_code == 302
    assert WRONG in half_way(reader).post(CODE, {"code": code}).content.decode()


def test_the_code_that_turned_it_on_lets_nobody_in(reader: User) -> None:
    client = logged_in(reader)
    page = client.get(PAGE).content.decode()
    code = code_for(page)
    client.post(PAGE, wish(page, code))
    assert WRONG in half_way(reader).post(CODE, {"code": code}).content.decode()


def test_a_recovery_code_lets_in_once_however_it_is_typed(reader: User) -> None:
    first, second, *_ = set_up(reader)
    assert half_way(reader).post(CODE, {"code": f" {first.upper()} "}).status_code == 302
    assert WRONG in half_way(reader).post(CODE, {"code": first}).content.decode()
    assert half_way(reader).post(CODE, {"code": second.replace("-", "")}).status_code == 302
    page = logged_in(reader).get(PAGE).content.decode()
    assert "Wiederherstellungscodes übrig: 8." in page


def test_codes_of_another_person_let_nobody_in(reader: User, editor: User) -> None:
    set_up(reader)
    theirs = set_up(editor)
    for code in (theirs[0], next_code(editor)):
        assert WRONG in half_way(reader).post(CODE, {"code": code}).content.decode()


def test_guessing_codes_is_slowed_down_like_passwords(reader: User) -> None:
    set_up(reader)
    for _ in range(10):
        assert WRONG in half_way(reader).post(CODE, {"code": "000000"}).content.decode()
    said = half_way(reader).post(CODE, {"code": next_code(reader)}).content.decode()
    assert "Zu viele falsche Versuche. Bitte warten Sie noch 10 Minuten." in said


def test_without_the_password_there_is_no_page_for_codes(
    reader: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_up(reader)
    assert Client().get(CODE).headers["Location"] == "/anmelden/"
    waiting = half_way(reader)
    monkeypatch.setattr("klimamosaik.people.log_in.pending.LASTS", 0)
    answer = waiting.post(CODE, {"code": next_code(reader)})
    assert answer.headers["Location"] == "/anmelden/"


def test_a_password_changed_meanwhile_begins_from_the_beginning(reader: User) -> None:
    set_up(reader)
    waiting = half_way(reader)
    reader.set_password("ganz-anders-gelegt")
    reader.save()
    assert waiting.post(CODE, {"code": next_code(reader)}).headers["Location"] == "/anmelden/"


def test_nobody_is_led_away_from_the_site_by_the_second_step(reader: User) -> None:
    set_up(reader)
    client = half_way(reader, to="https://evil.example/")
    assert client.post(CODE, {"code": next_code(reader)}).headers["Location"] == "/"


def test_new_recovery_codes_replace_the_old_ones_and_it_can_be_turned_off(reader: User) -> None:
    old = set_up(reader)
    client = logged_in(reader)
    assert client.post(PAGE, {"do": "off", "password": "falsch"}).status_code == 200
    said = client.post(PAGE, {"do": "codes", "password": PASSWORD}).content.decode()
    new = re.findall(r"<code>([a-z2-9-]+)</code>", said)
    assert len(new) == 10
    assert WRONG in half_way(reader).post(CODE, {"code": old[0]}).content.decode()
    assert half_way(reader).post(CODE, {"code": new[0]}).status_code == 302
    client.post(PAGE, {"do": "off", "password": PASSWORD})
    assert not SecondFactor.objects.exists()
    assert not TOTPDevice.objects.exists()
    assert not StaticToken.objects.exists()


def test_who_manages_people_takes_a_lost_factor_away_and_the_history_says_so(
    as_admin: Client, reader: User
) -> None:
    set_up(reader)
    page = as_admin.get(f"/{AGS}/personen/").content.decode()
    assert page.count("mit zweitem Faktor") == 1
    assert page.count("zweiten Faktor wegnehmen") == 1
    address = f"/{AGS}/personen/{Membership.objects.get(user=reader).pk}/"
    said = as_admin.post(address, {"role": "factor"}, follow=True).content.decode()
    assert "rolf meldet sich nun wieder mit dem Passwort allein an." in said
    assert not SecondFactor.objects.exists()
    told = as_admin.get(f"/{AGS}/verlauf/").content.decode()
    lines = " ".join(re.sub(r"<[^>]+>", " ", told).split())
    assert re.search("rolf Zweiter Faktor entfernt [^–]* ada rolf Zweiter Faktor angelegt", lines)


def test_nobody_takes_away_the_factor_of_who_works_for_another_town_too(
    as_admin: Client, reader: User
) -> None:
    set_up(reader)
    other = Municipality.objects.create(ags="03404000", name="Osnabrück")
    Membership.objects.create(user=reader, municipality=other, role=Role.READER)
    address = f"/{AGS}/personen/{Membership.objects.get(user=reader, municipality__ags=AGS).pk}/"
    said = as_admin.post(address, {"role": "factor"}, follow=True).content.decode()
    assert "auch für eine andere Gemeinde" in said
    assert SecondFactor.objects.exists()


@pytest.mark.parametrize(("wanted", "who"), [("admins", {"ada"}), ("all", {"ada", "rolf"})])
def test_where_it_is_wanted_it_is_set_up_before_anything_else(
    admin: User, reader: User, wanted: str, who: set[str]
) -> None:
    with override_settings(SECOND_FACTOR=wanted):
        sent = {
            user.username
            for user in (admin, reader)
            if logged_in(user).get(TOWN).headers.get("Location") == PAGE
        }
        assert sent == who
        set_up(admin)
        client = logged_in(admin)
        assert client.get(TOWN).status_code == 200
        answer = client.post(PAGE, {"do": "off", "password": PASSWORD})
        assert answer.headers["Location"] == PAGE  # a new phone
        assert client.get(TOWN).headers["Location"] == PAGE


def test_who_signs_on_elsewhere_is_not_asked_here(admin: User) -> None:
    admin.set_unusable_password()
    admin.save()
    with override_settings(SECOND_FACTOR="all"):
        assert logged_in(admin).get(TOWN).status_code == 200
        assert logged_in(admin).get(PAGE).headers["Location"] == "/konto/"
    assert managing_without_factor() == 0


def test_the_doctor_counts_who_manages_with_a_password_alone(admin: User, reader: User) -> None:
    assert managing_without_factor() == 1
    set_up(admin)
    assert managing_without_factor() == 0


def test_the_command_line_takes_a_lost_factor_away(reader: User) -> None:
    set_up(reader)
    words = ["person", "second-factor-off"]
    done = CliRunner().invoke(commands(), [*words, "rolf"], catch_exceptions=False)
    assert done.stdout == "rolf meldet sich nun mit dem Passwort allein an.\n"
    assert not SecondFactor.objects.exists()
    with pytest.raises(InputRejected, match="Nobody is called"):
        CliRunner().invoke(commands(), [*words, "otto"], catch_exceptions=False)


def test_what_was_typed_before_the_log_in_waits_until_the_code_was_right(editor: User) -> None:
    set_up(editor)
    typed = KeptInput(f"{TOWN}gebaeude/neu/", (("name", "Lager"),), lacks=False).text
    client = Client()
    client.post("/anmelden/", {"username": editor.username, "password": PASSWORD, "kept": typed})
    assert client.post(CODE, {"code": "000000"}).status_code == 200
    client.post(CODE, {"code": next_code(editor)})
    page = client.get(f"{TOWN}gebaeude/neu/").content.decode()
    assert 'value="Lager"' in page
    assert "Noch nicht gespeichert" in page
