"""Files that are right in all but one rule, for packages and for containers of other makers."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import replace

import pytest

from signing.container.limits import (
    CHUNK,
    MAX_MEMBER_BYTES,
    MAX_RATIO,
    MAX_TOTAL_BYTES,
    MIMETYPE,
)
from signing.container.limits import MAX_MEMBERS as MOST
from signing.container.member import Member
from signing.container.reader import open_container
from signing.container.rules import check_sizes
from signing.container.writer import ContainerWriter
from signing.errors import DocumentTooLarge, MalformedDocument
from signing.foreign.archive import MAX_MEMBERS, Archive, open_zip
from tests.signing.zips import DEFLATED, Part, archive, descriptor, field, other_name

KIND = Part(b"mimetype", MIMETYPE.encode())
TEXT = Part(b"matn.txt", b"Qaror matni")
RENAMED = other_name(b"matn.txt", b"boshqa.txt")
ZIP64 = field(1, b"")


def deflated(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


def described(mark: bytes = b"PK\7\10", more: bytes = b"") -> Part:
    return replace(TEXT, described=descriptor(TEXT.data, mark=mark) + more)


def ours(*members: Part, between: bytes = b"") -> None:
    open_container(io.BytesIO(archive(*members, between=between)))


def others(*members: Part, between: bytes = b"") -> None:
    Archive(io.BytesIO(archive(*members, between=between)))


def test_the_right_ones_are_right() -> None:
    ours(KIND, TEXT)
    others(KIND, replace(TEXT, local_extra=ZIP64, extra=ZIP64))
    others(KIND, TEXT, Part(b"ilova/", b""))
    others(described(), replace(KIND, method=DEFLATED, packed=deflated(KIND.data)))


BOTH: dict[str, tuple[tuple[Part, ...], str]] = {
    "a name that some readers take for shorter": (
        (replace(TEXT, name=b"matn.txt\0.exe"),),
        "name",
    ),
    "another packing": ((replace(TEXT, method=12),), "compression 12"),
    "a descriptor and more": ((described(more=b"12345"),), "data behind it"),
    "a descriptor of another mark": ((described(mark=b"PK\7\11"),), "data behind it"),
    "a descriptor of another size": (
        (replace(TEXT, described=descriptor(TEXT.data + b"1")),),
        "two different descriptions",
    ),
}


@pytest.mark.parametrize("name", BOTH)
def test_no_maker_may(name: str) -> None:
    members, why = BOTH[name]
    with pytest.raises(MalformedDocument, match=why):
        open_container(io.BytesIO(archive(KIND, *members))).read("matn.txt")
    with pytest.raises(MalformedDocument, match=why):
        Archive(io.BytesIO(archive(KIND, *members))).read("matn.txt", 100)


def test_a_member_begins_with_its_own_header() -> None:
    """Who reads from the front finds no other by the directory."""
    for name in (b"mimetype", b"matn.txt"):
        data = archive(KIND, TEXT)
        at = data.index(name) - 30
        assert data[at : at + 4] == b"PK\3\4"
        changed = data[:at] + b"PK\3\5" + data[at + 4 :]
        with pytest.raises(MalformedDocument, match="header"):
            Archive(io.BytesIO(changed))
        with pytest.raises(MalformedDocument, match="header"):
            open_container(io.BytesIO(changed))


@pytest.mark.parametrize("reader", [ours, others])
def test_nothing_stands_before_the_directory(reader: Callable[..., None]) -> None:
    with pytest.raises(MalformedDocument, match="between the members and the directory"):
        reader(KIND, TEXT, between=b"#!/bin/sh\n")


@pytest.mark.parametrize("reader", [ours, others])
@pytest.mark.parametrize("place", ["extra", "local_extra"])
def test_no_reader_finds_another_name_in_an_extra_field(
    reader: Callable[..., None], place: str
) -> None:
    """One reads the directory's field, one that goes from header to header the member's own."""
    for extra in (RENAMED, field(0x5455, b"") + RENAMED):
        there = place == "extra"
        changed = replace(TEXT, extra=extra) if there else replace(TEXT, local_extra=extra)
        with pytest.raises(MalformedDocument, match=r"extra field|another way"):
            reader(KIND, changed)


@pytest.mark.parametrize(
    "changed",
    [
        replace(TEXT, local_extra=ZIP64),
        replace(TEXT, extra=ZIP64),
        replace(TEXT, flags=2),
        replace(TEXT, method=DEFLATED, packed=deflated(TEXT.data)),
        replace(TEXT, size=len(TEXT.data) - 1),
        described(),
    ],
    ids=["own extra", "extra", "flag", "packed", "two sizes", "descriptor"],
)
def test_a_package_is_written_in_one_way(changed: Part) -> None:
    """How it is packed, or what stands where nothing must, could be a PDF that nobody signed."""
    for members in ((KIND, changed), (replace(changed, name=KIND.name), TEXT)):
        with pytest.raises(MalformedDocument, match="another way than the format"):
            ours(*members)


@pytest.mark.parametrize("at", [4, 10, 12])
def test_a_members_own_header_is_the_formats(at: int) -> None:
    """Version, time and date there are compared with nothing in the directory."""
    data = bytearray(archive(KIND, TEXT))
    data[data.index(b"PK\3\4", 4) + at] ^= 1
    with pytest.raises(MalformedDocument, match=r"matn\.txt: written in another way"):
        open_container(io.BytesIO(bytes(data)))


def test_a_stored_member_has_one_size() -> None:
    data = archive(KIND, replace(TEXT, size=len(TEXT.data) - 1))
    with pytest.raises(MalformedDocument, match="two sizes"):
        Archive(io.BytesIO(data)).read("matn.txt", 100)


def test_members_of_a_package_stand_in_the_directorys_order() -> None:
    data = archive(KIND, TEXT, replace(TEXT, name=b"ilova.txt"))
    at = data.index(b"PK\1\2")
    entries = data[at:].split(b"PK\1\2")[1:]
    last, _, end = entries[2].partition(b"PK\5\6")
    swapped = b"".join(b"PK\1\2" + item for item in (entries[0], last, entries[1]))
    changed = data[:at] + swapped + b"PK\5\6" + end
    assert Archive(io.BytesIO(changed)).names == ("mimetype", "ilova.txt", "matn.txt")
    with pytest.raises(MalformedDocument, match="another way than the format"):
        open_container(io.BytesIO(changed))


@pytest.mark.parametrize("reader", [ours, others])
def test_names_are_as_long_as_names_are(reader: Callable[..., None]) -> None:
    """A hundred of 60,000 letters took a minute of patterns."""
    reader(KIND, replace(TEXT, name=b"a" * 1024))
    with pytest.raises(MalformedDocument, match="member name"):
        reader(KIND, replace(TEXT, name=b"a" * 1025))


def sized(*sizes: tuple[int, int]) -> list[zipfile.ZipInfo]:
    made = []
    for number, (size, packed) in enumerate(sizes):
        info = zipfile.ZipInfo(f"{number}")
        info.file_size, info.compress_size, info.CRC = size, packed, 0
        made.append(info)
    return made


def test_sizes_up_to_the_last_byte() -> None:
    most = MAX_MEMBER_BYTES
    check_sizes(sized((most, most), (MAX_RATIO, 1)))
    with pytest.raises(DocumentTooLarge, match=r"^0 is too large$"):
        check_sizes(sized((most + 1, most + 1)))
    with pytest.raises(DocumentTooLarge, match="bomb"):
        check_sizes(sized((MAX_RATIO + 1, 1)))
    count = MAX_TOTAL_BYTES // most
    check_sizes(sized(*[(most, most)] * count))
    with pytest.raises(DocumentTooLarge, match="all members together"):
        check_sizes(sized(*[(most, most)] * count, (1, 1)))


def test_more_than_somebody_asked_for_is_not_read() -> None:
    data = archive(KIND, TEXT)
    size = len(TEXT.data)
    own, foreign = open_container(io.BytesIO(data)), Archive(io.BytesIO(data))
    assert own.read("matn.txt", size) == foreign.read("matn.txt", size) == TEXT.data
    for read in (own.read, foreign.read):
        with pytest.raises(DocumentTooLarge):
            read("matn.txt", size - 1)


def test_a_file_that_is_cut_while_it_is_read_is_damaged() -> None:
    """What was there when it was opened is not what is there now."""
    info = sized((10, 10))[0]
    with pytest.raises(MalformedDocument, match="ends early"):
        Member(lambda _at, _size: b"", info, 0).read()


def test_nothing_hides_behind_an_end_at_the_end_of_a_piece() -> None:
    """The stream's last byte is the last of what is read at once; what follows is never asked."""
    size = (1 << 15) - 5
    data = bytes(size) * (2 * CHUNK // (size + 5))
    lengths = struct.pack("<2H", size, 0xFFFF ^ size)
    blocks = len(data) // size
    stream = (b"\0" + lengths + bytes(size)) * (blocks - 1) + b"\1" + lengths + bytes(size)
    assert len(stream) == 2 * CHUNK
    assert zlib.decompress(stream, -15) == data
    right = replace(TEXT, data=data, method=DEFLATED, packed=stream)
    assert Archive(io.BytesIO(archive(right))).read("matn.txt", len(data)) == data
    hidden = replace(right, packed=stream + b"hidden")
    with pytest.raises(MalformedDocument, match="behind its end"):
        Archive(io.BytesIO(archive(hidden))).read("matn.txt", len(data))


def test_nothing_hides_behind_an_end_at_the_end_of_the_last_piece() -> None:
    """Blocks of nothing fill what is read at once after the last byte was had."""
    zeros = bytes(2 * CHUNK)
    packer = zlib.compressobj(wbits=-15)
    begun = packer.compress(zeros) + packer.flush(zlib.Z_SYNC_FLUSH)
    blocks, more = divmod(2 * CHUNK - len(begun), 5)
    first = b"\0" + struct.pack("<2H", more, 0xFFFF ^ more) + b"x" * more
    stream = first + begun + b"\0\0\0\xff\xff" * (blocks - 2) + b"\1\0\0\xff\xff"
    data = b"x" * more + zeros
    assert (len(stream), zlib.decompress(stream, -15)) == (2 * CHUNK, data)
    right = replace(TEXT, data=data, method=DEFLATED, packed=stream)
    assert Archive(io.BytesIO(archive(right))).read("matn.txt", len(data)) == data
    hidden = replace(right, packed=stream + b"hidden")
    with pytest.raises(MalformedDocument, match="behind its end"):
        Archive(io.BytesIO(archive(hidden))).read("matn.txt", len(data))


def test_packed_bytes_are_not_more_than_packing_takes() -> None:
    """Empty blocks take a second for five megabytes, and no limit of what is unpacked is met."""
    empty = b"\0\0\0\xff\xff" * 20
    packed = replace(TEXT, method=DEFLATED, packed=empty + deflated(TEXT.data))
    with pytest.raises(DocumentTooLarge, match="bomb"):
        others(packed)
    others(replace(packed, packed=empty[:50] + deflated(TEXT.data)))


# --- of other makers alone ---------------------------------------------------------------------


def test_a_directory_holds_nothing() -> None:
    with pytest.raises(MalformedDocument, match="a directory with content"):
        others(TEXT, Part(b"ilova/", b"hidden"))


def test_a_directory_of_more_members_than_it_says() -> None:
    many = [Part(b"%d" % number, b"") for number in range(MAX_MEMBERS + 1)]
    open_zip(io.BytesIO(archive(*many[1:])))
    with pytest.raises(DocumentTooLarge, match=f"{MAX_MEMBERS + 1} members"):
        open_zip(io.BytesIO(archive(*many, count=1)))


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        (b"PK\5\6", b"PK\5\7", "no directory"),
        (b"PK\5\6", b"PK\6\7" + bytes(16) + b"PK\5\6", "a ZIP64 directory"),
        (b"\2\0\2\0", b"\xff\xff\xff\xff", "a ZIP64 directory"),
        (b"\2\0\2\0", b"\x01\x10\x01\x10", "4097 members"),
    ],
)
def test_the_directorys_size_is_looked_at_first(old: bytes, new: bytes, why: str) -> None:
    """A few bytes tell it; what they call large is not read to be counted."""
    data = archive(KIND, TEXT)
    with pytest.raises((MalformedDocument, DocumentTooLarge), match=why):
        Archive(io.BytesIO(data.replace(old, new)))


def test_a_directory_of_few_members_and_many_bytes() -> None:
    data = bytearray(archive(KIND, TEXT))
    at = data.rindex(b"PK\5\6") + 12
    data[at : at + 4] = ((4 << 20) + 1).to_bytes(4, "little")
    with pytest.raises(DocumentTooLarge, match="2 members"):
        Archive(io.BytesIO(bytes(data)))


def test_no_more_members_are_written_than_are_read() -> None:
    writer = ContainerWriter(io.BytesIO())
    for number in range(MOST - 1):
        writer.add(f"{number}", b"")
    with pytest.raises(DocumentTooLarge, match=f"more than {MOST} members"):
        writer.add("last", b"")
