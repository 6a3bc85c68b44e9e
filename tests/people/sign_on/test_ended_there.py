"""The provider says that a session there is over: Back-Channel Logout."""

import time
from collections.abc import Callable
from typing import Any
from unittest.mock import Mock

import pytest
from authlib.integrations.django_client import DjangoOAuth2App
from django.test import Client

from klimamosaik.people.sign_on.provider_log_out import EVENT
from tests.people.sign_on.conftest import TownBrowser
from tests.people.sign_on.hostile import OTHER, HostileProvider, signed, unsigned
from tests.people.sign_on.test_bad_answers import come_back, hostile, is_in

__all__ = ["hostile"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("town")]
NOW = int(time.time())  # of the beginning: only what is long over looks at it


@pytest.fixture
def otto(hostile: HostileProvider) -> TownBrowser:
    """Somebody who signed on."""
    hostile.claims = {"sid": "session-at-the-town"}
    browser = come_back(hostile)
    assert is_in(browser)
    return browser


def told(
    provider: HostileProvider, sign: Callable[[dict[str, Any]], str] = signed, **other: Any
) -> int:
    """The provider tells of a session; our answer."""
    right = {
        "iss": provider.issuer,
        "aud": "klimamosaik",
        "iat": int(time.time()),
        "exp": int(time.time()) + 120,
        "jti": "1",
        "events": {EVENT: {}},
        "sid": "session-at-the-town",
    }
    token = sign({k: v for k, v in {**right, **other}.items() if v is not None})
    client = Client(enforce_csrf_checks=True, HTTP_HOST="klima.example.org")
    return client.post("/anmelden/stadt/ende/", {"logout_token": token}, secure=True).status_code


def test_the_session_named_ends_and_no_other(hostile: HostileProvider, otto: TownBrowser) -> None:
    assert told(hostile, sid="another-session", sub="0815") == 200
    assert is_in(otto)
    assert told(hostile) == 200
    assert otto.get("/konto/").headers["Location"] == "/anmelden/?next=/konto/"


def test_without_a_name_all_of_the_person_end(hostile: HostileProvider, otto: TownBrowser) -> None:
    again = come_back(hostile)
    hostile.claims = {"sub": "4711"}
    somebody_else = come_back(hostile)
    assert told(hostile, sid=None, sub="0815") == 200
    assert [is_in(each) for each in (otto, again, somebody_else)] == [False, False, True]


@pytest.mark.parametrize(
    ("sign", "other"),
    [
        pytest.param(unsigned, {}, id="no signature"),
        pytest.param(lambda claims: signed(claims, OTHER), {}, id="a key of somebody else"),
        pytest.param(lambda _: "", {}, id="nothing"),
        pytest.param(signed, {"iss": "https://evil.example"}, id="by another issuer"),
        pytest.param(signed, {"aud": "another"}, id="for another program"),
        pytest.param(signed, {"iat": NOW - 3600, "exp": None}, id="kept for later"),
        pytest.param(signed, {"exp": NOW - 600}, id="over"),
        pytest.param(signed, {"iat": None}, id="without a time"),
        pytest.param(signed, {"events": None}, id="of nothing"),
        pytest.param(signed, {"events": {"other": {}}}, id="of something else"),
        pytest.param(signed, {"events": "backchannel"}, id="events that are a word"),
        pytest.param(signed, {"nonce": "n"}, id="a token of a log-in"),
        pytest.param(signed, {"sid": None}, id="of nobody"),
    ],
)
def test_what_is_not_right_ends_nothing(
    hostile: HostileProvider,
    otto: TownBrowser,
    sign: Callable[[dict[str, Any]], str],
    other: dict[str, Any],
) -> None:
    assert told(hostile, sign, **other) == 400
    assert is_in(otto)


def test_strangers_do_not_make_us_ask_the_provider_each_time(
    hostile: HostileProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = Mock(side_effect=DjangoOAuth2App.fetch_jwk_set, autospec=True)
    monkeypatch.setattr(DjangoOAuth2App, "fetch_jwk_set", lambda app: asked(app))
    for _ in range(3):
        assert told(hostile, lambda claims: signed(claims, OTHER)) == 400
    assert asked.call_count == 1
