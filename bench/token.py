"""SoftHSM tokens with the hokim's key, made through the program's own token host."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from registry.authority import DemoAuthority, Subject
from registry.office import people
from signing.token.host import TokenHost
from signing.token.modules import ModuleSpec, usual_places
from signing.token.provision import KeyKind, generate_key, provision_token, store_certificate

PIN = b"135791"
"""Of every token made here; it protects nothing."""
_SO_PIN = b"975318"
_KEY_ID = b"\x01"


@dataclass(frozen=True)
class Token:
    """A token with one key and its certificate."""

    serial: str
    certificate: x509.Certificate


def softhsm(directory: Path) -> ModuleSpec:
    """Return SoftHSM without tokens; all it keeps is below ``directory``.

    Raises:
        FileNotFoundError: it is not installed.
    """
    store = directory / "tokens"
    store.mkdir(parents=True)
    configuration = directory / "softhsm2.conf"
    configuration.write_text(
        f"directories.tokendir = {store}\nobjectstore.backend = file\nlog.level = ERROR\n",
        encoding="utf-8",
    )
    for place in usual_places():
        if (place / "libsofthsm2.so").is_file():
            driver = place / "libsofthsm2.so"
            return ModuleSpec(driver, {"SOFTHSM2_CONF": str(configuration)})
    raise FileNotFoundError("libsofthsm2.so: install softhsm2")


def make_token(module: ModuleSpec, authority: DemoAuthority, kind: KeyKind) -> Token:
    """Make one more token with a key of ``kind``, certified for the demo office's hokim."""
    hokim, office = people.HOKIM, people.HOKIMIYAT
    subject = Subject(
        hokim.name, hokim.pinfl, post=hokim.post, organisation=office.name, stir=office.stir
    )
    with TokenHost(module) as host:
        serial = provision_token(host, str(kind), bytearray(_SO_PIN), bytearray(PIN))
        with host.open(serial, bytearray(PIN), writable=True) as session:
            spki = generate_key(session, kind, _KEY_ID, str(kind))
            certificate = authority.issue_spki(spki, subject)
            der = certificate.public_bytes(Encoding.DER)
            store_certificate(session, _KEY_ID, str(kind), der)
    return Token(serial, certificate)
