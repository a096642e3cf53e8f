"""Drafts drawn by the window's reader and by those that are installed, for real."""

from __future__ import annotations

import io
import os
import shlex
import sys
import time
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
import typst

from eqaror_desktop.content_check import content_check, readers_check
from eqaror_desktop.examining import Examined, examine
from eqaror_desktop.findings import CheckState
from eqaror_desktop.readers import comparing, drawing
from eqaror_desktop.readers.compared import Compared, Difference, Why
from eqaror_desktop.readers.comparing import compare
from eqaror_desktop.readers.confined import version
from eqaror_desktop.readers.programs import Reader, installed
from signing.examine.finding import Finding, FindingCode
from tests.signing import hostile_pdfs as hostile

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="nothing is compared there")
PRODUCERS = Path(__file__).parents[2] / "signing" / "producers.zip"
_TEXT = b"BT /F1 12 Tf 72 700 Td (ming 100000) Tj ET\n"
_EDITS = (
    ("100 000", "700 000"),
    ("100 000", "180 000"),
    ("300 000", "800 000"),
    ("12,5", "125"),
    ("−500", "500"),
    ("emas", "bemas"),
    ("01.12.2026", "07.12.2026"),
    ("Каримов", "Каримова"),
    ("5", "6"),
    ("8", "9"),
)
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
    assert (found.differences, found.left) == ((), None)


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
            b"BT /F1 12 Tf 72 700 Td (KARIMA 100000) Tj ( ) Tj (0) Tj ET",
            font=hostile.FONT.replace(b">>", b"/FirstChar 32/LastChar 32/Widths[68536]>>"),
        ),
    ],
    ids=["layer", "width"],
)
def test_a_page_that_another_reader_shows_otherwise_is_found(data: bytes) -> None:
    found = read(data)
    assert found.left is None
    assert {Difference(1, "Poppler"), Difference(1, "Ghostscript")} <= set(found.differences)


_GREENS = b"0 .5 0 rg 60 680 400 60 re f .85 0 0 rg "


@pytest.mark.parametrize(
    ("content", "resources"),
    [
        (b"0 1 0 rg 60 690 300 30 re f 0 g " + _TEXT, b""),
        (_GREENS + _TEXT, b""),
        (b"0 1 1 0 k " + _TEXT + b"1 .5 0 0 k 60 500 300 90 re f", b""),
        (
            b"0 0 .8 rg " + _TEXT + b"/G gs 1 1 0 rg 60 690 300 30 re f",
            b"/ExtGState<</G<</BM/Multiply>>>>",
        ),
        (
            _TEXT
            + b"".join(
                b"%.2f w 60 %d m 400 %d l S " % (w / 20, 600 - 9 * w, 600 - 9 * w)
                for w in range(7)
            ),
            b"",
        ),
    ],
    ids=["lime", "red on green", "printers' colours", "highlighter", "thin rules"],
)
def test_colours_and_thin_rules_are_the_same_to_all(content: bytes, resources: bytes) -> None:
    found = read(hostile.make(content, resources=resources))
    assert found == Compared(("Poppler", "Ghostscript"), ())


def test_what_differs_by_its_colour_alone_is_found() -> None:
    """To whom only grey is shown, it is as dark as its ground."""
    layer = b"/OC /L BDC BT /F1 12 Tf 270 700 Td (0) Tj ET EMC"
    resources = b"/Properties<</L<</Usage<</View<</ViewState/OFF>>>>>>>>"
    found = read(hostile.make(_GREENS + _TEXT + layer, resources=resources))
    assert found.left is None
    assert found.differences == (Difference(1, "Poppler"), Difference(1, "Ghostscript"))


def test_what_paper_alone_has_is_found() -> None:
    """A printer makes each dot black that something touches; who smooths sees none of it."""
    grains = b"".join(
        b"%.3f %.3f m %.3f %.3f l %.3f %.3f l h\n" % (x, y, x + 0.01, y, x, y + 0.01)
        for x in (200.1 + 0.144 * step for step in range(20))
        for y in (700.1 + 0.144 * step for step in range(60))
    )
    found = read(hostile.make(_TEXT + grains + b"f\n"))
    assert found == Compared(("Poppler", "Ghostscript"), (Difference(1, "Ghostscript"),))


_CLAUSE = b"BT /F1 12 Tf 72 700 Td (Yer uchastkasi 49 yilga berilsin.) Tj ET\n"
_LEVEL, _CLOSE = (
    b"".join(
        b"60 %.2f m 480 %.2f l\n" % (y / 100, y / 100 - 0.02) for y in range(69600, 71300, step)
    )
    for step in (72, 48)
)


