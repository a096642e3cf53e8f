"""Time-stamps in signatures of other makers, levels, and signatures over signatures."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from cryptography import x509
from cryptography.hazmat import asn1
from cryptography.hazmat.primitives.serialization import Encoding

from signing.cms_asn1 import tlv
from signing.foreign import ber
from signing.report import Kind, Report
from signing.trust import TrustAnchors
from tests.signing.foreign import crafted
from tests.signing.foreign.cms_parts import (
    INVALID,
    OPEN,
    VALID,
    add_unsigned,
    codes,
    judge,
    stamped,
    with_between,
)
from tests.signing.foreign.crafted import Crafted, algorithm, attribute
from tests.signing.foreign.makers import MATTER, Makers


def test_a_time_stamp_proves_the_time(makers: Makers) -> None:
    signature = stamped(makers, makers.token)
    report = judge(makers, signature)
    (only,) = report.signatures
    assert (report.verdict, only.level, only.proven) == (VALID, "B-T", True)
    assert only.time is not None
    assert abs((only.time - makers.now).total_seconds()) < 3600
    # Nobody trusted stands behind it: the level is what it has, the time is not proven.
    alone = judge(makers, signature, anchors=TrustAnchors(()))
    assert (alone.verdict, alone.signatures[0].level) == (OPEN, "B-T")
    assert not alone.signatures[0].proven


def test_a_time_stamp_over_something_else(makers: Makers) -> None:
    report = judge(makers, stamped(makers, lambda _: makers.token(b"another value")))
    # Nobody signed it: whoever has the file can add one, and the signature stays what it was.
    assert (report.verdict, codes(report)) == (OPEN, {"TIMESTAMP"})
    (only,) = report.signatures
    assert (only.level, only.intact, only.proven) == ("B-B", True, False)
    report = judge(makers, stamped(makers, lambda _: b"\x30\x03\x02\x01\x00"))
    assert (report.verdict, codes(report)) == (OPEN, {"TIMESTAMP"})


def test_a_time_stamp_alone(makers: Makers) -> None:
    token = makers.token(MATTER)
    report = judge(makers, token, b"x", MATTER)
    (only,) = report.signatures
    assert (only.verdict, only.kind, only.covers) == (VALID, Kind.TIME_STAMP, ("1",))
    assert (report.verdict, codes(report)) == (OPEN, {"NOBODY_SIGNED"})
    assert judge(makers, token, b"x").verdict is INVALID
    assert judge(makers, token).verdict is OPEN


def test_a_servers_certificate_may_stand_beside_the_signers(makers: Makers) -> None:
    """RFC 3161, 2.4.1: without certReq the time-stamp brings none."""

    def bare(value: bytes) -> bytes:
        top = ber.read_all(makers.token(value))
        parts = (one.raw for one in top.children[1].only().children if one.tag != 0xA0)
        return tlv(0x30, top.children[0].raw + tlv(0xA0, tlv(0x30, b"".join(parts))))

    made = Crafted(makers.people["first"], MATTER, certificates=with_between(makers))
    value = crafted.signs(made.issued)(tlv(crafted.SET, made.signed))
    made.unsigned = [attribute(crafted.TIME_STAMP, bare(value))]
    told = judge(makers, made.der(made.info_of(value)))
    assert [item.code for item in told.reasons] == ["TIMESTAMP"]
    made.certificates = [*made.certificates, makers.people["server"].certificate]
    found = judge(makers, made.der(made.info_of(value)))
    assert (found.reasons, found.signatures[0].level) == ((), "B-T")


def test_lists_that_came_along_make_it_long_term(makers: Makers) -> None:
    signature = stamped(makers, makers.token)
    lists = b"".join(item.public_bytes(Encoding.DER) for item in makers.authority.crls(makers.now))
    info = judge(makers, signature, anchors=makers.root_alone)
    assert info.signatures[0].level == "B-T"
    values = tlv(0x30, tlv(0xA0, tlv(0x30, lists)))
    kept = attribute("1.2.840.113549.1.9.16.2.24", values)
    long_term = judge(
        makers, stamped(makers, makers.token, unsigned=[kept]), anchors=makers.root_alone
    )
    assert (long_term.verdict, long_term.signatures[0].level) == (VALID, "B-LT")


def test_an_archive_time_stamp(makers: Makers) -> None:
    made = Crafted(makers.people["first"], MATTER, certificates=with_between(makers))
    value = crafted.signs(made.issued)(tlv(crafted.SET, made.signed))
    lists = b"".join(item.public_bytes(Encoding.DER) for item in makers.authority.crls(makers.now))
    made.unsigned = [
        attribute(crafted.TIME_STAMP, makers.token(value)),
        attribute("1.2.840.113549.1.9.16.2.24", tlv(0x30, tlv(0xA0, tlv(0x30, lists)))),
    ]
    assert judge(makers, made.der(made.info_of(value))).signatures[0].level == "B-LT"

    def archived(certificates: list[x509.Certificate], *, changed: bool = False) -> bytes:
        hashed = [
            b"".join(tlv(4, hashlib.sha256(item).digest()) for item in items)
            for items in (
                [item.public_bytes(Encoding.DER) for item in certificates],
                [],
                made.unsigned[:2],
            )
        ]
        index = tlv(0x30, b"".join(tlv(0x30, item) for item in hashed))
        info = asn1.decode_der(asn1.TLV, made.info_of(value))
        parts = bytes(info.data)
        covered = crafted.oid(crafted.DATA) + hashlib.sha256(MATTER).digest()
        # Everything of the SignerInfo but its unsigned attributes (EN 319 122-1, 5.5.3).
        covered += parts[: parts.index(tlv(4, value)) + len(tlv(4, value))] + index
        token = makers.token(covered + (b"x" if changed else b""))
        with_index = add_unsigned(token, attribute("0.4.0.1733.2.5", index))
        full = replace(made, unsigned=[*made.unsigned, attribute("0.4.0.1733.2.4", with_index)])
        return full.der(full.info_of(value))

    own = with_between(makers)
    assert judge(makers, archived(own)).signatures[0].level == "B-LTA"
    assert judge(makers, archived(own, changed=True)).signatures[0].level == "B-LT"
    other = makers.people["second"].certificate
    assert judge(makers, archived([*own, other])).signatures[0].level == "B-LT"


def test_counter_signatures_are_shown(makers: Makers) -> None:
    made = Crafted(makers.people["first"], MATTER, certificates=with_between(makers))
    value = crafted.signs(made.issued)(tlv(crafted.SET, made.signed))
    second = makers.people["second"]
    people = [*with_between(makers), second.certificate]

    def countered(over: bytes) -> Report:
        attributes = [
            crafted.message_digest(over),
            crafted.signing_certificate(second.certificate),
        ]
        counter = Crafted(second, over, attributes, signature=algorithm(crafted.RSA)).info()
        full = replace(made, unsigned=[attribute(crafted.COUNTER, counter)], certificates=people)
        return judge(makers, full.der(full.info_of(value)))

    report = countered(value)
    assert report.verdict is VALID
    assert [item.kind for item in report.signatures] == [Kind.SIGNATURE, Kind.COUNTER_SIGNATURE]
    assert report.signatures[1].signer != report.signatures[0].signer
    wrong = countered(b"another value")
    # Anybody can add one: it is told and breaks nothing.
    assert (wrong.verdict, codes(wrong)) == (OPEN, {"HASH_FAILURE"})
    assert wrong.signatures[0].verdict is VALID
    assert not wrong.signatures[1].intact
