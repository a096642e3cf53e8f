"""The contributors' entrance: what it says and needs, without installing anything."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import tomllib
from hashlib import sha256
from pathlib import Path

import pytest

from build_installer import PACKAGING, ROOT

# In every Debian and Ubuntu, because apt itself needs them.
ALWAYS = {"libc6", "libgcc-s1", "libstdc++6", "zlib1g"}


def dev(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run it with no environment but the path: no display, no terminal."""
    return subprocess.run(
        ["bash", str(ROOT / "dev"), *arguments],
        env={"PATH": "/usr/bin:/bin"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def test_help_names_every_command() -> None:
    told = dev("help")
    assert told.returncode == 0
    script = (ROOT / "dev").read_text(encoding="utf-8")
    commands = set(re.findall(r"^    ([a-z]+)\)", script, re.MULTILINE))
    assert {"demo", "run", "test", "check", "bench", "lock"} <= commands
    assert all(re.search(rf"^  {name}\b", told.stdout, re.MULTILINE) for name in commands)


def test_an_unknown_command_is_wrong_usage() -> None:
    told = dev("tset")
    assert (told.returncode, told.stdout) == (64, "")
    assert '"tset"' in told.stderr


def test_a_window_without_a_display_is_refused_before_anything_else() -> None:
    told = dev("demo")
    # As "eqaror" itself leaves without one.
    assert (told.returncode, told.stdout) == (1, "")
    assert told.stderr.count("\n") == 1
    assert "--headless" in told.stderr


def test_the_window_gets_the_same_libraries_as_in_the_package() -> None:
    script = (ROOT / "dev").read_text(encoding="utf-8")
    found = re.search(r"QT_PACKAGES=\((.*?)\)", script, re.DOTALL)
    assert found is not None
    libraries = tomllib.loads((PACKAGING / "deb.toml").read_text(encoding="utf-8"))["libraries"]
    assert set(found[1].split()) == set(libraries.values()) - ALWAYS


def test_locked_files_name_no_index() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = Path(ROOT, name).read_text(encoding="utf-8")
        assert "://" not in text
        assert "--index" not in text
        assert "--hash=sha256:" in text


def checkout(directory: Path, **programs: str) -> dict[str, str]:
    """Make a checkout whose environment has only these programs; returns the shell's variables."""
    shutil.copy(ROOT / "dev", directory)
    stamped = ""
    for name in ("requirements-dev.txt", "pyproject.toml"):
        (directory / name).touch()
        stamped += f"{sha256().hexdigest()}  {name}\n"
    made, system = directory / ".venv/bin", directory / "system"
    made.mkdir(parents=True)
    system.mkdir()
    (made.parent / "eqaror-locked").write_text(sha256(stamped.encode()).hexdigest())
    scripts = {made / name: script for name, script in programs.items()}
    # Nothing is installed for a test.
    scripts[system / "dpkg-query"] = "echo installed"
    for path, script in scripts.items():
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o700)
    return {"PATH": f"{system}:/usr/bin:/bin", "PYTHONDONTWRITEBYTECODE": "1"}


def run_there(directory: Path, command: str, **programs: str) -> tuple[int, str, str]:
    told = subprocess.run(
        ["bash", str(directory / "dev"), command],
        env=checkout(directory, **programs),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    return told.returncode, told.stdout, told.stderr


def test_what_is_compiled_is_kept_whatever_the_shell_says(tmp_path: Path) -> None:
    program = {"eqaror-registry": 'echo "${PYTHONDONTWRITEBYTECODE-kept}"'}
    assert run_there(tmp_path, "registry", **program) == (0, "kept\n", "")


# Python as far as an installation goes; pip tells of Ctrl-C and fails with a code of its own.
INSTALLS = """case "$*" in
    "-m pip install"*) trap 'echo cancelled >&2; exit 2' INT; echo at work >&2; read -r _ ;;
    -c*) echo 3.11 ;;
esac"""


def test_ctrl_c_while_packages_are_installed_ends_it(tmp_path: Path) -> None:
    """It is no failed installation, which would be tried once more with a compiler."""
    environment = checkout(tmp_path, python=INSTALLS)
    (tmp_path / ".venv/eqaror-locked").unlink()
    # As at a terminal, whoever runs the tests: a shell cannot catch what is ignored already.
    command = ["env", "--default-signal=INT", "bash", str(tmp_path / "dev"), "registry"]
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, env=environment, stdin=pipe, stderr=pipe, text=True, start_new_session=True
    ) as process:
        assert process.stderr is not None
        told = [process.stderr.readline(), process.stderr.readline()]
        assert told[1] == "at work\n"
        os.killpg(process.pid, signal.SIGINT)
        _, rest = process.communicate(timeout=20)
    assert (process.returncode, rest) == (130, "cancelled\n")
    assert not (tmp_path / ".venv/eqaror-locked").exists()


@pytest.mark.parametrize(
    ("ruff", "mypy", "tests", "told"),
    [
        (0, 0, 0, (0, "tested types", "")),
        (1, 0, 0, (1, "", "")),
        (0, 1, 0, (1, "tested types", "")),
        (0, 0, 5, (5, "tested types", "")),
        (0, 1, 5, (5, "tested types", "")),
    ],
)
def test_whatever_fails_fails_the_test(
    tmp_path: Path, ruff: int, mypy: int, tests: int, told: tuple[int, str, str]
) -> None:
    """Types are looked at beside the tests, and told after them."""
    programs = {"ruff": f"exit {ruff}", "lint-imports": "", "mypy": f"echo types; exit {mypy}"}
    programs["python"] = f"echo tested; exit {tests}"
    code, out, err = run_there(tmp_path, "test", **programs)
    assert (code, " ".join(out.split()), err) == told
