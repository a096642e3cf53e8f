"""Writes docs/third-party.md: the licence of every locked package, as the package itself says.

Run by ``./dev licences`` after ``./dev lock``; a test compares the page.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from importlib.metadata import PackageNotFoundError, metadata, requires
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
TARGET = ROOT / "docs" / "third-party.md"
PROJECT = "eqaror-desktop"

# Locked for other systems or other Python versions, so not always installed where this runs;
# or their metadata says it in other words than SPDX has. Taken from their licence files.
KNOWN = {
    "apsw-sqlite3mc": "Zlib AND MIT",
    "atheris": "Apache-2.0",
    "backports-tarfile": "MIT",
    "colorama": "BSD-3-Clause",
    "grimp": "BSD-2-Clause",
    "import-linter": "BSD-2-Clause",
    "importlib-metadata": "Apache-2.0",
    "lazy-importer": "Apache-2.0",
    "pywin32-ctypes": "BSD-3-Clause",
    "tzdata": "Apache-2.0",
    "zipp": "MIT",
}
# Markers are read as for the oldest Python and the Debian package, so that the page is one
# wherever it is written.
MACHINE = {
    "os_name": "posix",
    "platform_machine": "x86_64",
    "platform_python_implementation": "CPython",
    "platform_system": "Linux",
    "python_full_version": "3.11.0",
    "python_version": "3.11",
    "sys_platform": "linux",
}
# Words of older metadata and classifiers, in SPDX's.
SPDX = {
    "Apache 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "MIT License": "MIT",
    "MIT license": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}

HEAD = """# Third-party packages

Written by `./dev licences` from what each locked package says of itself; not edited by hand.
The program is GPL-3.0-or-later, because PyKCS11 is under the GPL.

Code of others inside these packages that matters here: PySide6 holds Qt, ICU (Unicode-3.0) and,
in QtPdf, PDFium (BSD-3-Clause and Apache-2.0); apsw-sqlite3mc holds SQLite (public domain) and
SQLite3 Multiple Ciphers (MIT); cryptography holds OpenSSL (Apache-2.0); typst holds the Libertinus
fonts (OFL-1.1). `resources/fonts` holds a subset of Noto Sans (OFL-1.1), embedded in signed PDFs.
"""
GROUPS = (
    ("On a workstation", "Installed by the Debian package."),
    ("The reference registry", "Besides the above, with the extra `registry`."),
    ("For development and measurements", "Besides the above, with the extra `dev`."),
)


def locked(path: Path) -> dict[str, str]:
    """Return names and versions of a requirements file."""
    text = path.read_text(encoding="utf-8")
    return dict(re.findall(r"^([A-Za-z0-9._-]+)==(\S+)", text, re.MULTILINE))


def licence(name: str) -> str:
    """Return a package's licence as an SPDX expression.

    Raises:
        LookupError: it says none we know; look it up and add it to the table.
    """
    if name in KNOWN:
        return KNOWN[name]
    try:
        facts = metadata(name)
    except PackageNotFoundError as error:
        raise LookupError(f"{name} is not installed here and not in the table") from error
    told = (facts[field] for field in ("License-Expression", "License") if field in facts)
    words = next(filter(None, told), "")
    if not words:
        classes = [item for item in facts.get_all("Classifier") or [] if "OSI Approved" in item]
        words = classes[0].rpartition(":: ")[2] if classes else ""
    words = SPDX.get(words, words)
    if not words or "\n" in words or words in {"UNKNOWN", "OSI Approved"}:
        raise LookupError(f"{name} does not tell its licence")
    return words


def closure(extra: str) -> set[str]:
    """Return the installed packages that an extra of the project brings."""
    found: set[str] = set()
    todo = [
        item
        for item in map(Requirement, requires(PROJECT) or ())
        if item.marker is not None and item.marker.evaluate({**MACHINE, "extra": extra})
    ]
    while todo:
        wanted = todo.pop()
        name = canonicalize_name(wanted.name)
        if name in found:
            continue
        found.add(name)
        todo += _needed(name, wanted.extras)
    return found


def _needed(name: str, extras: Iterable[str]) -> Iterator[Requirement]:
    try:
        listed = requires(name) or ()
    except PackageNotFoundError:
        return
    for item in map(Requirement, listed):
        named = ({**MACHINE, "extra": extra} for extra in ("", *extras))
        if item.marker is None or any(map(item.marker.evaluate, named)):
            yield item


def document() -> str:
    """Return the whole page.

    Raises:
        LookupError: see :func:`licence`.
    """
    station = locked(ROOT / "requirements.txt")
    everything = locked(ROOT / "requirements-dev.txt")
    registry = closure("registry")
    parts = [HEAD]
    members: tuple[list[str], list[str], list[str]] = ([], [], [])
    for name in sorted(everything | station):
        members[0 if name in station else 1 if name in registry else 2].append(name)
    for (title, told), names in zip(GROUPS, members, strict=True):
        rows = [f"| {name} | {(everything | station)[name]} | {licence(name)} |" for name in names]
        parts.append(
            f"\n## {title}\n\n{told}\n\n| package | version | licence |\n|---|---|---|\n"
            + "\n".join(rows)
            + "\n"
        )
    return "".join(parts)


if __name__ == "__main__":
    try:
        TARGET.write_text(document(), encoding="utf-8")
    except LookupError as error:
        sys.exit(f"licences: {error.args[0]}")
    print(TARGET.relative_to(ROOT))
