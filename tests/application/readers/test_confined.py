"""What a draft makes a reader do, it does to no file of the person."""

from __future__ import annotations

import io
import os
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from eqaror_desktop.readers.compared import Compared, Why
from eqaror_desktop.readers.comparing import compare
from eqaror_desktop.readers.confined import version
from eqaror_desktop.readers.drawing import Drawing, Page
from eqaror_desktop.readers.likeness import DOTS_PER_INCH
from eqaror_desktop.readers.programs import Reader, installed
from tests.signing import hostile_pdfs as hostile

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="nothing is compared there")

_DEEDS = {
    "names": b"0 (%s/*) {pop 1 add} 200 string filenameforall 0 eq {stop} if",
    "read": b"(%s/mine) (r) file pop",
    "remove": b"(%s/mine) deletefile",
    "empty": b"(%s/mine) (w) file closefile",
    "add": b"(%s/mine) (a) file closefile",
    "rename": b"(%s/mine) (%s/other) renamefile",
    "make": b"(other) (w) .tempfile closefile pop",
}
"""PostScript, with a directory."""


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """Return a directory with a file of the person's in it."""
    (tmp_path / "mine").write_text("mine")
    return tmp_path


def is_as_it_was(directory: Path) -> bool:
    return [one.name for one in directory.iterdir()] == ["mine"] and (
        (directory / "mine").read_text() == "mine"
    )


def ghostscript() -> Reader:
    return next(reader for reader in installed() if reader.name == "Ghostscript")


def drawn(reader: Reader, data: bytes, others: Path) -> Page | None:
    """Return the first page that a reader draws, as it is started for a draft."""
    with others.open("wb") as out:
        out.write(data)
    file = os.open(others, os.O_RDONLY)
    try:
        with Drawing(reader, file, time.monotonic() + 60, lambda: None) as drawing:
            return drawing.page()
    finally:
        os.close(file)


def program(deed: str, directory: Path) -> bytes:
    """Return what draws a page an inch wide if it may do it, else two."""
    done = _DEEDS[deed].replace(b"%s", os.fsencode(directory))
    draw = b"<</PageSize[%d 72]>> setpagedevice showpage"
    return b"%%!PS\n{%s %s} stopped {%s} if quit\n" % (done, draw % 72, draw % 144)


@pytest.mark.parametrize("deed", ["remove", "empty", "rename"])
@pytest.mark.parametrize("before", [b"", b"\n", b" %PDF-1.7\n", b"%!PS-Adobe-3.0 PDF-1.4\n"])
def test_a_draft_that_is_a_program_is_run_by_nobody(mine: Path, deed: str, before: bytes) -> None:
    found = compare(io.BytesIO(before + program(deed, mine) + hostile.make()), installed())
    assert found == Compared((), (), Why.FORM)
    assert is_as_it_was(mine)


@pytest.mark.parametrize("deed", _DEEDS)
def test_a_program_may_do_nothing(
    mine: Path, tmp_path_factory: pytest.TempPathFactory, deed: str
) -> None:
    """As if it did not matter how a draft begins."""
    draft = tmp_path_factory.mktemp("draft") / "draft"
    page = drawn(ghostscript(), program(deed, mine), draft)
    assert page is not None
    assert page.width == 2 * DOTS_PER_INCH
    assert is_as_it_was(mine)


def _with_program(code: bytes) -> bytes:
    """Return a PDF with a program as a font and as an object on its page."""
    letters = b"%!PS-AdobeFont-1.0: Foo\n" + code + b"\n/FontName /Foo def currentfile eexec\n"
    font = (
        b"<</Type/Font/Subtype/Type1/BaseFont/ABCDEF+Foo/FirstChar 33/LastChar 33/Widths[500]"
        b"/FontDescriptor 6 0 R>>"
    )
    descriptor = (
        b"<</Type/FontDescriptor/FontName/ABCDEF+Foo/Flags 4/FontBBox[0 0 1000 1000]"
        b"/ItalicAngle 0/Ascent 900/Descent -200/CapHeight 700/StemV 80/FontFile 7 0 R>>"
    )
    return hostile.make(
        b"BT /F1 12 Tf 72 700 Td (!!) Tj ET /P Do",
        font=font,
        resources=b"/XObject<</P 8 0 R>>",
        objects=(
            descriptor,
            hostile.stream(letters, b"/Length1 %d/Length2 0/Length3 0" % len(letters)),
            hostile.stream(code, b"/Type/XObject/Subtype/PS"),
        ),
    )


@pytest.mark.parametrize("options", [(), ("-dNEWPDF=false",)], ids=["usual", "old"])
def test_nor_may_one_in_a_pdf(
    mine: Path, tmp_path_factory: pytest.TempPathFactory, options: tuple[str, ...]
) -> None:
    """Ghostscript before 10 runs fonts as programs; some later ones still can."""
    deed = b"(%s/mine) deletefile" % os.fsencode(mine)
    usual = ghostscript()
    reader = replace(usual, command=(*usual.command, *options))
    draft = tmp_path_factory.mktemp("draft") / "draft"
    assert drawn(reader, _with_program(deed), draft) is not None
    assert compare(io.BytesIO(_with_program(deed)), (reader,)).left is None
    assert is_as_it_was(mine)


_TRIES = """
import os, socket, sys
mine = {mine!r}
inside = os.path.dirname(mine)
tries = (
    lambda: open(mine, "wb"),
    lambda: open(mine, "ab"),
    lambda: os.remove(mine),
    lambda: os.rename(mine, mine + "2"),
    lambda: os.link(mine, mine + "2"),
    lambda: os.symlink(mine, mine + "2"),
    lambda: os.mkdir(mine + "2"),
    lambda: os.rmdir(os.path.join(inside, "empty")),
    lambda: os.mkfifo(mine + "2"),
    lambda: open(mine + "2", "wb"),
    lambda: socket.socket(socket.AF_UNIX).bind(mine + "2"),
    *([lambda: os.truncate(mine, 0)] if {version} >= 3 else []),
    *([lambda: socket.create_server(("127.0.0.1", 0))] if {version} >= 4 else []),
    *([lambda: socket.create_connection(("127.0.0.1", {port}))] if {version} >= 4 else []),
    *([lambda: os.kill(os.getppid(), 0)] if {version} >= 6 else []),
)
done = 0
for one in tries:
    try:
        one()
    except PermissionError:
        continue
    done += 1
open(mine, "rb").read()
sys.stdout.buffer.write(b"P6 %d 1 255 " % (done + 1) + bytes(3 * done + 3))
"""


@pytest.mark.skipif(not version(), reason="this kernel has no Landlock")
def test_a_reader_that_does_as_it_likes_changes_nothing(
    mine: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    import socket

    (mine / "empty").mkdir()
    with socket.create_server(("127.0.0.1", 0)) as server:
        code = _TRIES.format(
            mine=str(mine / "mine"), version=version(), port=server.getsockname()[1]
        )
        other = Reader("Other", (sys.executable, "-I", "-c", code))
        page = drawn(other, hostile.make(), tmp_path_factory.mktemp("draft") / "draft")
    assert page is not None
    assert page.width == 1, "none of it was done"
    (mine / "empty").rmdir()
    assert is_as_it_was(mine)
