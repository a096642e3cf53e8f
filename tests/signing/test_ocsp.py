"""OCSP: answers made here, by OpenSSL and by responders that may not; and what they are worth."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID

from signing.cms import signature_value
from signing.cms_verify import check_cms
from signing.errors import MalformedDocument
from signing.long_term import add_sources, complete
from signing.ocsp import OcspAnswer, addresses, ask, check_answer, load_answer, status_of
from signing.package import MANIFEST, read_signature, replace_signature
from signing.revocation import LARGEST, Status, check_path, evidence_for, fits, lists_for
from signing.timestamp import TimeStamp
from signing.timestamp import ask as ask_stamp
from signing.timestamp import check_answer as check_stamp
from signing.trust import TrustAnchors
from signing.verify import verify_package
from tests.signing.pki import HOKIM, NOW, Authority2, Case, Issued, Key, make_case
from tests.signing.test_revocation import a_list, stamped
from tests.signing.test_timestamp import SERVER, stamp

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
GOOD, REVOKED, UNKNOWN = (
    ocsp.OCSPCertStatus.GOOD,
    ocsp.OCSPCertStatus.REVOKED,
    ocsp.OCSPCertStatus.UNKNOWN,
)
AUTHORITY = Authority2()
ISSUING = AUTHORITY.issuing
CERTIFICATE = AUTHORITY.issue(HOKIM).certificate
PATH = (CERTIFICATE, ISSUING.certificate, AUTHORITY.root.certificate)
ROOT_LIST = a_list(AUTHORITY.root, NOW - 30 * DAY)


def says(
    status: ocsp.OCSPCertStatus = GOOD,
    *,
    signer: Issued = ISSUING,
    issuer: Issued = ISSUING,
    certificate: x509.Certificate = CERTIFICATE,
    since: datetime = NOW - HOUR,
    until: datetime | None = NOW + DAY,
    revoked: datetime | None = None,
    nonce: bytes | None = None,
    hashed: hashes.HashAlgorithm | None = None,
    delegated: bool = False,
) -> OcspAnswer:
    when = revoked or (NOW - 2 * DAY if status is REVOKED else None)
    builder = ocsp.OCSPResponseBuilder().add_response(
        certificate, issuer.certificate, hashed or hashes.SHA1(), status, since, until, when, None
    )
    builder = builder.responder_id(ocsp.OCSPResponderEncoding.NAME, signer.certificate)
    if delegated:
        builder = builder.certificates([signer.certificate])
    if nonce is not None:
        builder = builder.add_extension(x509.OCSPNonce(nonce), False)
    made = builder.sign(signer.key, hashes.SHA256())
    return load_answer(made.public_bytes(Encoding.DER))


def responder(
    authority: Authority2 = AUTHORITY,
    *,
    key: Key | None = None,
    usage: x509.ObjectIdentifier | None = ExtendedKeyUsageOID.OCSP_SIGNING,
    no_check: bool = False,
    days: int = 700,
) -> Issued:
    made = key or ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Holat xizmati")])
    builder = authority._builder(
        subject, authority.issuing.certificate, made, NOW - 30 * DAY, days
    )
    if usage is not None:
        builder = builder.add_extension(x509.ExtendedKeyUsage([usage]), False)
    if no_check:
        builder = builder.add_extension(x509.OCSPNoCheck(), False)
    return Issued(builder.sign(authority.issuing.key, hashes.SHA256()), made)


def status(*sources: x509.CertificateRevocationList | OcspAnswer, at: datetime = NOW) -> Status:
    return check_path(PATH, (ROOT_LIST, *sources), at, now=max(at, NOW)).status


def test_an_answer_tells_like_a_list() -> None:
    assert status() is Status.UNKNOWN
    assert status(says()) is Status.GOOD
    assert status(says(REVOKED)) is Status.REVOKED
    # Revoked after the moment, told later.
    assert status(says(REVOKED, revoked=NOW - HOUR), at=NOW - DAY) is Status.GOOD
    assert status(says(REVOKED, revoked=NOW - 2 * DAY), at=NOW - DAY) is Status.REVOKED
    for hashed in (hashes.SHA256(), hashes.SHA384()):
        assert status(says(REVOKED, hashed=hashed)) is Status.REVOKED


def test_unknown_is_never_good() -> None:
    assert status(says(UNKNOWN)) is Status.UNKNOWN
    old = a_list(ISSUING, NOW - 5 * DAY)
    assert status(old, says(UNKNOWN)) is Status.GOOD


def test_the_newest_word_counts_whatever_its_kind() -> None:
    serial = CERTIFICATE.serial_number
    clean = a_list(ISSUING, NOW - 5 * DAY)
    dirty = a_list(ISSUING, NOW - HOUR, revoked={serial: NOW - 2 * DAY})
    assert status(clean, says(REVOKED)) is Status.REVOKED
    assert status(says(since=NOW - 3 * DAY), dirty) is Status.REVOKED
    newest = says()
    found = check_path(PATH, (ROOT_LIST, clean, newest), NOW)
    assert (found.status, found.as_of) == (Status.GOOD, NOW - 30 * DAY)
    # Embedded is the list, which everybody reads; the answer where there is none.
    assert evidence_for(PATH, (ROOT_LIST, clean, newest), NOW) == (clean, ROOT_LIST)
    assert evidence_for(PATH, (ROOT_LIST, newest), NOW) == (newest, ROOT_LIST)


def test_times_of_an_answer() -> None:
    assert status(says(since=NOW - 3 * DAY, until=NOW - 2 * DAY)) is Status.UNKNOWN
    assert status(says(since=NOW - 3 * DAY, until=NOW - 2 * DAY), at=NOW - 3 * DAY) is Status.GOOD
    assert status(says(since=NOW + HOUR)) is Status.UNKNOWN
    # No two clocks are the same.
    assert status(says(since=NOW + timedelta(minutes=3))) is Status.GOOD
    # Without nextUpdate newer information is always to be had: it holds for an hour.
    assert status(says(until=None, since=NOW - timedelta(minutes=50))) is Status.GOOD
    assert status(says(until=None, since=NOW - timedelta(minutes=70))) is Status.UNKNOWN


def test_about_another_certificate_or_issuer() -> None:
    other = AUTHORITY.issue(HOKIM).certificate
    assert status(says(certificate=other)) is Status.UNKNOWN
    stranger = Authority2("Boshqa")
    assert status(says(issuer=stranger.issuing, signer=stranger.issuing)) is Status.UNKNOWN
    assert status(says(issuer=stranger.issuing)) is Status.UNKNOWN


def test_who_may_answer() -> None:
    assert status(says(signer=responder(), delegated=True)) is Status.GOOD
    rsa_key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    assert status(says(signer=responder(key=rsa_key), delegated=True)) is Status.GOOD
    refused = (
        # Signed by the responder, whose certificate did not come along.
        says(signer=responder()),
        # For another purpose, and for none.
        says(signer=responder(usage=ExtendedKeyUsageOID.TIME_STAMPING), delegated=True),
        says(signer=responder(usage=None), delegated=True),
        # A person of the same authority, and somebody else's responder.
        says(signer=AUTHORITY.issue(HOKIM), delegated=True),
        says(signer=responder(Authority2("Boshqa")), delegated=True),
        # Over before it answered; a key that is too weak.
        says(signer=responder(days=10), delegated=True),
        says(
            signer=responder(key=rsa.generate_private_key(public_exponent=65537, key_size=1024)),
            delegated=True,
        ),
        # The root did not issue this certificate.
        says(signer=AUTHORITY.root),
    )
    assert [status(item) for item in refused] == [Status.UNKNOWN] * len(refused)


def test_a_revoked_responder_says_nothing() -> None:
    stolen = responder()
    listed = a_list(
        ISSUING, NOW - 3 * DAY, revoked={stolen.certificate.serial_number: NOW - 4 * DAY}
    )
    forged = says(signer=stolen, delegated=True)
    revoked_later = a_list(ISSUING, NOW - HOUR, revoked={CERTIFICATE.serial_number: NOW - 2 * DAY})
    assert check_path(PATH, (ROOT_LIST, forged), NOW).status is Status.GOOD
    # The list is older than the answer and tells of both: the answer is not heard.
    found = check_path(PATH, (ROOT_LIST, listed, forged), NOW - 2 * DAY, now=NOW)
    assert found.status is Status.GOOD
    over = a_list(ISSUING, NOW - 3 * DAY, NOW - DAY, {stolen.certificate.serial_number: NOW})
    assert check_path(PATH, (ROOT_LIST, over, forged), NOW).status is Status.GOOD
    told = a_list(ISSUING, NOW - 3 * DAY, NOW + DAY, {stolen.certificate.serial_number: NOW})
    assert check_path(PATH, (ROOT_LIST, told, forged), NOW).as_of == NOW - 30 * DAY
    revoking = says(REVOKED, signer=stolen, delegated=True)
    assert check_path(PATH, (ROOT_LIST, revoking), NOW).status is Status.REVOKED
    assert check_path(PATH, (ROOT_LIST, told, revoking), NOW).status is Status.GOOD
    assert status(forged, revoked_later) is Status.REVOKED
    # Its issuer vouches for it as long as it lasts.
    vouched = responder(no_check=True)
    assert status(says(signer=vouched, delegated=True)) is Status.GOOD


def test_every_byte_of_an_answer_counts() -> None:
    answer = says()
    der = answer.der
    # How many bits of the last byte don't count: with luck none of them was set.
    unused = der.index(answer.parsed.signature) - 1
    worth = []
    for at in range(len(der)):
        if at == unused:
            continue
        changed = bytearray(der)
        changed[at] ^= 0x04
        try:
            answer = load_answer(bytes(changed))
        except MalformedDocument:
            continue
        worth.append(status_of(answer, CERTIFICATE, ISSUING.certificate))
    assert worth
    assert not any(worth)


@pytest.mark.parametrize("der", [b"", b"<html>", b"\x30\x03\x0a\x01\x06", b"\x30\x03\x0a\x01\x03"])
def test_what_is_no_answer(der: bytes) -> None:
    with pytest.raises(MalformedDocument):
        load_answer(der)


def test_a_question_and_its_answer() -> None:
    question = ask(CERTIFICATE, ISSUING.certificate)
    nonce = ocsp.load_der_ocsp_request(question.der).extensions.get_extension_for_class(
        x509.OCSPNonce
    )
    assert nonce.value.nonce == question.nonce
    for answer in (says(nonce=question.nonce), says()):
        found = check_answer(answer, question, CERTIFICATE, ISSUING.certificate, NOW)
        assert found.revoked is None
    for wrong in (
        says(nonce=b"x" * 16),
        says(UNKNOWN),
        says(since=NOW - 3 * DAY, until=NOW - DAY),
        says(signer=AUTHORITY.root),
    ):
        with pytest.raises(MalformedDocument):
            check_answer(wrong, question, CERTIFICATE, ISSUING.certificate, NOW)


def test_addresses_of_a_certificate() -> None:
    names = ("http://ocsp.example/", "https://ocsp.example/a", "ldap://x", "file:///etc/passwd")
    descriptions = [
        x509.AccessDescription(
            AuthorityInformationAccessOID.OCSP, x509.UniformResourceIdentifier(name)
        )
        for name in names
    ]
    descriptions.append(
        x509.AccessDescription(
            AuthorityInformationAccessOID.CA_ISSUERS,
            x509.UniformResourceIdentifier("http://ca.example/"),
        )
    )
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = (
        AUTHORITY._builder(CERTIFICATE.subject, PATH[1], key, NOW, 5)
        .add_extension(x509.AuthorityInformationAccess(descriptions), False)
        .sign(ISSUING.key, hashes.SHA256())
    )
    assert addresses(certificate) == names[:2]
    assert addresses(CERTIFICATE) == ()


# OpenSSL on the other side.


def _pem(path: Path, issued: Issued) -> None:
    path.with_suffix(".pem").write_bytes(issued.certificate.public_bytes(Encoding.PEM))
    key = issued.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.with_suffix(".key").write_bytes(key)


@pytest.mark.parametrize("by_responder", [False, True])
@pytest.mark.parametrize("revoked", [False, True])
def test_openssl_answers_us(tmp_path: Path, by_responder: bool, revoked: bool) -> None:
    _pem(tmp_path / "ca", ISSUING)
    _pem(tmp_path / "signer", responder() if by_responder else ISSUING)
    serial = f"{CERTIFICATE.serial_number:X}"
    serial = serial if len(serial) % 2 == 0 else f"0{serial}"
    row = ["R" if revoked else "V", "281120090000Z", "261118090000Z" if revoked else ""]
    (tmp_path / "index.txt").write_text("\t".join([*row, serial, "unknown", "/CN=x"]) + "\n")
    question = ask(CERTIFICATE, ISSUING.certificate)
    (tmp_path / "q.der").write_bytes(question.der)
    command = ["openssl", "ocsp", "-index", "index.txt", "-CA", "ca.pem", "-rsigner"]
    command += ["signer.pem", "-rkey", "signer.key", "-reqin", "q.der", "-respout", "a.der"]
    command += ["-ndays", "2"]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    answer = load_answer((tmp_path / "a.der").read_bytes())
    now = datetime.now(UTC)
    found = check_answer(answer, question, CERTIFICATE, ISSUING.certificate, now)
    assert abs(found.since - now) < timedelta(minutes=5)
    assert found.revoked == (datetime(2026, 11, 18, 9, 0, tzinfo=UTC) if revoked else None)
    assert found.responder == (None if not by_responder else _certificate(tmp_path / "signer.pem"))


def _certificate(path: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate(path.read_bytes())


def test_openssl_reads_our_question(tmp_path: Path) -> None:
    question = ask(CERTIFICATE, ISSUING.certificate)
    (tmp_path / "q.der").write_bytes(question.der)
    command = ["openssl", "ocsp", "-reqin", str(tmp_path / "q.der"), "-req_text"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert f"{CERTIFICATE.serial_number:X}".lower() in ran.stdout.lower(), ran.stderr


# In a signature.

Change = Callable[[bytes], bytes]


@pytest.fixture(scope="module")
def case() -> Case:
    return make_case()


def b_lt(case: Case, *, with_lists: bool = False) -> tuple[bytes, TrustAnchors]:
    """A package whose signer and time-stamp server are told of by OCSP answers."""
    authority = case.authority
    server = authority.signer(SERVER, time_stamping=True)
    plain = case.package(crls=with_lists, pdf_profile=False)
    signature = read_signature(io.BytesIO(plain))
    value, _ = signature_value(signature)
    question = ask_stamp(value)
    bare = replace(authority.anchors(crls=False), intermediates=(authority.issuing.certificate,))
    time = check_stamp(stamp(server, question), question, value, bare)
    richer = stamped(signature, server, authority, NOW)
    time = replace(time, path=(server.identity.certificate, *time.path[1:]))
    answers = tuple(
        says(
            certificate=item.identity.certificate,
            issuer=authority.issuing,
            signer=authority.issuing,
        )
        for item in (case.hokim, server)
    )
    anchors = replace(bare, crls=(a_list(authority.root, NOW - DAY), *bare.crls), answers=answers)
    out = io.BytesIO()
    with_all = complete(richer, _manifest(plain), time, anchors, NOW)
    replace_signature(io.BytesIO(plain), out, with_all)
    return out.getvalue(), bare


def _manifest(package: bytes) -> bytes:
    from signing.container.reader import open_container

    return open_container(io.BytesIO(package)).read(MANIFEST, 1 << 20)


def test_a_package_with_answers_is_complete_for_itself(case: Case) -> None:
    package, bare = b_lt(case)
    report = verify_package(io.BytesIO(package), bare, at=NOW + 400 * DAY)
    main = report.signatures[0]
    assert (main.level, main.trusted) == ("B-LT", True), report.reasons
    assert main.status_as_of == NOW - DAY
    # Without the signer's answer it is only time-stamped, and the question is open.
    signature = read_signature(io.BytesIO(package))
    found = check_cms(signature, _manifest(package))
    assert len(found.answers) == 2
    assert len(found.crls) == 1


def test_a_part_of_what_is_needed_is_not_embedded(case: Case) -> None:
    """Without the server's status it stays B-T, as it was: some programs refuse a part."""
    authority = case.authority
    server = authority.signer(SERVER, time_stamping=True)
    plain = case.package(crls=False, pdf_profile=False)
    richer = stamped(read_signature(io.BytesIO(plain)), server, authority, NOW)
    own = authority.issuing.certificate, authority.root.certificate
    moment = TimeStamp(b"", NOW, "", (server.identity.certificate, *own))
    told = says(
        certificate=case.hokim.identity.certificate,
        issuer=authority.issuing,
        signer=authority.issuing,
    )
    root = a_list(authority.root, NOW - DAY)
    anchors = TrustAnchors((own[1],), (own[0],), (root,), (told,))
    assert complete(richer, _manifest(plain), moment, anchors, NOW) == richer
    whole = replace(anchors, crls=(root, a_list(authority.issuing, NOW - HOUR)))
    found = check_cms(complete(richer, _manifest(plain), moment, whole, NOW), _manifest(plain))
    assert (len(found.crls), found.answers) == (2, ())


