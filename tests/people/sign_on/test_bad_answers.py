"""Whatever a provider answers: nobody comes in by it who should not, and everybody stays calm."""

import re
import time
from collections.abc import Callable, Iterator
from typing import Any
from unittest.mock import Mock
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from django.contrib.auth.models import User
from django.core.cache import cache

from klimamosaik.people.models import Membership
from klimamosaik.people.sign_on import provider as asking
from tests.people.sign_on.conftest import PASSWORD, SECRET, TownBrowser, agreement
from tests.people.sign_on.hostile import (
    ACCESS,
    KEY,
    OTHER,
    HostileProvider,
    by_shared_secret,
    hostile_provider,
    signed,
    unsigned,
)
from tests.web.conftest import AGS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("town")]

PUBLIC = KEY.export_to_pem().decode()
NOW = int(time.time())
SILENT = "gerade nicht zu erreichen"
ODD = "dem nicht zu trauen ist"


@pytest.fixture
def hostile(settings: Any) -> Iterator[HostileProvider]:
    """The settings name a provider of which anything may be expected."""
    with hostile_provider() as provider:
        settings.ALLOWED_HOSTS = ["klima.example.org"]
        settings.SIGN_ON = agreement(provider.issuer)
        yield provider


def come_back(provider: HostileProvider, **answered: str) -> TownBrowser:
    """Somebody who chose the town's account and was sent back at once."""
    browser = TownBrowser()
    sent = parse_qs(urlsplit(browser.begins()).query)
    provider.nonce = sent["nonce"][0]
    query = {"code": "the-code-itself", "state": sent["state"][0], **answered}
    browser.get("/anmelden/stadt/zurueck/?" + "&".join(f"{k}={v}" for k, v in query.items()))
    return browser


def is_in(browser: TownBrowser) -> bool:
    """True where pages of the town open."""
    return browser.get(f"/{AGS}/").status_code == 200


def test_what_is_right_is_taken(hostile: HostileProvider) -> None:
    assert is_in(come_back(hostile))


