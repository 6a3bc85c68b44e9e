"""deploy/nginx.conf, tried with nginx: https, set-up, uploads, slow clients, strangers."""

import os
import re
import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import (
    HTTPCookieProcessor,
    HTTPErrorProcessor,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
    build_opener,
)

import pytest

from tests.ports import free_port
from tests.web.serving.conftest import LONG_ENOUGH, Serving, until

pytestmark = pytest.mark.long
ROOT = Path(__file__).resolve().parents[3]
FRAME = """
daemon off; master_process off; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ }}
http {{
  access_log off;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  {servers}
}}
"""
CERTIFICATE = [
    "openssl",
    "req",
    "-x509",
    "-newkey",
    "rsa:2048",
    "-nodes",
    "-days",
    "2",
    "-subj",
    "/CN=localhost",
]
CONFIGURATION = ROOT / "deploy/nginx.conf"
PER_MINUTE = 5  # requests to the interface


def listens(port: int) -> bool:
    """True once somebody does."""
    with socket.socket() as line:
        return line.connect_ex(("127.0.0.1", port)) == 0


class Answers(HTTPErrorProcessor):
    """Hands every answer out as it is, redirects and refusals, too."""

    def http_response(self, request: object, response: object) -> object:
        """As it is."""
        return response

    https_response = http_response


class Behind:
    """`serve` behind nginx, and a browser before it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.https, self.http = folder, free_port(), free_port()
        self.address = f"https://localhost:{self.https}"
        self.serving = Serving(
            folder / "data",
            ADDRESS=self.address,
            PROXIES="127.0.0.1",
            API_PER_MINUTE=str(PER_MINUTE),
        )
        self.cookies = CookieJar()
        self.browser = self.opened()

    def configure(self) -> Path:
        """The very file, with the ports, names and folders of this test."""
        servers = CONFIGURATION.read_text("utf-8")
        for said, here in (
            (r"listen \[::\].*\n", ""),
            (r"listen 80;", f"listen 127.0.0.1:{self.http};"),
            (r"listen 443 ssl", f"listen 127.0.0.1:{self.https} ssl"),
            (r"https://klima.example.org", self.address),
            (r"klima\.example\.org;", "localhost;"),
            (r"/etc/letsencrypt/live/klima.example.org", str(self.folder)),
            (r"127.0.0.1:8000", f"127.0.0.1:{self.serving.port}"),
        ):
            servers, times = re.subn(said, here, servers)
            assert times, said
        path = self.folder / "nginx.conf"
        path.write_text(FRAME.format(folder=self.folder, servers=servers))
        return path

    def opened(self) -> OpenerDirector:
        """A browser that takes this test's certificate."""
        trusting = ssl.create_default_context()
        trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
        jar = HTTPCookieProcessor(self.cookies)
        return build_opener(ProxyHandler({}), HTTPSHandler(context=trusting), jar, Answers())

    def send(
        self, path: str, data: bytes | None = None, **headers: str
    ) -> tuple[int, dict[str, str], str]:
        """Status, headers and text of an answer."""
        headers |= {"Origin": self.address} if data is not None else {}
        request = Request(f"{self.address}{path}", data, headers)
        with self.browser.open(request, timeout=LONG_ENOUGH) as answer:
            return answer.status, dict(answer.headers), answer.read().decode()

    def form(self, path: str, **fields: str) -> tuple[int, dict[str, str], str]:
        """Send a form, with the token the page before it set."""
        return self.send(path, urlencode(fields | {"csrfmiddlewaretoken": self.csrf()}).encode())

    def csrf(self) -> str:
        """The token against forged forms."""
        return next(each.value or "" for each in self.cookies if each.name == "csrftoken")


@pytest.fixture(scope="module")
def behind(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Behind]:
    """nginx with our configuration, before a fresh installation."""
    nginx = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    if nginx is None or shutil.which("openssl") is None:
        pytest.skip("no nginx here: nginx or openssl is missing (apt-get install nginx-light)")
    made = Behind(tmp_path_factory.mktemp("behind"))
    subprocess.run(
        [*CERTIFICATE, "-keyout", "privkey.pem", "-out", "fullchain.pem"],
        cwd=made.folder,
        check=True,
        capture_output=True,
    )
    arguments = [nginx, "-p", str(made.folder), "-c", str(made.configure())]
    made.serving.start()
    with subprocess.Popen(arguments, stderr=subprocess.DEVNULL) as running:
        try:
            until(lambda: listens(made.http) or running.poll() is not None)
            yield made
        finally:
            running.terminate()
            made.serving.stop()


