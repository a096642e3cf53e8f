"""A document whose fonts run no instructions is the same document but for these."""

from __future__ import annotations

import mmap
import struct
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest

from signing.errors import MalformedDocument
from signing.examine.instructions import switched_off, without_instructions
from signing.pdf.reading import next_number, open_pdf
from tests.signing import hostile_pdfs as hostile
from tests.signing.foreign.test_pdf_layout import IN_USE, WITHIN, packed, tabled
from tests.signing.hostile_fonts import drawn, moved, outline

PRODUCERS = Path(__file__).parent / "producers.zip"


def _tables(program: bytes) -> dict[bytes, bytes]:
    (count,) = struct.unpack_from(">H", program, 4)
    rows = (struct.unpack_from(">4s4x2I", program, 12 + 16 * at) for at in range(count))
    return {name: program[begin : begin + size] for name, begin, size in rows}


def update(data: bytes, place: Path) -> bytes | None:
    place.write_bytes(data)
    with place.open("rb") as file, mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ) as whole:
        return without_instructions(file, whole)


def test_all_but_instructions_stays() -> None:
    glyphs = {7: outline((0, 0), (0, 9), (9, 9))}
    before = drawn(glyphs, prep=b"\x22" * 9, fpgm=b"\x22" * 5)
    made = switched_off(before)
    assert made is not None
    kept = {name: data for name, data in _tables(before).items() if name not in (b"prep", b"fpgm")}
    assert _tables(made) == kept | {b"prep": b"\xb1\1\1\x8e"}
    assert list(_tables(made)) == sorted(_tables(made))
    assert len(made) % 4 == 0


@pytest.mark.parametrize("program", [b"", b"OTTO" + bytes(20), b"%!PS", b"\1\0\4\1"])
def test_programs_of_other_kinds_have_none(program: bytes) -> None:
    assert switched_off(program) is None


def _program(data: bytes) -> Any:
    page: Any = open_pdf(data).pages[0]
    return page["/Resources"]["/Font"]["/F2"]["/FontDescriptor"]["/FontFile2"]


@pytest.mark.parametrize("name", [b"X", b"Up#53tream", b"Upstream\n", b"X/A(stream\n)"])
def test_the_update_gives_the_font_and_nothing_else(name: bytes, tmp_path: Path) -> None:
    data = moved(640, name=name)
    found = update(data, tmp_path / "draft.pdf")
    assert found is not None
    program = _program(data + found)
    assert b"prep" not in _tables(_program(data).get_data())
    assert program.get_data() == switched_off(_program(data).get_data())
    assert program["/Length1"] == len(program.get_data())
    before, after = (open_pdf(one).places() for one in (data, data + found))
    assert {number for number, place in before.items() if after[number] != place} == {8}


@pytest.mark.parametrize("name", ["chrome.pdf", "qt.pdf", "pikepdf-packed.pdf"])
def test_documents_of_other_programs_are_the_same(name: str, tmp_path: Path) -> None:
    with zipfile.ZipFile(PRODUCERS) as archive:
        data = archive.read(name)
    found = update(data, tmp_path / name)
    assert found is not None
    before, after = open_pdf(data), open_pdf(data + found)
    changed = [
        number for number, place in before.places().items() if after.places()[number] != place
    ]
    programs = [after.get_object(number).get_data() for number in changed]
    assert programs
    assert {_tables(program)[b"prep"] for program in programs} == {b"\xb1\1\1\x8e"}
    assert next_number(after) > max(before.places())
    said = [[page.extract_text() for page in one.pages] for one in (before, after)]
    assert said[0] == said[1]


def test_a_document_without_such_fonts_has_none(tmp_path: Path) -> None:
    assert update(hostile.make(), tmp_path / "draft.pdf") is None


def test_programs_are_unpacked_as_they_are_examined(tmp_path: Path) -> None:
    data = moved(640, in_letters=True)
    found = update(data, tmp_path / "draft.pdf")
    assert found is not None
    assert b"prep" in _tables(_program(data + found).get_data())


def test_tables_that_lie_in_each_other_are_not_written_out() -> None:
    def listing(count: int) -> bytes:
        head = struct.pack(">4s4H", b"\0\1\0\0", count, 0, 0, 0)
        rows = (struct.pack(">4s3I", b"t%03d" % at, 0, 0, 5000) for at in range(count))
        return (head + b"".join(rows)).ljust(5000, b"\0")

    assert switched_off(listing(1)) is not None
    for count in (2, 64, 65):
        with pytest.raises(MalformedDocument):
            switched_off(listing(count))
    with pytest.raises(MalformedDocument):
        switched_off(struct.pack(">4s4H", b"\0\1\0\0", 65, 0, 0, 0) + bytes(65 * 16))


def test_many_objects_in_a_stream_are_read_once(tmp_path: Path) -> None:
    base = hostile.make()
    numbers = range(100, 2100)
    body = packed(dict.fromkeys(numbers, b"<<>>"))
    rows = {number: (WITHIN, 90, at) for at, number in enumerate(numbers)}
    data = tabled(base, body, {**rows, 90: (IN_USE, len(base), 0)})
    began = time.process_time()
    assert update(data, tmp_path / "draft.pdf") is None
    assert time.process_time() - began < 10


def test_what_is_damaged_is_told(tmp_path: Path) -> None:
    with pytest.raises(MalformedDocument):
        update(moved(0)[:-40], tmp_path / "draft.pdf")
    encrypted = hostile.make(trailer=b"/Encrypt<</Filter/Standard>>")
    with pytest.raises(MalformedDocument):
        update(encrypted, tmp_path / "draft.pdf")
