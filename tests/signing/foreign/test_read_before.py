"""An answer is read when it arrives, when it is shown, and in the package: the same each time."""

from __future__ import annotations

import pytest

from signing.cms import build_signed_data
from signing.cms_asn1 import tlv
from signing.errors import DocumentTooLarge
from signing.foreign.loose import Loose
from signing.foreign.signed_data import read_signed_data
from signing.memory_key import MemorySigner
from signing.signer import SignerCertificate
from signing.trust import TrustAnchors
from signing.work import _RUNNING, Work
from tests.signing.foreign.cms_parts import add_unsigned
from tests.signing.foreign.crafted import TIME_STAMP, attribute
from tests.signing.foreign.makers import Makers
from tests.signing.foreign.test_loose_parts import DIGESTS, changed
from tests.signing.pki import Authority2


@pytest.fixture
def signature(makers: Makers) -> bytes:
    """One that nobody has read; ECDSA has a random number of its own in each."""
    person = makers.people["first"]
    identity = SignerCertificate(person.certificate, (makers.authority.issuing.certificate,))
    return build_signed_data(MemorySigner(person.key, identity), b"")


def told(data: bytes, anchors: TrustAnchors) -> list[str]:
    """Read one as an answer that brings certificates alone, and ask who vouches for it."""
    loose = Loose(own=True)
    return [str(item) for item in (*loose.read(data, bare=True), *loose.vouched(anchors))]


def test_who_is_trusted_is_asked_each_time(makers: Makers, signature: bytes) -> None:
    strangers = Authority2("Begona").anchors()
    nobody = TrustAnchors(())
    for _ in range(2):
        assert told(signature, makers.anchors) == []
        assert told(signature, makers.root_alone) == []
        assert told(signature, strangers) != []
        assert told(signature, nobody) != []


def test_what_is_told_is_told_again(makers: Makers, signature: bytes) -> None:
    words = tlv(0x30, tlv(6, b"<h1>RAD ETI") + tlv(6, b"LDI</h1>"))
    more = changed(signature, {DIGESTS: lambda raw: tlv(0x31, raw[2:] + words)})
    elsewhere = ["written in another way than the format has it"]
    assert told(more, makers.anchors) == told(more, makers.anchors) == elsewhere
    assert told(signature, makers.anchors) == []


def test_one_with_more_than_certificates_is_read_anew(makers: Makers, signature: bytes) -> None:
    """Whoever takes it for one without is not believed."""
    token = makers.token(read_signed_data(signature).signers[0].value.octets())
    stamped = add_unsigned(signature, attribute(TIME_STAMP, token))
    another = add_unsigned(signature, attribute(TIME_STAMP, makers.token(b"another")))
    for _ in range(2):
        assert told(stamped, makers.anchors) == []
        assert told(another, makers.anchors) != []
    assert Loose(own=True).bare(signature) is not None
    assert Loose(own=True).bare(stamped) is None


def test_what_was_cut_short_is_not_kept(makers: Makers, signature: bytes) -> None:
    work = Work(20)
    token = _RUNNING.set(work)
    try:
        told(signature, makers.anchors)
    except DocumentTooLarge:
        pass
    finally:
        _RUNNING.reset(token)
    assert work.over is not None
    assert told(signature, makers.anchors) == []
