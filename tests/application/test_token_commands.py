"""``eqaror token``: a PIN changed and a token unblocked, from a pipe, a terminal and a reader."""

from __future__ import annotations

import io
import json
import os
import pty
import shutil
import sys
import time
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pytest

from eqaror_desktop.cli import main
from eqaror_desktop.settings import ModuleSetting, Settings, SigningPolicy, write_settings
from signing.errors import PinIncorrect, PinLocked
from signing.token.host import TokenHost
from tests.application.conftest import Ran
from tests.signing.faults import FaultyToken
from tests.signing.softhsm import PIN, SO_PIN, MadeToken, empty_module, make_token

NEW = b"80808080"
WRONG = b"24681357"
READER = "C_GetTokenInfo:flags:100"


@dataclass
class Desk:
    """A station with one token behind the faulty driver."""

    profile: Path
    faulty: FaultyToken

    def token(self, *arguments: str, lines: tuple[bytes, ...] = ()) -> Ran:
        return self.run("token", *arguments, lines=lines)

    def run(self, *arguments: str, lines: tuple[bytes, ...] = ()) -> Ran:
        """Run a command with a pipe before it; in this process, which is quicker."""
        end, begin = os.pipe()
        os.write(begin, b"".join(line + b"\n" for line in lines))
        os.close(begin)
        out, err, before = io.StringIO(), io.StringIO(), sys.stdin
        with os.fdopen(end) as sys.stdin, redirect_stdout(out), redirect_stderr(err):
            try:
                code = main(["--profile", str(self.profile), *arguments])
            except SystemExit as ended:
                code = int(ended.code or 0)
        sys.stdin = before
        return Ran(code, out.getvalue(), err.getvalue())

    def command(self) -> list[str]:
        return [sys.executable, "-m", "eqaror_desktop", "--profile", str(self.profile)]

    def accepts(self, pin: bytes) -> bool:
        with TokenHost(self.faulty.module) as host:
            try:
                host.open(self.faulty.serial, bytearray(pin)).close()
            except PinIncorrect:
                return False
        return True


def environment() -> dict[str, str]:
    return {**os.environ, "LC_ALL": "C.UTF-8", "PYTHONIOENCODING": "utf-8"}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("built")


@pytest.fixture
def desk(tmp_path: Path, built: Path) -> Desk:
    return make_desk(tmp_path, built)


@cache
def model(built: Path) -> MadeToken:
    return make_token(built / "model")


def make_desk(directory: Path, built: Path, policy: SigningPolicy | None = None) -> Desk:
    """A station with a copy of the one token that is made for all tests of a module."""
    made = model(built)
    shutil.copytree(built / "model" / "tokens", directory / "token" / "tokens")
    faulty = FaultyToken(
        replace(made, module=empty_module(directory / "token")), built, directory / "fault"
    )
    profile = directory / "profile"
    profile.mkdir()
    spec = faulty.module
    module = ModuleSetting(str(spec.path), dict(spec.environment))
    settings = Settings(
        language="en", secrets="file", modules=(module,), signing=policy or SigningPolicy()
    )
    write_settings(profile / "settings.toml", settings)
    return Desk(profile, faulty)


def test_a_pin_is_changed(desk: Desk) -> None:
    ran = desk.token("change-pin", "--pin-stdin", lines=(PIN, NEW))
    assert ran.code == 0, ran.err
    assert "was changed" in ran.out
    assert desk.faulty.calls("C_SetPIN") == 1
    assert not desk.accepts(PIN)
    assert desk.accepts(NEW)
    log = desk.run("log", "--json")
    kept = [(item["event"], item["kind"], item.get("result")) for item in json.loads(log.out)]
    assert kept == [("pin_sent", "pin_change", None), ("pin_answered", "pin_change", "accepted")]
    shown = desk.run("log").out.splitlines()
    assert [line.split("  ")[-1] for line in shown] == ["PIN change", "accepted"]
    for secret in (PIN, NEW):
        assert secret.decode() not in ran.out + ran.err + log.out


@pytest.mark.parametrize(
    ("lines", "code"),
    [((PIN, b"1"), "PIN-LENGTH"), ((b"1", NEW), "PIN-LENGTH"), ((PIN, b""), "PIN-LENGTH")],
)
def test_a_new_pin_of_an_impossible_length_is_not_sent(
    desk: Desk, lines: tuple[bytes, ...], code: str
) -> None:
    ran = desk.token("change-pin", "--pin-stdin", lines=lines)
    assert (ran.code, ran.out) == (1, "")
    assert f"[{code}]" in ran.err
    assert desk.faulty.calls("C_SetPIN") == 0


