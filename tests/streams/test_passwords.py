"""Passwords of sources lie sealed in the database; another key of the server opens none."""

import hashlib
import hmac
from collections.abc import Callable
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import override_settings
from urllib3.util import make_headers

from klimamosaik.places.models import Municipality
from klimamosaik.streams.brokers import begun
from klimamosaik.streams.first_look import unsaved
from klimamosaik.streams.mirror.work import log_in
from klimamosaik.streams.models import DataSource, SourceKind
from klimamosaik.streams.operations import add_source, renew_password
from klimamosaik.streams.source_draft import SourceWish
from klimamosaik.streams.source_state import state_of
from klimamosaik.streams.uplinks.push import is_signed
from klimamosaik.streams.work import work_on
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.web.doctor.holdings import passwords
from tests.streams.conftest import NOW

PASSWORD = "Wörter-geheim-4711"
OTHER_KEY = override_settings(SECRET_KEY="a key that came with another folder")
pytestmark = pytest.mark.django_db
Make = Callable[..., DataSource]


def wish_of(town: Municipality, **more: Any) -> SourceWish:
    """A mirror that is logged in at."""
    told = {
        "kind": SourceKind.SENSORTHINGS, "name": "Kreis", "user": "mosaik", "secret": PASSWORD,
        "address": "https://frost.example.org/v1.1", "owner": "Kreis", "legal_basis": "Vertrag",
        "licence": "intern", "promised": "15 min", "kept": "dauerhaft", "internal": True,
    }  # fmt: skip
    return SourceWish(municipality=town, **{**told, **more})


def added(town: Municipality, **more: Any) -> DataSource:
    """The source, as it is read again."""
    made = add_source(wish=wish_of(town, **more), by=None, at=NOW).source
    return DataSource.objects.get(pk=made.pk)


def all_of_the_database() -> bytes:
    """What a backup copies; every page of the file, freed ones, too."""
    if connection.vendor != "sqlite":
        pytest.skip("looked at in the file of SQLite")
    connection.ensure_connection()
    found: bytes = connection.connection.serialize()
    return found


def test_a_copy_of_the_database_holds_no_clear_text(town: Municipality) -> None:
    source = added(town)
    assert PASSWORD not in source.secret
    assert source.password == PASSWORD
    assert log_in(source) == make_headers(basic_auth=f"mosaik:{PASSWORD}")
    assert log_in(unsaved(wish_of(town))) == log_in(source)
    held = all_of_the_database()
    assert PASSWORD.encode() not in held
    assert source.secret.encode() in held  # it was looked at where it would be


def test_the_same_password_twice_is_not_seen_to_be_the_same(town: Municipality) -> None:
    assert added(town).secret != added(town, name="Kreis 2").secret


def test_with_another_key_each_says_so_and_a_new_password_mends_it(town: Municipality) -> None:
    source = added(town)
    with OTHER_KEY:
        with pytest.raises(InputRejected, match="not the one it was entered with"):
            _ = source.password
        work_on(source, now=NOW)
        problem = state_of(source).problem
        assert "secret_key" in problem["de"]
        assert "„Kreis“" in problem["de"]
        assert [each.code for each in passwords()] == ["source_password"]
        renew_password(source=source, password=PASSWORD, by=None)
        assert DataSource.objects.get().password == PASSWORD
        assert list(passwords()) == []
    assert [each.code for each in passwords()] == ["source_password"]


def test_a_broker_and_who_pushes_are_told_of_it_on_their_pages(new_source: Make) -> None:
    broker = new_source(
        SourceKind.MQTT, address="mqtt://127.0.0.1:1", options={"topic": "#", "user": "mosaik"}
    )
    push = new_source(SourceKind.PUSH, name="Push", options={"signature_header": "X-Sign"})
    for each in (broker, push):
        renew_password(source=each, password=PASSWORD, by=None)
    signed = {"X-Sign": hmac.new(PASSWORD.encode(), b"{}", hashlib.sha256).hexdigest()}
    assert is_signed(push, signed, b"{}")
    with OTHER_KEY:
        assert begun(broker) is None
        assert not is_signed(push, signed, b"{}")
    for each in (broker, push):
        assert "secret_key" in state_of(each).problem["en"]
    assert is_signed(push, signed, b"{}")


def test_no_password_is_none(new_source: Make) -> None:
    source = new_source()
    with OTHER_KEY:
        assert (source.secret, source.password, log_in(source)) == ("", "", {})


def test_what_lay_open_in_an_older_folder_is_sealed_once(new_source: Make) -> None:
    source, none = new_source(secret=PASSWORD), new_source(name="ohne")
    step = import_module("klimamosaik.streams.migrations.0004_sealed_passwords")
    assert PASSWORD.encode() in all_of_the_database()
    step.overwrite_what_goes(apps, SimpleNamespace(connection=connection))
    step.seal(apps, None)
    source.refresh_from_db()
    assert source.password == PASSWORD
    assert PASSWORD.encode() not in all_of_the_database()
    sealed = source.secret
    step.seal(apps, None)
    source.refresh_from_db()
    none.refresh_from_db()
    assert (source.secret, none.secret) == (sealed, "")


@pytest.mark.parametrize("password", ["gAAAA-Bach", "gAAAAABl", "gAAAAA==", "gAAAA\u00e4"])
def test_a_password_that_only_begins_like_a_sealed_one_is_sealed(
    new_source: Make, password: str
) -> None:
    source = new_source(secret=password)
    step = import_module("klimamosaik.streams.migrations.0004_sealed_passwords")
    step.seal(apps, None)
    source.refresh_from_db()
    assert source.secret != password
    assert source.password == password
