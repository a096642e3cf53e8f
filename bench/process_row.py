"""``eqaror sign`` of one decision against pyHanko's command line signing the PDF alone.

Both are whole processes, from the start to the exit code. Ours works offline, as on a day without
a line: it opens the encrypted store, starts the driver's process, logs in to the token, answers
every check, signs twice, verifies the package and keeps it. pyHanko signs once with a key that
lies in a file.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from bench.desk import Desk, fill, hokim, make_desk
from bench.measure import Bench, Comparison, OutputWrong, Result, Series, alternate
from bench.token import PIN, make_token
from eqaror_desktop.settings import ModuleSetting, Settings, write_settings
from registry.authority import Subject
from registry.office import people
from signing.token.provision import KeyKind
from sync.secrets import choose_secrets
from sync.station import Store

GOAL = 1.0
"""Of pyHanko's time and memory, by the project's plan."""
_WARM = 1


def run(bench: Bench) -> tuple[Result, ...]:
    """Run the row; leaves pyHanko's last PDF in the directory."""
    desk = make_desk(bench, bench.rounds + _WARM)
    make_token(desk.module, desk.authority, KeyKind.EC_P256)
    profile = _profile(bench.directory, desk)
    waiting = iter([draft.summary.id for draft in desk.batch.drafts])
    key, certificate, text = _key_files(bench.directory, desk)
    signed, figures = bench.directory / "by-pyhanko.pdf", bench.directory / "figures"

    def ours() -> tuple[float, float]:
        command = ["-m", "eqaror_desktop", "--profile", str(profile), "sign", "--json"]
        command += ["--pin-stdin", next(waiting)]
        elapsed, peak, said = _process(figures, command, PIN + b"\n")
        (entry,) = json.loads(said)
        if entry["state"] != "QUEUED":
            raise OutputWrong(said.decode())
        return elapsed, peak

    def theirs() -> tuple[float, float]:
        signed.unlink(missing_ok=True)
        command = ["-m", "pyhanko", "sign", "addsig", "--field", "Sig1", "--use-pades", "pemder"]
        command += ["--no-pass", "--key", str(key), "--cert", str(certificate)]
        elapsed, peak, _ = _process(figures, [*command, str(text), str(signed)], b"")
        if b"/ETSI.CAdES.detached" not in signed.read_bytes():
            raise OutputWrong("pyHanko signed nothing")
        return elapsed, peak

    measured = alternate((ours, theirs), bench.rounds, warm=_WARM)
    mine = Series.of("eqaror sign", "ms", [item[0] for item in measured[0]])
    peer = Series.of("pyhanko sign addsig", "ms", [item[0] for item in measured[1]])
    memory = Series.of("eqaror sign, memory", "MiB", [item[1] for item in measured[0]])
    peers = Series.of("pyhanko sign addsig, memory", "MiB", [item[1] for item in measured[1]])
    return (
        Result(
            "process",
            "ec-p256",
            (mine, peer, memory, peers),
            (Comparison.of(mine, peer, GOAL), Comparison.of(memory, peers, GOAL)),
            {"pyHanko": "PAdES-B-B only, with a key in a file"},
        ),
    )


def _process(figures: Path, arguments: list[str], given: bytes) -> tuple[float, float, bytes]:
    """Run one process; returns its milliseconds, its peak in MiB, and what it printed."""
    launcher = [sys.executable, "-I", "-S", str(Path(__file__).with_name("launch.py"))]
    # Both run from compiled modules, as they are installed, wherever this environment keeps them.
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPYCACHEPREFIX"] = str(figures.with_name("bytecode"))
    ran = subprocess.run(
        [*launcher, str(figures), sys.executable, *arguments],
        input=given,
        capture_output=True,
        check=False,
        env=environment,
    )
    if ran.returncode not in (0, 2):
        raise OutputWrong(ran.stderr.decode(errors="replace"))
    elapsed, peak = figures.read_text(encoding="ascii").split()
    return float(elapsed), int(peak) / 1024, ran.stdout


def _profile(directory: Path, desk: Desk) -> Path:
    """Make the profile of a hokim who signed in some day and has no line now."""
    profile = directory / "profile"
    (profile / "trust").mkdir(parents=True)
    module = ModuleSetting(str(desk.module.path), dict(desk.module.environment))
    # Nobody listens on the port for discarding.
    settings = Settings(registry="http://127.0.0.1:9", secrets="file", modules=(module,))
    write_settings(profile / "settings.toml", replace(settings, language="en"))
    (profile / "trust" / "root.pem").write_bytes(desk.authority.root.public_bytes(Encoding.PEM))
    (profile / "helpers.pem").write_bytes(desk.anchors.helpers_pem())
    with Store.open(profile, choose_secrets(profile, "file")) as store:
        fill(store, desk.batch)
        store.facts.put("person", msgspec.json.encode(hokim()).decode())
    return profile


def _key_files(directory: Path, desk: Desk) -> tuple[Path, Path, Path]:
    """Make a key in a file, its certificate, and the text, for pyHanko."""
    key = ec.generate_private_key(ec.SECP256R1())
    spki = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    certificate = desk.authority.issue_spki(
        spki, Subject(people.HOKIM.name, people.HOKIM.pinfl, post=people.HOKIM.post)
    )
    files = (directory / "key.pem", directory / "certificate.pem", directory / "text.pdf")
    files[0].write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    files[1].write_bytes(certificate.public_bytes(Encoding.PEM))
    files[2].write_bytes(desk.batch.text)
    return files
