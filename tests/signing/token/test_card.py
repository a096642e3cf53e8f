"""A smart card in a reader: OpenSC and pcscd, both real, with a virtual card (vsmartcard)."""

from __future__ import annotations

import fcntl
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from queue import SimpleQueue
from tempfile import gettempdir

import pytest

from signing.errors import (
    AttemptsLeft,
    PinIncorrect,
    PinLocked,
    ReaderServiceOff,
    TokenBusy,
    TokenRemoved,
)
from signing.signer import SignerCertificate
from signing.token.host import TokenHost
from signing.token.modules import ModuleSpec
from signing.token.watch import EventKind, TokenEvent, TokenWatch
from tests.signing.token.drivers import driver, kill_group, program, running
from tests.signing.token.piv_card import PIN, PivCard

# They need a service that few machines should have for the sake of tests.
pytestmark = pytest.mark.long

_SERVICE = Path("/run/pcscd/pcscd.comm")
_READER = Path("/usr/lib/pcsc/drivers/serial/libifdvpcd.so")


@dataclass
class Desk:
    """A reader with a service of its own, and a card that is in."""

    port: int
    network: Path
    """Of the reader: vpcd listens on every address there is, so there is only loopback."""
    stop_service: Callable[[], None]
    module: ModuleSpec
    card: PivCard = field(default_factory=PivCard)

    def insert(self) -> None:
        self.card.insert(self.port, self.network)

    @property
    def identity(self) -> SignerCertificate:
        return SignerCertificate(self.card.certificate)

    def serial(self, host: TokenHost) -> str:
        """Wait until the card is seen; returns its serial number."""
        until = time.monotonic() + 10
        while not (found := [token.serial for token in host.tokens() if token.initialised]):
            assert time.monotonic() < until
            time.sleep(0.05)
        return found[0]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    module = ModuleSpec(driver("opensc-pkcs11.so", "opensc-pkcs11"))
    service = program("pcscd", "pcscd")
    if not _READER.exists():
        driver(_READER.name, "vsmartcard-vpcd")
    if os.geteuid():
        pytest.skip("pcscd has one fixed place, /run/pcscd, which only root may write to")
    # Tests run side by side, and that place is one.
    with Path(gettempdir(), "eqaror-tests-pcscd.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield from _desk(service, module, tmp_path)


def _desk(service: Path, module: ModuleSpec, tmp_path: Path) -> Iterator[Desk]:
    if _SERVICE.exists():
        pytest.skip("this machine's own smart-card service runs, and is left alone")
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = int(probe.getsockname()[1])
    configuration = tmp_path / "readers"
    configuration.mkdir()
    (configuration / "vpcd").write_text(
        f'FRIENDLYNAME "Virtual PCD"\nDEVICENAME /dev/null:{port:#x}\n'
        f"LIBPATH {_READER}\nCHANNELID {port:#x}\n"
    )
    alone = ["unshare", "--net", "sh", "-c", 'ip link set lo up && exec "$@"', "sh"]
    command = [*alone, str(service), "--foreground", "--config", str(configuration)]
    with running(command, {}, _SERVICE) as process:

        def stop() -> None:
            kill_group(process)
            _SERVICE.unlink(missing_ok=True)

        made = Desk(port, Path(f"/proc/{process.pid}/ns/net"), stop, module)
        try:
            made.insert()
            yield made
        finally:
            made.card.pull()
            stop()
            _SERVICE.with_name("pcscd.pid").unlink(missing_ok=True)


def test_a_card_signs_is_pulled_out_and_signs_again(desk: Desk) -> None:
    with TokenHost(desk.module) as host:
        serial = desk.serial(host)
        with host.open(serial, bytearray(PIN)) as session:
            signer = session.signer(desk.identity)
            assert signer.sign(b"matn")
            desk.card.pull()
            with pytest.raises(TokenRemoved):
                signer.sign(b"matn")
        desk.insert()
        assert desk.serial(host) == serial
        with host.open(serial, bytearray(PIN)) as session:
            assert session.signer(desk.identity).sign(b"matn")
        assert host.crashes == 0
    assert desk.card.pins_seen == 2


def test_a_card_counts_attempts_and_none_is_lost(desk: Desk) -> None:
    with TokenHost(desk.module) as host:
        serial = desk.serial(host)
        for left in (2, 1):
            with pytest.raises(PinIncorrect):
                host.open(serial, bytearray(b"111111"))
            assert desk.card.attempts == left
        assert host.token(serial).attempts is AttemptsLeft.LAST
        with pytest.raises((PinIncorrect, PinLocked)):
            host.open(serial, bytearray(b"111111"))
        for _ in range(2):
            with pytest.raises(PinLocked):
                host.open(serial, bytearray(PIN))
    # Three that were typed wrong; once it is locked no PIN is sent at all.
    assert desk.card.pins_seen == 3


def test_a_card_is_watched_and_a_service_that_ends_is_told(desk: Desk) -> None:
    told: SimpleQueue[TokenEvent] = SimpleQueue()
    with TokenHost(desk.module) as host:
        desk.serial(host)
        watch = TokenWatch({"opensc": host}, told.put)
        watch.start()
        try:
            assert told.get(timeout=3).kind is EventKind.PRESENT
            desk.card.pull()
            assert told.get(timeout=3).kind is EventKind.REMOVED
            desk.insert()
            assert told.get(timeout=4).kind is EventKind.INSERTED
        finally:
            watch.stop(5)
        desk.stop_service()
        with pytest.raises(ReaderServiceOff):
            host.tokens()


def test_a_card_another_program_holds_is_busy_not_absent(desk: Desk) -> None:
    with TokenHost(desk.module) as host:
        serial = desk.serial(host)
        host.close()
        with another_program():
            for _ in range(2):
                with pytest.raises(TokenBusy):
                    host.tokens()
            with pytest.raises(TokenBusy):
                host.open(serial, bytearray(PIN))
        until = time.monotonic() + 5
        while held(host):
            # The service lets go a moment after the other program has.
            assert time.monotonic() < until
        assert desk.serial(host) == serial
        desk.card.pull()
        while host.tokens():
            assert time.monotonic() < until
    assert desk.card.pins_seen == 0


def held(host: TokenHost) -> bool:
    try:
        host.tokens()
    except TokenBusy:
        return True
    return False


@contextmanager
def another_program() -> Iterator[None]:
    """Hold the card for itself alone, as some banks' programs do."""
    code = """
import ctypes, sys
library, context, name = ctypes.CDLL("libpcsclite.so.1"), ctypes.c_long(), ctypes.c_char_p()
library.SCardEstablishContext(ctypes.c_ulong(2), None, None, ctypes.byref(context))
names, size = ctypes.create_string_buffer(1000), ctypes.c_ulong(1000)
library.SCardListReaders(context, None, names, ctypes.byref(size))
card, protocol = ctypes.c_long(), ctypes.c_ulong()
exclusive, any_protocol = ctypes.c_ulong(1), ctypes.c_ulong(3)
code = library.SCardConnect(
    context, names, exclusive, any_protocol, ctypes.byref(card), ctypes.byref(protocol)
)
print(code, flush=True)
sys.stdin.read()
"""
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "0\n"
        yield
        holder.communicate()
