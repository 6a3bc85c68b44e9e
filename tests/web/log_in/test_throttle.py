"""Who guesses passwords is slowed down; whose password it is gets in."""

import logging
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.http import HttpRequest
from django.test import Client, override_settings

from klimamosaik.people.log_in.known_browser import COOKIE, browser_of
from klimamosaik.people.log_in.throttle import (
    LONGEST_PAUSE,
    NAME_TRIES,
    Slot,
    TooManyTries,
    count_try,
    was_right,
    wrong_tries,
)
from klimamosaik.people.models import WrongTries
from tests.web.conftest import AGS, PASSWORD

AT = datetime(2026, 5, 4, 9, tzinfo=UTC)
ANNA, BERT = Slot("name", "anna"), Slot("name", "bert")
OFFICE = Slot("address", "192.0.2.7", 20, shared=True)
MINUTE = timedelta(minutes=1)
STRANGER, OWNER = "203.0.113.9", "192.0.2.7"


def try_password(
    name: str, password: str = "falsch", *, client: Client | None = None, address: str = STRANGER
) -> str:
    """What the page says to a try; "" where it lets in."""
    answer = (client or Client()).post(
        "/anmelden/", {"username": name, "password": password}, REMOTE_ADDR=address
    )
    return "" if answer.status_code == 302 else answer.content.decode()


def guess(name: str, times: int = NAME_TRIES, *, address: str = STRANGER) -> None:
    for _ in range(times):
        assert "passen nicht zusammen" in try_password(name, address=address)


def allowed(slot: Slot, at: datetime) -> bool:
    try:
        count_try([slot], at=at)
    except TooManyTries:
        return False
    return True


def test_ten_wrong_passwords_are_followed_by_a_pause_that_says_how_long(reader: User) -> None:
    guess(reader.username)
    said = try_password(reader.username, PASSWORD)
    assert "Zu viele falsche Versuche. Bitte warten Sie noch 10 Minuten." in said
    assert "In einem Browser, in dem Sie schon einmal angemeldet waren" in said


def test_the_right_password_after_nine_wrong_ones_lets_in_and_clears_the_count(
    reader: User,
) -> None:
    for _ in range(2):
        guess(reader.username, NAME_TRIES - 1)
        assert try_password(reader.username, PASSWORD) == ""


def test_the_count_lies_in_the_database_where_every_process_finds_it(reader: User) -> None:
    guess(reader.username, address=STRANGER)
    cache.clear()
    assert "Zu viele" in try_password(reader.username, PASSWORD, address=OWNER)
    assert WrongTries.objects.count() == 2  # the name and the address


def test_other_names_wash_no_count_away(reader: User) -> None:
    guess(reader.username)
    for number in range(30):
        try_password(f"name-{number}", address=f"198.51.100.{number}")
    assert "Zu viele" in try_password(reader.username, PASSWORD, address=OWNER)


@pytest.mark.parametrize("empty", [{"password": ""}, {}, {"username": "", "password": "x"}])
def test_a_try_without_a_password_washes_nothing_away(reader: User, empty: dict[str, str]) -> None:
    guess(reader.username)
    Client().post("/anmelden/", {"username": reader.username} | empty)
    assert "Zu viele" in try_password(reader.username, PASSWORD)


def test_a_name_counts_however_it_is_written(reader: User) -> None:
    for name in ("ROLF", "Rolf", "rolf", "roLF", "rolf") * 2:
        try_password(name)
    assert "Zu viele" in try_password("rolf", PASSWORD)


def test_many_names_from_one_address_are_slowed_down_too(reader: User) -> None:
    for number in range(50):
        assert "passen nicht" in try_password(f"name-{number}", "Sommer2026!")
    assert "Zu viele" in try_password("someone", "Sommer2026!")
    assert try_password(reader.username, PASSWORD, address=OWNER) == ""


def test_networks_count_as_one_address_and_this_machine_as_none(reader: User) -> None:
    for number in range(50):
        try_password(f"name-{number}", address=f"2001:db8:0:1::{number:x}")
        try_password(f"other-{number}", address="127.0.0.1")
    assert "Zu viele" in try_password("someone", address="2001:db8:0:1:ffff::1")
    assert "passen nicht" in try_password("someone", address="2001:db8:0:2::1")
    assert "passen nicht" in try_password("someone", address="127.0.0.1")


def test_who_logged_in_here_before_gets_in_while_strangers_guess(reader: User) -> None:
    own = Client()
    assert try_password(reader.username, PASSWORD, client=own, address=OWNER) == ""
    own.post("/abmelden/")
    guess(reader.username)
    assert "Zu viele" in try_password(reader.username, PASSWORD, address=OWNER)
    assert try_password(reader.username, PASSWORD, client=own, address=OWNER) == ""


def test_a_known_browser_has_a_small_count_of_its_own(reader: User) -> None:
    own = Client()
    try_password(reader.username, PASSWORD, client=own)
    own.post("/abmelden/")
    for _ in range(NAME_TRIES):
        assert "passen nicht" in try_password(reader.username, client=own)
    said = try_password(reader.username, PASSWORD, client=own)
    assert "Zu viele" in said
    assert "In einem Browser" not in said
    assert try_password(reader.username, PASSWORD, client=Client()) == ""


def test_the_cookie_of_a_browser_helps_with_no_other_name(reader: User, admin: User) -> None:
    own = Client()
    try_password(reader.username, PASSWORD, client=own)
    own.post("/abmelden/")
    guess(admin.username)
    assert "Zu viele" in try_password(admin.username, PASSWORD, client=own)


