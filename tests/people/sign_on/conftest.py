"""A town whose people sign on at a real provider."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, cast
from urllib.parse import urljoin, urlsplit

import pytest
import requests
from django.http import HttpResponse
from django.test import Client

from klimamosaik.people.roles import Role
from klimamosaik.people.sign_on.provider_settings import GroupRole, SignOnAgreement
from tests.ports import free_port
from tests.web.conftest import AGS, own_data, town

__all__ = ["own_data", "town"]

HERE = "https://klima.example.org"
SECRET = "a-secret-of-the-client-itself-and-no-other"
PASSWORD = "am-rathaus-gelernt"
PATIENCE = 30  # [s] for the provider's process to answer
SCRIPT = Path(__file__).parent / "town_provider.py"
PEOPLE = {
    "ines": {"number": 11, "groups": ["klima-admin"], "given_name": "Ines", "family_name": "Ihde"},
    "otto": {"number": 12, "groups": ["klima"], "given_name": "Otto", "family_name": "Öhm"},
    "gast": {"number": 13, "groups": ["kantine"], "name": "Gisela Gast"},
}


@dataclass
class TownProvider:
    """The provider's process, and what it reads."""

    folder: Path
    said: dict[str, Any]

    @property
    def issuer(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.said['port']}/o"

    def say(self, name: str, **claims: Any) -> None:
        """Change what it says of somebody."""
        self.said["people"][name]["claims"].update(claims)
        self.write()

    def write(self) -> None:
        """Write down what it reads; whole or not at all."""
        beside = self.folder / "beside.json"
        beside.write_text(json.dumps(self.said), encoding="utf-8")
        beside.replace(self.folder / "provider.json")

    def forget(self) -> None:
        """Say of everybody what was said first."""
        for name, person in PEOPLE.items():
            claims = {key: value for key, value in person.items() if key != "number"}
            claims["email"] = f"{name}@stadt.example"
            self.said["people"][name] = {
                "number": person["number"],
                "password": PASSWORD,
                "claims": claims,
            }
        self.write()


def running(folder: Path, here: str) -> Iterator[TownProvider]:
    """Start a provider that lets people back to `here`."""
    client = {
        "name": "Klimamosaik",
        "client_id": "klimamosaik",
        "client_secret": SECRET,
        "redirect_uris": f"{here}/anmelden/stadt/zurueck/",
        "post_logout_redirect_uris": f"{here}/",
    }
    provider = TownProvider(folder, {"port": free_port(), "clients": [client], "people": {}})
    provider.forget()
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, str(SCRIPT), str(folder)],
            stdout=log,
            stderr=log,
            env={k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"},
        )
    try:
        await_answer(provider, process)
        yield provider
    finally:
        process.kill()
        process.wait()


def await_answer(provider: TownProvider, process: "subprocess.Popen[bytes]") -> None:
    """Wait until it answers; fails with its log where it does not."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        try:
            requests.get(provider.issuer + "/.well-known/openid-configuration", timeout=5)
            return
        except requests.ConnectionError:
            time.sleep(0.1)
    pytest.fail((provider.folder / "log").read_text())


@pytest.fixture(scope="session")
def provider_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TownProvider]:
    """One provider for all tests of a process."""
    yield from running(tmp_path_factory.mktemp("provider"), HERE)


@pytest.fixture
def provider(provider_process: TownProvider) -> TownProvider:
    """The provider, saying what it says at first."""
    provider_process.forget()
    return provider_process


def agreement(issuer: str, **more: Any) -> SignOnAgreement:
    """What the town's IT has set."""
    usual = SignOnAgreement(
        issuer=issuer,
        client="klimamosaik",
        secret=SECRET,
        here=HERE,
        roles=(
            GroupRole("klima-admin", AGS, Role.ADMIN),
            GroupRole("klima", AGS, Role.EDITOR),
        ),
    )
    return replace(usual, **more)


@pytest.fixture
def agreed(provider: TownProvider, settings: Any) -> Callable[..., None]:
    """The settings name the provider; called, it changes what is agreed."""
    settings.ALLOWED_HOSTS = ["klima.example.org", "testserver"]
    settings.SIGN_ON = agreement(provider.issuer)

    def change(**given: Any) -> None:
        settings.SIGN_ON = replace(settings.SIGN_ON, **given)

    return change


class FormOf(HTMLParser):
    """The hidden fields of a page's form."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.hidden: dict[str, str] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep name and value."""
        field = dict(attrs)
        if tag == "input" and field.get("type") == "hidden":
            self.hidden[str(field["name"])] = field.get("value") or ""


class TownBrowser:
    """Somebody's browser: one jar of cookies here and one at the provider."""

    def __init__(self) -> None:
        self.here = Client(HTTP_HOST="klima.example.org", headers={}, SERVER_PORT="443")
        self.there = requests.Session()
        self.there.headers["Connection"] = "close"  # nothing is left open behind a test

    def get(self, address: str) -> HttpResponse:
        """A page here."""
        return cast(HttpResponse, self.here.get(address, secure=True))

    def at_provider(self, address: str, name: str) -> str:
        """Log in at the provider where it asks; the address it sends back to."""
        answer = self.there.get(address, allow_redirects=False)
        while answer.is_redirect:
            target = urljoin(answer.url, answer.headers["Location"])
            if target.startswith(HERE):
                return target
            answer = self.there.get(target, allow_redirects=False)
            if "<form" in answer.text:
                fields = {**FormOf(answer.text).hidden, "username": name, "password": PASSWORD}
                answer = self.there.post(answer.url, fields, allow_redirects=False)
        pytest.fail(f"{answer.status_code} {answer.text[:500]}")

    def begins(self, wanted: str = "") -> str:
        """Choose the town's account; the address at the provider."""
        query = f"?next={wanted}" if wanted else ""
        return str(self.get(f"/anmelden/stadt/{query}").headers["Location"])

    def sign_on(self, name: str, wanted: str = "") -> HttpResponse:
        """The whole way, until our answer to who comes back."""
        return self.get(path_of(self.at_provider(self.begins(wanted), name)))


def path_of(address: str) -> str:
    """An address of ours without the host."""
    url = urlsplit(address)
    assert f"{url.scheme}://{url.netloc}" == HERE
    return f"{url.path}?{url.query}"
