"""The window's texts in four languages: Qt's .ts files, and how they become .qm files.

The .ts files are the source and are kept in the repository; the .qm files are made from them by
Qt's own ``lrelease``, which PySide6_Essentials brings along::

    python -m resources.translations

An installer runs that before it packs the files. In a checkout nobody has to: a missing or older
.qm is made when its language is first asked for.

Qt has no Uzbek: ``qt_*.ts`` are what its own menus and dialogs say, compiled into the same file.
Its Russian comes with PySide6, but for what is newer (see :class:`ui.languages.Speech`).
"""

from __future__ import annotations

import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).parent

CODES = ("uz", "uz_Cyrl", "ru", "en")


def compiled(language: str) -> bytes:
    """Return the compiled translation of a language, made on the way if need be.

    Args:
        language: one of :data:`CODES`.

    Raises:
        FileNotFoundError: there is no such language, or neither its .qm nor Qt's compiler.
        subprocess.CalledProcessError: the .ts file is malformed.
    """
    target = HERE / f"eqaror_{language}.qm"
    written = [source.stat().st_mtime for source in sources(language) if source.is_file()]
    if target.is_file() and target.stat().st_mtime >= max(written, default=0.0):
        return target.read_bytes()
    with tempfile.TemporaryDirectory() as directory:
        made = Path(directory, target.name)
        compile_files(sources(language), made)
        data = made.read_bytes()
    try:
        # Written beside and renamed: a second program may be reading the old one.
        fresh = target.with_suffix(".qm.new")
        fresh.write_bytes(data)
        fresh.replace(target)
    except OSError:
        # Installed read-only without .qm files: the language works, only the start is slower.
        pass
    return data


def sources(language: str) -> tuple[Path, ...]:
    """Return the files a language is compiled from: ours, and Qt's words where it lacks them."""
    standard = HERE / f"qt_{language}.ts"
    own = HERE / f"eqaror_{language}.ts"
    return (own, standard) if standard.is_file() else (own,)


def compile_files(sources: tuple[Path, ...], target: Path) -> None:
    """Make one .qm file with Qt's compiler.

    Raises:
        FileNotFoundError: PySide6 or its compiler is not installed, or one of the sources is not
            there.
        subprocess.CalledProcessError: the compiler refused a file.
    """
    for source in sources:
        if not source.is_file():
            raise FileNotFoundError(source)
    import subprocess

    subprocess.run(
        [str(tool("lrelease")), "-silent", *map(str, sources), "-qm", str(target)],
        check=True,
        capture_output=True,
        timeout=60,
    )


def compile_all() -> tuple[Path, ...]:
    """Make the .qm files of every language beside their sources, and return their paths."""
    made = []
    for language in CODES:
        target = HERE / f"eqaror_{language}.qm"
        compile_files(sources(language), target)
        made.append(target)
    return tuple(made)


def tool(name: str) -> Path:
    """Return the path of one of Qt's translation tools, without importing Qt.

    Raises:
        FileNotFoundError: PySide6 is not installed, or comes without its tools.
    """
    found = find_spec("PySide6")
    for place in found.submodule_search_locations or () if found else ():
        path = Path(place, name + (".exe" if sys.platform == "win32" else ""))
        if path.is_file():
            return path
    raise FileNotFoundError(name)
