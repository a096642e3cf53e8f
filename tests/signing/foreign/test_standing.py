"""Of whom a signature may bring certificates and answers: of those who signed something in it."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from cryptography import x509

from signing.cms import build_signed_data
from signing.foreign.loose import Loose
from signing.foreign.signed_data import COUNTER_SIGNATURE, read_signed_data
from signing.long_term import add_sources
from signing.memory_key import MemorySigner
from signing.ocsp import OcspAnswer
from signing.package import build_package, read_signature, replace_signature
from signing.report import Verdict
from signing.signer import SignerCertificate
from signing.verify_any import verify_stream
from tests.signing.foreign.cms_parts import add_unsigned, shaped, stamped
from tests.signing.foreign.crafted import TIME_STAMP, attribute, usual
from tests.signing.foreign.makers import MATTER, Makers
from tests.signing.foreign.test_countered import countered
from tests.signing.foreign.test_loose import LIST, OTHERS, beside_certificates, der, told
from tests.signing.ocsp_answers import responder, says
from tests.signing.pki import OFFICER, Issued, make_case


def about(makers: Makers, *whom: str, nonce: bytes | None = None) -> tuple[OcspAnswer, ...]:
    """What the authority answers of people; of the authority itself its root does."""
    authority = makers.authority
    return tuple(
        says(
            signer=authority.root if name == "issuing" else authority.issuing,
            issuer=authority.root if name == "issuing" else authority.issuing,
            certificate=(
                authority.issuing.certificate
                if name == "issuing"
                else makers.people[name].certificate
            ),
            nonce=nonce,
        )
        for name in whom
    )


def test_answers_of_the_paths_of_who_signed(makers: Makers) -> None:
    bare, with_stamp = shaped(makers).der(), stamped(makers, makers.token)
    assert told(makers, add_sources(bare, about(makers, "first", "issuing"))) == []
    assert told(makers, add_sources(bare, about(makers, "server"))) == [LIST]
    assert told(makers, add_sources(with_stamp, about(makers, "first", "server"))) == []
    assert told(makers, add_sources(with_stamp, about(makers, "second"))) == [LIST]


def test_certificates_of_the_paths_of_who_signed(makers: Makers) -> None:
    bare, with_stamp = shaped(makers).der(), stamped(makers, makers.token)
    root, server, second = (
        der(item)
        for item in (
            makers.authority.root.certificate,
            makers.people["server"].certificate,
            makers.people["second"].certificate,
        )
    )
    assert told(makers, beside_certificates(bare, root)) == []
    assert told(makers, beside_certificates(bare, server)) == [OTHERS]
    assert told(makers, beside_certificates(with_stamp, server)) == []
    assert told(makers, beside_certificates(with_stamp, second)) == [OTHERS]


def test_the_server_of_a_time_stamp_that_is_signed(makers: Makers) -> None:
    """EN 319 122-1, 5.2.8: of the content, made before the signature, mostly by another server."""
    person = makers.people["first"]
    stamp = attribute("1.2.840.113549.1.9.16.2.20", makers.token(MATTER))
    made = shaped(makers, attributes=[*usual(person, MATTER), stamp]).der()
    assert told(makers, made) == []
    assert told(makers, add_sources(made, about(makers, "first", "server"))) == []
    assert told(makers, add_sources(made, about(makers, "second"))) == [LIST]
    server = der(makers.people["server"].certificate)
    assert told(makers, beside_certificates(made, server)) == []


def test_who_answers_may_be_asked_about(makers: Makers) -> None:
    authority = makers.authority
    named, another = responder(authority), responder(authority)

    def asked(of: x509.Certificate, by: Issued, signer: Issued | None = None) -> OcspAnswer:
        return says(
            signer=signer or by, issuer=authority.issuing, certificate=of, delegated=not signer
        )

    person = makers.people["first"].certificate
    answer = asked(person, named)
    of_named, of_another = (
        asked(item.certificate, authority.issuing, authority.issuing) for item in (named, another)
    )
    bare = shaped(makers).der()
    assert told(makers, add_sources(bare, (answer, of_named))) == []
    assert told(makers, add_sources(bare, (of_named,))) == [LIST]
    assert told(makers, add_sources(bare, (answer, of_another))) == [LIST]
    assert told(makers, beside_certificates(bare, der(named.certificate))) == [OTHERS]


@pytest.fixture(scope="module")
def package(makers: Makers) -> bytes:
    case, out = make_case(authority=makers.authority), io.BytesIO()
    moment = makers.now - timedelta(hours=1)
    build_package(case.content, case.hokim, out, moment=moment, pdf_profile=True, crls=())
    return out.getvalue()


def test_a_package_has_those_of_its_own_signer(makers: Makers, package: bytes) -> None:
    """An officer who answered is none: his answer has its own."""
    signature = read_signature(io.BytesIO(package))
    own = read_signed_data(signature)
    authority = makers.authority

    def judged(changed: bytes) -> list[tuple[str, str]]:
        out = io.BytesIO()
        replace_signature(io.BytesIO(package), out, changed)
        report = verify_stream(out, makers.anchors)
        return [(item.code, str(item.detail)) for item in report.reasons]

    def answer(certificate: x509.Certificate) -> OcspAnswer:
        return says(signer=authority.issuing, issuer=authority.issuing, certificate=certificate)

    token = makers.token(own.signers[0].value.octets())
    with_stamp = add_unsigned(signature, attribute(TIME_STAMP, token))
    hokim = next(item for item in own.certificates if item != authority.issuing.certificate)
    server = makers.people["server"].certificate
    officer = authority.issue(OFFICER).certificate
    assert judged(add_sources(with_stamp, (answer(hokim), answer(server)))) == []
    assert judged(add_sources(signature, (answer(server),))) == [("UNSIGNED_BESIDE", LIST)]
    assert judged(add_sources(with_stamp, (answer(officer),))) == [("UNSIGNED_BESIDE", LIST)]
    with_officer = beside_certificates(with_stamp, der(officer))
    assert judged(with_officer) == [("UNSIGNED_BESIDE", OTHERS)]
    assert [code for code, _ in judged(add_sources(with_officer, (answer(officer),)))] == (
        ["UNSIGNED_BESIDE"] * 2
    )


def test_many_may_answer(makers: Makers) -> None:
    """Each brings the own path, and of those as many are looked at as of one."""
    key = makers.people["first"].key
    loose = Loose(own=True)
    for number in range(70):
        person = (f"Misolov {number}", f"{30000000000000 + number}", "200000002")
        issued = makers.authority.issue(person, key=key)
        identity = SignerCertificate(issued.certificate, (makers.authority.issuing.certificate,))
        assert loose.read(build_signed_data(MemorySigner(key, identity), b"")) == ()
    assert loose.vouched(makers.anchors) == ()


def test_nobody_stands_by_a_signature_that_is_not_his(makers: Makers) -> None:
    """A value that another key made names whom it likes: the file is not valid then."""

    def verdict(cms: bytes) -> Verdict:
        return verify_stream(io.BytesIO(cms), makers.anchors).verdict

    def broken(token: bytes) -> bytes:
        return token[:-1] + bytes([token[-1] ^ 1])

    both = countered(makers, shaped(makers).der())
    value = read_signed_data(both).signers[0].unsigned
    assert value is not None
    raw = value.every(COUNTER_SIGNATURE)[0].raw
    assert verdict(both) is Verdict.VALID
    assert verdict(both.replace(raw, broken(raw))) is not Verdict.VALID
    assert verdict(stamped(makers, makers.token)) is Verdict.VALID
    assert verdict(stamped(makers, lambda data: broken(makers.token(data)))) is not Verdict.VALID