@pytest.mark.parametrize(
    ("claims", "sign"),
    [
        pytest.param({}, unsigned, id="no signature"),
        pytest.param({}, by_shared_secret(PUBLIC), id="the public key as a secret"),
        pytest.param({}, by_shared_secret(SECRET), id="our own secret"),
        pytest.param({}, lambda claims: signed(claims, OTHER), id="a key of somebody else"),
        pytest.param({}, lambda claims: signed(claims)[:-8] + "AAAAAAAA", id="signature changed"),
        pytest.param({}, lambda _: "no token at all", id="no token"),
        pytest.param({}, lambda _: None, id="token is null"),
        pytest.param({"aud": "another"}, signed, id="for another program"),
        pytest.param({"aud": "another", "azp": "klimamosaik"}, signed, id="for another, by us"),
        pytest.param({"aud": None}, signed, id="for nobody"),
        pytest.param({"aud": ["klimamosaik"], "azp": "another"}, signed, id="by another"),
        pytest.param({"iss": "https://evil.example"}, signed, id="by another issuer"),
        pytest.param({"iss": None}, signed, id="by no issuer"),
        pytest.param({"exp": NOW - 600}, signed, id="over"),
        pytest.param({"exp": None}, signed, id="without an end"),
        pytest.param({"nbf": NOW + 6000}, signed, id="not yet"),
        pytest.param({"iat": NOW + 6000}, signed, id="made tomorrow"),
        pytest.param({"nonce": "of another way"}, signed, id="of another way"),
        pytest.param({"nonce": None}, signed, id="of no way"),
        pytest.param({"sub": None}, signed, id="of nobody"),
        pytest.param({"sub": ["0815"]}, signed, id="a list of people"),
        pytest.param({"sub": ""}, signed, id="an empty name"),
        pytest.param({"sub": "x" * 256}, signed, id="an endless name"),
        pytest.param({"groups": 7}, signed, id="groups that are a number"),
    ],
)
def test_a_token_that_is_not_right_lets_nobody_in(
    hostile: HostileProvider,
    claims: dict[str, Any],
    sign: Callable[[dict[str, Any]], str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    hostile.claims, hostile.sign = claims, sign
    browser = come_back(hostile)
    assert ODD in browser.get("/anmelden/").content.decode()
    assert not is_in(browser)
    assert not User.objects.exists()
    assert "signing on failed" in caplog.text
    for secret in (SECRET, ACCESS, "the-code-itself", hostile.nonce):
        assert secret not in caplog.text
    assert not re.search(r"eyJ[\w-]{20,}", caplog.text)  # how every token begins


@pytest.mark.parametrize(
    ("path", "answer", "sentence"),
    [
        ("/token", 500, SILENT),
        ("/token", 403, ODD),
        ("/token", b"", ODD),
        ("/token", b"<html>sign in</html>", ODD),
        ("/token", [], ODD),
        ("/token", {}, ODD),
        ("/token", {"access_token": ACCESS}, ODD),
        ("/token", {"error": "invalid_grant", "error_description": f"not {ACCESS} {SECRET}"}, ODD),
        ("/token", 0.6, SILENT),
        ("/keys", 404, ODD),
        ("/keys", {"keys": []}, ODD),
        ("/keys", {"keys": [{"kty": "RSA"}]}, ODD),
        ("/keys", b"\xff\xfe", ODD),
        ("/keys", 0.6, SILENT),
    ],
)
def test_an_answer_that_is_odd_or_missing_is_told_calmly(
    hostile: HostileProvider,
    path: str,
    answer: Any,
    sentence: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    if isinstance(answer, float):  # how long it takes to answer [s]
        monkeypatch.setattr(asking, "PATIENCE", answer / 2)
    hostile.answers[path] = answer
    browser = come_back(hostile)
    assert sentence in browser.get("/anmelden/").content.decode()
    assert not is_in(browser)
    assert "signing on failed" in caplog.text
    assert SECRET not in caplog.text


@pytest.mark.parametrize(
    ("itself", "sentence"),
    [
        ({"issuer": "https://evil.example"}, ODD),
        ({"issuer": None}, ODD),
        ({"authorization_endpoint": "javascript:alert(1)"}, ODD),
        ({"token_endpoint": 7}, ODD),
        ({"jwks_uri": None}, ODD),
    ],
)
def test_a_provider_that_says_odd_things_of_itself_is_asked_nothing_more(
    hostile: HostileProvider, itself: dict[str, Any], sentence: str
) -> None:
    hostile.itself = itself
    browser = TownBrowser()
    answer = browser.get(f"/anmelden/stadt/?next=/{AGS}/")
    assert answer.headers["Location"] == f"/anmelden/?next=%2F{AGS}%2F"
    assert sentence in browser.get("/anmelden/").content.decode()


def test_a_provider_that_hangs_is_waited_for_once_and_then_left_alone(
    hostile: HostileProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "PATIENCE", 0.3)
    come_back(hostile)  # where its addresses are known, it is the next answer that is missing
    hostile.answers["/token"] = 0.6
    assert SILENT in come_back(hostile).get("/anmelden/").content.decode()
    asked = Mock(side_effect=AssertionError("asked again"))
    monkeypatch.setattr(requests.Session, "request", asked)
    browser = TownBrowser()
    browser.get("/anmelden/stadt/")
    browser.here.post("/anmelden/stadt/ende/", {"logout_token": "x.y.z"}, secure=True)
    assert SILENT in browser.get("/anmelden/").content.decode()
    asked.assert_not_called()


def test_while_one_waits_for_its_addresses_others_are_not_kept_waiting(
    hostile: HostileProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "TURN", 0.01)
    with asking.asking:
        browser = TownBrowser()
        browser.get("/anmelden/stadt/")
        assert SILENT in browser.get("/anmelden/").content.decode()
    assert is_in(come_back(hostile))


def test_with_the_provider_gone_passwords_still_work(settings: Any) -> None:
    with hostile_provider() as provider:
        settings.SIGN_ON = agreement(provider.issuer)
    settings.ALLOWED_HOSTS = ["klima.example.org"]
    user = User.objects.create_user("lokal", password=PASSWORD)
    Membership.objects.create(user=user, municipality_id=AGS, role="reader")
    browser = TownBrowser()
    browser.get("/anmelden/stadt/")
    assert SILENT in browser.get("/anmelden/").content.decode()
    browser.here.post("/anmelden/", {"username": "lokal", "password": PASSWORD}, secure=True)
    assert is_in(browser)


def test_with_the_provider_gone_one_is_still_logged_out_here(hostile: HostileProvider) -> None:
    browser = come_back(hostile)
    cache.clear()
    hostile.answers["/.well-known/openid-configuration"] = 503
    answer = browser.here.post("/abmelden/", secure=True)
    assert answer.headers["Location"] == "/"
    assert "vielleicht noch angemeldet" in browser.get("/anmelden/").content.decode()
    assert not is_in(browser)


def test_a_provider_without_a_log_out_is_left_alone(hostile: HostileProvider) -> None:
    browser = come_back(hostile)
    assert browser.here.post("/abmelden/", secure=True).headers["Location"] == "/"
    assert not is_in(browser)


def test_an_answer_by_another_issuer_than_asked_is_not_taken(hostile: HostileProvider) -> None:
    assert is_in(come_back(hostile, iss=hostile.issuer))
    assert not is_in(come_back(hostile, iss="https://evil.example"))


@pytest.mark.parametrize("said", [{"_claim_names": {"groups": "src1"}}, {"hasgroups": True}])
def test_too_many_groups_to_tell_takes_no_role_away(
    hostile: HostileProvider, said: dict[str, Any]
) -> None:
    come_back(hostile)
    hostile.claims = {"groups": None, **said}
    browser = come_back(hostile)
    assert "in mehr Gruppen" in browser.get("/anmelden/").content.decode()
    assert not is_in(browser)
    assert Membership.objects.count() == 1


def test_groups_may_stand_where_the_provider_adds_them(hostile: HostileProvider) -> None:
    hostile.itself = {"userinfo_endpoint": f"{hostile.issuer}/me"}
    hostile.claims = {"groups": None}
    hostile.answers["/me"] = {"sub": "0815", "groups": ["klima"]}
    assert is_in(come_back(hostile))
    hostile.answers["/me"] = {"sub": "4711", "groups": ["klima"]}  # somebody else's
    assert not is_in(come_back(hostile))


def test_groups_may_stand_inside_of_another_claim(hostile: HostileProvider, settings: Any) -> None:
    settings.SIGN_ON = agreement(hostile.issuer, groups="resource_access.klimamosaik.roles")
    hostile.claims = {"resource_access": {"klimamosaik": {"roles": ["klima"]}}}
    assert is_in(come_back(hostile))


def test_the_provider_is_not_asked_for_its_addresses_each_time(
    hostile: HostileProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = Mock(side_effect=requests.get)
    monkeypatch.setattr(requests, "get", asked)
    for _ in range(3):
        TownBrowser().begins()
    assert asked.call_count == 1


def test_a_provider_with_https_may_name_no_address_without(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said = HostileProvider(1).metadata() | {"issuer": "https://sso.example"}
    answer = requests.Response()
    answer.status_code = 200
    answer.json = lambda **_: said  # type: ignore[method-assign]
    monkeypatch.setattr(requests, "get", lambda *_, **__: answer)
    with pytest.raises(ValueError, match="not an address with https"):
        asking.asked_itself("https://sso.example")


def test_a_token_too_long_for_an_address_is_left_out_at_the_log_out(
    hostile: HostileProvider,
) -> None:
    hostile.itself = {"end_session_endpoint": f"{hostile.issuer}/out"}
    hostile.claims = {"groups": ["klima", *(f"{n:036}" for n in range(200))]}
    page = come_back(hostile).here.post("/abmelden/", secure=True).content.decode()
    assert f"{hostile.issuer}/out?" in page
    assert "client_id=klimamosaik" in page
    assert "id_token_hint" not in page


def test_names_are_taken_as_far_as_they_can_be_seen(hostile: HostileProvider) -> None:
    hostile.claims = {
        "preferred_username": "otto\x00 <script>",
        "name": None,
        "given_name": "Otto\u202e\n",
        "family_name": "Ö" * 500,
        "email": 7,
    }
    assert is_in(come_back(hostile))
    user = User.objects.get()
    assert (user.username, user.first_name, user.email) == ("ottoscript", "Otto", "")
    assert user.last_name == "Ö" * 150
