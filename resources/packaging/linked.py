"""What binaries are linked to, and the Debian packages that have it.

For build_installer.py only; the installed program does not hold it.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# From the symbol versions in a binary to the library's release (gcc.gnu.org/onlinedocs/libstdc++/
# manual/abi.html); older ones are in every distribution we support.
GLIBCXX = {29: "11", 30: "12", 31: "13", 32: "13.2", 33: "14"}


class BuildError(Exception):
    """Something outside of this program keeps it from building; one sentence."""


@dataclass(frozen=True)
class Binary:
    """What one ELF file asks for."""

    path: Path
    needed: frozenset[str]
    versions: frozenset[str]


def run(command: Sequence[str], *, environment: dict[str, str] | None = None) -> str:
    """Run a tool and return what it printed; its own words explain a failure."""
    with subprocess.Popen(
        command,
        env={**os.environ, "LC_ALL": "C.UTF-8", **(environment or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        process_group=0,
    ) as process:
        try:
            out, err = process.communicate()
        except BaseException:
            # With all it has started: nothing may write on into what is removed now.
            os.killpg(process.pid, signal.SIGKILL)
            raise
    if process.returncode != 0:
        words = "\n".join((err or out).strip().splitlines()[-15:])
        raise BuildError(f'"{Path(command[0]).name}" failed:\n{words}')
    return out


def read_binaries(paths: Iterable[Path]) -> list[Binary]:
    """Return what every ELF file among ``paths`` is linked to."""
    return [read_binary(path) for path in paths if is_elf(path)]


def is_elf(path: Path) -> bool:
    """Whether a file begins like one."""
    with path.open("rb") as file:
        return file.read(4) == b"\x7fELF"


def read_binary(path: Path) -> Binary:
    """Ask readelf for the dynamic section and the versions of the symbols an ELF file needs."""
    text = run(["readelf", "--wide", "--dynamic", "--version-info", str(path)])
    needed = re.findall(r"\(NEEDED\)\s+Shared library: \[([^\]]+)\]", text)
    versions = re.findall(r"Name: (GLIBC(?:XX)?_[0-9.]+)\s+Flags", text)
    return Binary(path, frozenset(needed), frozenset(versions))


def depends(plan: dict[str, Any], binaries: Sequence[Binary]) -> list[str]:
    """Return which packages have the libraries that the binaries are linked to.

    Raises:
        BuildError: no package is known for a library.
    """
    own = {binary.path.name for binary in binaries}
    wanted = {name for binary in binaries for name in binary.needed} - own
    wanted.update(plan["relations"]["loaded_by_name"])
    unknown = sorted(wanted - plan["libraries"].keys())
    if unknown:
        raise BuildError(
            f"No package is known for {', '.join(unknown)}; see resources/packaging/deb.toml."
        )
    versions = {version for binary in binaries for version in binary.versions}
    least = {"libc6": _newest(versions, "GLIBC_"), "libstdc++6": _libstdcxx(versions)}
    packages = sorted({plan["libraries"][name] for name in wanted})
    return [f"{name} (>= {least[name]})" if least.get(name) else name for name in packages]


def _newest(versions: Iterable[str], prefix: str) -> str:
    numbers = [
        tuple(map(int, version.removeprefix(prefix).split(".")))
        for version in versions
        if version.startswith(prefix)
    ]
    return ".".join(map(str, max(numbers, default=())))


def _libstdcxx(versions: Iterable[str]) -> str:
    newest = _newest(versions, "GLIBCXX_").split(".")
    release = int(newest[2]) if len(newest) > 2 else 0
    if release > max(GLIBCXX):
        raise BuildError(f"No release of libstdc++ is known for GLIBCXX_3.4.{release}.")
    return GLIBCXX.get(release, "")
