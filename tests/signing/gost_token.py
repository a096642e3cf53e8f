"""A token that knows GOST R 34.10-2001: SoftHSM built by ``gost_softhsm.sh``."""

from __future__ import annotations

import fcntl
import os
import subprocess
from dataclasses import replace
from pathlib import Path

from cryptography import x509

from signing.national.parameters import write_public_key
from signing.signer import SignerCertificate
from signing.token.host import TokenHost
from signing.token.modules import ModuleSpec
from signing.token.provision import KeyKind, generate_key, provision_token, store_certificate
from tests.signing.national_pki import DER, NationalAuthority, resign
from tests.signing.pki import HOKIM
from tests.signing.softhsm import KEY_ID, PIN, SO_PIN, MadeToken, empty_module

_CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
LIBRARY = _CACHE / "eqaror-tests" / "gost-softhsm" / "libsofthsm2.so"
NO_SOURCE = 69
ABSENT = LIBRARY.with_name("absent")
"""What the script writes where no source package can be had."""
LOCK = LIBRARY.with_name("lock")
"""Held by ``./dev test`` as long as it builds the module beside the tests."""
SCRIPT = Path(__file__).with_name("gost_softhsm.sh")


def wait_for_build() -> None:
    """Wait until ``./dev test`` has built the module, if it does."""
    if LOCK.is_file():
        with LOCK.open() as lock:
            fcntl.flock(lock, fcntl.LOCK_SH)


def build() -> Path:
    """Build the module if it is not there yet; about half a minute."""
    made = subprocess.run(
        ["bash", str(SCRIPT), str(LIBRARY.parent)], capture_output=True, text=True, timeout=300
    )
    assert made.returncode == 0, made.stdout
    return Path(made.stdout.strip())


def module(directory: Path) -> ModuleSpec:
    """The module with no tokens yet; everything it keeps is below ``directory``."""
    return replace(empty_module(directory), path=LIBRARY)


def make_token(directory: Path, authority: NationalAuthority) -> MadeToken:
    """A token with a national key, and the certificate of ``authority`` for it beside it.

    Which standard's names the key has is said by its certificate alone: a token knows neither.
    """
    spec = module(directory)
    with TokenHost(spec) as host:
        serial = provision_token(host, "Hokim", bytearray(SO_PIN), bytearray(PIN))
        with host.open(serial, bytearray(PIN), writable=True) as session:
            info = generate_key(session, KeyKind.OZDST_1092_A, KEY_ID, "Hokim")
            info = write_public_key(info[-64:], authority.standard)
            issued = authority.issue(HOKIM).certificate.public_bytes(DER)
            der = resign(issued, authority.keys[authority.issuing.certificate], info)
            store_certificate(session, KEY_ID, "Hokim", der)
    certificate = x509.load_der_x509_certificate(der)
    return MadeToken(spec, serial, KeyKind.OZDST_1092_A, certificate)


def identity(token: MadeToken, authority: NationalAuthority) -> SignerCertificate:
    """The token's certificate with its chain."""
    return SignerCertificate(token.certificate, (authority.issuing.certificate,))
