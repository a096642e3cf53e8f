"""Who vouches for what a signature brings: an answer, a time-stamp, a reference, a certificate."""

from __future__ import annotations

import hashlib
import io
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat import asn1
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding

from signing.cms_asn1 import tlv
from signing.detail import Detail
from signing.foreign import ber
from signing.foreign.standing import Brought, Standing
from signing.foreign.vouched import _MOST, Vouched
from signing.ocsp import OcspAnswer, load_answer
from signing.report import Verdict
from signing.trust import TrustAnchors
from signing.verify_any import verify_stream
from tests.signing.foreign import crafted
from tests.signing.foreign.cms_parts import shaped
from tests.signing.foreign.crafted import SHA256, Crafted, algorithm, attribute
from tests.signing.foreign.makers import SERVER, Makers
from tests.signing.foreign.test_loose import (
    EVIL,
    LIST,
    LISTS,
    REFERENCES,
    STAMPED,
    STRAY,
    VALUES,
    beside_stamp,
    by_a_person,
    der,
    outside,
    stamped_of,
    told,
)
from tests.signing.ocsp_answers import HOUR, responder, says
from tests.signing.ocsp_answers import changed as changed_answer
from tests.signing.pki import HOKIM, Authority2, Issued, Key

REVOCATIONS = "1.2.840.113549.1.9.16.2.22"
TST_INFO = "1.2.840.113549.1.9.16.1.4"


def beside(makers: Makers, name: str, *values: bytes) -> list[Detail]:
    """What is told of an attribute beside a signature."""
    made = shaped(makers, unsigned=[attribute(name, *values)])
    return told(makers, made.der())


# --- answers -----------------------------------------------------------------------------------


def basic(answer: OcspAnswer, *more: x509.Certificate) -> bytes:
    """A BasicOCSPResponse; ``more`` are certificates in it, which it does not sign (4.2.1)."""
    raw: bytes = ber.read_all(answer.der).children[1].only().children[1].octets()
    brought = b"".join(item.public_bytes(Encoding.DER) for item in more)
    return tlv(0x30, ber.read_all(raw).body + tlv(0xA0, tlv(0x30, brought))) if more else raw


def answered(makers: Makers, one: bytes) -> list[Detail]:
    return beside(makers, LISTS, tlv(0x30, tlv(0xA1, tlv(0x30, one))))


def of(makers: Makers, signer: Issued, *, delegated: bool = False) -> OcspAnswer:
    person = makers.people["first"].certificate
    issuer = makers.authority.issuing
    return says(signer=signer, issuer=issuer, certificate=person, delegated=delegated)


def test_an_answer_of_an_authority_or_of_whom_it_named(makers: Makers) -> None:
    issuing = makers.authority.issuing
    assert answered(makers, basic(of(makers, issuing))) == []
    named = responder(makers.authority)
    assert answered(makers, basic(of(makers, named, delegated=True))) == []


def test_a_responders_certificate_beside_its_answer(makers: Makers) -> None:
    """RFC 6960, 4.2.1: an answer may bring none; CAdES has it among the values then."""
    named, issuer = responder(makers.authority, no_check=True), makers.authority.issuing
    answer = says(
        signer=named,
        issuer=issuer,
        certificate=makers.people["first"].certificate,
        since=makers.now - HOUR,
        until=makers.now + HOUR,
    )
    lists = tlv(0x30, tlv(0xA1, tlv(0x30, basic(answer))))
    assert answered(makers, basic(answer)) == [LIST]
    values = attribute(VALUES, tlv(0x30, der(named.certificate)))

    def judged(*unsigned: bytes, anchors: TrustAnchors) -> tuple[Verdict, list[str]]:
        made = shaped(makers, unsigned=[*unsigned, attribute(LISTS, lists)])
        report = verify_stream(io.BytesIO(made.der()), anchors, at=makers.now)
        return report.verdict, [item.code for item in report.reasons]

    above = makers.authority.crls(makers.now)[:1]
    alone = TrustAnchors(makers.root_alone.anchors, (), above)
    assert judged(values, anchors=makers.anchors) == (Verdict.VALID, [])
    assert judged(values, anchors=alone) == (Verdict.VALID, [])
    assert judged(anchors=alone) == (Verdict.INDETERMINATE, ["TRY_LATER"])


def test_an_answer_of_anybody_else(makers: Makers) -> None:
    """Whoever writes one may put words into it."""
    stranger = Authority2("Boshqa").issuing
    assert stranger.certificate.subject == makers.authority.issuing.certificate.subject
    assert answered(makers, basic(of(makers, stranger))) == [LIST]
    person = makers.people["first"]
    assert answered(makers, basic(of(makers, person, delegated=True))) == [LIST]
    # Of certificates that he issued himself.
    issued = x509.load_der_x509_certificate(by_a_person(makers))
    own = says(signer=person, issuer=person, certificate=issued)
    assert answered(makers, basic(own)) == [LIST]


