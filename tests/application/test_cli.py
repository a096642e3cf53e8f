"""The command line against what a shell does to it: pipes, encodings, files that are not there."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from eqaror_desktop.application import Application
from eqaror_desktop.cli import main
from eqaror_desktop.commands import print_json
from eqaror_desktop.commands.log import verify_export
from eqaror_desktop.demo import PIN
from eqaror_desktop.settings import Settings, write_settings
from tests.application.conftest import Ran, Station
from tests.application.test_full_disk import fill_up
from tests.sync.test_places import disk, mount
from tests.warm import Warm

__all__ = ["disk"]

PROGRAM = (sys.executable, "-m", "eqaror_desktop")


pytestmark = pytest.mark.settled


def run(*arguments: str, shell: str = "", **environment: str) -> Ran:
    """Run the program with its own home; ``shell`` is what stands behind it on the line."""
    command = [*PROGRAM, *arguments]
    if shell:
        command = ["bash", "-c", f'"$@" {shell}', "bash", *command]
    plain = {"LC_ALL": "C.UTF-8", "PYTHONIOENCODING": "utf-8"}
    ran = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        env={**os.environ, **plain, **environment},
        timeout=60,
    )
    return Ran(ran.returncode, ran.stdout.decode(), ran.stderr.decode())


def tell(warm: Warm, *arguments: str, **environment: str) -> Ran:
    """Run it where no shell, encoding or start is in question."""
    given = {**os.environ, "LC_ALL": "C.UTF-8", **environment}
    return Ran.of(warm.run("eqaror_desktop", arguments, given))


def registered(station: Station) -> str:
    """Sign a draft and have it registered; returns its id."""
    with station.open() as application:
        station.sign_in(application)
        chosen = station.to_sign(application)[0].id
        list(application.desk.sign([application.desk.plan_signing(chosen)], bytearray(PIN)))
        application.sync()
    return chosen


def exported(station: Station, target: Path) -> Path:
    chosen = registered(station)
    assert station.eqaror("export", chosen, "--output", str(target)).code == 0
    return target


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "text.txt"
    path.write_text("0. Bu imzo emas\n", encoding="utf-8")
    return path


# --- verify ------------------------------------------------------------------------------------


def test_one_unreadable_file_does_not_hide_the_others(
    warm: Warm, tmp_path: Path, text: Path
) -> None:
    pipe, large = tmp_path / "pipe", tmp_path / "large.pdf"
    os.mkfifo(pipe)
    with large.open("wb") as stream:
        stream.write(b"%PDF-1.7\n")
        stream.truncate((256 << 20) + 1)
    names = [str(item) for item in (text, tmp_path / "none", tmp_path, pipe, large)]
    ran = tell(warm, "--profile", str(tmp_path / "empty"), "verify", *names, "/dev/zero", "--json")
    told = [json.loads(line) for line in ran.out.splitlines()]
    assert [item["file"] for item in told] == [*names, "/dev/zero"]
    codes = [item["reasons"][0]["code"] for item in told]
    assert codes == [
        "SIGNED_DATA_NOT_FOUND",
        "UNREADABLE",
        "UNREADABLE",
        "UNREADABLE",
        "UNREADABLE",
        "UNREADABLE",
    ]
    assert {item["verdict"] for item in told} == {"indeterminate"}
    assert ran.code == 2
    assert len({item["reasons"][0]["text"] for item in told}) == 5
    assert "{" not in told[1]["reasons"][0]["text"]
    assert tell(warm, "verify", names[1], "--json").code == 2


@pytest.mark.parametrize("content", [b"", b"Bu imzo emas", b"0. 0! 0"])
def test_what_is_no_signature_is_not_called_broken(
    warm: Warm, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    ran = tell(warm, "verify", str(path), "--json")
    assert (ran.code, ran.json["reasons"][0]["code"]) == (2, "SIGNED_DATA_NOT_FOUND")


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04damaged", b"0\x82\x10\x00\x06\x09*\x86H\x86\xf7\r\x01\x07\x02cut"]
)
def test_a_damaged_package_or_signature_is_invalid(
    warm: Warm, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    ran = tell(warm, "verify", str(path), "--json")
    assert (ran.code, ran.json["reasons"][0]["code"]) == (1, "FORMAT_FAILURE")


def test_what_a_library_logs_of_a_strangers_pdf_is_not_told(tmp_path: Path) -> None:
    script = (
        "import logging, sys\n"
        "from eqaror_desktop.cli import main\n"
        "main(['verify', sys.argv[1]])\n"
        "logging.getLogger('pypdf._reader').error('noise')\n"
        "logging.getLogger('other').error('heard')\n"
    )
    command = [sys.executable, "-c", script, str(tmp_path / "none")]
    ran = subprocess.run(command, capture_output=True, check=True, timeout=60)
    assert ran.stderr.decode() == "heard\n"


def test_a_closed_reader_does_not_change_the_verdict(station: Station, tmp_path: Path) -> None:
    package = str(exported(station, tmp_path / "a.asice"))
    trust = str(station.office.places.trust)
    verify = ("verify", package, "--trust", trust)
    for more in ((), ("--json",)):
        ran = run(*verify, *more, shell="| true; exit ${PIPESTATUS[0]}")
        assert (ran.code, ran.err) == (0, "")
    # More than a pipe's buffer holds, so that the reader is missed in the middle.
    absent = [str(tmp_path / f"{number}{'n' * 200}") for number in range(400)]
    ran = run("verify", *absent, shell="| true; exit ${PIPESTATUS[0]}")
    assert (ran.code, ran.err) == (2, "")
    for what in (verify, ("--help",)):
        ran = run(*what, shell=">/dev/full")
        assert (ran.code, "Exception ignored" in ran.err) == (1, False)
        assert "no space left on the disk. Make space, and repeat. E-398 [DISK-FAULT]" in ran.err


def test_verifying_makes_no_profile(warm: Warm, tmp_path: Path, text: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    ran = tell(warm, "verify", str(text), HOME=str(home), XDG_DATA_HOME=str(home / "data"))
    assert (ran.code, list(home.iterdir())) == (2, [])


def test_verifying_needs_no_settings(warm: Warm, tmp_path: Path, text: Path) -> None:
    profile = tmp_path / "profile"
    profile.mkdir()
    (profile / "settings.toml").write_text("not toml at all", encoding="utf-8")
    ran = tell(warm, "--profile", str(profile), "verify", str(text), "--json")
    assert (ran.code, ran.json["verdict"]) == (2, "indeterminate"), ran.err


def test_a_file_of_trust_without_a_certificate_is_named(
    warm: Warm, tmp_path: Path, text: Path
) -> None:
    for content in ("nothing", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"):
        bad = tmp_path / "bad.pem"
        bad.write_text(content, encoding="utf-8")
        ran = tell(warm, "verify", str(text), "--trust", str(bad))
        assert ran.code == 64
        assert "bad.pem" in ran.err
        assert "[TRUST-FILE-INVALID]" in ran.err
        assert "Synchronise" not in ran.err


# --- the terminal ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONIOENCODING": "ascii"},
        {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONIOENCODING": ""},
    ],
)
def test_a_terminal_without_the_letters_still_gets_an_answer(
    text: Path, environment: dict[str, str]
) -> None:
    ran = run("--profile", "/nonexistent", "verify", f"{text}Ўʻ", **environment)
    assert (ran.code, "[BUG]" in ran.err) == (2, False), ran.err
    assert "INDETERMINATE" in ran.out
    for language in ("ru_RU.UTF-8", "uz_UZ.UTF-8"):
        ran = run("--help", **environment, LC_MESSAGES=language)
        assert ran.code == 0, ran.err


def test_the_own_profile_has_a_say_in_the_language(warm: Warm, tmp_path: Path, text: Path) -> None:
    own = tmp_path / "data" / "eqaror-desktop"
    own.mkdir(parents=True)
    (own / "settings.toml").write_text('language = "ru"\n', encoding="utf-8")
    ran = tell(warm, "verify", str(text), XDG_DATA_HOME=str(tmp_path / "data"))
    assert "НЕ " in ran.out.upper() or "НЕОПР" in ran.out.upper(), ran.out


INTERRUPTED = """
import os, signal, sys
# Whoever starts the tests in the background may have it ignored (POSIX shells, "&").
signal.signal(signal.SIGINT, signal.default_int_handler)
at, seen = int(sys.argv[1]), 0
sys.argv = ['eqaror', 'verify', sys.argv[2]]
from eqaror_desktop.cli import main

