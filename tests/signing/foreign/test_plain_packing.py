"""How members of containers are packed: by whatever library, and never as another document.

``packed`` holds one PDF, ``older.pdf`` of the samples, as eight libraries pack it, and twice as an
attacker does: with blocks that hold nothing and whose codes spell a PDF, or a page.
"""

from __future__ import annotations

import io
import random
import re
import shutil
import struct
import subprocess
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from signing.container.names import check_names
from signing.container.one_kind import holds_of_a_pdf
from signing.errors import MalformedDocument
from signing.flaws import Flaw
from signing.foreign.archive import Archive
from signing.foreign.plain_packing import Packing, packing
from signing.report import Report, Verdict
from signing.verify_any import verify_stream
from signing.work import bounded, limit
from tests.signing.foreign.makers import Makers
from tests.signing.foreign.test_asic import manifest
from tests.signing.zips import DEFLATED, Part, archive

PACKED = Path(__file__).parent / "packed"
PDF = (Path(__file__).parents[1] / "fuzz" / "samples" / "older.pdf").read_bytes()
WHY = "a{1}.bin: packed in a way that leaves room for something else"
PICTURE = random.Random(1).randbytes(70_000)


def made(data: bytes, packed: bytes, *members: Part) -> bytes:
    assert zlib.decompress(packed, -15) == data
    return archive(Part(b"a{1}.bin", data, method=DEFLATED, packed=packed), *members)


def how(data: bytes, packed: bytes) -> Packing:
    return packing(Archive(io.BytesIO(made(data, packed))), "a{1}.bin")


def is_plain(data: bytes, packed: bytes) -> bool:
    return how(data, packed) is not Packing.OTHER


def by_zlib(data: bytes, level: int = 6, memory: int = 8, strategy: int = 0) -> bytes:
    packer = zlib.compressobj(level, zlib.DEFLATED, -15, memory, strategy)
    return packer.compress(data) + packer.flush()


def flushed(data: bytes, size: int, mode: int) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    pieces = (data[at : at + size] for at in range(0, len(data), size))
    return b"".join(packer.compress(piece) + packer.flush(mode) for piece in pieces) + (
        packer.flush()
    )


def stored(data: bytes, *, last: bool = True) -> bytes:
    size = len(data).to_bytes(2, "little")
    return bytes([last]) + size + bytes(byte ^ 0xFF for byte in size) + data


@pytest.mark.parametrize("name", sorted(item.stem for item in PACKED.iterdir()))
def test_a_container_that_any_library_packed(makers: Makers, name: str) -> None:
    signature = "META-INF/signature.p7s"
    listed = manifest(signature, {"a{1}.bin": PDF})
    members = {"META-INF/ASiCManifest.xml": listed, signature: makers.cms(data=listed)}
    parts = [Part(key.encode(), item) for key, item in members.items()]
    whole = made(PDF, (PACKED / f"{name}.deflate").read_bytes(), *parts)
    report = verify_stream(io.BytesIO(whole), makers.anchors)
    if name in ("a-pdf", "a-page"):
        assert report.verdict is Verdict.INDETERMINATE
        assert [(item.code, item.detail) for item in report.reasons] == [("UNSIGNED_BESIDE", WHY)]
    else:
        assert (report.verdict, report.reasons) == (Verdict.VALID, ())


@pytest.mark.parametrize(
    "pack",
    [
        *((lambda data, level=level: by_zlib(data, level)) for level in range(10)),
        *((lambda data, memory=memory: by_zlib(data, 6, memory)) for memory in (1, 9)),
        *(
            (lambda data, strategy=strategy: by_zlib(data, 6, 8, strategy))
            for strategy in range(5)
        ),
        lambda data: flushed(data, 8192, zlib.Z_SYNC_FLUSH),
        lambda data: flushed(data, 8192, zlib.Z_FULL_FLUSH),
    ],
)
def test_every_way_of_zlib(pack: Callable[[bytes], bytes]) -> None:
    """Also where packing saves nothing, and a document stands in the packed bytes as it is."""
    container = made(PDF, by_zlib(PDF))
    for data in (
        PDF,
        PDF + PICTURE + PDF,
        container + PICTURE,
        bytes(range(256)) * 99,
        b"Qaror",
        b"",
    ):
        assert is_plain(data, pack(data))


def test_what_node_packs() -> None:
    """Chromium's zlib makes other bytes, as every program in JavaScript does."""
    node = shutil.which("node")
    assert node
    script = "process.stdout.write(require('zlib').deflateRawSync(require('fs').readFileSync(0)))"
    data = PDF + PICTURE + b"Qaror matni " * 9999
    packed = subprocess.run([node, "-e", script], input=data, capture_output=True, check=True)
    assert is_plain(data, packed.stdout)


