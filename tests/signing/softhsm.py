"""Real SoftHSM tokens for tests, made through the program's own token host."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, load_der_public_key
from cryptography.x509.oid import NameOID

from signing.signer import SignerCertificate
from signing.token.host import TokenHost
from signing.token.modules import ModuleSpec
from signing.token.provision import KeyKind, generate_key, provision_token, store_certificate

DER = Encoding.DER
PIN = b"13572468"
SO_PIN = b"97531864"
KEY_ID = b"\x01"

_LIBRARIES = (
    Path("/usr/lib/softhsm/libsofthsm2.so"),
    Path("/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so"),
    Path("/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so"),
    Path("/usr/lib64/libsofthsm2.so"),
)


@dataclass(frozen=True)
class MadeToken:
    """A token with one key and a self-issued certificate beside it."""

    module: ModuleSpec
    serial: str
    key_kind: KeyKind
    certificate: x509.Certificate

    @property
    def identity(self) -> SignerCertificate:
        return SignerCertificate(self.certificate)

    def pin(self) -> bytearray:
        """A fresh buffer each time, because every use wipes it."""
        return bytearray(PIN)


def library() -> Path:
    """The SoftHSM module of this computer; its absence fails the test, it is a required tool."""
    for path in _LIBRARIES:
        if path.is_file():
            return path
    raise FileNotFoundError("libsofthsm2.so: install softhsm2")


def empty_module(directory: Path) -> ModuleSpec:
    """SoftHSM with no tokens yet; everything it keeps is below ``directory``."""
    tokens = directory / "tokens"
    tokens.mkdir(parents=True, exist_ok=True)
    configuration = directory / "softhsm2.conf"
    configuration.write_text(
        f"directories.tokendir = {tokens}\nobjectstore.backend = file\nlog.level = ERROR\n"
    )
    return ModuleSpec(library(), {"SOFTHSM2_CONF": str(configuration)})


def make_token(
    directory: Path,
    label: str = "Hokim",
    pin: bytes = PIN,
    key_kind: KeyKind = KeyKind.EC_P256,
) -> MadeToken:
    """Make one more SoftHSM token in ``directory``, with a key and a certificate."""
    module = empty_module(directory)
    with TokenHost(module) as host:
        serial = provision_token(host, label, bytearray(SO_PIN), bytearray(pin))
        with host.open(serial, bytearray(pin), writable=True) as session:
            spki = generate_key(session, key_kind, KEY_ID, label)
            certificate = issue(spki, label)
            store_certificate(session, KEY_ID, label, certificate.public_bytes(DER))
    return MadeToken(module, serial, key_kind, certificate)


def issue(spki: bytes, name: str) -> x509.Certificate:
    """Issue a certificate for a public key, by an authority nobody needs to know."""
    key = load_der_public_key(spki)
    authority = ec.generate_private_key(ec.SECP256R1())
    start = datetime.now(UTC) - timedelta(days=1)
    return (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Sinov markazi")]))
        .public_key(key)  # type: ignore[arg-type]  # a certified kind, by the test's own choice
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=365))
        .sign(authority, hashes.SHA256())
    )


@cache
def fault_library(directory: Path) -> Path:
    """Compile the module with faults into a directory of the test session, once."""
    target = directory / "fault_module.so"
    source = Path(__file__).with_name("fault_module.c")
    command = ["gcc", "-shared", "-fPIC", "-Wall", "-Werror", "-o", str(target), str(source)]
    subprocess.run([*command, "-ldl"], check=True, timeout=60)
    return target


def with_fault(token: MadeToken, built: Path, fault: str, count: Path | None = None) -> MadeToken:
    """The same token behind a module with a fault; see ``fault_module.c`` for its words.

    ``built`` is a directory of the test session, so that the module is compiled once.
    """
    environment = {
        **token.module.environment,
        "FAULT": fault,
        "FAULT_INNER": str(token.module.path),
        "FAULT_COUNT": "" if count is None else str(count),
    }
    return replace(token, module=ModuleSpec(fault_library(built), environment))