@pytest.mark.parametrize(
    ("content", "there"),
    [
        (_CLAUSE + b"1 G 0.01 w\n" + _LEVEL + b"S\n", False),
        (b"1 G 0.01 w 2 Tr\n" + _CLAUSE, False),
        (b".6 g " + _CLAUSE + b"1 G 0.01 w\n" + _CLOSE + b"S\n", False),
        (b".6 g " + _CLAUSE, True),
        (b"0 G 0.01 w 60 696 m 480 696 l 60 712 m 480 712 l S\n" + _CLAUSE, True),
    ],
    ids=["over", "around", "over grey", "grey", "black"],
)
def test_a_clause_that_a_screen_does_not_show_is_found(content: bytes, there: bool) -> None:
    """White hairlines are a dot wide at any size, so on a screen they cover the letters."""
    found = read(hostile.make(content))
    assert found.left is None
    assert (Difference(1, "E-qaror (100 %)") in found.differences) is not there
    assert bool(found.differences) is not there


def edited(place: Path, which: int, look: str) -> Path:
    """Write a file with a page for each of the edits, as it was before (0) or is after (1)."""
    place.mkdir()
    pages = "#pagebreak()\n".join(edit[which] for edit in _EDITS)
    source = place / "edited.typ"
    source.write_text(f"#set page(width: 90pt, height: 30pt, margin: 8pt)\n{look}\n{pages}")
    typst.compile(source, output=place / "edited.pdf")
    return place / "edited.pdf"


@pytest.mark.parametrize(
    "look",
    [
        "#set text(size: 10pt)",
        *(
            pytest.param(look, marks=pytest.mark.long)
            for look in (
                "#set text(size: 8pt)",
                "#set text(size: 14pt)",
                "#set text(size: 12pt, fill: luma(40%))",
                "#set text(size: 12pt, fill: rgb(200, 40, 40))",
                "#set page(fill: luma(78%)); #set text(size: 12pt)",
                "#set page(fill: luma(40%)); #set text(size: 12pt, fill: white)",
            )
        ),
    ],
)
def test_a_figure_a_comma_or_a_letter_more_is_found(tmp_path: Path, look: str) -> None:
    shown, printed = (edited(tmp_path / str(which), which, look) for which in (0, 1))
    for reader in installed():
        assert read(shown.read_bytes(), reader) == Compared((reader.name,), ())
        # It draws another file than the one that is given to it.
        line = f"exec {shlex.join((*reader.command, str(printed)))}"
        found = read(shown.read_bytes(), Reader(reader.name, ("/bin/sh", "-c", line)))
        pages = [item.page for item in found.differences]
        assert pages == list(range(1, len(_EDITS) + 1))


def test_the_same_without_that_is_the_same_to_all() -> None:
    assert read(hostile.make(_TEXT)).differences == ()


def test_a_reader_that_draws_nothing_shows_another_page() -> None:
    assert read(hostile.make(), program("")).differences == (Difference(1, "Other"),)
    failed = read(hostile.make(), program("raise SystemExit(1)"))
    assert failed == Compared((), (), Why.OTHER)
    more = "import sys; sys.stdout.buffer.write((b'P6 9 9 255 ' + bytes(243)) * 2)"
    assert Difference(1, "Other") in read(hostile.make(), program(more)).differences


def test_pages_more_than_the_window_has_are_told() -> None:
    blank = "b'\\xff' * 3 * 2479 * 3508"
    head = f"import sys; w = sys.stdout.buffer.write; page = b'P6 2479 3508 255 ' + {blank}"
    none = hostile.make(b"")
    assert read(none, program(f"{head}; w(page)")).differences == ()
    assert read(none, program(f"{head}; w(page); w(page)")).differences == (
        Difference(2, "Other"),
    )


def test_a_page_that_a_reader_breaks_off_is_not_compared() -> None:
    """What the others show of it is compared all the same."""
    part = "import sys; sys.stdout.buffer.write(b'P6 2479 3508 255 ' + b'\\xff' * 3 * 2479 * 1500)"
    page = "import sys; sys.stdout.buffer.write(b'P6 2479 3508 255 ' + b'\\xff' * 3 * 2479 * 3508)"
    found = read(hostile.make(b""), program(part), Reader("Whole", program(page).command))
    assert found == Compared((), (), Why.OTHER)
    fails = Reader("Fails", program("raise SystemExit(1)").command)
    other = read(hostile.make(), fails, Reader("Whole", program(page).command))
    assert other == Compared((), (Difference(1, "Whole"),), Why.OTHER)
    behind = program(f"{page}; raise SystemExit(1)")
    assert read(hostile.make(b""), behind) == Compared((), (), Why.OTHER)


def test_a_page_that_is_too_large_is_told() -> None:
    wide = hostile.make(box=b"0 0 9000 200")
    assert read(hostile.make(), program("print('P6 50000 9000 255')")).left is Why.LARGE
    assert read(wide).left is None
    assert read(hostile.make(box=b"0 0 9000 9000")).left is Why.NOTHING


