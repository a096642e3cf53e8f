"""Time-stamps: made here by a small server of our own, by OpenSSL, and checked."""

from __future__ import annotations

import io
import re
import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat import asn1
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from signing import cms_asn1 as form
from signing import digests
from signing.cms import (
    add_signature_time_stamp,
    build_signed_data,
    decode,
    sign_digest,
    signature_value,
)
from signing.cms_verify import check_cms
from signing.errors import (
    CertificateError,
    MalformedDocument,
    SignatureCheckFailed,
    SigningError,
    UntrustedCertificate,
    WrongPurpose,
)
from signing.memory_key import MemorySigner
from signing.package import read_signature, replace_signature
from signing.report import Verdict
from signing.signer import Signer, SignerCertificate
from signing.timestamp import (
    TST_INFO,
    Extension,
    PkiStatusInfo,
    Question,
    TimeStampReq,
    TstInfo,
    ask,
    check_answer,
    check_token,
)
from signing.verify import verify_package
from tests.signing.pki import NOW, Authority2, make_case

SERVER = ("Vaqt tamgʻasi", "44444444444444", "200000009")


def stamp(server: Signer, question: Question, time: datetime = NOW, **otherwise: object) -> bytes:
    request = asn1.decode_der(TimeStampReq, question.der)
    info = TstInfo(
        version=1,
        policy=TST_INFO,
        imprint=request.imprint,
        serial=7,
        time=asn1.GeneralizedTime(time),
        accuracy=None,
        ordering=False,
        nonce=request.nonce,
        server=None,
        extensions=None,
    )
    for name, value in otherwise.items():
        setattr(info, name.rstrip("_"), value)
    content = asn1.encode_der(info)
    digest = digests.of(server.algorithm.hash_name, content)
    token = sign_digest(server, digest, signing_time=time, content=content, content_type=TST_INFO)
    return form.tlv(0x30, form.tlv(0x30, asn1.encode_der(0)) + token)


@pytest.fixture(scope="module")
def authority() -> Authority2:
    return Authority2()


@pytest.fixture(scope="module")
def server(authority: Authority2) -> MemorySigner:
    return authority.signer(SERVER, time_stamping=True)


def test_an_answer_is_accepted(authority: Authority2, server: MemorySigner) -> None:
    question = ask(b"value")
    found = check_answer(stamp(server, question), question, b"value", authority.anchors())
    assert found.time == NOW
    assert found.server == SERVER[0]


def test_an_answer_to_another_question(authority: Authority2, server: MemorySigner) -> None:
    question, other = ask(b"value"), ask(b"value")
    with pytest.raises(MalformedDocument, match="another question"):
        check_answer(stamp(server, other), question, b"value", authority.anchors())


def test_what_is_critical_in_a_stamp_and_not_understood(
    authority: Authority2, server: MemorySigner
) -> None:
    question = ask(b"value")

    def check(**otherwise: object) -> None:
        answer = stamp(server, question, NOW, **otherwise)
        check_answer(answer, question, b"value", authority.anchors())

    kind = x509.ObjectIdentifier("1.3.6.1.4.1.99999.7")
    check(extensions=[Extension(oid=kind, critical=False, value=b"\5\0")])
    with pytest.raises(SignatureCheckFailed, match="NOT_SUPPORTED"):
        check(extensions=[Extension(oid=kind, critical=True, value=b"\5\0")])
    with pytest.raises(MalformedDocument, match="content is malformed"):
        check(version=5)


def test_a_time_that_nobody_reckons_with(authority: Authority2, server: MemorySigner) -> None:
    question = ask(b"value")
    answer = stamp(
        server, question, time_=asn1.GeneralizedTime(datetime(9999, 12, 31, tzinfo=UTC))
    )
    with pytest.raises(MalformedDocument, match="a time-stamp's time"):
        check_answer(answer, question, b"value", authority.anchors())


def test_a_stamp_over_other_data(authority: Authority2, server: MemorySigner) -> None:
    question = ask(b"value")
    with pytest.raises(SignatureCheckFailed, match="HASH_FAILURE"):
        check_answer(stamp(server, question), question, b"valuf", authority.anchors())


def test_only_time_stamp_certificates_count(authority: Authority2) -> None:
    question = ask(b"value")
    answer = stamp(authority.signer(SERVER), question)
    with pytest.raises(WrongPurpose):
        check_answer(answer, question, b"value", authority.anchors())


def test_an_unknown_server(server: MemorySigner) -> None:
    question = ask(b"value")
    with pytest.raises(UntrustedCertificate):
        check_answer(stamp(server, question), question, b"value", Authority2().anchors())


def test_a_server_whose_certificate_was_over(authority: Authority2) -> None:
    question = ask(b"value")
    old = authority.signer(SERVER, time_stamping=True, begins=NOW - timedelta(days=90), days=30)
    with pytest.raises(CertificateError):
        check_answer(stamp(old, question), question, b"value", authority.anchors())