@pytest.mark.parametrize(
    "words",
    [
        *("%PDF-1.4", "%pdf-1.4", "%!PS-Adobe", "{\\rtf1", "7 0 obj<<", "startxref", "%%EOF"),
        *("<html>", "<BODY a=", "<svg/onload", "<!DOCTYPE x", "<!--RAD", "<?xml ", "<h1>Rad</h1>"),
        *("Qaror rad etildi: refused!", "<p>Rad etildi<p hidden>", "Қарор рад"),
        *("PK\3\4\x14\0\0\0\0\0", "PK\5\6\0\0\0\0\1\0\1\0", "PK\6\7\0\0\0\0\7" + "\0" * 11),
    ],
)
def test_another_document_in_the_packed_bytes(words: str) -> None:
    """Nothing of the content is such a word: it stands in the codes that packed it."""
    evil = words.encode()
    # What is copied stands there as it is, and the content has it where nobody sees it.
    data = b"Matn. " * 500 + evil + PDF
    packer = zlib.compressobj(wbits=-15)
    head = packer.compress(data[:3000]) + packer.flush(zlib.Z_FULL_FLUSH)
    packed = head + stored(evil, last=False) + by_zlib(PDF)
    assert not is_plain(data, packed)
    assert is_plain(data, by_zlib(data))


JOINED = {
    "a script in a tag": ("<img src=x onerror='/*", "*/d=document;/*", "*/a=d.body;/*"),
    "a script alone": ("*/t+=1/*",),
    "an attribute": ("<h1>QAROR<i x='", "'> RAD ETIL<i x='", "'>DI. Hokim<i x='"),
    "an attribute alone": ("'>ETIL<i x='",),
    "a tag": ("<h1>QARO<a", ">R RAD E<a", ">TILDI<a"),
    "a tag in Cyrillic": ("<b a='", "'>РАД<b a='"),
    "a comment": ("<!--",),
    "an object": ("4 0%\nobj<<",),
    "an object behind blanks": ("\n1 0%x\n  %\n  obj<<",),
    "an object in one word": ("\n1 0obj",),
}


@pytest.mark.parametrize("what", JOINED)
def test_pieces_that_go_on_over_what_nobody_reads(what: str) -> None:
    """None of them is much; together they are a page, far from each other as they may be."""
    data = found = b""
    for piece in JOINED[what]:
        head = zlib.compressobj(wbits=-15)
        found += head.compress(PDF) + head.flush(zlib.Z_FULL_FLUSH)
        found += stored(piece.encode(), last=False)
        data += PDF + piece.encode()
    assert not is_plain(data, found + by_zlib(b""))
    assert is_plain(data, by_zlib(data))


def test_what_is_hidden_of_a_document_by_packing_it() -> None:
    """A text that packing would make smaller is left as it is, so that the rest is not seen."""
    data = PDF + b"%" + b"hidden " * 99
    assert is_plain(data, stored(data))
    assert not is_plain(data, stored(PDF, last=False) + by_zlib(data[len(PDF) :], 9))


LINE = b"%PDF-1.4\n4 0 obj<</Length 99>>stream\n" + b"BT (Matn) Tj ET\n" * 999


def test_a_head_of_a_block_within_a_line(makers: Makers) -> None:
    """Where it stands Poppler, MuPDF and Ghostscript leave a line out of what they show."""
    signature = "META-INF/signature.p7s"
    listed = manifest(signature, {"a{1}.bin": LINE})
    members = {"META-INF/ASiCManifest.xml": listed, signature: makers.cms(data=listed)}
    parts = [Part(key.encode(), item) for key, item in members.items()]

    def told(packed: bytes) -> tuple[list[str], list[str]]:
        report = verify_stream(io.BytesIO(made(LINE, packed, *parts)), makers.anchors)
        warnings = [item for one in report.signatures for item in one.warnings]
        assert {item.code for item in warnings} <= {"ACTIVE_CONTENT"}
        return [str(item.detail) for item in report.reasons], [
            str(item.detail) for item in warnings
        ]

    def cut(at: int) -> bytes:
        return stored(LINE[:at], last=False) + stored(LINE[at:])

    assert told(stored(LINE)) == ([], [])
    assert told(by_zlib(LINE)) == ([], [])
    assert told(cut(60)) == told(cut(4400)) == ([WHY], [])
    assert told(cut(5000)) == ([], [f"a{{1}}.bin: {Flaw.CONTENT_PIECES}"])
    # Blocks that hold nothing say something themselves, and a few packed ones hide something.
    halves = stored(LINE[:6000], last=False), stored(LINE[6200:])
    for between in (stored(LINE[6000:6200], last=False), flushed(LINE[6000:6200], 200, 3)[:-2]):
        empty = b"\0\0\0\xff\xff" * 20
        assert told(halves[0] + between + halves[1]) == ([WHY], [])
        assert told(halves[0] + empty + between + empty + halves[1]) == ([WHY], [])


