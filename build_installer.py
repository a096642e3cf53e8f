#!/usr/bin/env python3
"""Makes what IT staff install: on Linux a Debian package (.deb).

The package holds the program and everything it needs from Python in one folder of its own,
``/opt/eqaror-desktop``, shaped like a virtual environment around the distribution's interpreter.
Nothing is downloaded when it is installed, nothing is written outside of the files listed in it,
and removing it removes all of them.

Windows and everything else for IT staff (silent installation, policies, updates) follow
separately; this program does not pretend to make them yet.
"""

from __future__ import annotations

import argparse
import fnmatch
import gzip
import hashlib
import os
import re
import shutil
import signal
import sys
import tempfile
import threading
import time
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import FrameType
from typing import Any

from resources.packaging.linked import Binary, BuildError, depends, read_binaries, run

ROOT = Path(__file__).resolve().parent
PACKAGING = ROOT / "resources" / "packaging"
PACKAGE = "eqaror-desktop"
HOME = Path("opt", PACKAGE)
USAGE = 64

WINDOWS = (
    "The Windows installer is not made here yet: it follows separately, with everything else for"
    " IT staff. On Linux, run build_installer.py without --target."
)


@dataclass(frozen=True)
class Project:
    """What pyproject.toml says about the program."""

    name: str
    version: str
    summary: str


@dataclass(frozen=True)
class Target:
    """The interpreter the package is made for, of the distribution it is built on."""

    python: Path
    minor: str
    architecture: str

    @property
    def site(self) -> Path:
        """Where its packages lie, from the root."""
        return HOME / "lib" / f"python{self.minor}" / "site-packages"


def main(arguments: Sequence[str] | None = None) -> int:
    """Build what was asked for; returns the exit code."""
    parser = argparse.ArgumentParser(
        prog="build_installer.py",
        description=__doc__,
        formatter_class=argparse.RawTextHelpFormatter,
    )
    parser.add_argument("--target", choices=("deb", "windows"), default="deb", help="deb")
    parser.add_argument("--output", type=Path, default=ROOT / "dist", metavar="DIR")
    parser.add_argument(
        "--python",
        metavar="PATH",
        help="the distribution's interpreter the program will run on\n"
        "(default: /usr/bin/python3, or the first 3.11 or newer beside it)",
    )
    parser.add_argument(
        "--version", help="of the package and the program (default: the project's)"
    )
    chosen = parser.parse_args(arguments)
    if chosen.target == "windows":
        print(WINDOWS, file=sys.stderr)
        return USAGE
    # As on Ctrl-C: what is half made in the temporary directory goes.
    signal.signal(signal.SIGTERM, _end)
    try:
        made = build_deb(chosen.output.absolute(), chosen.python, chosen.version)
    except BuildError as error:
        print(f"build_installer.py: {error}", file=sys.stderr)
        return 1
    print(made)
    return 0


