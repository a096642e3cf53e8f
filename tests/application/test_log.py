"""The log on the command line: shown, written out, and computed again anywhere."""

from __future__ import annotations

import ast
import json
import signal
import stat
import subprocess
import sys
from pathlib import Path
from time import monotonic, sleep

import pytest

import eqaror_desktop
from eqaror_desktop.commands.log import verify_export
from eqaror_desktop.demo import PIN
from sync.chain import Fault, Head
from tests.application.conftest import Station
from tests.application.test_journal import built, faulty
from tests.signing.faults import FaultyToken

__all__ = ["built", "faulty"]


pytestmark = pytest.mark.settled


def signed_in(station: Station, count: int) -> list[str]:
    with station.open() as application:
        station.sign_in(application)
        return [item.id for item in station.to_sign(application)][:count]


def test_the_log_is_shown_written_out_and_verified_elsewhere(
    station: Station, tmp_path: Path
) -> None:
    drafts = signed_in(station, 2)
    ran = station.eqaror("sign", *drafts, "--pin-stdin", pin=PIN)
    assert ran.code == 0, ran.err
    shown = station.eqaror("log", "show", "--draft", drafts[0], "--json").json
    assert [item["event"] for item in shown] == [
        *("intended", "asked", "answered", "asked", "answered")
    ]
    assert len(station.eqaror("log").out.splitlines()) == 19
    states = station.eqaror("log", "drafts", "--json").json
    assert [(item["draft"], item["state"]) for item in states] == [
        (draft, "KEPT") for draft in drafts
    ]

    target = tmp_path / "log.jsonl"
    ran = station.eqaror("log", "export", str(target))
    assert ran.code == 0, ran.err
    head = ran.out.split()[-1]
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    refused = station.eqaror("log", "export", str(target), "--json")
    assert refused.code == 1
    assert json.loads(refused.out)["error"]["code"] == "E-303"
    ran = station.eqaror("log", "export", str(target), "--force", "--json")
    assert ran.json == {"file": str(target), "head": head}
    lines = target.read_bytes().splitlines(keepends=True)
    assert len(lines) == 20
    verified = station.eqaror("log", "verify", "--head", head, "--json")
    assert (verified.code, verified.json["whole"], verified.json["records"]) == (0, True, 19)
    # Another computer: no profile is there, and none is made.
    elsewhere = tmp_path / "elsewhere"
    command = [sys.executable, "-m", "eqaror_desktop", "--profile", str(elsewhere)]
    ran_there = subprocess.run(
        [*command, "log", "verify", str(target), "--head", head], check=False, capture_output=True
    )
    assert ran_there.returncode == 0, ran_there.stderr
    assert not elsewhere.exists()

    changed = bytearray(b"".join(lines))
    changed[changed.index(b"opened")] ^= 1
    target.write_bytes(changed)
    ran = station.eqaror("log", "verify", str(target), "--json")
    assert (ran.code, ran.json["whole"], ran.json["fault"]) == (1, False, "previous")
    told = station.eqaror("log", "verify", str(target)).out
    assert "broken after record 3" in told


@pytest.mark.parametrize(
    ("change", "place", "fault"),
    [
        (lambda lines: lines[:-1], 6, Fault.CUT),
        (lambda lines: lines[:3], 3, Fault.CUT),
        (lambda lines: [*lines[:3], lines[-1]], 3, Fault.CUT),
        (lambda lines: lines[1:], 0, Fault.ORDER),
        (lambda lines: lines[:0], 0, Fault.CUT),
        (lambda lines: [*lines, b"more"], 6, Fault.FORM),
        (lambda lines: [*lines[:-1], lines[-1].replace(b'"digest": "', b'"digest": "0')], 6, None),
    ],
)
def test_an_export_that_was_cut_or_changed_is_not_whole(
    tmp_path: Path, change: object, place: int, fault: Fault | None
) -> None:
    from sync.chain import link

    assert callable(change)
    head, lines = Head(), []
    for number in range(6):
        record = link(head, {"event": "asked", "person": f"{number}"})
        lines.append(record.text.encode())
        head = Head(record.number, record.digest)
    lines.append(json.dumps({"head": {"number": 6, "digest": head.digest}}).encode())
    whole = tmp_path / "whole.jsonl"
    whole.write_bytes(b"\n".join(lines) + b"\n")
    assert verify_export(whole, head).fault is None
    whole.write_bytes(b"".join(line + b"\n" for line in change(lines)))
    verdict = verify_export(whole)
    # A head that is none is a record that is none.
    assert verdict.fault is (fault or Fault.FORM)
    assert verdict.head.number == place


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        (b'{"head": {', b'{"head": {"more": 1, ', 2),
        (b'{"head": {', b'{"head": {"number": 9, ', 2),
        (b'{"head": {', b'{"more": 1, "head": {', 2),
        (b'"digest": "', b'"digest":"', 2),
        (b'"}}', b'"}} ', 2),
        (b"\n", b"\r\n", 0),
        (b"\n", b"\r\r\n", 0),
        (b"\n", b" \n", 0),
        (b'"}}\n', b'"}}', 2),
        (b'"}}\n', b'"}}\n\n', 2),
    ],
)
def test_an_export_is_held_to_its_exact_bytes(
    tmp_path: Path, old: bytes, new: bytes, place: int
) -> None:
    from sync.chain import end_line, link

    head, text = Head(), ""
    for number in range(2):
        record = link(head, {"event": "asked", "person": f"{number}"})
        text += record.text + "\n"
        head = Head(record.number, record.digest)
    export = tmp_path / "log.jsonl"
    whole = f"{text}{end_line(head)}\n".encode()
    export.write_bytes(whole)
    assert verify_export(export).fault is None
    assert old in whole
    export.write_bytes(whole.replace(old, new))
    verdict = verify_export(export)
    assert (verdict.fault, verdict.head.number) == (Fault.FORM, place)