def test_a_line_that_is_missing_is_said_to_be_missing(desk: Desk) -> None:
    for given, name in (((), "PIN"), ((PIN,), "New PIN")):
        ran = desk.token("change-pin", "--pin-stdin", lines=given)
        assert ran.code == 64
        assert f"missing on standard input: {name}" in ran.err
    assert desk.faulty.calls("C_SetPIN") == 0


def test_a_serial_number_that_is_not_here_is_told_with_those_that_are(desk: Desk) -> None:
    ran = desk.token("change-pin", "--pin-stdin", "--token", "ffff", lines=(PIN, NEW))
    assert ran.code == 1
    assert "ffff" in ran.err
    assert desk.faulty.serial in ran.err
    assert "[TOKEN-NOT-HERE]" in ran.err


def test_nothing_is_said_of_signatures_where_nothing_is_signed(desk: Desk) -> None:
    ran = desk.token("change-pin", "--pin-stdin", lines=(WRONG, NEW))
    assert "[PIN-INCORRECT]" in ran.err
    assert "signed" not in ran.err
    desk.faulty.play("C_GetTokenInfo:crash")
    ran = desk.token("list")
    # What is wrong with a driver stands beside the answer, and with which.
    assert "HOST-DIED" in ran.err
    assert f"{desk.faulty.module.path}: " in ran.err
    assert "ignature" not in ran.out + ran.err
    # The doctor names drivers himself and sends nobody to the doctor.
    ran = desk.run("doctor")
    assert "eqaror doctor" not in ran.out
    assert "drivers named above" in ran.out


def test_a_third_try_on_a_silent_token_needs_a_yes(desk: Desk) -> None:
    desk.faulty.play("C_GetTokenInfo:mute")
    for _ in range(2):
        ran = desk.token("change-pin", "--pin-stdin", lines=(WRONG, NEW))
        assert ran.code == 1
        assert "[PIN-INCORRECT]" in ran.err
    ran = desk.token("change-pin", "--pin-stdin", lines=(PIN, NEW))
    assert ran.code == 1
    assert "[ATTEMPT-UNCONFIRMED]" in ran.err
    assert desk.faulty.calls("C_SetPIN") == 2
    assert "since the last right entry: 2" in desk.run("doctor").out
    ran = desk.token("change-pin", "--pin-stdin", "--yes", lines=(PIN, NEW))
    assert ran.code == 0, ran.err
    assert "since the last right entry: 2" in ran.err
    assert desk.faulty.calls("C_SetPIN") == 3


def test_a_locked_token_is_unblocked_with_the_puk(desk: Desk) -> None:
    desk.faulty.play("*:attempts:3")
    with TokenHost(desk.faulty.module) as host:
        for _ in range(2):
            with pytest.raises(PinIncorrect):
                host.open(desk.faulty.serial, bytearray(WRONG))
        for _ in range(2):
            with pytest.raises(PinLocked):
                host.open(desk.faulty.serial, bytearray(WRONG))
    (listed,) = json.loads(desk.token("list", "--json").out)["tokens"]
    assert (listed["attempts"], listed["puk_attempts"]) == ("locked", "unknown")
    before = desk.faulty.calls("C_SetPIN")
    ran = desk.token("change-pin", "--pin-stdin", lines=(PIN, NEW))
    assert "[PIN-LOCKED]" in ran.err
    assert desk.faulty.calls("C_SetPIN") == before
    ran = desk.token("unblock", "--pin-stdin", lines=(WRONG, NEW))
    assert "[PUK-INCORRECT]" in ran.err
    ran = desk.token("unblock", "--pin-stdin", lines=(SO_PIN, NEW))
    assert ran.code == 0, ran.err
    assert desk.accepts(NEW)


def test_a_wrong_table_of_mechanisms_is_told_beside_the_tokens(
    tmp_path: Path, built: Path
) -> None:
    desk = make_desk(tmp_path, built, SigningPolicy(algorithms="own.toml"))
    (desk.profile / "own.toml").write_text("[[row]]\nkey = 7\n")
    told = desk.token("list")
    assert told.code == 0, told.err
    assert "own.toml" in told.err
    listed = json.loads(desk.token("list", "--json").out)
    assert len(listed["tokens"]) == 1
    assert "own.toml" in listed["problems"][0]