def _end(number: int, _frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


def build_deb(output: Path, python: str | None = None, version: str | None = None) -> Path:
    """Make the package and return its path.

    Args:
        output: the directory it is put into.
        python: an interpreter of this distribution; the newest suitable one if not given.
        version: of the package and of the program in it; the project's if not given.

    Raises:
        BuildError: a tool or a package is missing, or the content does not add up.
    """
    for tool, package in (("dpkg-deb", "dpkg"), ("readelf", "binutils")):
        if shutil.which(tool) is None:
            raise BuildError(f'"{tool}" is missing; a Debian or Ubuntu has it in "{package}".')
    plan = tomllib.loads((PACKAGING / "deb.toml").read_text(encoding="utf-8"))
    project = read_project(ROOT / "pyproject.toml")
    version = version or project.version
    # The program says of itself what dpkg says of the package.
    project = replace(project, version=version)
    if not re.fullmatch(r"[0-9][A-Za-z0-9.+~-]*", version):
        raise BuildError(f'"{version}" is not a version of a Debian package.')
    target = choose_target(python)
    when = source_date()
    with tempfile.TemporaryDirectory(prefix="eqaror-deb-") as directory:
        tree = Path(directory, "tree")
        say(f"Packages for {target.python} …")
        install_packages(tree, target)
        say("The program …")
        copy_program(tree, target, plan["program"], project)
        compile_translations(tree, target)
        binaries = prune(tree, target, plan)
        add_desktop_files(tree, version, when)
        compile_modules(tree, target)
        say("The package …")
        settle(tree, when)
        control = control_text(target, version, plan, binaries, installed_size(tree))
        write_control(tree, control, when)
        output.mkdir(parents=True, exist_ok=True)
        deb = output / f"{PACKAGE}_{version}_{target.architecture}.deb"
        with signs_of_life():
            pack(tree, deb, when)
    return deb


def say(text: str) -> None:
    """Tell what is going on; standard output is for the result."""
    print(text, file=sys.stderr, flush=True)


@contextmanager
def signs_of_life(every: float = 15.0) -> Iterator[None]:
    """Tell from time to time that something goes on which says nothing itself."""
    ended, begun = threading.Event(), time.monotonic()

    def tell() -> None:
        while not ended.wait(every):
            say(f"  … compressing, {time.monotonic() - begun:.0f} s")

    telling = threading.Thread(target=tell)
    telling.start()
    try:
        yield
    finally:
        ended.set()
        telling.join()


def read_project(path: Path) -> Project:
    """Read name, version and summary."""
    facts = tomllib.loads(path.read_text(encoding="utf-8"))["project"]
    return Project(facts["name"], facts["version"], facts["description"])


def source_date() -> int:
    """Return the time all files get: SOURCE_DATE_EPOCH, else the last commit's, else now."""
    given = os.environ.get("SOURCE_DATE_EPOCH")
    if given:
        return int(given)
    try:
        return int(run(["git", "-C", str(ROOT), "log", "-1", "--format=%ct"]))
    except (BuildError, OSError, ValueError):
        return int(time.time())


# ---- The content -------------------------------------------------------------------------


def choose_target(python: str | None) -> Target:
    """Return the interpreter to build for.

    It must be the distribution's own: the package depends on the one that ``apt`` installs.

    Raises:
        BuildError: there is none, or it is too old or not the distribution's.
    """
    # First the one every station of this distribution has; then one that was added beside it.
    usual = ["/usr/bin/python3", *(f"/usr/bin/python3.{minor}" for minor in range(11, 20))]
    fit = (name for name in usual if Path(name).is_file() and _minor(name) >= (3, 11))
    path = Path(python or next(fit, ""))
    if not path.is_file():
        raise BuildError("There is no Python 3.11 or newer in /usr/bin; install python3.")
    minor = ".".join(map(str, _minor(str(path))))
    expected = Path("/usr/bin", f"python{minor}")
    if _minor(str(path)) < (3, 11):
        raise BuildError(f"{path} is Python {minor}; 3.11 or newer is needed.")
    if path.resolve() != expected.resolve():
        raise BuildError(f"{path} is not the distribution's own Python, {expected}.")
    return Target(expected, minor, run(["dpkg", "--print-architecture"]).strip())


def _minor(python: str) -> tuple[int, ...]:
    told = run([python, "-I", "-c", "import sys; print(*sys.version_info[:2])"])
    return tuple(map(int, told.split()))


def install_packages(tree: Path, target: Target) -> None:
    """Install the locked packages into an environment folder around the target's interpreter."""
    home = tree / HOME
    (home / "bin").mkdir(parents=True)
    (home / "bin" / "python3").symlink_to(target.python)
    (home / "pyvenv.cfg").write_text(
        f"home = {target.python.parent}\n"
        f"include-system-site-packages = false\nversion = {target.minor}\n",
        encoding="utf-8",
    )
    pip = [sys.executable, "-m", "pip", "--python", str(home / "bin" / "python3")]
    pip += ["--quiet", "--disable-pip-version-check", "--no-input", "install", "--no-compile"]
    pip += ["--require-hashes", "--only-binary", ":all:", "-r", str(ROOT / "requirements.txt")]
    # What pip leaves where it is ended goes with the rest.
    run(pip, environment={"TMPDIR": str(tree.parent)})
    # Their commands would start with this directory's path, and nobody needs them here.
    for path in (home / "bin").iterdir():
        if path.name != "python3":
            path.unlink()
    # Manuals of those commands, which no "man" would find there.
    shutil.rmtree(home / "share" / "man", ignore_errors=True)
    for info in (tree / target.site).glob("*.dist-info"):
        for name in ("RECORD", "INSTALLER", "REQUESTED", "direct_url.json"):
            (info / name).unlink(missing_ok=True)


def copy_program(tree: Path, target: Target, plan: dict[str, Any], project: Project) -> None:
    """Copy the client's rooms, and write the command that starts them."""
    site = tree / target.site
    for room in plan["rooms"]:
        # The translations' sources go along until they are compiled.
        leave = [pattern for pattern in plan["leave_out"] if pattern != "*.ts"]
        shutil.copytree(ROOT / room, site / room, ignore=shutil.ignore_patterns(*leave, "*.qm"))
    info = site / f"{project.name.replace('-', '_')}-{project.version}.dist-info"
    (info / "licenses").mkdir(parents=True)
    shutil.copy(ROOT / "LICENSE", info / "licenses")
    (info / "METADATA").write_text(
        f"Metadata-Version: 2.4\nName: {project.name}\nVersion: {project.version}\n"
        f"Summary: {project.summary}\nLicense-Expression: GPL-3.0-or-later\n",
        encoding="utf-8",
    )
    command = tree / HOME / "bin" / "eqaror"
    command.write_text(
        # -I: neither the person's environment nor the current directory decides what is loaded.
        f"#!/{HOME}/bin/python3 -I\nimport sys\n\nfrom eqaror_desktop.cli import main\n\n"
        "sys.exit(main())\n",
        encoding="utf-8",
    )
    command.chmod(0o755)


def compile_translations(tree: Path, target: Target) -> None:
    """Compile the window's texts with the compiler that PySide6 brings, before it is pruned."""
    site = tree / target.site
    run([str(tree / HOME / "bin" / "python3"), "-I", "-B", "-m", "resources.translations"])
    for source in list((site / "resources").rglob("*.ts")):
        # Qt's own words, qt_*.ts, are in the file of their language.
        made = source.with_name(f"eqaror_{source.stem.partition('_')[2]}.qm")
        if not made.is_file():
            raise BuildError(f"{source.name} was not compiled.")
        source.unlink()


def prune(tree: Path, target: Target, plan: dict[str, Any]) -> list[Binary]:
    """Leave of PySide6 what the plan names and what that is linked to; return all binaries."""
    site = tree / target.site
    qt = site / "PySide6"
    library = qt / "Qt" / "lib"
    kept = set(expand(qt, plan["qt"]["files"]))
    for path in list(walk(qt)):
        if path not in kept and path.parent != library:
            path.unlink()
    for path in walk(site):
        name = path.relative_to(site).as_posix()
        if any(fnmatch.fnmatchcase(name, pattern) for pattern in plan["python"]["leave_out"]):
            path.unlink()
    binaries = {binary.path: binary for binary in read_binaries(walk(tree))}
    names = {path.name: path for path in binaries}
    reached = {path for path in binaries if path.parent != library}
    todo = list(reached)
    while todo:
        for name in binaries[todo.pop()].needed:
            linked = names.get(name)
            if linked is not None and linked not in reached:
                reached.add(linked)
                todo.append(linked)
    for path in set(walk(library)) - reached:
        path.unlink()
    for folder in sorted((p for p in site.rglob("*") if p.is_dir()), reverse=True):
        if not any(folder.iterdir()):
            folder.rmdir()
    return [binaries[path] for path in sorted(reached)]


def expand(base: Path, patterns: Iterable[str]) -> Iterator[Path]:
    """Yield the files that the patterns name; one that names none is a mistake in the plan.

    Raises:
        BuildError: a pattern matches nothing.
    """
    files = {path.relative_to(base).as_posix(): path for path in walk(base)}
    for pattern in patterns:
        found = [path for name, path in files.items() if fnmatch.fnmatchcase(name, pattern)]
        if not found:
            raise BuildError(f'PySide6 has no "{pattern}"; see resources/packaging/deb.toml.')
        yield from found


def walk(base: Path) -> Iterator[Path]:
    """Yield every plain file below a directory, in order."""
    return (path for path in sorted(base.rglob("*")) if path.is_file() and not path.is_symlink())


def add_desktop_files(tree: Path, version: str, when: int) -> None:
    """Add the menu entry, the icons, the command in the path, and the papers."""
    share = tree / "usr" / "share"
    entry = share / "applications" / f"{PACKAGE}.desktop"
    put(PACKAGING / entry.name, entry)
    icons = ROOT / "resources" / "icons"
    themed = share / "icons" / "hicolor"
    put(icons / "app.svg", themed / "scalable" / "apps" / f"{PACKAGE}.svg")
    for icon in sorted(icons.glob("app-*.png")):
        size = icon.stem.removeprefix("app-")
        put(icon, themed / f"{size}x{size}" / "apps" / f"{PACKAGE}.png")
    papers = share / "doc" / PACKAGE
    put(PACKAGING / "copyright", papers / "copyright")
    date = time.strftime("%a, %d %b %Y %H:%M:%S +0000", time.gmtime(when))
    changes = (
        f"{PACKAGE} ({version}) stable; urgency=medium\n\n  * See CHANGELOG.md of the project.\n\n"
        f" -- The E-qaror Desktop authors <desktop@eqaror.invalid>  {date}\n"
    )
    (papers / "changelog.gz").write_bytes(gzip.compress(changes.encode(), 9, mtime=0))
    command = tree / "usr" / "bin" / "eqaror"
    command.parent.mkdir(parents=True)
    command.symlink_to(f"/{HOME}/bin/eqaror")


def put(source: Path, target: Path) -> None:
    """Copy one file, making its directory."""
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def compile_modules(tree: Path, target: Target) -> None:
    """Compile every module now, so that the interpreter writes nothing after the installation.

    Such files are not compared with their source any more (PEP 552, unchecked hash); both belong
    to the package and never change alone.
    """
    python = str(tree / HOME / "bin" / "python3")
    command = [python, "-I", "-m", "compileall", "-q", "-j", "0"]
    command += ["--invalidation-mode", "unchecked-hash"]
    run(
        [*command, "-s", str(tree), "-p", "/", str(tree / target.site)],
        # A set's order in a compiled file depends on it.
        environment={"PYTHONHASHSEED": "0"},
    )


def settle(tree: Path, when: int) -> None:
    """Give every file the mode and the time of the package, whatever this machine's are."""
    for path in [tree, *tree.rglob("*")]:
        if not path.is_symlink():
            command = path.parent == tree / HOME / "bin"
            path.chmod(0o755 if path.is_dir() or command else 0o644)
        os.utime(path, (when, when), follow_symlinks=False)


# ---- What it needs, and the package itself -----------------------------------------------


def installed_size(tree: Path) -> int:
    """Return KiB on disk, counted as Debian's policy does (5.6.20): one block at least each."""
    return sum(max(1, -(-path.lstat().st_size // 1024)) for path in tree.rglob("*"))


def control_text(
    target: Target,
    version: str,
    plan: dict[str, Any],
    binaries: Sequence[Binary],
    size: int,
) -> str:
    """Return the control file."""
    relations = plan["relations"]
    # Compiled modules fit one minor version; this package is the interpreter of that one.
    wanted = [f"python{target.minor}", *depends(plan, binaries), *relations["depends"]]
    return (
        f"Package: {PACKAGE}\n"
        f"Version: {version}\n"
        f"Architecture: {target.architecture}\n"
        "Maintainer: The E-qaror Desktop authors <desktop@eqaror.invalid>\n"
        f"Installed-Size: {size}\n"
        f"Depends: {', '.join(wanted)}\n"
        f"Recommends: {', '.join(relations['recommends'])}\n"
        f"Suggests: {', '.join(relations['suggests'])}\n"
        "Section: misc\n"
        "Priority: optional\n"
        "Description: desktop client for E-qaror\n"
        " Drafts of decisions and orders of hokims and of local councils arrive here\n"
        " to be read, agreed, signed with a token, and registered. Works without a\n"
        " connection; what is signed waits in an outbox.\n"
    )


def pack(tree: Path, deb: Path, when: int) -> None:
    """Make the package; under its name there is the whole of it, or what was there before."""
    part = deb.with_name(f".{deb.name}.{os.getpid()}")
    try:
        run(
            ["dpkg-deb", "--root-owner-group", "-Zxz", "--build", str(tree), str(part)],
            environment={"SOURCE_DATE_EPOCH": str(when), "TMPDIR": str(tree.parent)},
        )
        part.replace(deb)
    finally:
        part.unlink(missing_ok=True)


def write_control(tree: Path, control: str, when: int) -> None:
    """Add the control file and the checksums of all others."""
    sums = [
        f"{hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()}"
        f"  {path.relative_to(tree).as_posix()}\n"
        for path in walk(tree)
    ]
    folder = tree / "DEBIAN"
    folder.mkdir()
    (folder / "control").write_text(control, encoding="utf-8")
    (folder / "md5sums").write_text("".join(sums), encoding="utf-8")
    settle(folder, when)


if __name__ == "__main__":
    sys.exit(main())