def test_an_export_without_records_is_not_called_whole(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from eqaror_desktop.cli import main
    from sync.chain import end_line

    export = tmp_path / "log.jsonl"
    export.write_text(end_line(Head()) + "\n")
    command = ["--profile", str(tmp_path / "none"), "log", "verify", str(export)]
    assert main([*command, "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["whole"] is None
    assert main(command) == 1
    told = capsys.readouterr().out
    assert "whole" not in told
    assert "no records" in told
    assert main([*command, "--head", "x"]) == 64
    assert "--head x is no head" in capsys.readouterr().err


def test_flows_get_a_signer_in_one_place_only() -> None:
    package = Path(eqaror_desktop.__file__).parent
    found = set()
    for path in package.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            called = node.func if isinstance(node, ast.Call) else None
            if isinstance(called, ast.Attribute) and called.attr == "signer":
                found.add(path.relative_to(package).as_posix())
    assert found == {"keylog.py"}


def test_a_wrong_pin_signs_none_of_several_and_says_so(station: Station) -> None:
    drafts = signed_in(station, 2)
    ran = station.eqaror("sign", *drafts, "--pin-stdin", "--json", pin=b"000000")
    assert (ran.code, ran.json["error"]["code"]) == (1, "E-121")
    assert "PIN-INCORRECT" in ran.err
    assert "Not signed: 2" in ran.err
    shown = station.eqaror("log", "show", "--json").json
    assert [item["result"] for item in shown if item["event"] == "login"][-1] == "PinIncorrect"
    assert station.eqaror("sign", "--all-ready", *drafts).code == 64
    assert station.eqaror("sign").code == 64


def test_ctrl_c_ends_after_the_document_under_way_and_nothing_is_signed_twice(
    station: Station, faulty: FaultyToken
) -> None:
    signed_in(station, 1)
    faulty.forget_calls()
    faulty.play("C_SignInit@3:delay:700")
    command = [sys.executable, "-m", "eqaror_desktop", "--profile", str(station.profile)]
    with subprocess.Popen(
        [*command, "sign", "--all-ready", "--pin-stdin", "--json"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as child:
        assert child.stdin is not None
        child.stdin.write(PIN + b"\n")
        child.stdin.flush()
        until = monotonic() + 30
        while faulty.calls("C_SignInit") < 3 and monotonic() < until:
            sleep(0.01)
        child.send_signal(signal.SIGINT)
        out, err = child.communicate(timeout=30)
    assert child.returncode == 130, err.decode()
    entries = json.loads(out)
    assert [entry["state"] for entry in entries] == ["ACCEPTED"] * 2
    assert b"Not signed" in err
    faulty.play("")
    ran = station.eqaror("sign", "--all-ready", "--pin-stdin", "--json", pin=PIN)
    assert ran.code == 0, ran.err
    rest = [entry["draft"] for entry in ran.json]
    assert rest
    assert not set(rest) & {entry["draft"] for entry in entries}
    every = station.eqaror("outbox", "--json").json
    assert len({entry["draft"] for entry in every}) == len(every) == len(rest) + 2


def test_what_is_in_doubt_is_told_with_the_outbox(station: Station, faulty: FaultyToken) -> None:
    (draft,) = signed_in(station, 1)
    faulty.forget_calls()
    faulty.play("C_SignInit@1:crash")
    ran = station.eqaror("sign", draft, "--pin-stdin", pin=PIN)
    assert ran.code == 2
    assert ran.err.count("HOST-DIED") == 1
    assert f"{draft}: outcome unknown" in ran.err
    faulty.play("")
    told = station.eqaror("outbox").out
    assert told.startswith(draft)
    assert "outcome unknown" in told
    ran = station.eqaror("sign", draft, "--pin-stdin", pin=PIN)
    assert ran.code == 0, ran.err
    assert "! No earlier signature of it is in doubt" in ran.out
    assert "outcome unknown" not in station.eqaror("outbox").out
    nobody = station.eqaror("outbox", "list", "no-such-entry")
    assert (nobody.code, nobody.out) == (1, "")
    # The journal ends with the outbox; what became of it then, the outbox knows.
    assert "signed: accepted, № " in station.eqaror("log", "drafts").out


@pytest.mark.long
def test_ctrl_c_twice_says_of_which_document_nobody_knows(
    station: Station, faulty: FaultyToken
) -> None:
    (draft,) = signed_in(station, 1)
    faulty.forget_calls()
    faulty.play("C_SignInit@1:delay:60000")
    command = [sys.executable, "-m", "eqaror_desktop", "--profile", str(station.profile)]
    with subprocess.Popen(
        [*command, "sign", draft, "--pin-stdin"],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    ) as child:
        assert child.stdin is not None
        assert child.stderr is not None
        child.stdin.write(PIN + b"\n")
        child.stdin.flush()
        until = monotonic() + 30
        while faulty.calls("C_SignInit") < 1 and monotonic() < until:
            sleep(0.01)
        child.send_signal(signal.SIGINT)
        err = b""
        while "document" not in err.decode() and (line := child.stderr.readline()):
            err += line
        child.send_signal(signal.SIGINT)
        err += child.communicate(timeout=30)[1]
    assert child.returncode == 2, err.decode()
    assert f"{draft}: outcome unknown" in err.decode()
    assert "eqaror log drafts" in err.decode()
    assert "Traceback" not in err.decode()