def test_a_list_of_another_authority_does_not_make_it_b_lt(case: Case) -> None:
    """Something embedded is not enough: it must tell of these very certificates."""
    authority = case.authority
    server = authority.signer(SERVER, time_stamping=True)
    plain = case.package(crls=False, pdf_profile=False)
    richer = stamped(read_signature(io.BytesIO(plain)), server, authority, NOW)
    richer = add_sources(richer, (Authority2("Boshqa").crls()[1],))
    out = io.BytesIO()
    replace_signature(io.BytesIO(plain), out, richer)
    anchors = authority.anchors()
    (main, *_) = verify_package(io.BytesIO(out.getvalue()), anchors, at=NOW).signatures
    assert (main.level, main.trusted) == ("B-T", True)


def test_openssl_still_accepts_it(case: Case, tmp_path: Path) -> None:
    package, _ = b_lt(case)
    (tmp_path / "s.p7s").write_bytes(read_signature(io.BytesIO(package)))
    (tmp_path / "m.xml").write_bytes(_manifest(package))
    case.authority.write_pem(tmp_path / "roots.pem")
    at = str(int(NOW.timestamp()))
    openssl = ["openssl", "cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", "s.p7s"]
    openssl += ["-content", "m.xml", "-CAfile", "roots.pem", "-purpose", "any"]
    openssl += ["-attime", at, "-out", "o"]
    certtool = ["certtool", "--p7-verify", "--inder", "--infile", "s.p7s", "--load-data"]
    certtool += ["m.xml", "--load-ca-certificate", "roots.pem"]
    for command in (openssl, certtool):
        ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert ran.returncode == 0, (command[0], ran.stderr, ran.stdout)
    printed = subprocess.run(
        ["openssl", "cms", "-cmsout", "-print", "-inform", "DER", "-in", "s.p7s"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "1.3.6.1.5.5.7.16.2" in printed
    assert "version: 5" in printed


def test_a_list_that_is_too_large_is_not_embedded() -> None:
    """An answer takes its place; the signature must stay readable."""
    revoked = dict.fromkeys(range(1 << 64, (1 << 64) + 8000), NOW - 2 * DAY)
    large = a_list(ISSUING, NOW - HOUR, revoked=revoked)
    assert len(large.public_bytes(Encoding.DER)) > LARGEST
    assert not fits(large)
    # And then the root's alone is of no use.
    assert lists_for(PATH, (ROOT_LIST, large), NOW) == ()
    small = a_list(ISSUING, NOW - 2 * HOUR)
    assert lists_for(PATH, (ROOT_LIST, large, small), NOW) == (small, ROOT_LIST)
    # It still tells of whom it lists.
    assert check_path(PATH, (ROOT_LIST, large), NOW).status is Status.GOOD


def test_answers_are_kept_as_helpers() -> None:
    first, second = says(since=NOW - 2 * HOUR), says()
    anchors = TrustAnchors((AUTHORITY.root.certificate,), (), (ROOT_LIST,))
    kept = TrustAnchors((), (), (), (first, second)).helpers_pem()
    helped = anchors.with_helpers("helpers", kept)
    assert len(helped.answers) == 1
    assert check_path(PATH, helped.sources, NOW).status is Status.GOOD
    again = anchors.with_helpers("helpers", helped.helpers_pem())
    assert again.answers == helped.answers
    assert again.anchors == anchors.anchors