def test_from_set_up_to_an_upload_all_goes_through_https(behind: Behind) -> None:
    token = behind.serving.token()
    assert f"{behind.address}/einrichten/?token=" in behind.serving.log.read_text()
    assert behind.send("/einrichten/")[0] == 403  # a stranger who seems to be this machine
    status, headers, _ = behind.send(f"/einrichten/?token={token}")
    assert status == 200
    assert headers["Strict-Transport-Security"] == "max-age=31536000"
    status, headers, text = behind.form(
        "/einrichten/",
        ags="03403000",
        municipality="Oldenburg",
        username="ada",
        password="mosaik-steine-legen",
        token=token,
    )
    assert (status, headers["Location"]) == (302, "/"), text
    assert len(list(behind.cookies)) == 2
    assert all(cookie.secure for cookie in behind.cookies)
    rows = "\n".join(f"{n};{n}" for n in range(300_000))
    parts = "".join(
        f'--x\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n{value}\r\n'
        for name, more, value in (
            ("csrfmiddlewaretoken", "", behind.csrf()),
            ("files", '; filename="a.csv"', rows),
        )
    )
    status, headers, text = behind.send(
        "/03403000/dateien/neu/",
        f"{parts}--x--\r\n".encode(),
        **{"Content-Type": "multipart/form-data; boundary=x"},
    )
    assert status == 302, text
    assert headers["Location"].startswith("/03403000/dateien/vorschau/")


def test_plain_http_leads_to_https(behind: Behind) -> None:
    where = f"http://127.0.0.1:{behind.http}/anmelden/"
    with build_opener(ProxyHandler({}), Answers()).open(where, timeout=LONG_ENOUGH) as answer:
        assert (answer.status, answer.headers["Location"]) == (301, f"{behind.address}/anmelden/")


def test_a_strangers_file_is_refused_in_our_words(behind: Behind) -> None:
    stranger = behind.opened()
    request = Request(f"{behind.address}/anmelden/", b"x" * 3_000_000)
    request.add_header("Cookie", "sessionid=forged")
    with stranger.open(request, timeout=LONG_ENOUGH) as answer:
        assert answer.status == 413
        assert "keine Dateien senden" in answer.read().decode()


def test_pages_come_with_the_headers_that_keep_them_safe_and_without_a_version(
    behind: Behind,
) -> None:
    status, headers, _ = behind.send("/gesund/")
    assert status == 200
    assert headers["Strict-Transport-Security"] == "max-age=31536000"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Server"] == "nginx"


def test_who_writes_another_address_into_a_request_is_counted_as_who_they_are(
    behind: Behind,
) -> None:
    asked = [
        behind.send("/api/v1/municipalities", None, **{"X-Forwarded-For": f"203.0.113.{number}"})[0]
        for number in range(2 * PER_MINUTE)
    ]
    assert 429 not in asked[:PER_MINUTE]
    assert asked[-1] == 429


def test_slow_clients_in_front_of_nginx_stop_nobody(behind: Behind) -> None:
    trusting = ssl.create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    half = (
        b"POST /anmelden/ HTTP/1.1\r\nHost: localhost\r\nCookie: csrftoken=x\r\n"
        b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\nc",
        b"GET /anmelden/ HTTP/1.1\r\nHost: lo",
    )
    with ExitStack() as slow:
        for number in range(60):
            line = socket.create_connection(("127.0.0.1", behind.https))
            safe = slow.enter_context(trusting.wrap_socket(line, server_hostname="localhost"))
            safe.sendall(half[number % 2])
        assert [behind.send("/gesund/")[0] for _ in range(20)] == [200] * 20


def test_an_upload_that_is_far_too_large_ends_at_nginx(behind: Behind) -> None:
    with socket.create_connection(("127.0.0.1", behind.https)) as line:
        trusting = ssl.create_default_context()
        trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
        with trusting.wrap_socket(line, server_hostname="localhost") as safe:
            safe.sendall(
                b"POST /anmelden/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000000000\r\n\r\n"
            )
            assert safe.recv(100).startswith(b"HTTP/1.1 413")
