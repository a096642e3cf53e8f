from __future__ import annotations

import logging
import subprocess
import sys
import traceback
from pathlib import Path

import pytest

from signing.errors import (
    AttemptsLeft,
    DeviceFault,
    PinIncorrect,
    PinLength,
    PinLocked,
    PinMustChange,
    SigningError,
    TokenBusy,
)
from signing.signer import SignerCertificate
from signing.token import protocol
from signing.token.host import TokenHost
from signing.token.pin import PinReason
from signing.token.process import HostProcess
from signing.token.provision import KeyKind, generate_key, provision_token, store_certificate
from tests.signing.softhsm import (
    DER,
    KEY_ID,
    PIN,
    SO_PIN,
    MadeToken,
    empty_module,
    issue,
    with_fault,
)

LOGIN = 18
WRONG = b"24681357"


def test_wrong_pin_then_right_pin(ec_token: MadeToken, ec_host: TokenHost) -> None:
    with pytest.raises(PinIncorrect) as caught:
        ec_host.open(ec_token.serial, bytearray(WRONG))
    # SoftHSM sets CKF_USER_PIN_COUNT_LOW after a wrong PIN and clears it after a right one.
    assert caught.value.attempts is AttemptsLeft.FEW
    assert ec_host.token(ec_token.serial).attempts is AttemptsLeft.FEW
    with ec_host.open(ec_token.serial, ec_token.pin()) as session:
        assert session.signer(ec_token.identity).sign(b"matn")
    assert ec_host.token(ec_token.serial).attempts is AttemptsLeft.UNKNOWN
    assert ec_host.crashes == 0


@pytest.mark.parametrize("pin", [PIN, WRONG, b"1", b"7" * 300])
def test_the_buffer_is_wiped_whatever_happens(
    ec_token: MadeToken, ec_host: TokenHost, pin: bytes
) -> None:
    buffer = bytearray(pin)
    try:
        ec_host.open(ec_token.serial, buffer).close()
    except SigningError:
        assert pin != PIN
    assert buffer == bytes(len(pin))


@pytest.mark.parametrize("pin", [b"", b"123", b"1" * 256])
def test_a_pin_of_an_impossible_length_is_not_sent(
    tmp_path: Path, ec_token: MadeToken, built: Path, pin: bytes
) -> None:
    count = tmp_path / "calls"
    token = with_fault(ec_token, built, f"{LOGIN}:count", count)
    with TokenHost(token.module) as host:
        with pytest.raises(PinLength) as caught:
            host.open(token.serial, bytearray(pin))
        assert (caught.value.minimum, caught.value.maximum) == (4, 255)
        assert not count.exists()
        host.open(token.serial, token.pin()).close()
        assert count.read_bytes() == b"x"


def test_a_wrong_pin_is_not_accepted_while_logged_in(ec_token: MadeToken) -> None:
    process = HostProcess(ec_token.module, 60)
    try:
        process.wait_ready(20)
        login = protocol.Login(ec_token.serial, writable=False)
        assert isinstance(process.ask(login, [ec_token.pin()], 20), protocol.LoggedIn)
        with pytest.raises(PinIncorrect):
            process.ask(login, [bytearray(WRONG)], 20)
        # The earlier login is over, too.
        with pytest.raises(DeviceFault) as caught:
            process.ask(protocol.ReadCertificates(ec_token.serial, logged_in=True), [], 20)
        assert caught.value.code == "CKR_USER_NOT_LOGGED_IN"
    finally:
        process.end()


def test_a_driver_that_stays_logged_in_is_refused_rather_than_believed(
    ec_token: MadeToken, built: Path
) -> None:
    # Closing and logging out do nothing here, so C_Login can only say "already logged in".
    token = with_fault(ec_token, built, "13:skip,14:skip,19:skip")
    with TokenHost(token.module) as host:
        host.open(token.serial, token.pin()).close()
        with pytest.raises(DeviceFault) as caught:
            host.open(token.serial, bytearray(WRONG))
    assert caught.value.function == "C_Login"
    assert caught.value.code == "CKR_USER_ALREADY_LOGGED_IN"


@pytest.mark.parametrize(
    ("code", "error"),
    [("a4", PinLocked), ("a3", PinMustChange), ("a0", PinIncorrect), ("a2", PinLength)],
)
def test_answers_of_the_login_itself(
    ec_token: MadeToken, built: Path, code: str, error: type[SigningError]
) -> None:
    token = with_fault(ec_token, built, f"{LOGIN}:code:{code}")
    with TokenHost(token.module) as host, pytest.raises(error):
        host.open(token.serial, token.pin())


@pytest.mark.parametrize(("flag", "error"), [("40000", PinLocked), ("80000", PinMustChange)])
def test_what_the_flags_say_before_the_login_saves_an_attempt(
    tmp_path: Path, ec_token: MadeToken, built: Path, flag: str, error: type[SigningError]
) -> None:
    count = tmp_path / "calls"
    token = with_fault(ec_token, built, f"6:flags:{flag},{LOGIN}:count", count)
    with TokenHost(token.module) as host, pytest.raises(error):
        host.open(token.serial, token.pin())
    assert not count.exists()


def test_the_last_attempt_is_told(ec_token: MadeToken, built: Path) -> None:
    token = with_fault(ec_token, built, "6:flags:20000")
    with TokenHost(token.module) as host:
        assert host.token(token.serial).attempts is AttemptsLeft.LAST
        with pytest.raises(PinIncorrect) as caught:
            host.open(token.serial, bytearray(WRONG))
        assert caught.value.attempts is AttemptsLeft.LAST
        # Right again, so that the shared token is left as it was.
        host.open(token.serial, token.pin()).close()


