"""Access tokens: shown once, kept as a digest, refused in a sentence."""

import hashlib
import hmac
from base64 import b64decode, b64encode
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from klimamosaik.people.models import ApiToken, TokenScope
from klimamosaik.people.token_credentials import shown_key
from klimamosaik.people.tokens import (
    HandedToken,
    TokenRefused,
    admitted,
    make_token,
    revoke_token,
    token_with,
)
from klimamosaik.places.models import Municipality
from klimamosaik.terms.complaint import InputRejected
from tests.web.conftest import AGS

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def handed(town: Municipality | None = None, **given: object) -> HandedToken:
    told = {"name": "Stadtpark", "scopes": [TokenScope.OBSERVATIONS], "by": None, "at": NOW}
    return make_token(municipality=town, **(told | given))  # type: ignore[arg-type]


def test_a_key_opens_and_is_nowhere_stored(town: Municipality) -> None:
    made = handed(town)
    assert admitted(made.key, at=NOW) == made.token
    secret = made.key.split("_", 2)[2]
    stored = str(ApiToken.objects.values().get()) + str(ApiToken.history.values().get())
    assert secret not in stored
    assert hashlib.sha256(secret.encode()).hexdigest() in stored


@pytest.mark.parametrize("spoil", [lambda key: key[:-1], lambda key: key + "x", str.upper])
def test_a_wrong_key_is_refused(town: Municipality, spoil: object) -> None:
    made = handed(town)
    with pytest.raises(TokenRefused, match="no such access token"):
        admitted(spoil(made.key), at=NOW)  # type: ignore[operator]


def basic(name: str, password: str) -> str:
    return f"Basic {b64encode(f'{name}:{password}'.encode()).decode()}"


def test_a_key_is_shown_as_bearer_or_by_name_and_password(town: Municipality) -> None:
    key = handed(town).key
    _, handle, secret = key.split("_", 2)
    shown = (f"Bearer {key}", f"bearer  {key}", basic(handle, secret), basic("egal", key))
    assert {shown_key(each) for each in shown} == {key}


@pytest.mark.parametrize("header", ["", "Basic", "Basic ä", "Basic ====", "Digest x", "Basic /w=="])
def test_other_headers_show_no_key(header: str) -> None:
    assert shown_key(header) == ""


@pytest.mark.parametrize("key", ["", "kmt", "kmt__", "kmt_x_", "Basic abc", "kmt_nobody_secret"])
def test_what_is_no_key_is_refused_alike(db: None, key: str) -> None:
    with pytest.raises(TokenRefused, match="no such access token"):
        admitted(key, at=NOW)


def test_an_ended_token_says_when_it_ended(town: Municipality) -> None:
    made = handed(town, ends_at=NOW + MINUTE)
    assert admitted(made.key, at=NOW)
    with pytest.raises(TokenRefused, match="was valid until 1 March 2026"):
        admitted(made.key, at=NOW + MINUTE)


def test_a_revoked_token_opens_nothing_at_once(town: Municipality) -> None:
    made = handed(town)
    admitted(made.key, at=NOW)
    revoke_token(token=made.token, by=None, at=NOW)
    with pytest.raises(TokenRefused, match="was revoked on 1 March 2026"):
        admitted(made.key, at=NOW)


def test_the_last_use_is_noted_to_the_minute(
    town: Municipality, django_assert_num_queries: object
) -> None:
    made = handed(town)
    admitted(made.key, at=NOW)
    with django_assert_num_queries(0):  # type: ignore[operator]
        admitted(made.key, at=NOW + MINUTE / 2)
    assert ApiToken.objects.get().used_at == NOW
    admitted(made.key, at=NOW + 2 * MINUTE)
    assert ApiToken.objects.get().used_at == NOW + 2 * MINUTE


def test_the_history_tells_of_making_and_revoking_never_of_use(town: Municipality) -> None:
    made = handed(town)
    admitted(made.key, at=NOW)
    revoke_token(token=made.token, by=None, at=NOW)
    assert ApiToken.history.count() == 2


