"""Every row of the table for RSA and ECDSA, asked of a real driver; openssl is the judge."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from signing.errors import AlgorithmRefused, SignatureCheckFailed
from signing.mechanism_table import Input, MechanismTable, Row, builtin
from signing.signer import SignatureAlgorithm
from signing.token.host import TokenHost
from signing.token.key_pairs import PrivateKey, PublicPoint, partner
from tests.signing.national_key import NationalPrivateKey
from tests.signing.national_pki import DER, NationalAuthority
from tests.signing.pki import HOKIM
from tests.signing.softhsm import MadeToken

DATA = "Imzolanadigan maʼlumot".encode() * 40
HASHES = {"sha256": hashes.SHA256(), "sha384": hashes.SHA384(), "sha512": hashes.SHA512()}
ROWS = [
    (row, SignatureAlgorithm(f"{row.scheme}-{name}"))
    for row in builtin().rows
    if row.key in ("rsa", "ec")
    for name in row.hash
]


@pytest.fixture(scope="module")
def offered(ec_token: MadeToken) -> frozenset[int]:
    """The mechanisms of this SoftHSM, asked in a process of their own."""
    code = (
        "import sys, json, PyKCS11; from PyKCS11 import LowLevel\n"
        "library = PyKCS11.PyKCS11Lib(); library.load(sys.argv[1])\n"
        "slot = library.getSlotList(tokenPresent=True)[0]\n"
        "numbers = LowLevel.ckulonglist(); library.lib.C_GetMechanismList(slot, numbers)\n"
        "print(json.dumps([int(number) for number in numbers]))"
    )
    command = [sys.executable, "-c", code, str(ec_token.module.path)]
    environment = dict(ec_token.module.environment)
    made = subprocess.run(command, check=True, timeout=30, env=environment, capture_output=True)
    return frozenset(json.loads(made.stdout))


@pytest.mark.parametrize(
    ("row", "algorithm"), ROWS, ids=[f"{row.mechanism:#x}-{name}" for row, name in ROWS]
)
def test_every_row(
    ec_token: MadeToken,
    rsa_token: MadeToken,
    offered: frozenset[int],
    row: Row,
    algorithm: SignatureAlgorithm,
) -> None:
    token = rsa_token if row.key == "rsa" else ec_token
    only = MechanismTable((row,))
    with TokenHost(token.module) as host, host.open(token.serial, token.pin()) as session:
        if row.mechanism not in offered:
            # Debian's SoftHSM has no hashing ECDSA; then this very row must be refused.
            assert row.key == "ec"
            assert row.input is Input.DATA
            with pytest.raises(AlgorithmRefused):
                session.signer(token.identity, algorithm, table=only)
            return
        value = session.signer(token.identity, algorithm, table=only).sign(DATA)
    key, hashed = token.certificate.public_key(), HASHES[algorithm.hash_name]
    if isinstance(key, ec.EllipticCurvePublicKey):
        key.verify(value, DATA, ec.ECDSA(hashed))
    else:
        assert isinstance(key, rsa.RSAPublicKey)
        pss = padding.PSS(padding.MGF1(hashed), hashed.digest_size)
        key.verify(value, DATA, pss if "pss" in algorithm else padding.PKCS1v15(), hashed)


def test_a_row_that_lies_gives_no_signature(rsa_token: MadeToken) -> None:
    """What the office's table says is believed only as far as the value verifies."""
    lying = Row("rsa", "rsa-pkcs1", ("sha256",), 0, 0x41, Input.DATA, builtin().rows[0].output)
    table = MechanismTable((lying,))
    with (
        TokenHost(rsa_token.module) as host,
        host.open(rsa_token.serial, rsa_token.pin()) as session,
    ):
        signer = session.signer(rsa_token.identity, table=table)
        with pytest.raises(SignatureCheckFailed):
            signer.sign(DATA)


def test_the_point_of_a_national_key_is_in_its_certificate() -> None:
    authority = NationalAuthority()
    own = NationalPrivateKey.make()
    der = authority.issue(HOKIM, national_key=own).certificate.public_bytes(DER)
    keys = [
        PrivateKey(1, 0x30, b"\1", b"", b"", False),
        PrivateKey(2, 0x30, b"\2", b"", b"", False),
    ]
    point = own.public_key_info()[-64:]
    assert partner(b"\7", der, keys, [PublicPoint(b"\2", b"", point)]) == keys[1]
    foreign = NationalPrivateKey.make().public_key_info()[-64:]
    assert partner(b"\7", der, keys, [PublicPoint(b"\2", b"", foreign)]) is None
    # Only the coordinates as they stand in the certificate count.
    assert partner(b"\7", der, keys, [PublicPoint(b"\2", b"", point[::-1])]) is None
