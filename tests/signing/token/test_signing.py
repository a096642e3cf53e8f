from __future__ import annotations

import hashlib
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from signing.errors import (
    AlgorithmRefused,
    CertificateMismatch,
    NoCertificate,
    SignatureCheckFailed,
)
from signing.mechanism import RsaPadding
from signing.signer import SignatureAlgorithm, Signer, SignerCertificate
from signing.token.host import TokenHost
from signing.token.provision import KeyKind, generate_key, provision_token, store_certificate
from tests.signing.softhsm import (
    DER,
    KEY_ID,
    PIN,
    SO_PIN,
    MadeToken,
    empty_module,
    issue,
    make_token,
    with_fault,
)

DATA = "Hokim qarori matni – sinov uchun".encode() * 100


def openssl_accepts(
    directory: Path, token: MadeToken, data: bytes, value: bytes, pss: bool
) -> bool:
    """Ask openssl twice: over the document, and over its digest alone."""
    files = {name: directory / name for name in ("key.pem", "data", "digest", "value")}
    files["key.pem"].write_bytes(
        token.certificate.public_key().public_bytes(
            Encoding.PEM, PublicFormat.SubjectPublicKeyInfo
        )
    )
    files["data"].write_bytes(data)
    files["digest"].write_bytes(hashlib.sha256(data).digest())
    files["value"].write_bytes(value)
    options = ("rsa_padding_mode:pss", "rsa_pss_saltlen:digest") if pss else ()
    whole = ["dgst", "-sha256", "-verify", files["key.pem"], "-signature", files["value"]]
    digest = ["pkeyutl", "-verify", "-pubin", "-inkey", files["key.pem"]]
    digest += ["-in", files["digest"], "-sigfile", files["value"], "-pkeyopt", "digest:sha256"]
    for option in options:
        whole += ["-sigopt", option]
        digest += ["-pkeyopt", option]
    whole += [files["data"]]
    results = {
        subprocess.run(
            ["openssl", *map(str, arguments)], capture_output=True, timeout=30
        ).returncode
        for arguments in (whole, digest)
    }
    assert len(results) == 1, "openssl disagrees with itself"
    return results == {0}


def test_ecdsa_is_accepted_by_cryptography_and_openssl(
    tmp_path: Path, ec_token: MadeToken, ec_host: TokenHost
) -> None:
    with ec_host.open(ec_token.serial, ec_token.pin()) as session:
        signer: Signer = session.signer(ec_token.identity)
        value = signer.sign(DATA)
    assert signer.algorithm is SignatureAlgorithm.ECDSA_SHA256
    assert signer.identity.certificate == ec_token.certificate
    key = ec_token.certificate.public_key()
    assert isinstance(key, ec.EllipticCurvePublicKey)
    key.verify(value, DATA, ec.ECDSA(hashes.SHA256()))
    assert openssl_accepts(tmp_path, ec_token, DATA, value, pss=False)
    assert not openssl_accepts(tmp_path, ec_token, DATA + b".", value, pss=False)


@pytest.mark.parametrize("rsa_padding", RsaPadding)
def test_rsa_is_accepted_by_cryptography_and_openssl(
    tmp_path: Path, rsa_token: MadeToken, rsa_padding: RsaPadding
) -> None:
    pss = rsa_padding is RsaPadding.PSS
    with (
        TokenHost(rsa_token.module) as host,
        host.open(rsa_token.serial, rsa_token.pin()) as session,
    ):
        signer = session.signer(rsa_token.identity, rsa_padding=rsa_padding)
        value = signer.sign(DATA)
    assert signer.algorithm is (
        SignatureAlgorithm.RSA_PSS_SHA256 if pss else SignatureAlgorithm.RSA_PKCS1_SHA256
    )
    key = rsa_token.certificate.public_key()
    assert isinstance(key, rsa.RSAPublicKey)
    scheme = padding.PSS(padding.MGF1(hashes.SHA256()), 32) if pss else padding.PKCS1v15()
    key.verify(value, DATA, scheme, hashes.SHA256())
    assert openssl_accepts(tmp_path, rsa_token, DATA, value, pss=pss)
    assert not openssl_accepts(tmp_path, rsa_token, DATA + b".", value, pss=pss)


@pytest.mark.parametrize(
    "algorithm",
    [
        SignatureAlgorithm.RSA_PKCS1_SHA384,
        SignatureAlgorithm.RSA_PKCS1_SHA512,
        SignatureAlgorithm.RSA_PSS_SHA384,
        SignatureAlgorithm.RSA_PSS_SHA512,
    ],
)
def test_every_rsa_algorithm_can_be_asked_for(
    rsa_token: MadeToken, algorithm: SignatureAlgorithm
) -> None:
    hashed = {"sha384": hashes.SHA384(), "sha512": hashes.SHA512()}[algorithm.hash_name]
    with (
        TokenHost(rsa_token.module) as host,
        host.open(rsa_token.serial, rsa_token.pin()) as session,
    ):
        value = session.signer(rsa_token.identity, algorithm).sign(DATA)
    key = rsa_token.certificate.public_key()
    assert isinstance(key, rsa.RSAPublicKey)
    scheme: padding.AsymmetricPadding = padding.PKCS1v15()
    if "pss" in algorithm:
        scheme = padding.PSS(padding.MGF1(hashed), hashed.digest_size)
    key.verify(value, DATA, scheme, hashed)


