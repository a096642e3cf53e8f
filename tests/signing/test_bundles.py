"""Sets of certificates that somebody trusts: each thing that is none, by itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from signing.bundles import read_bundle
from signing.cms_asn1 import tlv
from signing.errors import MalformedDocument
from signing.public_key import public_key_bits
from signing.trust_files import read_trust_file
from tests.signing.foreign.crafted import DATA, OCTETS, SEQUENCE, SET, Crafted, oid
from tests.signing.pki import HOKIM, Authority2

AUTHORITY = Authority2()
ROOT = AUTHORITY.root.certificate.public_bytes(Encoding.DER)
LISTS = b"".join(item.public_bytes(Encoding.DER) for item in AUTHORITY.crls())
PERSON = AUTHORITY.issue(HOKIM)


def bundle(
    certificates: bytes = ROOT, lists: bytes = LISTS, content: bytes = b"", signers: bytes = b""
) -> bytes:
    carried = tlv(0xA0, tlv(OCTETS, content)) if content else b""
    body = b"\x02\x01\x01" + tlv(SET, b"") + tlv(SEQUENCE, oid(DATA) + carried)
    body += tlv(0xA0, certificates) + tlv(0xA1, lists) + tlv(SET, signers)
    return tlv(SEQUENCE, oid("1.2.840.113549.1.7.2") + tlv(0xA0, tlv(SEQUENCE, body)))


def test_what_a_set_holds() -> None:
    certificates, lists = read_bundle(bundle())
    assert certificates == (AUTHORITY.root.certificate,)
    assert b"".join(item.public_bytes(Encoding.DER) for item in lists) == LISTS
    # Once is enough.
    assert read_bundle(bundle(ROOT + ROOT))[0] == certificates


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (bundle(content=b"matn"), "not a set of certificates"),
        (bundle(signers=Crafted(PERSON, b"matn").info()), "not a set of certificates"),
        (bundle(ROOT + tlv(SEQUENCE, b"")), "a damaged certificate"),
        (bundle(lists=LISTS + tlv(SEQUENCE, b"")), "a damaged revocation list"),
        # Of another kind (RFC 5652, 10.2.1).
        (bundle(lists=LISTS + tlv(0xA1, oid("1.2.3") + tlv(SEQUENCE, b""))), "a damaged"),
    ],
)
def test_whole_or_not_at_all(data: bytes, why: str) -> None:
    with pytest.raises(MalformedDocument, match=why):
        read_bundle(data)


def test_a_key_that_is_no_point_of_its_curve() -> None:
    """Of a national one that is only told when somebody uses it."""
    der = (Path(__file__).parent / "fuzz" / "samples" / "national-root.cer").read_bytes()
    (certificate,) = read_trust_file("a.cer", der).certificates
    key = public_key_bits(certificate)
    other = key[:-1] + bytes((key[-1] ^ 1,))
    with pytest.raises(MalformedDocument, match="damaged"):
        read_trust_file("a.cer", der.replace(key, other))
