"""Passkeys: a key answers one challenge, for one host, counting on; copies and forgeries do not."""

import hashlib
import json
import os
import struct
from base64 import urlsafe_b64encode

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2 import cbor
from fido2.cose import ES256
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhiqiang.kernel.errors import Refused
from zhiqiang.records.accounts.acting import Acting
from zhiqiang.records.accounts.actions import passkeys
from zhiqiang.records.accounts.models import Passkey

pytestmark = pytest.mark.django_db
HOST, ORIGIN = "localhost", "http://localhost:8000"


def text(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")


class Token:
    """A key in software that does what a browser and a token do together."""

    def __init__(self):
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = os.urandom(16)
        self.count = 0

    def _client(self, kind, challenge, origin):
        return json.dumps({"type": kind, "challenge": challenge, "origin": origin}).encode()

    def _state(self, host, flags):
        return hashlib.sha256(host.encode()).digest() + struct.pack(">BI", flags, self.count)

    def create(self, options, origin=ORIGIN):
        public = cbor.encode(dict(ES256.from_cryptography_key(self.key.public_key())))
        held = bytes(16) + struct.pack(">H", len(self.id)) + self.id + public
        told = {"fmt": "none", "attStmt": {}, "authData": self._state(HOST, 0x41) + held}
        client = self._client("webauthn.create", options["challenge"], origin)
        return self._answer(clientDataJSON=client, attestationObject=cbor.encode(told))

    def get(self, options, origin=ORIGIN, host=HOST, counts=True):
        self.count += counts
        client = self._client("webauthn.get", options["challenge"], origin)
        state = self._state(host, 0x01)
        signed = self.key.sign(state + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        return self._answer(clientDataJSON=client, authenticatorData=state, signature=signed)

    def _answer(self, **response):
        values = {name: text(value) for name, value in response.items()}
        return json.dumps(
            {"id": text(self.id), "rawId": text(self.id), "type": "public-key", "response": values}
        )


@pytest.fixture
def token(official, lines):
    token = Token()
    options, state = passkeys.begin_adding(official, HOST)
    who = Acting(official, lines)
    passkeys.add_passkey(who, official, HOST, state, token.create(options), " 办公室电脑 ")
    return token


def ask(person):
    options, state = passkeys.begin_asking(person, HOST)
    return options, state


def test_a_key_is_kept_with_its_name_and_a_line(official, token, lines):
    assert Passkey.objects.get().name == "办公室电脑"
    assert lines == [("passkey_added", f"person/{official.pk}", {"name": "办公室电脑"})]


def test_the_key_answers(official, token):
    options, state = ask(official)
    assert passkeys.accept_answer(official, HOST, state, token.get(options))
    assert Passkey.objects.get().used_at is not None


def test_an_answer_to_another_challenge_is_refused(official, token):
    options, _ = ask(official)
    _, state = ask(official)
    assert not passkeys.accept_answer(official, HOST, state, token.get(options))


def test_an_answer_given_to_a_look_alike_is_refused(official, token):
    for more in ({"origin": "https://localhost.example"}, {"host": "example.cn"}):
        options, state = ask(official)
        assert not passkeys.accept_answer(official, HOST, state, token.get(options, **more))


def test_a_forged_signature_is_refused(official, token):
    options, state = ask(official)
    other = Token()
    other.id, other.count = token.id, 5
    assert not passkeys.accept_answer(official, HOST, state, other.get(options))


def test_a_copy_of_the_key_is_noticed_by_its_count(official, token):
    for expected in (True, False):
        options, state = ask(official)
        token.count = 6
        assert passkeys.accept_answer(official, HOST, state, token.get(options)) is expected
    options, state = ask(official)
    assert not passkeys.accept_answer(official, HOST, state, token.get(options, counts=False))
    token.count = 0
    options, state = ask(official)
    assert not passkeys.accept_answer(official, HOST, state, token.get(options, counts=False))


def test_keys_that_never_count_are_taken_as_they_are(official, token):
    for _ in range(2):
        options, state = ask(official)
        assert passkeys.accept_answer(official, HOST, state, token.get(options, counts=False))


def test_the_key_of_another_person_does_not_open_the_account(official, visitor, token, lines):
    other = Token()
    options, state = passkeys.begin_adding(visitor, HOST)
    passkeys.add_passkey(Acting(visitor, lines), visitor, HOST, state, other.create(options), "")
    options, state = ask(official)
    assert not passkeys.accept_answer(official, HOST, state, other.get(options))


def test_a_key_is_not_taken_twice_nor_from_another_site(official, visitor, token, lines):
    who = Acting(visitor, lines)
    options, state = passkeys.begin_adding(visitor, HOST)
    with pytest.raises(Refused, match="已经登记过"):
        passkeys.add_passkey(who, visitor, HOST, state, token.create(options), "")
    answer = Token().create(options, origin="https://elsewhere.example")
    with pytest.raises(Refused, match="没有通过"):
        passkeys.add_passkey(who, visitor, HOST, state, answer, "")


@pytest.mark.parametrize("deep", ["[" * 20_000, '{"a":' * 5_000])
def test_an_answer_that_is_nested_too_deep_is_refused(official, token, lines, deep):
    _, state = ask(official)
    assert passkeys.accept_answer(official, HOST, state, deep) is False
    with pytest.raises(Refused, match="没有通过"):
        passkeys.add_passkey(Acting(official, lines), official, HOST, state, deep, "")


def test_an_attestation_that_is_nested_too_deep_is_refused(official, lines):
    options, state = passkeys.begin_adding(official, HOST)
    answer = json.loads(Token().create(options))
    answer["response"]["attestationObject"] = text(b"\x81" * 9_000)
    with pytest.raises(Refused, match="没有通过"):
        passkeys.add_passkey(Acting(official, lines), official, HOST, state, json.dumps(answer), "")


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.integers(0, 400), st.characters(codec="ascii"))
def test_a_damaged_answer_is_refused_and_never_a_failure(official, token, at, letter):
    options, state = ask(official)
    answer = token.get(options)
    at = min(at, len(answer) - 1)
    damaged = answer[:at] + letter + answer[at + 1 :]
    # Letters that change nothing (a last bit that base64 drops) may still be right.
    assert passkeys.accept_answer(official, HOST, state, damaged) in (True, False)
