"""The command line and the server as a process of its own."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from registry.cli import main
from registry.core import Core
from registry.serving import Listen, OpenBind, Server
from signing.certificate import facts
from sync import wire
from tests.registry import small
from tests.warm import Ended, Warm

PASSWORD = "bir ikki uch toʻrt"


def _run(warm: Warm, *arguments: str | Path, given: str = "") -> Ended:
    return warm.run("registry", [*map(str, arguments)], given=given.encode())


def _start(*arguments: str | Path, given: str = "") -> subprocess.CompletedProcess[str]:
    """As a person does, with a Python of its own."""
    return subprocess.run(
        [sys.executable, "-m", "registry", *map(str, arguments)],
        input=given,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def _serve(directory: Path, ready: Path) -> tuple[subprocess.Popen[bytes], dict[str, Any]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "registry", "serve", "--dir", directory, "--ready-file", ready],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    limit = time.monotonic() + 30
    while not ready.exists():
        assert process.poll() is None
        assert time.monotonic() < limit
        time.sleep(0.02)
    return process, json.loads(ready.read_text())


def test_serve_says_when_it_is_ready_and_ends_on_a_signal(core: Core, tmp_path: Path) -> None:
    ready = tmp_path / "ready.json"
    process, told = _serve(core.directory, ready)
    try:
        station = small.Station(told["address"])
        station.get("/v1/trust", wire.Trust)
        # Secrets of a sign-in must not reach the log, not even of one that fails.
        body = wire.PasswordRequest(small.LEGAL.pinfl, PASSWORD)
        assert station.refused("POST", "/v1/auth/password", body=body).code == "unauthorised"
    finally:
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=15)
    assert process.returncode == 0, err.decode()
    assert not ready.exists()
    assert json.loads(out) == told
    assert b"Traceback" not in err
    assert PASSWORD.encode() not in out + err


def test_where_it_cannot_say_that_it_is_ready_it_ends(core: Core, tmp_path: Path) -> None:
    core.close()
    ready = tmp_path / "absent" / "ready.json"
    ended = _start("serve", "--dir", core.directory, "--ready-file", ready)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert "Traceback" not in ended.stderr
    assert f"{ready} cannot be written" in ended.stderr


def test_an_open_stream_does_not_hold_up_the_end(core: Core, tmp_path: Path) -> None:
    from registry import auth

    auth.set_password(core, small.LEGAL.pinfl, PASSWORD)
    process, told = _serve(core.directory, tmp_path / "ready.json")
    try:
        station = small.Station(told["address"])
        body = wire.PasswordRequest(small.LEGAL.pinfl, PASSWORD)
        session = station.post("/v1/auth/password", wire.Session, body=body)
        signed_in = small.Station(told["address"], session.access_token)
        with signed_in.call("GET", "/v1/events", stream=True) as stream:
            # Held: an iterator that is let go closes its connection.
            lines = stream.iter_lines()
            next(lines)
            process.send_signal(signal.SIGTERM)
            _, err = process.communicate(timeout=60)
            # It says so when it has waited in vain.
            assert b"graceful shutdown exceeded" not in err
    finally:
        if process.poll() is None:
            process.kill()
    assert process.returncode == 0


def test_a_new_registry_from_the_command_line(tmp_path: Path) -> None:
    directory = tmp_path / "new"
    made = _start("init", "--dir", directory, "--name", "Yangi")
    assert made.returncode == 0, made.stderr
    assert json.loads(made.stdout)["trust"] == str(directory / "trust.pem")
    again = _start("init", "--dir", directory)
    assert (again.returncode, again.stdout) == (1, "")
    assert "Traceback" not in again.stderr


def test_a_new_registry_is_nobody_elses_to_read(tmp_path: Path) -> None:
    directory = tmp_path / "new"
    before = os.umask(0o022)
    try:
        assert main(["init", "--dir", str(directory)]) == 0
        Core(directory).close()
    finally:
        os.umask(before)
    # Its anchors go to other computers, and nobody else writes them.
    os.umask(0)
    try:
        assert main(["init", "--dir", str(tmp_path / "open")]) == 0
    finally:
        os.umask(before)
    everything = [path for path in (tmp_path / "open").rglob("*") if path.is_file()]
    assert [path for path in everything if path.stat().st_mode & 0o022] == []
    private = [directory, directory / "registry.db", directory / "files", directory / "uploads"]
    assert [path.stat().st_mode & 0o077 for path in private] == [0] * 4


def test_seeding_needs_an_empty_registry(
    core: Core, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = tmp_path / "wrong"
    assert main(["seed", "--dir", str(wrong), "--drafts", "1"]) == 1
    assert not wrong.exists()
    assert main(["seed", "--dir", str(core.directory), "--drafts", "1"]) == 1
    assert "holds drafts already" in capsys.readouterr().err


def test_without_a_registry(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["maintenance", "on", "--dir", str(tmp_path)]) == 1
    assert "init" in capsys.readouterr().err


def test_wrong_usage() -> None:
    with pytest.raises(SystemExit) as ended:
        main(["serve"])
    assert ended.value.code == 64


def test_people_and_passwords(core: Core, warm: Warm) -> None:
    directory = core.directory
    pinfl = "30101800000077"
    added = _run(
        warm,
        "person", "add", "--dir", directory, "--pinfl", pinfl, "--name", "Yangi Xodim",
        "--post", "Yurist", "--stir", small.HOKIMLIK.stir, "--role", "legal",
    )  # fmt: skip
    assert added.code == 0, added.err
    short = _run(warm, "person", "password", "--dir", directory, "--pinfl", pinfl, given="qisqa\n")
    assert short.code == 1
    done = _run(warm, "person", "password", "--dir", directory, "--pinfl", pinfl, given=PASSWORD)
    assert (done.code, done.out) == (0, b"")
    unknown = _run(warm, "person", "password", "--dir", directory, "--pinfl", "0", given=PASSWORD)
    assert unknown.code == 1


def test_a_certificate_for_a_tokens_key(
    core: Core, warm: Warm, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key = ec.generate_private_key(ec.SECP256R1()).public_key()
    spki = tmp_path / "key.der"
    spki.write_bytes(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))
    issue = ("issue", "--dir", core.directory, "--spki", spki, "--pinfl", small.HOKIM.pinfl)
    made = _run(warm, *issue)
    assert made.code == 0, made.err
    own, issuing, root = x509.load_pem_x509_certificates(made.out)
    assert own.public_key() == key
    assert facts(own).pinfl == small.HOKIM.pinfl
    assert (own.issuer, issuing.issuer) == (issuing.subject, root.subject)
    serial = f"{own.serial_number:x}"

    def revoke(number: str, *more: str) -> int:
        return main(["revoke", "--dir", str(core.directory), "--serial", number, *more])

    # A mistyped number must not look like a certificate that is out of use.
    assert (revoke(serial[:-1]), revoke("zz")) == (1, 1)
    assert f"no record of a certificate {serial[:-1]}" in capsys.readouterr().err
    for new in (True, False):
        assert revoke(serial) == 0
        assert json.loads(capsys.readouterr().out) == {"serial": serial, "new": new}
    assert revoke(serial[:-1], "--anyway") == 0


def test_advancing_a_draft(core: Core, capsys: pytest.CaptureFixture[str]) -> None:
    def advance(state: str, *more: str) -> int:
        return main(["advance", "--dir", str(core.directory), "legal", state, *more])

    assert advance("REGISTERED") == 1
    assert advance("RETURNED") == 1
    assert advance("READY_TO_SIGN") == 0
    # Only a package that is handed in brings number, date and receipt.
    assert advance("SIGNED") == 1
    assert advance("REGISTERED") == 1
    assert "handed in" in capsys.readouterr().err
    assert main(["advance", "--dir", str(core.directory), "2026-999", "RETURNED"]) == 1
    assert "2026-999" in capsys.readouterr().err


def test_plain_http_stays_on_this_computer(core: Core) -> None:
    for host in ("0.0.0.0", "192.0.2.1", "example.org"):
        with pytest.raises(OpenBind):
            Server(core, Listen(host=host))
    assert main(["serve", "--dir", str(core.directory), "--host", "0.0.0.0"]) == 64


def test_what_is_wrong_is_told_by_the_name_somebody_gave(
    core: Core, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place, certificate = tmp_path / "copy", tmp_path / "nope.pem"
    shutil.copytree(core.directory, place)

    def told(*arguments: str | Path) -> str:
        assert main([str(item) for item in arguments]) == 1
        return capsys.readouterr().err

    serve = ("serve", "--dir", place, "--tls-certificate", certificate)
    assert f"{place} holds a registry already" in told("init", "--dir", place)
    assert f"{certificate}: there is no such file" in told(*serve)
    certificate.write_text("no PEM")
    assert f"{certificate}: no certificate with its key" in told(*serve)
    target = tmp_path / "absent" / "trust.json"
    found = told("trust", "--dir", place, "--output", target)
    assert f"{target} cannot be written: No such file or directory\n" in found
    with pytest.raises(SystemExit, match="64"):
        main(["serve", "--dir", str(place), "--port", "99999"])
    assert "99999 is no port: 0 to 65535" in capsys.readouterr().err
    with pytest.raises(SystemExit, match="64"):
        main(["advance", "--dir", str(place), "legal", "SENT"])
    assert "READY_TO_SIGN" in capsys.readouterr().err
    long = told("init", "--dir", tmp_path / "long", "--name", "x" * 51)
    assert "--name takes 1 to 50 Latin letters" in long
    assert not (tmp_path / "long").exists()
    assert main(["init", "--dir", str(tmp_path / "long"), "--name", "ʻ" * 25]) == 0
    (place / "registry.db").write_bytes(b"no database" * 1000)
    assert f"{place / 'registry.db'} cannot be used: file is not a" in told(
        "serve", "--dir", place
    )
