"""Real drivers other than SoftHSM, through the program's own token host."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from signing.errors import DeviceFault, PinError, ReaderServiceOff, SigningError, TokenAbsent
from signing.signer import SignerCertificate
from signing.token.host import TokenHost
from signing.token.modules import ModuleSpec
from signing.token.provision import KeyKind, generate_key, provision_token, store_certificate
from tests.signing.faults import FaultyToken
from tests.signing.softhsm import DER, PIN, SO_PIN, MadeToken, issue
from tests.signing.token.drivers import client, driver, kill_group, served, tpm


def test_through_p11_kit_with_its_server_killed_in_the_middle_of_a_signature(
    ec_token: MadeToken, built: Path, tmp_path: Path
) -> None:
    # The fault holds the signature long enough to be killed in its middle.
    fault = FaultyToken(ec_token, built, tmp_path / "fault", "C_Sign:delay:20000")
    socket = tmp_path / "socket"
    token = replace(ec_token, module=client(socket))
    with TokenHost(token.module) as host:
        with served(fault.module, token.serial, socket) as server:
            told: list[BaseException] = []

            def work() -> None:
                try:
                    with host.open(token.serial, token.pin()) as session:
                        session.signer(token.identity).sign(b"matn")
                except SigningError as error:
                    told.append(error)

            thread = threading.Thread(target=work)
            thread.start()
            until = time.monotonic() + 10
            while not fault.calls("C_Sign"):
                assert time.monotonic() < until
                time.sleep(0.01)
            started = time.monotonic()
            kill_group(server)
            thread.join(5)
            assert not thread.is_alive()
            assert time.monotonic() - started < 2
            (error,) = told
            assert isinstance(error, SigningError)
            assert not isinstance(error, PinError)
        with pytest.raises((TokenAbsent, DeviceFault)):
            host.token(token.serial)
        fault.play("")
        with (
            served(fault.module, token.serial, socket),
            host.open(token.serial, token.pin()) as session,
        ):
            assert session.signer(token.identity).sign(b"matn")
        assert host.crashes == 0
    assert fault.calls("C_Login") == 2


@pytest.mark.parametrize("kind", [KeyKind.EC_P256, KeyKind.RSA_2048])
def test_a_tpm_signs(tmp_path: Path, kind: KeyKind) -> None:
    with tpm(tmp_path) as module, TokenHost(module) as host:
        serial = provision_token(host, "Hokim", bytearray(SO_PIN), bytearray(PIN))
        with host.open(serial, bytearray(PIN), writable=True) as session:
            certificate = issue(generate_key(session, kind, b"\x01", "Hokim"), "Hokim")
            store_certificate(session, b"\x01", "Hokim", certificate.public_bytes(DER))
        (shown,) = host.certificates(serial)
        assert shown.der == certificate.public_bytes(DER)
        with host.open(serial, bytearray(PIN)) as session:
            # Every value is verified under the certificate before it is given out.
            assert session.signer(SignerCertificate(certificate)).sign(b"matn")
        with pytest.raises(PinError):
            host.open(serial, bytearray(b"00000000"))
        assert host.crashes == 0


def test_a_smart_card_service_that_is_off_is_told(tmp_path: Path) -> None:
    absent = {"PCSCLITE_CSOCK_NAME": str(tmp_path / "no-service")}
    module = ModuleSpec(driver("opensc-pkcs11.so", "opensc-pkcs11"), absent)
    with TokenHost(module) as host:
        for _ in range(2):
            with pytest.raises(ReaderServiceOff):
                host.tokens()
        with pytest.raises(ReaderServiceOff):
            host.open("0123", bytearray(PIN))
        assert host.crashes == 0
