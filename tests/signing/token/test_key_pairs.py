"""A certificate finds its private key by the public key itself; CKA_ID is only a convention."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from signing.errors import CertificateMismatch, PrivateKeyAbsent
from signing.signer import SignerCertificate
from signing.token.host import TokenHost
from signing.token.key_pairs import PrivateKey, PublicPoint, partner, references
from signing.token.provision import KeyKind, generate_key, store_certificate
from tests.signing.softhsm import DER, KEY_ID, PIN, MadeToken, issue, make_token

DATA = b"Hokim qarori"
KINDS = pytest.mark.parametrize("kind", [KeyKind.EC_P256, KeyKind.RSA_2048])

# What vendors' own programs leave behind cannot be made through our host, so a process of its
# own rewrites CKA_ID through the driver: argv is module, serial, then class=new for each change.
_REWRITE = """
import json, sys
import PyKCS11
library = PyKCS11.PyKCS11Lib(); library.load(sys.argv[1])
for slot in library.getSlotList(tokenPresent=True):
    if library.getTokenInfo(slot).serialNumber.strip() == sys.argv[2]:
        break
session = library.openSession(slot, PyKCS11.CKF_SERIAL_SESSION | PyKCS11.CKF_RW_SESSION)
session.login(sys.argv[3])
for kind, number in json.loads(sys.argv[4]):
    for handle in session.findObjects([(PyKCS11.CKA_CLASS, getattr(PyKCS11, kind))]):
        session.setAttributeValue(handle, [(PyKCS11.CKA_ID, bytes.fromhex(number))])
session.logout(); session.closeSession()
"""


def rewrite(token: MadeToken, *changes: tuple[str, str]) -> None:
    """Give all objects of a class another CKA_ID; the PIN is a test's and no secret."""
    command = [sys.executable, "-c", _REWRITE, str(token.module.path), token.serial]
    command += [PIN.decode(), json.dumps(changes)]
    subprocess.run(command, check=True, timeout=30, env=dict(token.module.environment))


def signs(token: MadeToken, identity: SignerCertificate | None = None) -> bool:
    """Whether the token signs with its certificate; the value was verified by the session."""
    with TokenHost(token.module) as host, host.open(token.serial, token.pin()) as session:
        return bool(session.signer(identity or token.identity).sign(DATA))


@KINDS
@pytest.mark.parametrize(
    "changes",
    [
        (("CKO_CERTIFICATE", ""),),
        (("CKO_CERTIFICATE", ""), ("CKO_PRIVATE_KEY", ""), ("CKO_PUBLIC_KEY", "")),
        (("CKO_CERTIFICATE", "77"),),
    ],
    ids=["certificate-without", "all-without", "another"],
)
def test_a_key_is_found_without_its_id(
    tmp_path: Path, kind: KeyKind, changes: tuple[tuple[str, str], ...]
) -> None:
    token = make_token(tmp_path, key_kind=kind)
    rewrite(token, *changes)
    assert signs(token)


def test_two_keys_with_one_id_are_told_apart(tmp_path: Path) -> None:
    token = make_token(tmp_path, key_kind=KeyKind.RSA_2048)
    with (
        TokenHost(token.module) as host,
        host.open(token.serial, token.pin(), writable=True) as session,
    ):
        spki = generate_key(session, KeyKind.RSA_2048, b"\x02", "Ikkinchi")
        second = issue(spki, "Ikkinchi")
        store_certificate(session, b"\x02", "Ikkinchi", second.public_bytes(DER))
    same = KEY_ID.hex()
    rewrite(token, ("CKO_CERTIFICATE", same), ("CKO_PRIVATE_KEY", same))
    assert signs(token)
    assert signs(token, SignerCertificate(second))


def test_a_certificate_without_its_key_is_said_to_be_that(tmp_path: Path) -> None:
    token = make_token(tmp_path)
    with TokenHost(token.module) as host:
        with host.open(token.serial, token.pin(), writable=True) as session:
            other = generate_key(session, KeyKind.EC_P256, b"\x02", "Boshqa")
            stranger = issue(other, "Kalitsiz")
        # The key stays on another token: here is its certificate alone, under the first key's id.
        elsewhere = make_token(tmp_path / "elsewhere")
        with host.open(token.serial, token.pin(), writable=True) as session:
            store_certificate(session, b"\x09", "Begona", elsewhere.certificate.public_bytes(DER))
        with host.open(token.serial, token.pin()) as session:
            with pytest.raises(PrivateKeyAbsent):
                session.signer(elsewhere.identity)
            with pytest.raises(CertificateMismatch):
                session.signer(SignerCertificate(stranger))


def test_only_a_certain_key_is_a_partner() -> None:
    point = bytes([4, *range(64)])
    der = b"\x30\x82" + point + b"\x00"
    key = PrivateKey("h", 3, b"", b"A", b"", pin_each_time=False)
    twin = PrivateKey("i", 3, b"", b"A", b"", pin_each_time=False)
    wrapped = PublicPoint(b"", b"A", bytes([4, 65]) + point)
    assert partner(b"", der, [key], [PublicPoint(b"", b"A", point)]) == key
    assert partner(b"", der, [key], [wrapped]) == key
    assert partner(b"", der, [key, twin], [wrapped]) is None
    assert partner(b"", der, [key], [PublicPoint(b"", b"B", point)]) is None
    assert partner(b"", der, [key]) is None
    modulus = PrivateKey("j", 0, b"\x01", b"", b"\0" + bytes(range(200)), pin_each_time=False)
    assert partner(b"\x01", der, [modulus]) is None
    assert len(set(references([key, twin, modulus]).values())) == 3
    assert references([modulus])[modulus] == b"\x01"
