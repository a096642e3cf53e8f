"""Drafts drawn by the window's reader and by those that are installed, for real."""

from __future__ import annotations

import io
import os
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from eqaror_desktop.readers import comparing
from eqaror_desktop.readers.compared import Compared, Difference
from eqaror_desktop.readers.comparing import compare
from eqaror_desktop.readers.programs import Reader, installed
from tests.signing import hostile_pdfs as hostile

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="nothing is compared there")
PRODUCERS = Path(__file__).parents[2] / "signing" / "producers.zip"
_TEXT = b"BT /F1 24 Tf 72 700 Td (JARIMA 100000) Tj ET\n"
_USUAL = ("chrome.pdf", "cairo.pdf", "reportlab.pdf")


def read(data: bytes, *readers: Reader, seconds: float = 60) -> Compared:
    return compare(io.BytesIO(data), readers or installed(), seconds=seconds)


def program(code: str) -> Reader:
    """Return a reader that is this code; it gets the file's path."""
    return Reader("Other", (sys.executable, "-I", "-c", code))


def producers() -> Iterator[str]:
    with zipfile.ZipFile(PRODUCERS) as archive:
        yield from archive.namelist()


@pytest.mark.parametrize(
    "name",
    [
        name if name in _USUAL else pytest.param(name, marks=pytest.mark.long)
        for name in producers()
    ],
)
def test_what_honest_programs_write_is_the_same_to_all(name: str) -> None:
    with zipfile.ZipFile(PRODUCERS) as archive:
        data = archive.read(name)
    found = read(data)
    assert found.readers == ("Poppler", "Ghostscript")
    assert (found.differences, found.whole) == ((), True)


@pytest.mark.parametrize(
    "data",
    [
        # A layer that only the window hides: nothing says that it is one.
        hostile.make(
            _TEXT + b"/OC /L BDC BT /F1 12 Tf 270 700 Td (0) Tj ET EMC",
            resources=b"/Properties<</L<</Usage<</View<</ViewState/OFF>>>>>>>>",
        ),
        # A letter that is wide to others, and beyond the page to the window.
        hostile.make(
            b"BT /F1 12 Tf 72 700 Td (JARIMA 100000) Tj ( ) Tj (0) Tj ET",
            font=hostile.FONT.replace(b">>", b"/FirstChar 32/LastChar 32/Widths[68536]>>"),
        ),
    ],
    ids=["layer", "width"],
)
def test_a_page_that_another_reader_shows_otherwise_is_found(data: bytes) -> None:
    found = read(data)
    assert found.whole
    assert found.differences == (Difference(1, "Poppler"), Difference(1, "Ghostscript"))


def test_the_same_without_that_is_the_same_to_all() -> None:
    assert read(hostile.make(_TEXT)).differences == ()


def test_a_reader_that_draws_nothing_shows_another_page() -> None:
    assert read(hostile.make(), program("")).differences == (Difference(1, "Other"),)
    assert read(hostile.make(), program("raise SystemExit(1)")).differences != ()
    more = "import sys; sys.stdout.buffer.write((b'P5 9 9 255 ' + bytes(81)) * 2)"
    assert Difference(1, "Other") in read(hostile.make(), program(more)).differences


def test_pages_more_than_the_window_has_are_told() -> None:
    head = (
        "import sys; w = sys.stdout.buffer.write; page = b'P5 1240 1754 255 ' + b'\\xff' * 2174960"
    )
    blank = hostile.make(b"")
    assert read(blank, program(f"{head}; w(page)")).differences == ()
    assert read(blank, program(f"{head}; w(page); w(page)")).differences == (
        Difference(2, "Other"),
    )


def test_a_reader_that_does_not_end_is_ended() -> None:
    started = time.monotonic()
    found = read(hostile.make(), program("import time; time.sleep(600)"), seconds=1.5)
    assert (found.whole, found.readers) == (False, ())
    assert time.monotonic() - started < 20


def test_a_reader_leaves_nothing_on_the_disk_and_cannot_change_the_draft(tmp_path: Path) -> None:
    there = tmp_path / "left"
    write = f"""
import signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
with open({str(there)!r}, "wb", buffering=0) as out, open(sys.argv[1], "rb") as draft:
    try: out.write(draft.read())
    except OSError: pass
"""
    read(hostile.make(), program(write))
    assert there.read_bytes() == b""
    over = "import sys; open(sys.argv[1], 'r+b').write(b'other')"
    assert read(hostile.make(), program(over)).differences == (Difference(1, "Other"),)


def test_it_is_cancelled_and_nothing_goes_on(tmp_path: Path) -> None:
    number = tmp_path / "process"
    os.mkfifo(number)
    says = f"import os, time; open({str(number)!r}, 'w').write(str(os.getpid())); time.sleep(600)"
    asked: list[int] = []

    def pulse() -> None:
        asked.append(0)
        if len(asked) > 1:
            # It was copied before; now somebody waits for a page.
            asked[0] = int(number.read_text())
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        compare(io.BytesIO(hostile.make()), (program(says),), pulse=pulse)
    with pytest.raises(ProcessLookupError):
        os.kill(asked[0], 0)


def test_without_readers_nothing_is_started() -> None:
    assert compare(io.BytesIO(b""), ()) == Compared((), ())


def test_a_file_that_memory_does_not_hold_is_not_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparing, "MOST_BYTES", 100)
    assert read(hostile.make()) == Compared((), (), whole=False)


def test_what_the_window_cannot_draw_is_not_called_the_same() -> None:
    assert not read(b"%PDF-1.7 and nothing else").whole
