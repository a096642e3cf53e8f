"""Time-stamps, trust, revocation lists: each checked by somebody else's program as well."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from registry import certificates
from registry.authority import Subject
from signing.certificate import facts
from signing.cms_asn1 import tlv
from signing.cms_verify import check_cms
from signing.errors import MalformedDocument
from signing.timestamp import ask, check_answer
from signing.trust import TrustAnchors
from sync import wire
from tests.registry import small
from tests.registry.conftest import Running

QUERY = "application/timestamp-query"


def _openssl(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["openssl", *map(str, arguments)], capture_output=True, text=True, check=False, timeout=30
    )


def _stamp(running: Running, query: bytes) -> bytes:
    answer = running.stranger.call(
        "POST", "/v1/timestamp", data=query, headers={"Content-Type": QUERY}
    )
    assert answer.headers["Content-Type"] == "application/timestamp-reply"
    return answer.content


@pytest.mark.parametrize("digest", ["-sha256", "-sha384", "-sha512"])
@pytest.mark.parametrize("nonce", [[], ["-no_nonce"]])
def test_openssl_accepts_a_time_stamp(
    running: Running, tmp_path: Path, digest: str, nonce: list[str]
) -> None:
    # Judged by openssl's clock, so the registry's must be the real one here.
    running.clock.now = datetime.now(UTC).replace(microsecond=0)
    data, query, reply = (tmp_path / name for name in ("data", "query", "reply"))
    data.write_bytes(b"imzo qiymati")
    made = _openssl("ts", "-query", "-data", data, digest, "-cert", *nonce, "-out", query)
    assert made.returncode == 0, made.stderr
    reply.write_bytes(_stamp(running, query.read_bytes()))
    trust = running.core.directory / "trust.pem"
    checked = _openssl("ts", "-verify", "-data", data, "-in", reply, "-CAfile", trust)
    assert "Verification: OK" in checked.stdout + checked.stderr
    asked = _openssl("ts", "-verify", "-queryfile", query, "-in", reply, "-CAfile", trust)
    assert "Verification: OK" in asked.stdout + asked.stderr
    data.write_bytes(b"boshqa qiymat")
    other = _openssl("ts", "-verify", "-data", data, "-in", reply, "-CAfile", trust)
    assert "Verification: OK" not in other.stdout + other.stderr


def test_our_own_check_accepts_a_time_stamp(running: Running) -> None:
    question = ask(b"imzo qiymati")
    stamp = check_answer(
        _stamp(running, question.der), question, b"imzo qiymati", running.core.anchors
    )
    assert stamp.time == running.clock.now
    assert stamp.server == "Sinov TSA"


def _failure(reply: bytes, tmp_path: Path) -> str:
    (tmp_path / "reply").write_bytes(reply)
    return _openssl("ts", "-reply", "-in", tmp_path / "reply", "-text").stdout


def test_refusals_are_told_in_the_protocol(running: Running, tmp_path: Path) -> None:
    data, query = tmp_path / "data", tmp_path / "query"
    data.write_bytes(b"x")
    _openssl("ts", "-query", "-data", data, "-sha1", "-out", query)
    text = _failure(_stamp(running, query.read_bytes()), tmp_path)
    assert "Rejected" in text
    assert "unrecognized or unsupported algorithm" in text.lower()
    _openssl("ts", "-query", "-data", data, "-sha256", "-tspolicy", "1.2.3.4", "-out", query)
    text = _failure(_stamp(running, query.read_bytes()), tmp_path)
    assert "policy is not supported" in text
    head = query.read_bytes()[2:]
    imprint = head[3 : 5 + head[4]]
    for size, said in ((16, "Granted"), (17, "data submitted has the wrong format")):
        words = tlv(0x30, b"\2\1\1" + imprint + tlv(2, b"x" * size))
        assert said in _failure(_stamp(running, words), tmp_path)
    text = _failure(_stamp(running, b"nonsense"), tmp_path)
    assert "data submitted has the wrong format" in text
    question = ask(b"x")
    refused = _stamp(running, b"")
    with pytest.raises(MalformedDocument):
        check_answer(refused, question, b"x", running.core.anchors)


def test_a_time_stamp_of_another_type(running: Running) -> None:
    problem = running.stranger.refused(
        "POST", "/v1/timestamp", data=b"x", headers={"Content-Type": "text/plain"}
    )
    assert problem.code == "bad_request"


@dataclass(frozen=True)
class _Statement:
    anchors: tuple[str, ...]
    intermediates: tuple[str, ...]
    crls: tuple[str, ...]
    crl_urls: tuple[str, ...]
    ocsp_urls: tuple[str, ...]
    issued: datetime


def test_trust_is_signed_by_the_registry(running: Running) -> None:
    trust = running.stranger.get("/v1/trust", wire.Trust)
    signature = check_cms(trust.signature, trust.statement.encode())
    anchors = TrustAnchors.load([running.core.directory / "trust.pem"])
    anchors.path(signature.certificate, signature.others, running.clock.now)
    assert facts(signature.certificate).common_name == "Sinov"
    statement = msgspec.json.decode(trust.statement, type=_Statement)
    assert statement.anchors == (anchors.pem().decode(),)
    assert statement.issued == running.clock.now
    # Each address answers with a list that its issuer signed.
    issuing = x509.load_pem_x509_certificate(statement.intermediates[0].encode())
    root = x509.load_pem_x509_certificate(statement.anchors[0].encode())
    for url, issuer, pem in zip(statement.crl_urls, (issuing, root), statement.crls, strict=True):
        answer = running.stranger.call("GET", url.removeprefix(running.address))
        found = x509.load_der_x509_crl(answer.content)
        key = issuer.public_key()
        assert found.is_signature_valid(key)  # type: ignore[arg-type]
        assert x509.load_pem_x509_crl(pem.encode()).issuer == issuer.subject


def test_a_revoked_certificate_is_on_the_list(running: Running) -> None:
    serial = running.signer(small.HOKIM).identity.certificate.serial_number
    certificates.revoke(running.core, serial, running.clock.now)
    found = x509.load_der_x509_crl(running.stranger.call("GET", "/ca/issuing.crl").content)
    entry = found.get_revoked_certificate_by_serial_number(serial)
    assert entry is not None
    assert entry.revocation_date_utc == running.clock.now
    assert running.stranger.refused("GET", "/ca/other.crl").code == "not_found"


def test_a_certificate_says_what_uzbek_ones_say(running: Running, tmp_path: Path) -> None:
    known = facts(running.signer(small.HOKIM).identity.certificate)
    assert (known.common_name, known.pinfl, known.stir, known.post, known.organisation) == (
        small.HOKIM.name,
        small.HOKIM.pinfl,
        small.HOKIMLIK.stir,
        small.HOKIM.post,
        small.HOKIMLIK.name,
    )
    assert 729 <= known.days_left(running.clock.now) <= 730
    certificate = running.signer(small.HOKIM).identity.certificate
    usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    assert (usage.digital_signature, usage.content_commitment) == (True, True)
    (tmp_path / "c.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
    directory = running.core.directory
    checked = _openssl(
        "verify",
        "-attime",
        str(int(running.clock.now.timestamp())),
        "-CAfile",
        directory / "trust.pem",
        "-untrusted",
        directory / "ca" / "issuing.pem",
        tmp_path / "c.pem",
    )
    assert checked.returncode == 0, checked.stderr


def test_a_key_from_a_token_is_certified_by_its_public_half(running: Running) -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    spki = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    certificate = running.core.authority.issue_spki(spki, Subject("Karimov Anvar", "3" * 14))
    assert certificate.public_key() == key.public_key()
    with pytest.raises(ValueError, match=r"(?i)deserialize|parse|key"):
        running.core.authority.issue_spki(b"nonsense", Subject("x"))


def test_keys_are_readable_by_their_owner_only(running: Running) -> None:
    keys = list((running.core.directory / "keys").rglob("*.key"))
    assert len(keys) > 4
    assert {path.stat().st_mode & 0o777 for path in keys} == {0o600}
