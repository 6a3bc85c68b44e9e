"""Who asks: a proxy is believed where it is known, and nobody else."""

from collections.abc import Iterator
from ipaddress import ip_network

import pytest
from django.http import HttpResponse
from django.test import RequestFactory, override_settings

from klimamosaik.records.addresses import client_address
from klimamosaik.web.forwarded import ForwardedByKnownProxies

PROXY, OFFICE, STRANGER = "10.0.0.7", "192.0.2.7", "203.0.113.9"


@pytest.fixture(autouse=True)
def _known() -> Iterator[None]:
    with override_settings(TRUSTED_PROXIES=(ip_network("10.0.0.0/24"), ip_network("::1"))):
        yield


@pytest.mark.parametrize(
    ("nearest", "told", "who"),
    [
        (STRANGER, None, STRANGER),
        (STRANGER, OFFICE, STRANGER),  # nobody knows this proxy
        (PROXY, None, PROXY),
        (PROXY, OFFICE, OFFICE),
        (PROXY, f"{OFFICE}, {STRANGER}", STRANGER),  # the office's address is what STRANGER says
        (PROXY, f"{OFFICE}, 10.0.0.8", OFFICE),  # two proxies of ours
        (PROXY, f"nonsense, {STRANGER}, {PROXY}", STRANGER),
        (PROXY, "nonsense", PROXY),
        ("::1", "2001:db8::5", "2001:db8::5"),
        ("::ffff:10.0.0.7", OFFICE, OFFICE),
        ("", None, ""),
    ],
)
def test_who_asks_is_said_by_the_nearest_machine_that_is_no_proxy_of_ours(
    nearest: str, told: str | None, who: str
) -> None:
    said = {} if told is None else {"HTTP_X_FORWARDED_FOR": told}
    request = RequestFactory().get("/", REMOTE_ADDR=nearest, **said)  # type: ignore[arg-type]
    assert client_address(request) == who


@pytest.mark.parametrize(("nearest", "secure"), [(PROXY, True), (STRANGER, False)])
def test_only_a_known_proxy_says_that_it_came_by_https(nearest: str, secure: bool) -> None:
    asked = RequestFactory().get("/", REMOTE_ADDR=nearest, HTTP_X_FORWARDED_PROTO="https")
    ForwardedByKnownProxies(lambda request: HttpResponse())(asked)
    assert asked.is_secure() is secure
