"""A session counts as a log-in where it is known, has not run out and belongs to a person."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from klimamosaik.people.models import TokenScope
from klimamosaik.people.tokens import make_token
from klimamosaik.web.serving.sessions import is_logged_in, opens

pytestmark = pytest.mark.django_db


def logged_in() -> tuple[Client, str]:
    """Somebody's browser, and its session."""
    client = Client()
    client.force_login(User.objects.create_user("ada"))
    return client, client.cookies["sessionid"].value


def test_a_log_in_is_known_until_it_ends() -> None:
    client, session = logged_in()
    assert is_logged_in(session)
    client.logout()
    assert not is_logged_in(session)


def test_a_log_in_that_has_run_out_is_none() -> None:
    _, session = logged_in()
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert not is_logged_in(session)


def test_a_session_without_a_person_is_no_log_in() -> None:
    store = SessionStore()
    store["language"] = "de"
    store.save()
    assert not is_logged_in(str(store.session_key))


@pytest.mark.parametrize("forged", ["", "x", "x" * 40, "ä" * 32, "'; --", "\x00"])
def test_a_forged_session_is_no_log_in(forged: str) -> None:
    logged_in()
    assert not is_logged_in(forged)


@pytest.mark.parametrize("forged", ["", "x", "kmt_a_b", "kmt__", "ä" * 32, "\x00"])
def test_only_a_token_that_stands_opens(forged: str) -> None:
    at = timezone.now()
    handed = make_token(name="A", scopes=[TokenScope.READ], municipality=None, by=None, at=at)
    assert opens(handed.key)
    assert not opens(forged)