def test_p384_signs_with_sha384(tmp_path: Path) -> None:
    token = make_token(tmp_path, key_kind=KeyKind.EC_P384)
    with TokenHost(token.module) as host, host.open(token.serial, token.pin()) as session:
        signer = session.signer(token.identity)
        values = [signer.sign(DATA + bytes([number])) for number in range(8)]
    assert signer.algorithm is SignatureAlgorithm.ECDSA_SHA384
    key = token.certificate.public_key()
    assert isinstance(key, ec.EllipticCurvePublicKey)
    for number, value in enumerate(values):
        key.verify(value, DATA + bytes([number]), ec.ECDSA(hashes.SHA384()))


def test_one_signature_is_one_call_of_the_token(
    tmp_path: Path, ec_token: MadeToken, built: Path
) -> None:
    count = tmp_path / "calls"
    token = with_fault(ec_token, built, "43:count", count)
    with TokenHost(token.module) as host, host.open(token.serial, token.pin()) as session:
        signer = session.signer(token.identity)
        assert not count.exists()
        signer.sign(DATA)
        assert count.read_bytes() == b"x"


def test_certificates_are_shown_before_the_pin_and_are_the_same_after(
    ec_token: MadeToken, ec_host: TokenHost
) -> None:
    shown = ec_host.certificates(ec_token.serial)
    assert [c.der for c in shown] == [ec_token.certificate.public_bytes(DER)]
    assert shown[0].key_id == KEY_ID
    with ec_host.open(ec_token.serial, ec_token.pin()) as session:
        assert session.certificates() == shown


def test_certificate_swapped_between_showing_and_signing(tmp_path: Path) -> None:
    token = make_token(tmp_path)
    shown = token.identity
    other = make_token(tmp_path / "other").certificate
    with TokenHost(token.module) as host:
        with host.open(token.serial, token.pin(), writable=True) as session:
            store_certificate(session, KEY_ID, "boshqa", other.public_bytes(DER))
        with (
            host.open(token.serial, token.pin()) as session,
            pytest.raises(CertificateMismatch) as caught,
        ):
            session.signer(shown)
    assert caught.value.field == "certificate"
    assert caught.value.subject == "CN=Hokim"


def test_a_certificate_of_another_key_never_gives_a_signature(tmp_path: Path) -> None:
    token = make_token(tmp_path)
    foreign = make_token(tmp_path / "other").certificate
    with TokenHost(token.module) as host:
        with host.open(token.serial, token.pin(), writable=True) as session:
            store_certificate(session, KEY_ID, "boshqa", foreign.public_bytes(DER))
        with host.open(token.serial, token.pin()) as session:
            signer = session.signer(SignerCertificate(foreign))
            with pytest.raises(SignatureCheckFailed) as caught:
                signer.sign(DATA)
    assert caught.value.reasons == ("SIG_CRYPTO_FAILURE",)


def test_a_certificate_without_its_key_is_not_one_to_sign_with(tmp_path: Path) -> None:
    module = empty_module(tmp_path)
    with TokenHost(module) as host:
        serial = provision_token(host, "Hokim", bytearray(SO_PIN), bytearray(PIN))
        with host.open(serial, bytearray(PIN), writable=True) as session:
            generate_key(session, KeyKind.EC_P256, KEY_ID, "kalit")
            elsewhere = ec.generate_private_key(ec.SECP256R1()).public_key()
            spki = elsewhere.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
            certificate = issue(spki, "Hokim")
            with pytest.raises(NoCertificate):
                session.signer(SignerCertificate(certificate))
            store_certificate(session, KEY_ID, "kalitsiz", certificate.public_bytes(DER))
            assert len(host.certificates(serial)) == 1
            with pytest.raises(SignatureCheckFailed):
                session.signer(SignerCertificate(certificate)).sign(DATA)
            store_certificate(session, b"\x09", "kalitsiz", certificate.public_bytes(DER))


def test_an_algorithm_of_another_kind_of_key_is_refused(
    ec_token: MadeToken, ec_host: TokenHost
) -> None:
    with (
        ec_host.open(ec_token.serial, ec_token.pin()) as session,
        pytest.raises(AlgorithmRefused) as caught,
    ):
        session.signer(ec_token.identity, SignatureAlgorithm.RSA_PKCS1_SHA256)
    assert caught.value.name == "rsa-pkcs1-sha256"


def test_a_stored_certificate_takes_the_place_of_the_older_one(tmp_path: Path) -> None:
    token = make_token(tmp_path, label="Gʻayratov Oʻrinbosar – uzun yorliq, kesiladi")
    spki = token.certificate.public_key().public_bytes(
        Encoding.DER, PublicFormat.SubjectPublicKeyInfo
    )
    newer = issue(spki, "Yangi")
    with TokenHost(token.module) as host:
        with host.open(token.serial, token.pin(), writable=True) as session:
            store_certificate(session, KEY_ID, "yangi", newer.public_bytes(DER))
        assert [c.der for c in host.certificates(token.serial)] == [newer.public_bytes(DER)]
        (info,) = [t for t in host.tokens() if t.initialised]
        assert info.label == "Gʻayratov Oʻrinbosar – uzun"
        assert len(info.label.encode()) <= 32
