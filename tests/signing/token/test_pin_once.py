"""A PIN is never sent twice by itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from signing.errors import (
    DeviceFault,
    HostDied,
    PinIncorrect,
    SigningError,
)
from signing.signer import SignerCertificate
from signing.token.host import TokenHost
from signing.token.pin import PinKind, PinReason
from signing.token.provision import KeyKind, generate_key, provision_token, store_certificate
from tests.signing.faults import FaultyToken
from tests.signing.softhsm import (
    DER,
    KEY_ID,
    PIN,
    SO_PIN,
    MadeToken,
    empty_module,
    issue,
)
from tests.signing.token.pin_parts import READER, WRONG, Uses, secret


@pytest.mark.parametrize(
    "script",
    ["", "C_CloseAllSessions:skip", "C_GetSessionInfo:code:30", "C_CloseSession:skip"],
)
def test_a_refused_pin_is_sent_once(shared: FaultyToken, script: str) -> None:
    shared.play(script)
    with TokenHost(shared.module) as host:
        for times in (1, 2):
            with pytest.raises(PinIncorrect):
                host.open(shared.serial, secret(WRONG))
            assert shared.calls("C_Login") == times
        host.tokens()
        host.close()
        host.tokens()
        assert shared.calls("C_Login") == 2
        host.open(shared.serial, secret()).close()
        assert shared.calls("C_Login") == 3


def test_a_driver_that_is_logged_in_is_logged_out_not_asked_twice(shared: FaultyToken) -> None:
    # Closing does nothing in this driver, so the login of before is still there.
    shared.play("C_CloseSession:skip,C_CloseAllSessions:skip,C_Logout@1:skip")
    with TokenHost(shared.module) as host:
        host.open(shared.serial, secret()).close()
        with pytest.raises(PinIncorrect):
            host.open(shared.serial, secret(WRONG))
        assert shared.calls("C_Login") == 2
        shared.play("")
        host.open(shared.serial, secret()).close()


@pytest.mark.parametrize(
    ("script", "error"),
    [("C_Login:crash", HostDied), ("C_Login:code:100", DeviceFault)],
)
def test_nothing_is_sent_again_after_a_fault(
    shared: FaultyToken, script: str, error: type[SigningError]
) -> None:
    shared.play(script)
    with TokenHost(shared.module) as host:
        with pytest.raises(error):
            host.open(shared.serial, secret())
        shared.play("")
        host.token(shared.serial)
        assert shared.calls("C_Login") == 1


def test_a_key_that_wants_it_each_time(tmp_path: Path, built: Path) -> None:
    uses = Uses()
    module = empty_module(tmp_path / "token")
    with TokenHost(module) as host:
        serial = provision_token(host, "Hokim", secret(SO_PIN), secret())
        with host.open(serial, secret(), writable=True) as session:
            spki = generate_key(session, KeyKind.EC_P256, KEY_ID, "kalit", pin_each_time=True)
            identity = SignerCertificate(issue(spki, "Hokim"))
            store_certificate(session, KEY_ID, "kalit", identity.certificate.public_bytes(DER))
    made = MadeToken(module, serial, KeyKind.EC_P256, identity.certificate)
    faulty = FaultyToken(made, built, tmp_path / "fault")
    pins = {1: PIN, 2: PIN, 3: WRONG}

    def asker(reason: PinReason) -> bytearray:
        return bytearray(pins[reason.number])

    uses.asker = asker
    with TokenHost(faulty.module, pins=uses) as host:
        with host.open(serial, secret()) as session:
            # Nobody says how to ask, so whoever watches the PINs is asked.
            signer = session.signer(identity)
            assert signer.sign(b"bir")
            assert signer.sign(b"ikki")
            assert faulty.calls("C_Login") == 3
            with pytest.raises(PinIncorrect):
                signer.sign(b"uch")
            assert faulty.calls("C_Login") == 4
        assert [use.kind for use in uses.begins] == [PinKind.USER] + [PinKind.SIGNATURE] * 3
        # On a reader with keys nobody is asked here.
        faulty.play(f"{READER},C_Login:pad:{PIN.decode()}")
        uses.asker = None
        with host.open(serial, bytearray()) as session:
            assert session.signer(identity).sign(b"bir")
        assert faulty.calls("C_Login") == 6
