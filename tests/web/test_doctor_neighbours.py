"""The doctor asks the town's log-in and the mail server, says what is wrong, and sends nothing."""

import json
import socketserver
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from requests.exceptions import SSLError

from klimamosaik.people.sign_on.provider_settings import SignOnAgreement
from klimamosaik.web.doctor import neighbours
from klimamosaik.web.doctor.finding import DoctorFinding

Said = dict[str, Any]  # what the provider answers, changed by a test


def served(server: socketserver.ThreadingTCPServer | ThreadingHTTPServer) -> Iterator[int]:
    """The port of a server that answers in a thread."""
    server.daemon_threads = True  # none waits for who never leaves
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield server.socket.getsockname()[1]
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def provider(settings: Any) -> Iterator[Said]:
    """What a provider on this machine says of itself; the settings name it."""
    said: Said = {"status": 200}

    class Provider(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = said.get("text") or json.dumps(said["known"])
            self.send_response(said["status"])
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: object) -> None:
            """Nothing."""

    for port in served(ThreadingHTTPServer(("127.0.0.1", 0), Provider)):
        issuer = f"http://127.0.0.1:{port}/realms/town"
        named = ("authorization_endpoint", "token_endpoint", "jwks_uri")
        said["known"] = {"issuer": issuer} | {name: f"{issuer}/{name}" for name in named}
        settings.SIGN_ON = SignOnAgreement(issuer, "us", "secret", "https://k.example", ())
        yield said


def told() -> DoctorFinding:
    (found,) = neighbours.sign_on()
    return found


def test_a_certificate_that_is_not_taken_is_told_with_its_reason(
    provider: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise SSLError("certificate verify failed: CA cert does not include key usage (_ssl.c:1)")

    monkeypatch.setattr("klimamosaik.people.sign_on.queries.asked_itself", refused)
    said = told().text.en
    assert "CA cert does not include key usage" in said
    assert "REQUESTS_CA_BUNDLE" in said


def test_a_provider_that_answers_is_well(provider: Said) -> None:
    assert told().condition == "ok"


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"status": 503}, "error 503"),
        ({"status": 404}, "error 404"),
        ({"text": "<h1>Willkommen</h1>"}, "no OpenID Connect provider"),
        ({"text": "[]"}, "no OpenID Connect provider"),
        ({"known": {"issuer": "http://127.0.0.1/other"}}, "no OpenID Connect provider"),
    ],
)
def test_one_that_answers_otherwise_is_told(provider: Said, said: Said, why: str) -> None:
    provider |= said
    assert told().condition == "error"
    assert why in told().text.en
    assert "KLIMAMOSAIK_OIDC_ISSUER" in told().text.de


def test_a_provider_that_is_silent_is_told_within_seconds(
    provider: Said, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[float] = []

    def get(url: str, timeout: float) -> None:
        import requests

        asked.append(timeout)
        raise requests.ConnectTimeout

    monkeypatch.setattr("requests.get", get)
    assert "no answer within 5 seconds" in told().text.en
    assert asked == [neighbours.PATIENCE]


@pytest.fixture
def mailbox(settings: Any) -> Iterator[list[str]]:
    """What is said to a mail server on this machine that takes one password."""
    heard: list[str] = []

    class Server(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"220 here\r\n")
            for line in self.rfile:
                words = line.decode("latin-1").strip()
                heard.append(words)
                self.wfile.write(answer(words))

    for port in served(socketserver.ThreadingTCPServer(("127.0.0.1", 0), Server)):
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "klima", "right"
        settings.DEFAULT_FROM_EMAIL = "klima@stadt.example"
        yield heard


def answer(words: str) -> bytes:
    """As a mail server that knows "klima" with "right"."""
    if words.lower().startswith("ehlo"):
        return b"250-here\r\n250 AUTH PLAIN\r\n"
    if words.startswith("AUTH"):
        right = words.endswith("AGtsaW1hAHJpZ2h0")  # \0klima\0right
        return b"235 in\r\n" if right else b"535 no\r\n"
    return b"221 bye\r\n" if words.lower() == "quit" else b"250 ok\r\n"


def mail() -> DoctorFinding:
    (found,) = neighbours.mail()
    return found


def test_a_mail_server_that_lets_us_in_is_well_and_gets_no_mail(mailbox: list[str]) -> None:
    assert mail().condition == "ok"
    assert mailbox
    assert not [each for each in mailbox if each.startswith(("MAIL", "mail", "DATA", "data"))]


def test_a_wrong_password_of_it_is_told_without_saying_it(
    mailbox: list[str], settings: Any
) -> None:
    settings.EMAIL_HOST_PASSWORD = "falsches-passwort"
    found = mail()
    assert found.condition == "error"
    assert "does not take the name and password" in found.text.en
    assert "falsches-passwort" not in found.text.en + found.text.de


def test_a_port_that_speaks_no_encryption_is_told(mailbox: list[str], settings: Any) -> None:
    settings.EMAIL_USE_SSL = True
    assert "No encrypted connection" in mail().text.en


def test_a_mail_server_that_is_away_is_told(settings: Any) -> None:
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    settings.DEFAULT_FROM_EMAIL = "klima@stadt.example"
    assert "127.0.0.1:9 does not answer (Connection refused)" in mail().text.en


def test_what_is_not_set_up_is_not_asked(settings: Any) -> None:
    settings.SIGN_ON, settings.EMAIL_HOST = None, ""
    assert [*neighbours.sign_on(), *neighbours.mail()] == []
