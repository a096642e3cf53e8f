"""A counter-signature stands for another signature and for no document: anybody may add one."""

from __future__ import annotations

import io
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding

from signing.cms_asn1 import tlv
from signing.foreign import ber
from signing.report import Kind, Report
from signing.verify_any import verify_stream
from tests.signing.foreign import crafted
from tests.signing.foreign.crafted import Crafted, attribute
from tests.signing.foreign.makers import Makers
from tests.signing.foreign.pdf_parts import OPEN, VALID, judge
from tests.signing.foreign.test_asic import FILES, Made, manifest
from tests.signing.foreign.test_pdf_forged import byte_range

BOX = (50, 50, 250, 130)
STRANGER = "NO_CERTIFICATE_CHAIN_FOUND"


def countered(makers: Makers, cms: bytes) -> bytes:
    """The same CMS; somebody trusted signed its value, and brings his certificates."""
    top = ber.read_all(cms)
    version, digests, content, certificates, signers = top.children[1].only().children
    parts = [item.raw for item in (version, digests, content)]
    signer = [item.raw for item in signers.only().children]
    value = ber.read_all(signer[5]).body
    person = makers.people["first"]
    attributes = [crafted.message_digest(value), crafted.signing_certificate(person.certificate)]
    counter = Crafted(person, value, attributes).info()
    people = (person.certificate, makers.authority.issuing.certificate)
    brought = b"".join(item.public_bytes(Encoding.DER) for item in people)
    parts.append(tlv(0xA0, certificates.body + brought))
    stamped = b"".join(ber.read_all(item).body for item in signer[6:])
    info = b"".join(signer[:6]) + tlv(0xA1, stamped + attribute(crafted.COUNTER, counter))
    inner = tlv(0x30, b"".join(parts) + tlv(0x31, tlv(0x30, info)))
    return tlv(0x30, top.children[0].raw + tlv(0xA0, inner))


def told(report: Report) -> list[tuple[Kind, bool]]:
    return [(item.kind, item.trusted) for item in report.signatures]


def test_it_stands_for_nothing_that_a_strangers_signature_shows(
    makers: Makers, signed: bytes, tmp_path: Path
) -> None:
    """What is shown over a signed page needs somebody trusted who signed that very field."""
    stranger = Makers(tmp_path, makers.now)
    for maker, verdict in ((makers, VALID), (stranger, OPEN)):
        shown = maker.sign_pdf(signed, field_name="Ustidan", box=BOX, stamp=True)
        latest = shown[len(signed) :]
        _, first, second, _ = byte_range(latest)
        cms = ber.read(bytes.fromhex(shown[first + 1 : second - 1].decode()))[0].raw
        text = countered(makers, cms).hex().encode()
        room = second - first - 2
        assert len(text) < room
        pdf = shown[: first + 1] + text.ljust(room, b"0") + shown[second - 1 :]
        report = judge(makers, pdf)
        assert told(report) == [
            (Kind.SIGNATURE, True),
            (Kind.SIGNATURE, maker is makers),
            (Kind.COUNTER_SIGNATURE, True),
        ]
        assert report.signatures[0].verdict is verdict
        doubts = [str(item.detail) for item in report.signatures[0].reasons]
        assert doubts == ([] if maker is makers else ["field Ustidan"])


def test_it_makes_no_strangers_signature_anybodys(makers: Makers, tmp_path: Path) -> None:
    stranger = Makers(tmp_path, makers.now)
    report = verify_stream(
        io.BytesIO(countered(makers, stranger.cms("-nodetach"))), makers.anchors
    )
    assert told(report) == [(Kind.SIGNATURE, False), (Kind.COUNTER_SIGNATURE, True)]
    assert (report.verdict, {item.code for item in report.reasons}) == (OPEN, {STRANGER})


def test_it_covers_no_document_of_a_container(makers: Makers) -> None:
    """A broken signature with a right one over it: nobody signed what it lists."""
    name = "META-INF/signature.p7s"
    listed = manifest(name, FILES)
    members = {**FILES, "META-INF/ASiCManifest.xml": listed}
    right = countered(makers, makers.cms(data=listed))
    report = verify_stream(io.BytesIO(Made({**members, name: right}).zip()), makers.anchors)
    assert report.verdict is VALID
    assert [item.covers for item in report.signatures] == [tuple(FILES), ()]
    other = countered(makers, makers.cms(data=listed + b" "))
    report = verify_stream(io.BytesIO(Made({**members, name: other}).zip()), makers.anchors)
    assert [item.intact for item in report.signatures] == [False, True]
    assert "MEMBER_NOT_LISTED" in {item.code for item in report.reasons}