def test_a_certificate_in_an_answer(makers: Makers) -> None:
    """Who signed the answer did not sign it."""
    answer = of(makers, makers.authority.issuing)
    assert answered(makers, basic(answer, makers.people["first"].certificate)) == []
    stranger = Authority2("Boshqa").issuing.certificate
    assert answered(makers, basic(answer, stranger)) == [STRAY]


# --- time-stamps -------------------------------------------------------------------------------


def signers_of(cms: bytes) -> tuple[ber.Element, list[bytes]]:
    top = ber.read_all(cms)
    *parts, signers = top.children[1].only().children
    return signers, [top.children[0].raw, *(item.raw for item in parts)]


def with_signer(token: bytes, info: bytes, *, first: bool) -> bytes:
    signers, (name, *parts) = signers_of(token)
    both = info + signers.body if first else signers.body + info
    return tlv(0x30, name + tlv(0xA0, tlv(0x30, b"".join((*parts, tlv(0x31, both))))))


@pytest.mark.parametrize("first", [False, True])
def test_a_time_stamp_with_a_second_signature(makers: Makers, first: bool) -> None:
    """The server made the one; the other is anybody's, with whatever it has signed."""
    token = makers.token(stamped_of(makers))
    assert beside_stamp(makers, token) == []
    words = attribute("1.2.3.4", tlv(4, EVIL))
    person = makers.people["first"]
    info = Crafted(person, b"", [*crafted.usual(person, b""), words])
    both = with_signer(token, info.info(), first=first)
    assert beside_stamp(makers, both) == [outside(STAMPED)]


def test_a_time_stamp_that_was_changed(makers: Makers) -> None:
    token = makers.token(stamped_of(makers))
    policy, other = crafted.oid("1.2.3.4"), crafted.oid("1.2.3.5")
    assert token.count(policy) == 1
    assert beside_stamp(makers, token.replace(policy, other)) == [outside(STAMPED)]


def stamp_of(
    issued: Issued,
    nonce: bytes = b"",
    imprint: bytes = bytes(32),
    parameters: bytes = b"",
    more: bytes = b"",
) -> bytes:
    """A time-stamp, with what whoever asked for it chose."""
    imprinted = tlv(0x30, algorithm(SHA256, parameters) + tlv(4, imprint))
    info = b"\x02\x01\x01" + crafted.oid("1.2.3") + imprinted + b"\x02\x01\x01"
    info = tlv(
        0x30, info + tlv(0x18, b"20261122000000Z") + (tlv(2, nonce) if nonce else b"") + more
    )
    made = Crafted(issued, info, kind=TST_INFO)
    made.attributes = [
        crafted.content_type(TST_INFO),
        crafted.message_digest(info),
        crafted.signing_certificate(issued.certificate),
    ]
    return made.der()


def test_a_time_stamp_of_a_strangers_server(makers: Makers) -> None:
    """Of the same name as the trusted one's."""

    def server(authority: Authority2) -> Issued:
        return authority.issue(SERVER, begins=makers.now, time_stamping=True)

    over = hashlib.sha256(stamped_of(makers)).digest()
    assert beside_stamp(makers, stamp_of(server(makers.authority), imprint=over)) == []
    stranger = server(Authority2("Boshqa"))
    assert beside_stamp(makers, stamp_of(stranger, imprint=over)) == [STRAY, outside(STAMPED)]


# --- references --------------------------------------------------------------------------------


def test_a_reference_with_words_for_a_number(makers: Makers) -> None:
    issuing = makers.authority.issuing.certificate

    def named(serial: int | None) -> list[Detail]:
        hashed = tlv(0x30, algorithm(SHA256) + tlv(4, issuing.fingerprint(hashes.SHA256())))
        one = tlv(0x30, hashed + crafted.issuer_serial(issuing, serial))
        return beside(makers, REFERENCES, tlv(0x30, one))

    assert named(None) == named(makers.people["first"].certificate.serial_number) == []
    assert named(7) == named(int.from_bytes(EVIL)) == [outside(REFERENCES)]


@pytest.mark.parametrize(
    ("time", "right"), [(b"", True), (b"261122100000Z", False), (EVIL, False)]
)
@pytest.mark.parametrize("tag", [ber.UTC_TIME, ber.GENERALIZED_TIME])
def test_a_reference_with_words_for_a_time(
    makers: Makers, tag: int, time: bytes, right: bool
) -> None:
    """CrlValidatedID: a digest of a list, and whose and of when it is (ETSI TS 101 733, 6.2.2)."""
    known = makers.authority.crls(makers.now)[1]
    hashed = tlv(0x30, algorithm(SHA256) + tlv(4, known.fingerprint(hashes.SHA256())))
    own = known.last_update_utc.strftime("%y%m%d%H%M%SZ").encode()
    time = time or b"20" * (tag == ber.GENERALIZED_TIME) + own
    named = tlv(0x30, known.issuer.public_bytes() + tlv(tag, time))
    lists = tlv(0xA0, tlv(0x30, tlv(0x30, tlv(0x30, hashed + named))))
    values = tlv(0xA0, tlv(0x30, known.public_bytes(Encoding.DER)))
    made = shaped(
        makers,
        unsigned=[
            attribute(LISTS, tlv(0x30, values)),
            attribute(REVOCATIONS, tlv(0x30, tlv(0x30, lists))),
        ],
    )
    assert told(makers, made.der()) == ([] if right else [outside(REVOCATIONS)])


