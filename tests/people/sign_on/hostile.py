"""A provider that answers whatever a test wants, also what no provider should."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from jwcrypto.common import base64url_encode
from jwcrypto.jwk import JWK
from jwcrypto.jwt import JWT

KEY = JWK.generate(kty="RSA", size=2048, kid="one")
OTHER = JWK.generate(kty="RSA", size=2048, kid="one")  # says the same of itself
ACCESS = "the-access-token-itself"


def signed(claims: dict[str, Any], key: JWK = KEY, alg: str = "RS256") -> str:
    """A token as it should be signed."""
    token = JWT(header={"alg": alg, "kid": "one"}, claims=claims)
    token.make_signed_token(key)
    return str(token.serialize())


def unsigned(claims: dict[str, Any]) -> str:
    """A token that says it needs no signature."""
    parts = [base64url_encode(json.dumps(part)) for part in ({"alg": "none"}, claims)]
    return ".".join([*parts, ""])


def by_shared_secret(secret: str) -> Callable[[dict[str, Any]], str]:
    """Signs with something that is no secret of the provider."""
    key = JWK(kty="oct", k=base64url_encode(secret), kid="one")
    return lambda claims: signed(claims, key, "HS256")


@dataclass
class HostileProvider:
    """What it answers; each part can be made wrong."""

    port: int
    nonce: str = ""  # of the last way begun
    claims: dict[str, Any] = field(default_factory=dict)  # instead of the right ones; None: absent
    sign: Callable[[dict[str, Any]], str] = signed
    itself: dict[str, Any] = field(default_factory=dict)  # instead of what it says of itself
    answers: dict[str, Any] = field(default_factory=dict)  # by path: bytes, a status, a pause

    @property
    def issuer(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    def metadata(self) -> dict[str, Any]:
        """What it says of itself."""
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "id_token_signing_alg_values_supported": ["none", "HS256", "RS256"],
            **self.itself,
        }

    def token(self) -> dict[str, Any]:
        """The answer to a code."""
        right = {
            "iss": self.issuer,
            "sub": "0815",
            "aud": "klimamosaik",
            "iat": int(time.time()),
            "exp": int(time.time()) + 300,
            "nonce": self.nonce,
            "groups": ["klima"],
            "name": "Otto Öhm",
        }
        claims = {k: v for k, v in {**right, **self.claims}.items() if v is not None}
        return {"access_token": ACCESS, "token_type": "Bearer", "id_token": self.sign(claims)}

    def body(self, path: str) -> Any:
        """What stands at an address."""
        if path in self.answers:
            return self.answers[path]
        if path == "/token":
            return self.token()
        if path == "/keys":
            return {"keys": [KEY.export_public(as_dict=True)]}
        return self.metadata()


def handler(provider: list[HostileProvider]) -> type[BaseHTTPRequestHandler]:
    """Answers requests as the provider in the list says."""

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = provider[0].body(urlsplit(self.path).path)
            if isinstance(body, float):
                time.sleep(body)
                return
            status = body if isinstance(body, int) else 200
            sent = body if isinstance(body, bytes) else json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(sent)))
            self.end_headers()
            self.wfile.write(sent)

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.do_GET()

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    return Answering


@contextmanager
def hostile_provider() -> Iterator[HostileProvider]:
    """A provider on loopback."""
    asked: list[HostileProvider] = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler(asked))
    asked.append(HostileProvider(server.server_port))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield asked[0]
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
