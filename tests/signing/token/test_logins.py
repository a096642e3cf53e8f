"""A login nobody uses, one that is over, and what a crash leaves."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from signing.errors import (
    DeviceFault,
    LoginEnded,
)
from signing.token import protocol
from signing.token.host import TokenHost
from signing.token.process import HostProcess
from tests.signing.faults import FaultyToken
from tests.signing.softhsm import (
    MadeToken,
)
from tests.signing.token.pin_parts import eventually, secret


def test_an_idle_login_ends_and_signing_asks_again(shared: FaultyToken) -> None:
    with TokenHost(shared.module, idle_seconds=0.4) as host:
        session = host.open(shared.serial, secret())
        signer = session.signer(shared.token.identity)
        for _ in range(4):
            time.sleep(0.2)
            assert signer.sign(b"matn")
        assert eventually(lambda: not session.usable)
        with pytest.raises(LoginEnded) as caught:
            signer.sign(b"matn")
        assert caught.value.seconds == 0.4
        assert eventually(lambda: shared.calls("C_Logout") >= 1)
        child = host.process_number
        # The same process, and nobody is logged in there: the driver itself wants a PIN.
        again = host.open(shared.serial, secret())
        assert host.process_number == child
        assert again.signer(shared.token.identity).sign(b"matn")
        again.close()
        session.close()
        assert shared.calls("C_Login") == 2
        assert host.crashes == 0


@pytest.mark.parametrize("seconds", [0.0, -300.0, float("nan")])
def test_without_any_idle_time_a_login_ends_at_once(
    shared: FaultyToken, seconds: float, capfd: pytest.CaptureFixture[str]
) -> None:
    with TokenHost(shared.module, idle_seconds=seconds) as host:
        session = host.open(shared.serial, secret())
        assert eventually(lambda: not session.usable)
        with pytest.raises(LoginEnded):
            session.signer(shared.token.identity)
        assert eventually(lambda: shared.calls("C_Logout") >= 1)
        session.close()
        assert host.crashes == 0
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("seconds", [1e15, float("inf")])
def test_a_huge_idle_time_is_a_long_one(shared: FaultyToken, seconds: float) -> None:
    host = TokenHost(shared.module, idle_seconds=seconds)
    with host, host.open(shared.serial, secret()) as session:
        assert session.signer(shared.token.identity).sign(b"matn")


def test_a_long_signature_is_not_idleness(shared: FaultyToken) -> None:
    shared.play("C_Sign:delay:700")
    host = TokenHost(shared.module, idle_seconds=0.3)
    with host, host.open(shared.serial, secret()) as session:
        signer = session.signer(shared.token.identity)
        assert signer.sign(b"bir")
        assert signer.sign(b"ikki")


def test_a_closed_session_does_not_sign_with_the_next_ones_login(shared: FaultyToken) -> None:
    with TokenHost(shared.module) as host:
        with host.open(shared.serial, secret()) as first:
            signer = first.signer(shared.token.identity)
            assert signer.sign(b"matn")
        with pytest.raises(DeviceFault) as caught:
            signer.sign(b"matn")
        assert caught.value.code == "CKR_USER_NOT_LOGGED_IN"
        with host.open(shared.serial, secret()) as second:
            signed = shared.calls("C_Sign")
            with pytest.raises(DeviceFault):
                signer.sign(b"matn")
            assert shared.calls("C_Sign") == signed
            assert second.signer(shared.token.identity).sign(b"matn")


def test_no_thread_is_left_of_a_session(ec_token: MadeToken, ec_host: TokenHost) -> None:
    ec_host.start()
    before = threading.active_count()
    for _ in range(3):
        ec_host.open(ec_token.serial, secret()).close()
    assert threading.active_count() == before


def test_a_child_ends_an_idle_login_that_its_parent_forgot(ec_token: MadeToken) -> None:
    process = HostProcess(ec_token.module, 60, idle=0.1)
    try:
        process.wait_ready(20)
        # Nobody is logged in, so nothing ends.
        time.sleep(0.2)
        login = protocol.Login(ec_token.serial, writable=False)
        process.ask(login, [secret()], 20)
        started = time.monotonic()
        assert eventually(lambda: not process.alive, seconds=8)
        assert time.monotonic() - started > 1
        assert process.end() == -signal.SIGALRM
    finally:
        process.end()


DUMPING = """
import os, resource, signal, subprocess, sys
# A parent that wants dumps, as a developer's station does.
resource.setrlimit(resource.RLIMIT_CORE, (resource.getrlimit(resource.RLIMIT_CORE)[1],) * 2)
child = subprocess.Popen([sys.executable, "-I", "-c", sys.argv[1]], stdout=subprocess.PIPE)
child.stdout.readline()
os.kill(child.pid, signal.SIGSEGV)
found = os.waitid(os.P_PID, child.pid, os.WEXITED)
print("dumped" if found.si_code == os.CLD_DUMPED else "killed", found.si_status)
"""
WAITS = "print(flush=True); import time; time.sleep(20)"


def test_a_crash_of_the_host_leaves_no_core(tmp_path: Path) -> None:
    private = "from signing.dumps import keep_private; keep_private(closed=True)\n" + WAITS
    told, cores = {}, {}
    for name, code in (("private", private), ("plain", WAITS)):
        ran = subprocess.run(
            [sys.executable, "-c", DUMPING, code], cwd=tmp_path, capture_output=True, text=True
        )
        told[name] = ran.stdout.split()
        cores[name] = len(list(tmp_path.glob("core*")))
    assert cores["private"] == 0
    assert told["private"] == ["killed", str(int(signal.SIGSEGV))]
    # Where this machine dumps at all, the other one shows that the test can fail.
    assert told["plain"][1] == str(int(signal.SIGSEGV))


def test_the_running_host_is_closed_to_dumps(ec_token: MadeToken, ec_host: TokenHost) -> None:
    with ec_host.open(ec_token.serial, secret()):
        child = Path("/proc", str(ec_host.process_number))
        (line,) = [
            item
            for item in (child / "limits").read_text().splitlines()
            if item.startswith("Max core file size")
        ]
        assert line.split()[4:6] == ["0", "0"]
        # Files of a process that cannot be dumped belong to root, whoever it runs as.
        assert (child / "mem").stat().st_uid == 0
