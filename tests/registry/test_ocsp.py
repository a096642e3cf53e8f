"""The registry's OCSP responder, asked by OpenSSL and by the client's own code."""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID

from eqaror_desktop.flows.status import Responders
from registry import certificates
from registry.authority import Subject
from registry.ocsp import _names
from signing.errors import MalformedDocument
from signing.ocsp import KINDS, ask, check_answer, load_answer
from signing.revocation import Status, check_path
from signing.trust import TrustAnchors
from sync.http import Limits, ask_stranger
from tests.registry import small
from tests.registry.conftest import Running
from tests.signing.pki import Authority2
from tests.sync.test_strangers import stranger


@pytest.fixture
def present(running: Running) -> Running:
    """The registry, with the real time: OpenSSL judges by its own clock."""
    running.clock.now = datetime.now(UTC).replace(microsecond=0)
    return running


def _pem(path: Path, certificate: x509.Certificate) -> Path:
    path.write_bytes(certificate.public_bytes(Encoding.PEM))
    return path


def _openssl(
    running: Running, directory: Path, certificate: x509.Certificate, issuer: x509.Certificate
) -> str:
    command = ["openssl", "ocsp", "-issuer", _pem(directory / "issuer.pem", issuer)]
    command += ["-cert", _pem(directory / "cert.pem", certificate)]
    command += ["-url", f"{running.address}/ca/ocsp", "-CAfile"]
    command += [running.core.directory / "trust.pem"]
    ran = subprocess.run(
        list(map(str, command)), capture_output=True, text=True, check=False, timeout=30
    )
    return ran.stdout + ran.stderr


def test_openssl_asks_the_registry(present: Running, tmp_path: Path) -> None:
    authority = present.core.authority
    hokim = present.signer(small.HOKIM).identity.certificate
    told = _openssl(present, tmp_path, hokim, authority.issuing)
    assert "Response verify OK" in told
    assert "cert.pem: good" in told
    certificates.revoke(present.core, hokim.serial_number, present.clock.now)
    told = _openssl(present, tmp_path, hokim, authority.issuing)
    assert "Response verify OK" in told
    assert "cert.pem: revoked" in told
    told = _openssl(present, tmp_path, authority.issuing, authority.root)
    assert "Response verify OK" in told
    assert "cert.pem: good" in told
    stranger = Authority2()
    told = _openssl(
        present, tmp_path, stranger.issue(("X", "1" * 14, "")).certificate,
        stranger.issuing.certificate,
    )  # fmt: skip
    assert "unauthorized" in told


def test_our_own_question_and_every_refusal(present: Running) -> None:
    authority = present.core.authority
    hokim = present.signer(small.HOKIM).identity.certificate
    question = ask(hokim, authority.issuing)
    limits = Limits(connect=2, read=5, whole=5)
    address = f"{present.address}/ca/ocsp"
    answer = load_answer(ask_stranger(address, question.der, KINDS, limits))
    found = check_answer(answer, question, hokim, authority.issuing, present.clock.now)
    assert (found.since, found.revoked) == (present.clock.now, None)
    nonce = answer.parsed.extensions.get_extension_for_class(x509.OCSPNonce).value.nonce
    assert nonce == question.nonce
    for size in (32, 33):
        builder = ocsp.OCSPRequestBuilder().add_certificate(
            hokim, authority.issuing, hashes.SHA256()
        )
        longer = builder.add_extension(x509.OCSPNonce(b"x" * size), critical=False).build()
        der = longer.public_bytes(Encoding.DER)
        told = load_answer(ask_stranger(address, der, KINDS, limits)).parsed.extensions
        assert [item.value for item in told] == [x509.OCSPNonce(b"x" * 32)] * (size == 32)
    # What the root never gave is not good.
    names = _names(authority.root, "sha1")
    asked = ocsp.OCSPRequestBuilder().add_certificate_by_hash(
        *names, hokim.serial_number, hashes.SHA1()
    )
    der = asked.build().public_bytes(Encoding.DER)
    foreign = load_answer(ask_stranger(address, der, KINDS, limits))
    assert foreign.parsed.certificate_status is ocsp.OCSPCertStatus.UNKNOWN
    with pytest.raises(MalformedDocument, match="malformed_request"):
        load_answer(ask_stranger(address, b"nonsense", KINDS, limits))
    problem = present.stranger.refused(
        "POST", "/ca/ocsp", data=question.der, headers={"Content-Type": "text/plain"}
    )
    assert problem.code == "bad_request"