def test_a_second_login_waits_for_the_end_of_the_first(
    ec_token: MadeToken, ec_host: TokenHost
) -> None:
    pin = ec_token.pin()
    with ec_host.open(ec_token.serial, ec_token.pin()) as session:
        with pytest.raises(TokenBusy):
            ec_host.open(ec_token.serial, pin)
        assert pin == bytes(len(PIN))
        assert session.certificates()
    ec_host.open(ec_token.serial, ec_token.pin()).close()


def test_a_key_that_wants_the_pin_each_time(tmp_path: Path) -> None:
    module = empty_module(tmp_path)
    asked = []

    reasons = []

    def ask(reason: PinReason, pin: bytes = PIN) -> bytearray:
        reasons.append(reason.number)
        asked.append(bytearray(pin))
        return asked[-1]

    with TokenHost(module) as host:
        serial = provision_token(host, "Hokim", bytearray(SO_PIN), bytearray(PIN))
        with host.open(serial, bytearray(PIN), writable=True) as session:
            spki = generate_key(session, KeyKind.EC_P256, KEY_ID, "kalit", pin_each_time=True)
            identity = SignerCertificate(issue(spki, "Hokim"))
            store_certificate(session, KEY_ID, "kalit", identity.certificate.public_bytes(DER))
        with host.open(serial, bytearray(PIN)) as session:
            assert [c.pin_each_time for c in session.certificates()] == [True]
            signer = session.signer(identity, ask_pin=ask)
            assert not asked
            assert signer.sign(b"bir")
            assert signer.sign(b"ikki")
            assert asked == [bytes(len(PIN))] * 2
            assert reasons == [1, 2]
            with pytest.raises(PinIncorrect):
                session.signer(identity, ask_pin=lambda reason: ask(reason, WRONG)).sign(b"uch")
            with pytest.raises(PinLength):
                session.signer(identity, ask_pin=lambda reason: ask(reason, b"1")).sign(b"uch")
            # Nobody to ask: the token's own refusal is what is told.
            with pytest.raises(DeviceFault) as caught:
                session.signer(identity).sign(b"uch")
            assert caught.value.code == "CKR_USER_NOT_LOGGED_IN"
            assert signer.sign(b"uch")
            assert all(not any(buffer) for buffer in asked)


@pytest.mark.usefixtures("cold_hosts")
def test_nothing_tells_the_pin(
    ec_token: MadeToken, ec_host: TokenHost, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    told = []
    for pin in (WRONG, PIN):
        try:
            with ec_host.open(ec_token.serial, bytearray(pin)) as session:
                told += [repr(session), repr(vars(session)), repr(ec_host.tokens())]
                child = Path("/proc", str(ec_host.process_number))
                told += [(child / "cmdline").read_text()]
        except PinIncorrect as error:
            told += [*traceback.format_exception(error), repr(error), repr(error.__context__)]
    text = caplog.text + "".join(told)
    assert ec_token.serial in text
    assert PIN.decode() not in text
    assert WRONG.decode() not in text


SEARCH_OF_MEMORY = """
import hashlib, re, secrets, sys
from pathlib import Path
from signing.token.host import TokenHost
from signing.token.modules import ModuleSpec
from signing.token.pin_change import change_pin, unblock_pin
from signing.token.provision import provision_token

MARK = b"PIN~" + b"MARK"
def fresh():
    pin = bytearray(20)
    pin[:8] = MARK
    for index in range(8, 20):
        pin[index] = 48 + secrets.randbelow(10)
    return pin

def copies(process, digest):
    found = 0
    with open(f"/proc/{process}/maps") as maps, open(f"/proc/{process}/mem", "rb", 0) as memory:
        for line in maps:
            fields = line.split()
            if not fields[1].startswith("rw"):
                continue
            start, end = (int(part, 16) for part in fields[0].split("-"))
            try:
                memory.seek(start)
                region = memory.read(end - start)
            except OSError:
                continue
            for match in re.finditer(re.escape(MARK) + rb"[0-9]{12}", region):
                found += hashlib.sha256(match[0]).digest() == digest
    return found

# A control of its own, because searching copies what it finds.
control = fresh()
before = copies("self", hashlib.sha256(control).digest())
pin = fresh()
# The first PIN, another one, one set with the PUK, the PUK itself.
secrets_of = [pin, fresh(), fresh(), fresh()]
digests = [hashlib.sha256(item).digest() for item in secrets_of]
first, second, third, puk = secrets_of
so_pin = bytearray(puk)
host = TokenHost(ModuleSpec(Path(sys.argv[1]), {"SOFTHSM2_CONF": sys.argv[2]}))
known = bytearray(first)
serial = provision_token(host, "Xotira", so_pin, first)
next_one, last = bytearray(second), bytearray(third)
change_pin(host, serial, known, second)
host.open(serial, next_one).close()
unblock_pin(host, serial, puk, third)
with host.open(serial, last) as session:
    own = sum(copies("self", item) for item in digests)
    try:
        child = sum(copies(host.process_number, item) for item in digests)
    except PermissionError:
        child = 0  # not root: the child's memory is closed, which is the point of it
    print(before, own, child)
host.close()
"""


def test_no_copy_of_the_pin_is_left_in_memory(tmp_path: Path) -> None:
    module = empty_module(tmp_path)
    result = subprocess.run(
        [
            sys.executable,
            "-c",
            SEARCH_OF_MEMORY,
            str(module.path),
            module.environment["SOFTHSM2_CONF"],
        ],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert result.returncode == 0, result.stderr
    before, after, child = map(int, result.stdout.split())
    assert before >= 1, "the search itself finds what is there"
    assert (after, child) == (0, 0)
