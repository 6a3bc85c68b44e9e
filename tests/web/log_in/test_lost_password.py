"""A forgotten password: a link by e-mail, once, and nobody learns who has an account."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.test import Client, override_settings
from django.utils import timezone

from klimamosaik.people.models import WrongTries
from klimamosaik.people.second_factor.models import SecondFactor
from tests.web.conftest import PASSWORD, logged_in

ASK, SENT, EMAIL = "/anmelden/passwort/", "/anmelden/passwort/post/", "/konto/e-mail/"
NEW = "ganz-neue-steine-legen"
ADDRESS = "rolf@stadt.example"


@pytest.fixture(autouse=True)
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A mail server is named, and mails are sent before the page is."""
    monkeypatch.setattr("klimamosaik.people.lost_password.sending.beside", lambda work: work())
    told = {"EMAIL_HOST": "mail.stadt.example", "DEFAULT_FROM_EMAIL": "mosaik@stadt.example"}
    with override_settings(PUBLIC_ADDRESS="https://klima.stadt.example", **told):
        yield


@pytest.fixture
def rolf(reader: User) -> User:
    """A reader with an e-mail address."""
    reader.email = ADDRESS
    reader.save()
    return reader


def ask(email: str, client: Client | None = None) -> Any:
    return (client or Client()).post(ASK, {"email": email}, REMOTE_ADDR="203.0.113.9")


def link() -> str:
    """The path of the link in the newest mail."""
    found = re.search(r"https://klima\.stadt\.example(/\S+)", str(mail.outbox[-1].body))
    assert found is not None
    return found[1]


def choose(path: str, password: str = NEW) -> str:
    """Open the link and choose a password; what the page says at the end."""
    client = Client()
    page = client.get(path, follow=True)
    if not page.redirect_chain:
        return page.content.decode()
    chosen = {"new_password1": password, "new_password2": password}
    return client.post(page.redirect_chain[-1][0], chosen, follow=True).content.decode()


def test_a_link_comes_by_mail_and_a_new_password_is_chosen(rolf: User) -> None:
    assert ask("Rolf@Stadt.example").headers["Location"] == SENT
    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == ([ADDRESS], "Klimamosaik: neues Passwort")
    assert "Das neue Passwort gilt. Bitte melden Sie sich damit an." in choose(link())
    wishes = {"username": "rolf", "password": NEW}
    assert Client().post("/anmelden/", wishes).status_code == 302


def test_the_link_works_once_and_for_an_hour(rolf: User, monkeypatch: pytest.MonkeyPatch) -> None:
    ask(ADDRESS)
    path = link()
    choose(path)
    assert "Dieser Link gilt nicht mehr" in choose(path)
    ask(ADDRESS)
    late = timezone.make_naive(timezone.now()) + timedelta(minutes=61)
    monkeypatch.setattr(
        "django.contrib.auth.tokens.PasswordResetTokenGenerator._now",
        lambda self: late,
    )
    assert "Dieser Link gilt nicht mehr" in choose(link())


def test_a_weak_password_is_refused_behind_the_link_too(rolf: User) -> None:
    ask(ADDRESS)
    assert "Bitte noch ändern" in choose(link(), "12345")
    rolf.refresh_from_db()
    assert rolf.check_password(PASSWORD)


def test_the_page_is_the_same_for_an_address_nobody_has(rolf: User) -> None:
    known, unknown = ask(ADDRESS), ask("niemand@stadt.example")
    assert (known.status_code, known.headers["Location"]) == (302, SENT)
    assert (unknown.status_code, unknown.headers["Location"]) == (302, SENT)
    assert known.cookies.keys() == unknown.cookies.keys()
    assert len(mail.outbox) == 1


def test_nothing_is_looked_up_before_the_page_is_there(
    rolf: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    later: list[Callable[[], None]] = []
    monkeypatch.setattr("klimamosaik.people.lost_password.sending.beside", later.append)
    ask(ADDRESS)
    ask("niemand@stadt.example")
    assert len(later) == 2
    assert not mail.outbox


def test_who_has_no_password_here_or_is_locked_gets_no_link(rolf: User, editor: User) -> None:
    editor.email = "edda@stadt.example"
    editor.set_unusable_password()
    editor.save()
    rolf.is_active = False
    rolf.save()
    ask(ADDRESS)
    ask(editor.email)
    assert not mail.outbox


def test_nobody_is_flooded_with_mail(rolf: User) -> None:
    for _ in range(3):
        ask(ADDRESS)
    said = ask(ADDRESS).content.decode()
    assert "Bitte warten Sie noch 10 Minuten." in said
    assert len(mail.outbox) == 3
    for _ in range(3):
        ask("niemand@stadt.example")
    assert "Bitte warten Sie" in ask("niemand@stadt.example").content.decode()


def test_one_place_cannot_ask_for_everybody(rolf: User) -> None:
    for number in range(20):
        ask(f"niemand{number}@stadt.example")
    assert "Bitte warten Sie" in ask(ADDRESS).content.decode()


def test_without_a_mail_server_the_page_says_whom_to_ask(rolf: User) -> None:
    with override_settings(EMAIL_HOST="", DEFAULT_FROM_EMAIL=""):
        page = ask(ADDRESS).content.decode()
        assert "Wer bei Ihnen Personen verwaltet" in page
        assert "<input" not in page.split("<main")[1].split("</main>")[0]
        assert EMAIL not in logged_in(rolf).get("/konto/").content.decode()
    assert not mail.outbox


def test_a_link_does_not_go_around_the_second_factor(rolf: User) -> None:
    SecondFactor.objects.create(user=rolf, since=timezone.now())
    ask(ADDRESS)
    choose(link())
    answer = Client().post("/anmelden/", {"username": "rolf", "password": NEW})
    assert answer.headers["Location"] == "/anmelden/code/"


def test_whoever_chose_by_the_link_gets_in_although_others_guessed(rolf: User) -> None:
    for _ in range(10):
        Client().post("/anmelden/", {"username": "rolf", "password": "falsch"})
    ask(ADDRESS)
    client = Client()
    page = client.get(link(), follow=True)
    client.post(page.redirect_chain[-1][0], {"new_password1": NEW, "new_password2": NEW})
    answer = client.post("/anmelden/", {"username": "rolf", "password": NEW})
    assert answer.status_code == 302


def test_ones_own_address_is_saved_with_the_password_and_the_old_one_is_told(rolf: User) -> None:
    client = logged_in(rolf)
    assert ADDRESS in client.get("/konto/").content.decode()
    client.post(EMAIL, {"email": "neu@stadt.example", "password": "falsch"})
    rolf.refresh_from_db()
    assert rolf.email == ADDRESS
    client.post(EMAIL, {"email": "neu@stadt.example", "password": PASSWORD})
    rolf.refresh_from_db()
    assert rolf.email == "neu@stadt.example"
    (told,) = mail.outbox
    assert told.to == [ADDRESS]
    assert "neu@" not in str(told.body)


def test_guessing_the_password_at_an_open_desk_is_slowed_down(rolf: User) -> None:
    client = logged_in(rolf)
    wish = {"email": "x@y.example", "password": "falsch"}
    for _ in range(10):
        assert "Das ist nicht Ihr Passwort." in client.post(EMAIL, wish).content.decode()
    changed = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
    assert "Zu viele falsche Versuche" in client.post("/konto/", changed).content.decode()
    assert WrongTries.objects.count() == 1


def test_mails_speak_the_language_of_who_asks(rolf: User) -> None:
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    ask(ADDRESS, client)
    assert mail.outbox[0].subject == "Klimamosaik: new password"