def hook(event, arguments):
    global seen
    if event == "import":
        seen += 1
        if seen == at:
            os.kill(os.getpid(), signal.SIGINT)

sys.addaudithook(hook)
code = main()
print(seen)
sys.exit(code)
"""


def test_interrupted_while_starting(tmp_path: Path) -> None:
    """Whenever Ctrl-C comes once the program's own code runs: no traceback, exit code 130."""

    def start(at: int) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", INTERRUPTED, str(at), str(tmp_path / "none")]
        return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)

    whole = start(0)
    assert whole.returncode == 2, whole.stderr
    modules = int(whole.stdout.splitlines()[-1])
    assert modules > 50
    # Starting is loading: at the first module, near the last (not every start loads as many), and
    # between.
    for at in (1, modules // 3, modules * 2 // 3, modules * 9 // 10):
        ended = start(at)
        assert "Traceback" not in ended.stderr, (at, ended.stderr)
        assert ended.returncode == 130, (at, ended.stderr)


def test_nothing_is_loaded_before_ctrl_c_is_caught() -> None:
    script = (
        "import sys; before = set(sys.modules); import eqaror_desktop.cli;"
        "print(*sorted(set(sys.modules) - before))"
    )
    ran = subprocess.run([sys.executable, "-I", "-c", script], capture_output=True, check=True)
    assert ran.stdout.decode().split() == ["__future__", "eqaror_desktop", "eqaror_desktop.cli"]


CRASHING = """
import os, resource, signal, sys
# As on a developer's station, where dumps are wanted.
resource.setrlimit(resource.RLIMIT_CORE, (resource.getrlimit(resource.RLIMIT_CORE)[1],) * 2)
from eqaror_desktop.cli import main
sys.argv = ["eqaror", "--version"]
main()
print(*resource.getrlimit(resource.RLIMIT_CORE))
print(int(open("/proc/self/coredump_filter").read(), 16))
sys.stdout.flush()
os.kill(os.getpid(), signal.SIGSEGV)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="limits and filters of Linux")
def test_a_crash_leaves_no_memory(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", CRASHING], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert ran.returncode == -signal.SIGSEGV
    assert ran.stdout.splitlines()[1:] == ["0 0", "0"]
    assert list(tmp_path.iterdir()) == []


def test_the_version_is_told() -> None:
    ran = run("--version")
    assert ran.code == 0
    assert ran.out.startswith("eqaror ")
    assert ran.out[7].isdigit()


# --- sign and export ---------------------------------------------------------------------------


def test_a_draft_that_is_not_there_does_not_stop_the_others(station: Station) -> None:
    with station.open() as application:
        station.sign_in(application)
        good, other = (item.id for item in station.to_sign(application)[:2])
        application.store.facts.put("examined", "{}")
    ids = (good, "2026-999999", good, other)
    token = ("--token", station.office.hokim.serial)
    ran = station.eqaror("sign", *ids, *token, "--pin-stdin", "--json", pin=PIN)
    assert ran.code == 1
    assert [item["draft"] for item in ran.json] == [good, other]
    assert ran.err.count("2026-999999") == 1
    # Several readers draw the pages, which may take minutes: not without a word.
    for draft in (good, other):
        assert f"{draft}: being checked, which may take minutes: " in ran.err
    # All of them asked for nothing: still one JSON array, and no PIN is wanted.
    again = station.eqaror("sign", "2026-999999", *token, "--json")
    assert (again.code, json.loads(again.out)) == (1, [])


def test_a_token_error_ends_signing(station: Station) -> None:
    with station.open() as application:
        station.sign_in(application)
        first, second = (item.id for item in station.to_sign(application)[:2])
    ran = station.eqaror("sign", first, second, "--token", "0000", "--json")
    # Standard output has one JSON value in any case.
    (error,) = ran.json.values()
    assert (ran.code, error["code"]) == (1, "E-103")
    assert f"{error['what']} {error['cure']} E-103" in ran.err
    assert ran.err.count("[TOKEN-NOT-HERE]") == 1


def test_export_overwrites_nothing_by_itself(station: Station, tmp_path: Path) -> None:
    chosen = registered(station)
    target = tmp_path / "a.asice"
    target.write_bytes(b"mine")
    ran = station.eqaror("export", chosen, "--output", str(target))
    assert ran.code == 1
    assert "--force" in ran.err
    assert target.read_bytes() == b"mine"
    assert station.eqaror("export", chosen, "--output", str(target), "--force").code == 0
    assert target.read_bytes()[:2] == b"PK"
    assert list(tmp_path.glob("*a.asice*")) == [target]
    with station.open() as application:
        restricted = application.draft(chosen).summary.restricted
    umask = os.umask(0)
    os.umask(umask)
    expected = 0o600 if restricted else 0o644 & ~umask
    assert stat.S_IMODE(target.stat().st_mode) == expected
    # A device is not replaced by a file, not even with --force.
    os.mkfifo(tmp_path / "pipe")
    ran = station.eqaror("export", chosen, "--output", str(tmp_path / "pipe"), "--force")
    assert ran.code == 1
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)


# --- a disk that takes nothing -----------------------------------------------------------------


@pytest.mark.parametrize("leave", ["full", "read-only"])
def test_what_is_there_can_be_read_and_taken_off(
    disk: Path, tmp_path: Path, leave: str, capsys: pytest.CaptureFixture[str]
) -> None:
    profile, target = disk / "profile", tmp_path / "log.jsonl"
    profile.mkdir()
    write_settings(profile / "settings.toml", Settings(language="en", secrets="file"))
    with Application.open(profile) as application:
        application.store.log.note("login", {})
    if leave == "full":
        fill_up(disk, 0)
    else:
        assert mount("mount", "-o", "remount,ro", str(disk))
    commands = (("log",), ("log", "drafts"), ("log", "verify"), ("log", "export", str(target)))
    for command in (*commands, ("drafts",), ("outbox",)):
        assert main(["--profile", str(profile), *command]) == 0
        told = capsys.readouterr()
        assert "nothing can be kept" in told.err
    assert verify_export(target).fault is None
    assert main(["--profile", str(profile), "doctor"]) == 1
    told = capsys.readouterr()
    assert "✗ Profile: " in told.out
    assert "✗ Registry: " in told.out
    assert main(["--profile", str(profile), "login"]) == 1
    assert "[STORE-" in capsys.readouterr().err


def test_a_name_turns_nothing_round_on_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    name = "Hokim \u202ediraV\u2066\x85\u02bb"
    print_json({"signer": name})
    told = capsys.readouterr().out
    assert json.loads(told) == {"signer": name}
    assert "\u02bb" in told
    assert not set(told) & {"\u202e", "\u2066", "\x85"}


def test_somebody_without_a_home_is_told_what_to_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import pwd

    def nobody(_number: int) -> pwd.struct_passwd:
        raise KeyError

    for name in ("HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(pwd, "getpwuid", nobody)
    monkeypatch.setenv("LC_ALL", "C")
    assert main(["drafts"]) == 1
    assert "--profile DIR. E-282" in capsys.readouterr().err
    (tmp_path / "settings.toml").write_text('secrets = "file"\n')
    assert main(["--profile", str(tmp_path), "drafts"]) == 0


def test_the_options_that_are_named_are_those_there_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "settings.toml").write_text('language = "en"\nsecrets = "file"\n')
    with Path(os.devnull).open() as nothing:
        monkeypatch.setattr(sys, "stdin", nothing)
        with pytest.raises(SystemExit):
            main(["--profile", str(tmp_path), "proxy", "login", "nazira"])
    assert "with --password-stdin." in capsys.readouterr().err


def test_a_profile_whose_name_is_no_text_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    assert main(["--profile", f"{tmp_path}/a\udcff", "drafts"]) == 1
    assert "is not UTF-8. Name a directory" in capsys.readouterr().err


def test_what_is_no_file_is_not_offered_to_be_written_over(station: Station) -> None:
    with station.open() as application:
        draft = station.to_sign(application)[0].id
        application.desk.sign([application.desk.plan_signing(draft)], bytearray(PIN))
        assert application.sync().failure is None
    ran = station.eqaror("export", draft, "--output", "/")
    assert ran.code == 1
    assert "--force" not in ran.err


def test_a_first_version_has_none_before_it(station: Station) -> None:
    with station.open() as application:
        first = next(item.id for item in application.drafts() if item.version == 1)
    ran = station.eqaror("compare", first)
    assert f"no earlier version of {first}." in ran.err