@pytest.mark.parametrize("answer", [b"", b"<html>maintenance</html>", b"\x30\x00"])
def test_what_is_no_answer(authority: Authority2, answer: bytes) -> None:
    question = ask(b"value")
    with pytest.raises(MalformedDocument):
        check_answer(answer, question, b"value", authority.anchors())


def test_a_refusal_is_told(authority: Authority2) -> None:
    question = ask(b"value")
    refusal = form.tlv(0x30, form.tlv(0x30, asn1.encode_der(2)))
    with pytest.raises(MalformedDocument, match="status 2"):
        check_answer(refusal, question, b"value", authority.anchors())


def test_every_byte_of_a_token_counts(authority: Authority2, server: MemorySigner) -> None:
    question = ask(b"value")
    answer = stamp(server, question)
    chain = authority.issuing.certificate.public_bytes(Encoding.DER)
    start = answer.index(chain)
    for at in range(0, len(answer), 5):
        if start <= at < start + len(chain):
            continue
        changed = bytearray(answer)
        changed[at] ^= 0x04
        with pytest.raises(SigningError):
            check_answer(bytes(changed), question, b"value", authority.anchors())


def test_openssl_answers_us(tmp_path: Path, authority: Authority2) -> None:
    """A stranger's server: its set of certificates is in its own order."""
    issued = authority.issue(SERVER, time_stamping=True, begins=NOW - timedelta(days=1))
    key = issued.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (tmp_path / "key.pem").write_bytes(key)
    (tmp_path / "tsa.pem").write_bytes(issued.certificate.public_bytes(Encoding.PEM))
    chain = authority.issuing.certificate.public_bytes(Encoding.PEM)
    (tmp_path / "chain.pem").write_bytes(chain)
    (tmp_path / "serial").write_text("01\n")
    (tmp_path / "ts.cnf").write_text(
        "[tsa]\ndefault_tsa = t\n[t]\nserial = serial\ncrypto_device = builtin\n"
        "signer_cert = tsa.pem\ncerts = chain.pem\nsigner_key = key.pem\n"
        "signer_digest = sha256\ndefault_policy = 1.2.860.3.2.11.1\ndigests = sha256\n"
        "accuracy = secs:1\nordering = no\ntsa_name = yes\ness_cert_id_chain = no\n"
        "ess_cert_id_alg = sha256\n"
    )
    question = ask(b"value")
    (tmp_path / "q.tsq").write_bytes(question.der)
    command = ["openssl", "ts", "-reply", "-config", "ts.cnf", "-section", "t"]
    command += ["-queryfile", "q.tsq", "-out", "a.tsr"]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    answer = (tmp_path / "a.tsr").read_bytes()
    found = check_answer(answer, question, b"value", authority.anchors())
    assert abs(found.time - datetime.now(found.time.tzinfo)) < timedelta(minutes=5)


def test_openssl_reads_our_question(tmp_path: Path) -> None:
    question = ask(b"value")
    (tmp_path / "q.tsq").write_bytes(question.der)
    command = ["openssl", "ts", "-query", "-in", str(tmp_path / "q.tsq"), "-text"]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "Hash Algorithm: sha256" in ran.stdout
    nonce = re.search(r"Nonce: 0x([0-9A-F]+)", ran.stdout)
    assert nonce
    assert int(nonce[1], 16) == question.nonce
    assert "Certificate required: yes" in ran.stdout


def test_a_stamped_package_outlives_its_certificate() -> None:
    case = make_case()
    stamper = case.authority.signer(SERVER, time_stamping=True, days=4000)
    package = case.package()
    signature = read_signature(io.BytesIO(package))
    value, stamped = signature_value(signature)
    assert not stamped
    question = ask(value)
    found = check_answer(stamp(stamper, question), question, value, case.authority.anchors())
    out = io.BytesIO()
    richer = add_signature_time_stamp(signature, found.token)
    assert signature_value(richer) == (value, True)
    replace_signature(io.BytesIO(package), out, richer)
    late = NOW + timedelta(days=1000)
    anchors = replace(case.authority.anchors(), crls=())
    report = verify_package(io.BytesIO(out.getvalue()), anchors, at=late)
    assert report.verdict is Verdict.VALID, report.reasons
    assert (report.signatures[0].level, report.signatures[0].time) == ("B-LT", NOW)
    # Until one above the server's is over, too; then nobody answers for its key any more.
    for days, ended in ((1000, False), (3599, False), (3601, True)):
        asked = NOW + timedelta(days=days)
        after = verify_package(io.BytesIO(out.getvalue()), anchors, at=asked)
        assert after.verdict is Verdict.VALID
        told = [item.code for item in after.signatures[0].warnings]
        assert ("STAMP_ENDED" in told) is ended
    assert verify_package(io.BytesIO(package), anchors, at=late).verdict is Verdict.INDETERMINATE
    # Another signature's time-stamp proves nothing here, and that is told.
    other = check_answer(
        stamp(stamper, other_question := ask(b"other")),
        other_question,
        b"other",
        case.authority.anchors(),
    )
    wrong = io.BytesIO()
    replace_signature(io.BytesIO(package), wrong, add_signature_time_stamp(signature, other.token))
    broken = verify_package(io.BytesIO(wrong.getvalue()), case.authority.anchors(), at=NOW)
    assert broken.verdict is Verdict.INVALID
    assert {reason.code for reason in broken.reasons} == {"TIMESTAMP"}


