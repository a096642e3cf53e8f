"""The registry's OCSP responder, asked by OpenSSL and by the client's own code."""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp

from eqaror_desktop.flows.status import Responders
from registry import certificates
from registry.ocsp import _names
from signing.errors import MalformedDocument
from signing.ocsp import KINDS, ask, check_answer, load_answer
from signing.revocation import Status, check_path
from signing.trust import TrustAnchors
from sync.http import Limits, ask_stranger
from tests.registry import small
from tests.registry.conftest import Running
from tests.signing.pki import Authority2


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
    helped = helped.with_helpers("x", TrustAnchors((), (), (), found).helpers_pem())
    assert len(helped.answers) == 2
    assert check_path(path, helped.sources, clock.now).status is Status.REVOKED
