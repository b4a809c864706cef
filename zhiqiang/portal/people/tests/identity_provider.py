"""A small identity provider on 127.0.0.1 for tests; each test says how it misbehaves."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

CLIENT, SECRET = "zhiqiang", "only-for-this-test"


class Identities:
    """What the provider knows, and what it was asked."""

    def __init__(self) -> None:
        self.key = RSAKey.generate_key(2048, {"kid": "k1"})
        self.subject, self.username = "subject-1", "chen"
        self.claims: dict[str, object] = {}
        self.algorithm = "RS256"
        self.signing_key: object = self.key
        self.codes: dict[str, dict[str, str]] = {}
        self.issuer = ""

    def token(self, nonce: str) -> str:
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "sub": self.subject,
            "preferred_username": self.username,
            "nonce": nonce,
            "iat": now,
            "exp": now + 300,
        } | self.claims
        kept = {name: value for name, value in claims.items() if value is not None}
        if self.algorithm == "none":
            parts = [{"alg": "none"}, kept]
            return ".".join(_encoded(json.dumps(one).encode()) for one in parts) + "."
        header = {"alg": self.algorithm, "kid": "k1"}
        return jwt.encode(header, kept, self.signing_key, algorithms=[self.algorithm])

    def with_shared_secret(self) -> None:
        """Sign with the public key as if it were a shared secret: the classic confusion."""
        public = json.dumps(self.key.as_dict(private=False)).encode()
        self.algorithm, self.signing_key = "HS256", OctKey.import_key(public)


def _encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


class _Answers(BaseHTTPRequestHandler):
    identities: Identities

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def _json(self, values: object, status: int = 200) -> None:
        body = json.dumps(values).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        known, asked = self.identities, urlsplit(self.path)
        if asked.path.endswith("openid-configuration"):
            places = {"authorization": "authorize", "token": "token"}
            found = {f"{name}_endpoint": f"{known.issuer}/{at}" for name, at in places.items()}
            self._json(found | {"issuer": known.issuer, "jwks_uri": f"{known.issuer}/keys"})
        elif asked.path.endswith("/keys"):
            self._json({"keys": [known.key.as_dict(private=False)]})
        else:
            query = {key: values[0] for key, values in parse_qs(asked.query).items()}
            code = f"code-{len(known.codes)}"
            known.codes[code] = query
            back = urlencode({"code": code, "state": query["state"]})
            self.send_response(302)
            self.send_header("Location", f"{query['redirect_uri']}?{back}")
            self.end_headers()

    def do_POST(self) -> None:
        known = self.identities
        length = int(self.headers["Content-Length"])
        sent = {k: v[0] for k, v in parse_qs(self.rfile.read(length).decode()).items()}
        asked = known.codes.pop(sent.get("code", ""), None)
        digest = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
        if (
            asked is None
            or sent.get("client_secret") != SECRET
            or asked["code_challenge"] != _encoded(digest)
            or asked["redirect_uri"] != sent.get("redirect_uri")
        ):
            return self._json({"error": "invalid_grant"}, 400)
        return self._json({"id_token": known.token(asked["nonce"]), "token_type": "Bearer"})


@contextmanager
def running():
    """Run a provider for as long as the block lasts."""
    identities = Identities()
    answers = type("Answers", (_Answers,), {"identities": identities})
    server = ThreadingHTTPServer(("127.0.0.1", 0), answers)
    identities.issuer = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield identities
    finally:
        server.shutdown()
        server.server_close()


def configure(home, identities: Identities, **more: object) -> None:
    """Write the file that makes an installation use the provider."""
    values = {"issuer": identities.issuer, "client_id": CLIENT, "client_secret": SECRET} | more
    path = home / "identity_provider.yml"
    path.write_text(json.dumps(values, ensure_ascii=False), encoding="utf-8")
    path.chmod(0o600)