def unsorted(answer: bytes, *, signed: MemorySigner | None = None) -> bytes:
    """The answer with its certificates and signed attributes in the wrong order.

    With ``signed``, the attributes are signed as they then stand; otherwise as they were sorted.
    """
    data = decode(form.raw(asn1.decode_der(_Granted, answer).token))
    (info,) = data.signers.as_list()
    attributes = [form.raw(item) for item in reversed(info.signed_attributes or [])]
    certificates = [form.raw(item) for item in reversed(data.certificates or [])]
    assert attributes != sorted(attributes)
    assert certificates != sorted(certificates)
    value = info.signature if signed is None else signed.sign(form.tlv(0x31, b"".join(attributes)))
    sid = asn1.encode_der(info.sid)
    identifiers = [
        b"".join(map(form.raw, item)) for item in (info.digest_algorithm, info.signature_algorithm)
    ]
    digest, algorithm = (form.tlv(0x30, item) for item in identifiers)
    body = asn1.encode_der(info.version) + sid + digest + form.tlv(0xA0, b"".join(attributes))
    body += algorithm + form.tlv(0x04, value)
    parts = asn1.encode_der(data.version) + asn1.encode_der(data.digest_algorithms)
    parts += asn1.encode_der(data.content) + form.tlv(0xA0, b"".join(certificates))
    parts += form.tlv(0x31, form.tlv(0x30, body))
    token = asn1.encode_der(form.SIGNED_DATA) + form.tlv(0xA0, form.tlv(0x30, parts))
    return form.tlv(0x30, form.tlv(0x30, asn1.encode_der(0)) + form.tlv(0x30, token))


@asn1.sequence
class _Granted:
    status: asn1.TLV
    token: asn1.TLV


@pytest.mark.parametrize("as_sent", [True, False])
def test_a_server_that_does_not_sort(
    authority: Authority2, server: MemorySigner, as_sent: bool
) -> None:
    question = ask(b"value")
    answer = unsorted(stamp(server, question), signed=server if as_sent else None)
    found = check_answer(answer, question, b"value", authority.anchors())
    assert found.time == NOW
    # In a signature it is still read, by us and by OpenSSL.
    signature = build_signed_data(server, b"x", attached=True)
    richer = add_signature_time_stamp(signature, found.token)
    assert check_cms(richer).time_stamps == (found.token,)
    command = ["openssl", "cms", "-cmsout", "-print", "-inform", "DER"]
    ran = subprocess.run(command, input=richer, capture_output=True, check=False)
    assert ran.returncode == 0, ran.stderr
    changed = bytearray(answer)
    changed[-1] ^= 1
    with pytest.raises(SigningError):
        check_answer(bytes(changed), question, b"value", authority.anchors())


def test_the_policy_that_was_asked_for(authority: Authority2, server: MemorySigner) -> None:
    # The little server's own policy is the OID of TSTInfo.
    for policy in ("", TST_INFO.dotted_string):
        question = ask(b"value", policy)
        found = check_answer(stamp(server, question), question, b"value", authority.anchors())
        assert found.time == NOW
    question = ask(b"value", "1.2.860.3.2.11.1")
    assert asn1.decode_der(TimeStampReq, question.der).policy == question.policy
    with pytest.raises(MalformedDocument, match=r"policy 1\.2\.840"):
        check_answer(stamp(server, question), question, b"value", authority.anchors())


def test_a_refusal_names_its_reason(authority: Authority2) -> None:
    question = ask(b"value")
    status = PkiStatusInfo(status=2, text=["no"], failure=asn1.BitString(b"\x00\x01", 0))
    refusal = form.tlv(0x30, asn1.encode_der(status))
    with pytest.raises(MalformedDocument, match="status 2 unacceptedPolicy"):
        check_answer(refusal, question, b"value", authority.anchors())


def test_an_ordinary_signature_is_no_time_stamp(authority: Authority2) -> None:
    signer = authority.signer(SERVER, time_stamping=True)
    with pytest.raises(MalformedDocument, match="not a time-stamp"):
        check_token(build_signed_data(signer, b"x"), b"x", authority.anchors())
    assert SignerCertificate(signer.identity.certificate).chain == ()