@pytest.mark.long
def test_the_largest_sheet_is_the_same_to_all() -> None:
    sheet = hostile.make(box=b"0 0 2384 3370")
    found = read(sheet, seconds=300)
    assert found == Compared(("Poppler", "Ghostscript"), ())


def test_whoever_keeps_readers_from_comparing_is_not_signed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(comparing, "MOST_BYTES", 100)
    found, compared = examine(io.BytesIO(hostile.make()), installed())
    assert (found, compared.readers) == ((Finding(FindingCode.READERS_PART, None, "size"),), ())
    check = readers_check([Examined(0, found, compared.readers)], "stop")
    assert (check.state, check.case, check.detail) == (CheckState.FAILED, "part", "1")
    assert readers_check([Examined(0, found)], "warn").state is CheckState.WARNING
    assert content_check([Examined(0, found)], "stop").state is CheckState.OK


def test_a_reader_that_is_gone_shows_no_other_page(tmp_path: Path) -> None:
    gone = Reader("Gone", (str(tmp_path / "gone"),))
    assert read(hostile.make(), gone) == Compared((), (), Why.TIME)


def test_a_reader_that_works_too_much_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "SECONDS", 1)
    assert read(hostile.make(), program("while True: pass")).left is Why.WORK


def test_pages_of_more_dots_than_are_compared_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparing, "MOST_DOTS_COMPARED", 2480 * 3508 * 2)
    assert read(hostile.make()).left is None
    monkeypatch.setattr(comparing, "MOST_DOTS_COMPARED", 2479 * 3508 * 2 - 1)
    assert read(hostile.make()).left is Why.WORK


def test_a_reader_that_does_not_end_is_ended() -> None:
    started = time.monotonic()
    found = read(hostile.make(), program("import time; time.sleep(600)"), seconds=1.5)
    assert (found.left, found.readers) == (Why.TIME, ())
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
    # Where the kernel confines nobody, an empty file is all that can be made.
    assert not there.exists() if version() else there.read_bytes() == b""
    over = "import sys; open(sys.argv[1], 'r+b').write(b'other')"
    assert read(hostile.make(), program(over)).differences == (Difference(1, "Other"),)


def test_it_is_cancelled_and_nothing_goes_on(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    waits = f"open({str(pipe)!r}).read()"
    asked: list[int] = []

    def pulse() -> None:
        # Until the reader has begun, nobody is there to write to.
        with suppress(OSError):
            asked.append(os.open(pipe, os.O_WRONLY | os.O_NONBLOCK))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        compare(io.BytesIO(hostile.make()), (program(waits),), pulse=pulse)
    with pytest.raises(BrokenPipeError):
        os.write(asked[0], b"more")
    os.close(asked[0])


def test_without_readers_nothing_is_started() -> None:
    assert compare(io.BytesIO(b""), ()) == Compared((), ())


def test_a_file_that_memory_does_not_hold_is_not_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparing, "MOST_BYTES", 100)
    assert read(hostile.make()) == Compared((), (), Why.LARGE)


def test_what_the_window_cannot_draw_is_not_called_the_same() -> None:
    assert read(b"%PDF-1.7 and nothing else").left is Why.SHUT


_NOWHERE = (
    b"<</Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray"
    b"/Filter/LZWDecode/Length 3>>stream\nabc\nendstream"
)
_PASSWORD = b"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>/ID[<00><00>]" % (
    (b"00" * 32,) * 2
)


@pytest.mark.parametrize(
    ("data", "found"),
    [
        # A picture that no page draws, and a layer as above.
        (
            hostile.make(
                _TEXT + b"/OC /L BDC BT /F1 12 Tf 270 700 Td (0) Tj ET EMC",
                resources=b"/Properties<</L<</Usage<</View<</ViewState/OFF>>>>>>>>",
                catalog=b"/A 6 0 R",
                objects=(_NOWHERE,),
            ),
            {FindingCode.UNREADABLE, FindingCode.READERS_DIFFER},
        ),
        (hostile.make(trailer=_PASSWORD), {FindingCode.ENCRYPTED, FindingCode.READERS_PART}),
        (b"%PDF-1.7", {FindingCode.READERS_PART}),
    ],
    ids=["nowhere", "password", "nothing"],
)
def test_nothing_that_a_draft_holds_keeps_it_from_being_compared(
    data: bytes, found: set[FindingCode]
) -> None:
    findings, _ = examine(io.BytesIO(data), installed())
    assert found <= {item.code for item in findings}
    check = readers_check([Examined(0, findings)], "warn")
    assert check.state is CheckState.WARNING
    assert {item.finding.detail for item in check.named} <= {"Poppler", "Ghostscript", "shut"}