def test_the_cookie_is_signed_and_hidden_from_scripts(reader: User) -> None:
    own = Client()
    try_password(reader.username, PASSWORD, client=own)
    cookie = own.cookies[COOKIE]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    request = HttpRequest()
    request.COOKIES = {COOKIE: cookie.value}
    assert browser_of(request).knows(reader)
    for forged in (cookie.value[:-1], "x" + cookie.value, "", "W10:1:x"):
        request.COOKIES = {COOKIE: forged}
        assert not browser_of(request).knows(reader)
    with override_settings(SESSION_COOKIE_SECURE=True):
        try_password(reader.username, PASSWORD, client=(safe := Client()))
    assert safe.cookies[COOKIE]["secure"]


def test_the_log_has_one_line_when_a_pause_begins_without_what_was_typed(
    reader: User, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        guess(reader.username)
        guess("mein-geheimes-passwort")
        for _ in range(3):
            try_password(reader.username)
    lines = [each for each in caplog.messages if "wrong tries" in each]
    assert len(lines) == 2
    assert f"counted by name: user {reader.pk}, from {STRANGER}; pause until" in lines[0]
    assert "a name nobody has" in lines[1]
    assert not {"falsch", "geheim", reader.username} & {*" ".join(lines).replace(",", "").split()}


def test_who_manages_people_sees_whose_log_in_was_refused(
    as_admin: Client, reader: User, editor: User
) -> None:
    guess(reader.username, 3)
    page = as_admin.get(f"/{AGS}/personen/").content.decode()
    assert "3 falsche Passwörter seit " in page
    assert page.count("falsche") == 1


def test_pauses_grow_to_four_hours_and_a_week_of_quiet_forgets_all(db: None) -> None:
    at, waited = AT, []
    for _ in range(7):
        while allowed(ANNA, at):
            pass
        with pytest.raises(TooManyTries) as pause:
            count_try([ANNA], at=at)
        waited.append((pause.value.until - at) / MINUTE)
        assert not allowed(ANNA, pause.value.until - MINUTE)
        at = pause.value.until
    assert waited == [10, 20, 40, 80, 160, 240, 240]
    assert timedelta(hours=4) == LONGEST_PAUSE
    assert allowed(BERT, at + timedelta(days=8))
    assert [row.slot for row in WrongTries.objects.all()] == [BERT.digest]


def test_slow_typing_errors_of_a_day_do_not_add_up(db: None) -> None:
    assert all(allowed(ANNA, AT + number * 3 * MINUTE) for number in range(30))
    assert wrong_tries([ANNA])["anna"].noted == 30


def test_whoever_is_right_at_an_address_clears_nothing_of_the_others(db: None) -> None:
    for number in range(40):  # one who has an account there guesses the passwords of others
        try:
            count_try([Slot("name", f"n{number}"), OFFICE], at=AT)
        except TooManyTries:
            break
        if number % 2:
            was_right([Slot("name", f"n{number}"), OFFICE])
    assert number == 39
    assert not allowed(OFFICE, AT)


def test_a_pause_of_an_address_counts_against_no_name(db: None) -> None:
    while allowed(OFFICE, AT):
        pass
    with pytest.raises(TooManyTries):
        count_try([ANNA, OFFICE], at=AT)
    assert wrong_tries([ANNA]) == {}


def test_nothing_that_was_typed_lies_in_the_database(reader: User) -> None:
    guess("mein-geheimes-passwort", 2)
    rows = [str(row) for row in WrongTries.objects.values_list()]
    assert len(rows) == 2
    assert not any("geheim" in row or STRANGER in row for row in rows)


TRIES_AT_ONCE = """
from datetime import UTC, datetime
from threading import Thread
from klimamosaik.web.commands import start_django
start_django()
from django.db import connection
from klimamosaik.people.log_in.throttle import Slot, TooManyTries, count_try
said = []
def attempt():
    try:
        count_try([Slot("name", "anna")], at=datetime(2026, 5, 4, 9, tzinfo=UTC))
        said.append("let through")
    except TooManyTries:
        said.append("pause")
    connection.close()
threads = [Thread(target=attempt) for _ in range(8)]
[each.start() for each in threads], [each.join() for each in threads]
for each in said:
    print(each)
"""


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of an empty database of either kind."""
    if request.param == "SQLite":
        yield f"sqlite:///{tmp_path}/klimamosaik.sqlite3"
        return
    import psycopg

    server = request.getfixturevalue("postgres_url")
    with psycopg.connect(server, autocommit=True) as asked:
        asked.execute("CREATE DATABASE brake")
        yield f"{server.rpartition('/')[0]}/brake"
        asked.execute("DROP DATABASE brake")


@pytest.mark.long
def test_tries_of_several_processes_at_once_are_no_more_than_one_after_the_other(
    tmp_path: Path, database: str
) -> None:
    command = [sys.executable, "-c", TRIES_AT_ONCE]
    settings = os.environ | {
        "KLIMAMOSAIK_DATA": str(tmp_path),
        "KLIMAMOSAIK_DATABASE": database,
        "DJANGO_SETTINGS_MODULE": "klimamosaik.web.settings",
    }
    running = [
        subprocess.Popen(command, env=settings, stdout=subprocess.PIPE, text=True) for _ in range(3)
    ]
    said = [line for each in running for line in each.communicate()[0].splitlines()]
    assert Counter(said) == {"let through": NAME_TRIES, "pause": 24 - NAME_TRIES}
