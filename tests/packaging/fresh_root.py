"""A fresh Debian or Ubuntu in a directory, to install a package into."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from build_installer import ROOT

CACHE = ROOT / "build"
ENVIRONMENT = {
    "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
    "HOME": "/root",
    "LC_ALL": "C.UTF-8",
    "DEBIAN_FRONTEND": "noninteractive",
}
# Records of dpkg and apt themselves, and what they log and cache.
RECORDS = ("var/lib/dpkg", "var/lib/apt", "var/cache", "var/log", "tmp", "dev", "proc", "sys")


def why_not() -> str | None:
    """Return why no root can be made here; None if it can."""
    if os.geteuid() != 0:
        return "a fresh root needs root"
    if shutil.which("debootstrap") is None:
        return "debootstrap is not installed"
    if _release().get("ID") not in {"debian", "ubuntu"}:
        return "this is neither Debian nor Ubuntu"
    return None


@dataclass(frozen=True)
class FreshRoot:
    """The directory; commands run in it with ``chroot``. Nothing is ever mounted there."""

    path: Path

    def run(
        self, *command: str, data: bytes = b"", limit: float = 900
    ) -> subprocess.CompletedProcess[bytes]:
        """Run a command and return its result, whatever its exit code."""
        return subprocess.run(
            ["chroot", str(self.path), *command],
            env=ENVIRONMENT,
            input=data,
            capture_output=True,
            timeout=limit,
            check=False,
        )

    def must(self, *command: str) -> str:
        """Run a command that must succeed, and return its output."""
        ran = self.run(*command)
        assert ran.returncode == 0, (ran.stdout + ran.stderr).decode()[-3000:]
        return ran.stdout.decode()

    def install(self, *packages: str) -> None:
        """Install packages, of the distribution or of a file."""
        apt = ("apt-get", "-qq", "-o", "Dpkg::Use-Pty=0", "install", "--no-install-recommends")
        self.must(*apt, "--yes", *packages)

    def files(self) -> set[str]:
        """Return everything that is there, without the records of dpkg and apt."""
        return set(self._walk(self.path))

    def _walk(self, directory: Path) -> Iterator[str]:
        for path in directory.iterdir():
            name = path.relative_to(self.path).as_posix()
            if name in RECORDS:
                continue
            yield name
            if path.is_dir() and not path.is_symlink():
                yield from self._walk(path)


def make(directory: Path) -> FreshRoot:
    """Unpack a minimal system of this machine's distribution; made once and kept in ``build``."""
    release = _release()
    suite = release["VERSION_CODENAME"]
    kept = CACHE / f"root-{suite}-{platform.machine()}.tar"
    if not kept.exists():
        CACHE.mkdir(exist_ok=True)
        base = directory.with_name(directory.name + "-base")
        _bootstrap(base, suite, ubuntu=release["ID"] == "ubuntu")
        part = kept.with_suffix(".part")
        subprocess.run(["tar", "-C", str(base), "-cf", str(part), "."], check=True)
        part.replace(kept)
        shutil.rmtree(base)
    directory.mkdir()
    subprocess.run(["tar", "-C", str(directory), "-xpf", str(kept)], check=True)
    # The network's names may have changed since.
    shutil.copyfile("/etc/resolv.conf", directory / "etc" / "resolv.conf")
    root = FreshRoot(directory)
    root.must("apt-get", "-qq", "update")
    return root


def _bootstrap(base: Path, suite: str, *, ubuntu: bool) -> None:
    sources = _sources(suite)
    components = ["--components=main,universe"] if ubuntu else []
    command = ["debootstrap", "--variant=minbase", *components, suite, str(base), *sources[:1]]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout[-2000:] + ran.stderr[-2000:]


def _sources(suite: str) -> list[str]:
    """Return where this machine has the distribution from; debootstrap knows if it does not."""
    form = ["--format", "$(RELEASE) $(COMPONENT) $(REPO_URI)", "Created-By: Packages"]
    ran = subprocess.run(
        ["apt-get", "indextargets", *form], capture_output=True, text=True, check=False
    )
    lines = (line.split() for line in ran.stdout.splitlines())
    return [line[2] for line in lines if line[:2] == [suite, "main"]]


def _release() -> dict[str, str]:
    try:
        return platform.freedesktop_os_release()
    except OSError:
        return {}