def test_a_broker_can_check_the_same_secret(town: Municipality) -> None:
    made = handed(town)
    _, kind, rounds, salt, digest = made.token.broker_digest.split("$")
    secret = made.key.split("_", 2)[2].encode()
    known = hashlib.pbkdf2_hmac("sha512", secret, b64decode(salt), int(rounds))
    assert kind == "7"
    assert hmac.compare_digest(b64encode(known).decode(), digest)


@pytest.mark.parametrize(
    ("scope", "may"),
    [
        (TokenScope.READ, {TokenScope.READ}),
        (TokenScope.OBSERVATIONS, {TokenScope.OBSERVATIONS}),
        (TokenScope.ENTITIES, {TokenScope.ENTITIES, TokenScope.READ}),
        (TokenScope.ADMIN, set(TokenScope)),
    ],
)
def test_a_scope_opens_what_it_says(
    town: Municipality, scope: TokenScope, may: set[TokenScope]
) -> None:
    token = handed(town, scopes=[scope]).token
    assert {each for each in TokenScope if token.may(each)} == may


def test_a_token_may_be_for_some_datastreams_only(town: Municipality) -> None:
    token = handed(town, datastreams=[7]).token
    assert token.may_write_to(7)
    assert not token.may_write_to(8)


def test_a_token_without_rights_or_name_is_not_made(town: Municipality) -> None:
    nonsense: list[dict[str, Any]] = [{"scopes": []}, {"name": " "}, {"ends_at": NOW}]
    for wrong in nonsense:
        with pytest.raises(InputRejected):
            handed(town, **wrong)
    assert not ApiToken.objects.exists()


def test_a_token_is_found_by_its_handle_and_by_its_key(town: Municipality) -> None:
    made = handed(town)
    assert token_with(handle=made.token.handle) == token_with(handle=made.key) == made.token


def test_the_page_begins_empty_shows_a_key_once_and_takes_it_back(as_admin: Client) -> None:
    assert (
        "Noch gibt es keinen Zugangsschlüssel" in as_admin.get(f"/{AGS}/zugang/").content.decode()
    )
    wish = {"name": "Gateway", "scopes": ["observations:write"], "datastreams": "12, 15"}
    page = as_admin.post(f"/{AGS}/zugang/", wish | {"days": "30"}).content.decode()
    key = page.split("<code>")[1].split("</code>")[0]
    token = admitted(key, at=datetime.now(UTC))
    assert (token.datastreams, token.municipality_id) == ([12, 15], AGS)
    assert "nur Messreihen" in page
    assert key not in as_admin.get(f"/{AGS}/zugang/").content.decode()

    page = as_admin.post(
        f"/{AGS}/zugang/{token.pk}/", {"sure": "yes"}, follow=True
    ).content.decode()
    assert "widerrufen am" in page
    with pytest.raises(TokenRefused):
        admitted(key, at=datetime.now(UTC))
    assert "Gateway" in as_admin.get(f"/{AGS}/verlauf/").content.decode()


def test_the_page_says_what_is_missing(as_admin: Client) -> None:
    page = as_admin.post(f"/{AGS}/zugang/", {"name": "Gateway", "datastreams": "zwölf"})
    assert "Bitte nur Nummern von Messreihen" in page.content.decode()
    assert not ApiToken.objects.exists()


def test_only_who_manages_sees_tokens(as_editor: Client, as_admin: Client) -> None:
    assert as_editor.get(f"/{AGS}/zugang/").status_code == 403
    assert as_admin.get(f"/{AGS}/zugang/").status_code == 200


def test_nobody_revokes_a_token_of_another_town(as_admin: Client) -> None:
    other = Municipality.objects.create(ags="03404000", name="Osnabrück")
    token = handed(other).token
    assert as_admin.post(f"/{AGS}/zugang/{token.pk}/").status_code == 404
    token.refresh_from_db()
    assert token.revoked_at is None