def test_a_station_asks_once_and_leaves_a_dead_responder_alone(present: Running) -> None:
    authority = present.core.authority
    hokim = present.signer(small.HOKIM).identity.certificate
    path = (hokim, authority.issuing, authority.root)
    anchors = TrustAnchors((authority.root,), (authority.issuing,))
    clock = present.clock
    # An answer bears the computer's own time too, and none is true before it was made.
    clock.pass_(timedelta(hours=-3))
    responders = Responders(clock)
    address = f"{present.address}/ca/ocsp"
    dead = "http://127.0.0.1:9/ocsp"
    found = responders.ask((path,), anchors, (dead, address))
    assert [item.parsed.certificate_status for item in found] == [ocsp.OCSPCertStatus.GOOD] * 2
    helped = anchors.with_helpers("x", TrustAnchors((), (), (), found).helpers_pem())
    status = check_path(path, helped.sources, clock.now)
    assert (status.status, status.as_of) == (Status.GOOD, clock.now)
    assert responders._paused[dead] > clock.now
    # While it is fresh nobody is asked; then the newest word takes the place of the older.
    assert responders.ask((path,), helped, (address,)) == ()
    certificates.revoke(present.core, hokim.serial_number, clock.now)
    clock.pass_(timedelta(hours=2))
    found = responders.ask((path,), helped, (address,))
    new = TrustAnchors((), (), (), found).helpers_pem()
    helped = helped.with_helpers("x", new, clock.now)
    assert len(helped.answers) == 2
    assert check_path(path, helped.sources, clock.now).status is Status.REVOKED


def test_a_certificate_names_its_own_responder(present: Running) -> None:
    """Its address is asked, and not the usual ones; nobody is asked again and again in vain."""
    authority = present.core.authority
    asked: list[bytes] = []

    def work(request: BaseHTTPRequestHandler) -> None:
        asked.append(request.rfile.read(int(request.headers["Content-Length"])))
        body = b"\x30\x03\x0a\x01\x06"
        request.send_response(200)
        request.send_header("Content-Type", KINDS[1])
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    with stranger(work) as address:
        place = x509.AccessDescription(
            AuthorityInformationAccessOID.OCSP, x509.UniformResourceIdentifier(address)
        )
        key = ec.generate_private_key(ec.SECP256R1())
        template = authority.issue(key.public_key(), Subject("Sinovov Sinov", "3" * 14))
        builder = x509.CertificateBuilder().subject_name(template.subject)
        builder = builder.issuer_name(template.issuer).public_key(key.public_key())
        builder = builder.serial_number(x509.random_serial_number())
        builder = builder.not_valid_before(template.not_valid_before_utc)
        builder = builder.not_valid_after(template.not_valid_after_utc)
        for extension in template.extensions:
            builder = builder.add_extension(extension.value, extension.critical)
        builder = builder.add_extension(x509.AuthorityInformationAccess([place]), False)
        certificate = builder.sign(authority._issuing_key, hashes.SHA256())
        anchors = TrustAnchors((authority.root,), (authority.issuing,))
        path = anchors.path(certificate, (), present.clock.now)
        responders = Responders(present.clock)
        for _ in range(3):
            found = responders.ask((path[:2],), anchors, (f"{present.address}/ca/ocsp",))
            assert found == ()
        assert len(asked) == 1
        present.clock.pass_(timedelta(hours=2))
        responders.ask((path[:2],), anchors, ())
        assert len(asked) == 2
    (serial,) = {ocsp.load_der_ocsp_request(query).serial_number for query in asked}
    assert serial == certificate.serial_number
