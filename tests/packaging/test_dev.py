"""The contributors' entrance: what it says and needs, without installing anything."""

from __future__ import annotations

import re
import shutil
import subprocess
import tomllib
from hashlib import sha256
from pathlib import Path

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


def test_what_is_compiled_is_kept_whatever_the_shell_says(tmp_path: Path) -> None:
    shutil.copy(ROOT / "dev", tmp_path)
    stamped = ""
    for name in ("requirements-dev.txt", "pyproject.toml"):
        (tmp_path / name).touch()
        stamped += f"{sha256().hexdigest()}  {name}\n"
    programs = tmp_path / ".venv/bin"
    programs.mkdir(parents=True)
    (programs.parent / "eqaror-locked").write_text(sha256(stamped.encode()).hexdigest())
    program = programs / "eqaror-registry"
    program.write_text('#!/bin/sh\necho "${PYTHONDONTWRITEBYTECODE-kept}"\n')
    program.chmod(0o700)
    told = subprocess.run(
        ["bash", str(tmp_path / "dev"), "registry"],
        env={"PATH": "/usr/bin:/bin", "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (told.stdout, told.stderr) == ("kept\n", "")