def test_the_office_says_how_its_drivers_take_the_puk(tmp_path: Path, built: Path) -> None:
    desk = make_desk(tmp_path, built, SigningPolicy(unblock_way="set_pin"))
    # SoftHSM takes the old PIN there; what matters is which function was called, and how often.
    ran = desk.token("unblock", "--pin-stdin", lines=(SO_PIN, NEW))
    assert "[PUK-INCORRECT]" in ran.err
    assert (desk.faulty.calls("C_SetPIN"), desk.faulty.calls("C_Login")) == (1, 0)
    ran = desk.token("unblock", "--way", "officer", "--pin-stdin", lines=(SO_PIN, NEW))
    assert ran.code == 0, ran.err
    assert (desk.faulty.calls("C_SetPIN"), desk.faulty.calls("C_Login")) == (1, 1)


@pytest.mark.parametrize(
    ("action", "typed"), [("change-pin", PIN), ("unblock", SO_PIN)], ids=["change", "unblock"]
)
def test_on_a_reader_with_keys_nothing_is_asked_here(
    desk: Desk, action: str, typed: bytes
) -> None:
    keys = f"{typed.decode()}/{NEW.decode()}"
    desk.faulty.play(f"{READER},C_SetPIN:pad:{keys},C_Login:pad:{keys},C_InitPIN:pad:{keys}")
    ran = desk.token(action)
    assert ran.code == 0, ran.err
    assert "270 seconds" in ran.err
    desk.faulty.play("")
    assert desk.accepts(NEW)


def test_cancelling_on_the_reader_uses_no_attempt(desk: Desk) -> None:
    desk.faulty.play(f"{READER},C_SetPIN:code:50")
    for _ in range(3):
        ran = desk.token("change-pin")
        assert ran.code == 1
        assert "[PIN-CANCELLED]" in ran.err
    desk.faulty.play("")
    ran = desk.token("change-pin", "--pin-stdin", lines=(PIN, NEW))
    assert ran.code == 0, ran.err


def test_on_a_terminal_nothing_typed_is_shown_and_a_slip_sends_nothing(desk: Desk) -> None:
    shown, code = typed(desk, "change-pin", answers=(PIN, NEW, b"80808081"))
    assert code == 1
    assert "differ" in shown
    assert desk.faulty.calls("C_SetPIN") == 0
    shown, code = typed(desk, "change-pin", answers=(PIN, NEW, NEW))
    assert code == 0, shown
    assert desk.accepts(NEW)
    for secret in (PIN, NEW, b"80808081"):
        assert secret.decode() not in shown


def test_on_a_terminal_a_risky_attempt_is_asked_about(desk: Desk) -> None:
    desk.faulty.play("C_GetTokenInfo:mute")
    for _ in range(2):
        desk.token("change-pin", "--pin-stdin", lines=(WRONG, NEW))
    shown, code = typed(desk, "change-pin", answers=(b"n",), question="[y/N]")
    assert (code, desk.faulty.calls("C_SetPIN")) == (1, 2)
    assert "ATTEMPT-UNCONFIRMED" in shown
    shown, code = typed(desk, "change-pin", answers=(b"y", PIN, NEW, NEW), question="[y/N]")
    assert code == 0, shown


def typed(
    desk: Desk, action: str, *, answers: tuple[bytes, ...], question: str = ""
) -> tuple[str, int]:
    """Run a command on a terminal of its own; gives all that stood there, and its exit code."""
    child, master = pty.fork()
    if child == 0:
        os.execve(sys.executable, [*desk.command(), "token", action], environment())
    shown = b""
    prompts = [question.encode()] if question else []
    prompts += [b"PIN: ", b"New PIN: ", b"New PIN again: "]
    try:
        for prompt, answer in zip(prompts, answers, strict=False):
            before = len(shown)
            while prompt not in shown[before:]:
                shown += os.read(master, 1024)
            time.sleep(0.05)
            os.write(master, answer + b"\n")
        while part := os.read(master, 1024):
            shown += part
    except OSError:
        pass  # the terminal of a program that ended
    finally:
        os.close(master)
    _, status = os.waitpid(child, 0)
    return shown.decode(errors="replace"), os.waitstatus_to_exitcode(status)