@pytest.mark.parametrize("of_whole", [False, True])
def test_a_reference_to_an_answer(makers: Makers, of_whole: bool) -> None:
    """OcspResponsesID: whose and of when it is, and its digest (ETSI TS 101 733, 6.2.2)."""
    answer = of(makers, makers.authority.issuing)
    issuing = makers.authority.issuing.certificate
    values = attribute(LISTS, tlv(0x30, tlv(0xA1, tlv(0x30, basic(answer)))))

    def referred(digest: bytes) -> list[Detail]:
        time = answer.produced.strftime("%Y%m%d%H%M%SZ").encode()
        named = tlv(0xA1, issuing.subject.public_bytes()) + tlv(0x18, time)
        one = tlv(0x30, tlv(0x30, named) + tlv(0x30, algorithm(SHA256) + tlv(4, digest)))
        answers = tlv(0xA1, tlv(0x30, tlv(0x30, one)))
        kept = attribute(REVOCATIONS, tlv(0x30, tlv(0x30, answers)))
        return told(makers, shaped(makers, unsigned=[values, kept]).der())

    raw = answer.der if of_whole else basic(answer)
    assert referred(hashlib.sha256(raw).digest()) == []
    assert referred(hashlib.sha256(raw + b"1").digest()) == [outside(REVOCATIONS)]


# --- certificates ------------------------------------------------------------------------------


def test_as_many_certificates_as_are_looked_at(makers: Makers) -> None:
    """Each may cost a check; of more none leads to anybody. What is known is not counted."""
    person = ("Misolova Tajriba", "22222222222222", "200000002")
    key = makers.people["first"].key
    most = [makers.authority.issue(person, key=key).certificate for _ in range(_MOST - 1)]
    issuing, root = (
        item.certificate for item in (makers.authority.issuing, makers.authority.root)
    )
    found = Vouched(makers.root_alone, [*most, issuing, root])
    assert all(item in found for item in (*most, issuing, root))
    none = Vouched(makers.root_alone, [*most, issuing, makers.people["first"].certificate])
    assert root in none
    assert issuing not in none


def test_an_anchor_is_one_whatever_it_says_of_itself(makers: Makers) -> None:
    """Whoever trusts it trusts it as an authority."""
    person = makers.people["first"]
    issued = x509.load_der_x509_certificate(by_a_person(makers))
    own = says(signer=person, issuer=person, certificate=issued)
    for anchors, found in (((person.certificate,), True), ((), False)):
        known = Vouched(TrustAnchors((*anchors, makers.authority.root.certificate)), [issued])
        assert (issued in known) == found
        name = issued.issuer.public_bytes() + asn1.encode_der(issued.serial_number)
        sid = ber.read_all(tlv(0x30, name))
        brought = Brought(sources={own.der: own}, named=[sid])
        assert (Standing(known, brought).others == ()) == found


# --- what a responder repeats ------------------------------------------------------------------


def test_an_answer_about_whatever_was_asked(makers: Makers) -> None:
    """That it does not know a certificate it says of any names and any number (RFC 6960, 2.2)."""
    issuing = makers.authority.issuing
    person = makers.people["first"].certificate
    unknown = Authority2("Boshqa").issue(HOKIM).certificate
    for certificate, found in ((person, []), (unknown, [LIST])):
        answer = says(signer=issuing, issuer=issuing, certificate=certificate)
        assert answered(makers, basic(answer)) == found
    answer = of(makers, issuing)
    assert answered(makers, basic(named_anew(answer, issuing.key))) == [LIST]


def named_anew(answer: OcspAnswer, key: Key) -> OcspAnswer:
    """The answer about an issuer whose name's digest is words."""

    def change(data: Any) -> None:
        data["responses"][0]["cert_id"]["issuer_name_hash"] = EVIL

    return load_answer(changed_answer(answer.der, key, change))


# --- helpers -----------------------------------------------------------------------------------


def test_a_helper_of_nobody_who_is_trusted_vouches_for_nothing(makers: Makers) -> None:
    """What arrives only helps to find paths; whoever issued it may be anybody."""
    stranger = Authority2("Yolgʻon")
    person = stranger.issue(HOKIM).certificate
    issuing = makers.authority.issuing.certificate
    root = makers.authority.root.certificate
    for helper, own in ((stranger.issuing.certificate, person), (issuing, None)):
        known = Vouched(TrustAnchors((root,), (helper,)), [own] if own else [])
        assert [item in known for item in (helper, own)] == [own is None, False]