@pytest.mark.parametrize("length", [8000, 0x213C, 0x613C, 0x3CDE, 0xDEC3])
def test_a_head_of_a_block_that_begins_a_comment(length: int) -> None:
    """Its length is anybody's, and a browser shows nothing of what follows."""
    text = (
        b"QAROR. Ariza qanoatlantirilsin, yer berilsin, sud qaroridan keyin. <p>matn</p>\r\n" * 999
    )
    before, last = text[: -length or None], text[-length:]
    assert len(last) == length
    head = struct.pack("<B2H", 1, length, length ^ 0xFFFF)
    found = re.search(rb"<[!?/A-Za-z]", head + last[:1]) is not None
    packed = stored(before[:65_000], last=False) if len(before) > 65_000 else b""
    packed += stored(before[65_000 if packed else 0 :], last=False)
    assert how(text, packed + head + last) is (Packing.OTHER if found else Packing.PLAIN)
    assert found == (length != 8000)
    # What is no text has no words that could be hidden.
    assert how(PICTURE, stored(PICTURE[:-8508], last=False) + stored(PICTURE[-8508:])) is (
        Packing.PLAIN
    )


@pytest.mark.parametrize("level", range(10))
@pytest.mark.parametrize("piece", [1000, 8192, 1 << 20])
def test_blocks_that_libraries_leave_unpacked(level: int, piece: int) -> None:
    data = PDF[:64] + PICTURE * 3 + b"\n4 0 obj<<>>endobj\n" + PICTURE
    packer = zlib.compressobj(level, wbits=-15)
    pieces = (data[at : at + piece] for at in range(0, len(data), piece))
    packed = b"".join(map(packer.compress, pieces)) + packer.flush()
    assert how(data, packed) is Packing.CUT
    assert how(b"/" + data[5:], by_zlib(b"/" + data[5:], level)) is Packing.PLAIN


def test_names_and_objects_cost_what_they_have_letters() -> None:
    """Each took the square of it: half a minute for four megabytes."""
    long = "x" + ". " * 500 + "y"
    members = [(zipfile.ZipInfo(f"{number}{long}"), f"{number}{long}") for number in range(99)]
    words = b"\nobj" * 500_000
    began = time.process_time()
    check_names(members)
    assert not holds_of_a_pdf(words)
    # So it took to look for where a comment ends, or many of them.
    comments = (b"/Root%" * 600 + b"\n ", b"%/Root\n", b"%trailer\n x")
    for some in comments:
        holds_of_a_pdf(some * ((1 << 21) // len(some)))
    # Of many folders each part of a name was compared with each of another.
    deep = "a/" * 500
    short = [f"{deep}ab~{number}" for number in range(200)]
    short += [f"{deep}azzz{number} l" for number in range(200)]
    with pytest.raises(MalformedDocument):
        check_names([(zipfile.ZipInfo(name), name) for name in short])
    assert time.process_time() - began < 3


def test_packed_bytes_without_a_content() -> None:
    empty = b"\0\0\0\xff\xff"
    data = PICTURE + bytes(99_999)
    assert is_plain(data, empty * 20 + by_zlib(data))
    assert not is_plain(data, empty * 2000 + by_zlib(data))


def test_that_all_of_it_is_looked_through_is_counted() -> None:
    """A container of 960 MB took 55 s where each 20,000 bytes had a mark of a page."""

    @bounded
    def look(data: bytes) -> Report:
        limit(0.02)
        assert is_plain(data, by_zlib(data, 1))
        return Report.conclude((), ())

    many = PICTURE * 8
    assert look(many).reasons == ()
    marked = b"<body>".join(many[at : at + 20_000] for at in range(0, len(many), 20_000))
    assert is_plain(marked, by_zlib(marked, 1))
    assert [item.code for item in look(marked).reasons] == ["NOT_EXAMINED"]
    assert [item.code for item in look(many * 4).reasons] == ["NOT_EXAMINED"]
