"""One way to read a ZIP file, or none."""

from __future__ import annotations

import hashlib
import io
import struct
import subprocess
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from signing.container.limits import MIMETYPE
from signing.container.reader import open_container
from signing.container.writer import ContainerWriter
from signing.errors import DocumentTooLarge, MalformedDocument, SigningError
from signing.foreign.archive import Archive


def written(members: list[tuple[str, bytes]]) -> bytes:
    out = io.BytesIO()
    writer = ContainerWriter(out)
    for name, data in members:
        writer.add(name, data)
    writer.close()
    return out.getvalue()


def info_of(name: str) -> zipfile.ZipInfo:
    """What the library is told so that it writes as the writer does."""
    info = zipfile.ZipInfo(name)
    info.create_system, info.external_attr = 3, 0o100644 << 16
    return info


def zipped(
    members: list[tuple[str, bytes]], method: int = zipfile.ZIP_STORED, mimetype: bool = True
) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        if mimetype:
            archive.writestr(info_of("mimetype"), MIMETYPE.encode())
        for name, data in members:
            archive.writestr(info_of(name), data, method)
    return out.getvalue()


def refused(data: bytes) -> SigningError:
    with pytest.raises((MalformedDocument, DocumentTooLarge)) as caught:
        open_container(io.BytesIO(data))
    return caught.value


def test_what_we_write_we_read() -> None:
    data = written([("decision.pdf", b"abc"), ("annexes/01-a.pdf", b"x" * 3_000_000)])
    container = open_container(io.BytesIO(data))
    assert container.names == ("mimetype", "decision.pdf", "annexes/01-a.pdf")
    assert container.read("decision.pdf") == b"abc"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert archive.infolist()[0].extra == b""
    assert data[30:38] == b"mimetype"


def test_a_member_described_first_is_written_in_pieces() -> None:
    data = b"q" * 5_000_000
    out = io.BytesIO()
    writer = ContainerWriter(out)
    writer.begin("a", zlib.crc32(data), len(data))
    for at in range(0, len(data), 1_000_000):
        out.write(data[at : at + 1_000_000])
    writer.close()
    container = open_container(out)
    assert container.digest("a", "sha256") == hashlib.sha256(data).digest()


def test_a_wrong_sum_is_seen_by_whoever_reads() -> None:
    data = b"q" * 5_000_000
    out = io.BytesIO()
    writer = ContainerWriter(out)
    writer.begin("a", zlib.crc32(data) ^ 1, len(data))
    out.write(data)
    writer.close()
    with pytest.raises(MalformedDocument):
        open_container(out).digest("a", "sha256")


def test_only_the_end_changes_with_the_last_member() -> None:
    members = [("a", b"1" * 100), ("b", b"2" * 50)]
    old = written([*members, ("META-INF/signature.p7s", b"short")])
    keep, tail = open_container(io.BytesIO(old)).with_last("META-INF/signature.p7s", b"longer" * 9)
    assert old[:keep] + tail == written([*members, ("META-INF/signature.p7s", b"longer" * 9)])
    with pytest.raises(MalformedDocument):
        open_container(io.BytesIO(old)).with_last("b", b"")


def test_other_programs_read_what_we_write(tmp_path: Path) -> None:
    file = tmp_path / "package.asice"
    file.write_bytes(written([("annexes/01-a.pdf", b"abc"), ("empty", b"")]))
    subprocess.run(["unzip", "-tq", str(file)], check=True)
    listed = subprocess.check_output(["unzip", "-Z1", str(file)], text=True)
    assert listed.split() == ["mimetype", "annexes/01-a.pdf", "empty"]


@pytest.mark.parametrize("size", [257 << 20, 1 << 31])
def test_what_exceeds_the_format_is_not_written(size: int) -> None:
    with pytest.raises(DocumentTooLarge):
        ContainerWriter(io.BytesIO()).begin("a", 0, size)


@pytest.mark.parametrize(
    "name",
    ["/etc/passwd", "../x", "a/../b", "a//b", "./a", "a\\b", "C:/x", "a/.", "x/", "a\0b"],
)
def test_names_that_are_not_plain(name: str) -> None:
    # The library would not write a NUL, so it is put in afterwards.
    data = zipped([(name.replace("\0", "~"), b"1")])
    refused(data.replace(b"a~b", b"a\0b"))


@pytest.mark.parametrize(
    ("first", "second"),
    [("a.pdf", "a.pdf"), ("a.pdf", "A.PDF"), ("é.pdf", "e\u0301.pdf"), ("\u212a.pdf", "k.pdf")],
)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_names_that_are_the_same_somewhere(first: str, second: str) -> None:
    assert "comes twice" in str(refused(zipped([(first, b"1"), (second, b"2")])))


def test_bytes_before_between_and_behind() -> None:
    data = zipped([("a", b"1"), ("b", b"2")])
    refused(b"#!/bin/sh\n" + data)
    refused(data + b"more")
    at = data.index(b"PK\3\4", 40)
    moved = bytearray(data[:at] + b"hidden" + data[at:])
    assert isinstance(refused(bytes(moved)), MalformedDocument)


def test_a_comment_is_refused() -> None:
    out = io.BytesIO(zipped([("a", b"1")]))
    with zipfile.ZipFile(out, "a") as archive:
        archive.comment = b"second file"
    refused(out.getvalue())


def test_two_names_for_one_member() -> None:
    data = bytearray(zipped([("decision.pdf", b"1")]))
    at = data.index(b"decision.pdf")
    data[at : at + 12] = b"decisiom.pdf"
    assert isinstance(refused(bytes(data)), MalformedDocument)


def test_local_sizes_that_lie() -> None:
    data = bytearray(zipped([("decision.pdf", b"12345678")]))
    at = data.index(b"decision.pdf") - 30
    data[at + 22 : at + 26] = struct.pack("<L", 4)
    assert "two different" in str(refused(bytes(data)))


def test_encrypted_members() -> None:
    data = bytearray(zipped([("a", b"1")]))
    for signature, offset in ((b"PK\1\2", 8), (b"PK\3\4", 6)):
        at = data.rindex(signature)
        data[at + offset] |= 1
    assert "encrypted" in str(refused(bytes(data)))


def test_a_compression_bomb() -> None:
    bomb = zipped([("a", bytes(20 << 20))], zipfile.ZIP_DEFLATED)
    assert len(bomb) < 100_000
    assert isinstance(refused(bomb), DocumentTooLarge)


def test_too_many_members() -> None:
    assert isinstance(refused(zipped([(f"m{n}", b"") for n in range(600)])), DocumentTooLarge)


def test_sixty_thousand_members_are_refused_quickly() -> None:
    data = zipped([(f"{n}", b"") for n in range(60_000)])
    assert isinstance(refused(data), DocumentTooLarge)


def test_mimetype_must_be_first_and_plain() -> None:
    refused(zipped([("a", b"1")], mimetype=False))
    refused(zipped([("a", b"1"), ("mimetype", MIMETYPE.encode())], mimetype=False))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/zip")
    refused(out.getvalue())


def test_every_truncation_is_refused() -> None:
    data = zipped([("decision.pdf", b"12345678" * 20)])
    for size in range(0, len(data), 7):
        refused(data[:size])


def test_a_damaged_member_is_named() -> None:
    data = bytearray(zipped([("decision.pdf", b"12345678" * 20)]))
    data[data.index(b"12345678") + 3] ^= 1
    container = open_container(io.BytesIO(bytes(data)))
    with pytest.raises(MalformedDocument, match=r"decision\.pdf"):
        container.read("decision.pdf")
    with pytest.raises(MalformedDocument, match=r"decision\.pdf"):
        container.digest("decision.pdf", "sha256")


def test_a_damaged_deflate_stream_is_named() -> None:
    data = bytearray(zipped([("a.json", bytes(range(256)) * 40)], zipfile.ZIP_DEFLATED))
    at = data.index(b"a.json") + 6
    data[at : at + 40] = b"\xff" * 40
    with pytest.raises(MalformedDocument, match=r"a\.json"):
        Archive(io.BytesIO(bytes(data))).read("a.json", 1 << 20)


def with_info(change: Callable[[zipfile.ZipInfo], None]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(info_of("mimetype"), MIMETYPE.encode())
        info = info_of("decision.pdf")
        change(info)
        archive.writestr(info, b"%PDF-")
    return out.getvalue()


def unicode_path(info: zipfile.ZipInfo) -> None:
    """Info-ZIP's field 0x7075: its programs write the member under this other name."""
    name = b"annexes/01-a.pdf"
    body = b"\1" + struct.pack("<L", zlib.crc32(b"decision.pdf")) + name
    info.extra = struct.pack("<2H", 0x7075, len(body)) + body


def two_fields(info: zipfile.ZipInfo) -> None:
    info.extra = struct.pack("<2H", 0x5455, 0) * 2


def link(info: zipfile.ZipInfo) -> None:
    info.create_system, info.external_attr = 3, 0o120777 << 16


def folder(info: zipfile.ZipInfo) -> None:
    info.external_attr = 0x10


def comment(info: zipfile.ZipInfo) -> None:
    info.comment = b"not signed"


def rights(info: zipfile.ZipInfo) -> None:
    info.external_attr |= 0o100 << 16


def text(info: zipfile.ZipInfo) -> None:
    info.internal_attr = 1


def time(info: zipfile.ZipInfo) -> None:
    info.date_time = (2026, 5, 4, 3, 2, 0)


def system(info: zipfile.ZipInfo) -> None:
    info.create_system = 0


def version(info: zipfile.ZipInfo) -> None:
    info.create_version = 30


def needed(info: zipfile.ZipInfo) -> None:
    info.extract_version = 45


def packed(info: zipfile.ZipInfo) -> None:
    info.compress_type = zipfile.ZIP_DEFLATED


CHANGES: list[Callable[[zipfile.ZipInfo], None]] = [
    *(unicode_path, two_fields, link, folder, comment, rights, text, time, system, version),
    *(needed, packed),
]


@pytest.mark.parametrize("change", CHANGES, ids=lambda f: f.__name__)
def test_nothing_beside_the_name_describes_a_member(
    change: Callable[[zipfile.ZipInfo], None],
) -> None:
    open_container(io.BytesIO(with_info(lambda _info: None)))
    assert isinstance(refused(with_info(change)), MalformedDocument)


@pytest.mark.parametrize("at", [4, 6, 8, 20])
def test_the_end_says_nothing_more(at: int) -> None:
    """Numbers of disks and, of this one, of members; the length of a comment."""
    data = bytearray(with_info(lambda _info: None))
    data[data.rindex(b"PK\5\6") + at] ^= 0x3C
    assert isinstance(refused(bytes(data)), MalformedDocument)


def with_packed(packed: bytes, data: bytes) -> bytes:
    """A container with one deflated member, whatever stands in it."""
    sound = zipped([("a.json", data)], zipfile.ZIP_DEFLATED)
    with zipfile.ZipFile(io.BytesIO(sound)) as archive:
        info = archive.getinfo("a.json")
        directory = archive.start_dir
    at = info.header_offset + 30 + len("a.json")
    changed = bytearray(sound[:at] + packed + sound[at + info.compress_size :])
    moved = len(packed) - info.compress_size
    struct.pack_into("<L", changed, info.header_offset + 18, len(packed))
    entry = changed.index(b"PK\1\2", changed.index(b"PK\1\2", directory + moved) + 1)
    struct.pack_into("<L", changed, entry + 20, len(packed))
    end = changed.index(b"PK\5\6")
    struct.pack_into("<L", changed, end + 16, directory + moved)
    return bytes(changed)


def test_a_compressed_member_is_used_up() -> None:
    data = bytes(range(256)) * 400
    packer = zlib.compressobj(wbits=-15)
    packed = packer.compress(data) + packer.flush()
    assert Archive(io.BytesIO(with_packed(packed, data))).read("a.json", len(data)) == data
    for wrong in (packed + b"hidden", packed[:-4], packed + packed):
        container = Archive(io.BytesIO(with_packed(wrong, data)))
        with pytest.raises(MalformedDocument, match=r"a\.json"):
            container.read("a.json", 1 << 20)
        with pytest.raises(MalformedDocument, match=r"a\.json"):
            b"".join(container.pieces("a.json"))


def test_a_compressed_member_has_the_size_it_tells() -> None:
    data = bytes(range(256)) * 400
    for told in (data[:-1], data + b"1"):
        packer = zlib.compressobj(wbits=-15)
        packed = packer.compress(told) + packer.flush()
        with pytest.raises(MalformedDocument, match=r"a\.json"):
            Archive(io.BytesIO(with_packed(packed, data))).read("a.json", 1 << 20)


def test_a_large_compressed_member_is_read_in_pieces() -> None:
    data = b"".join(hashlib.sha256(bytes([n % 256, n >> 8])).digest() * 3 for n in range(40_000))
    container = Archive(io.BytesIO(zipped([("a.bin", data)], zipfile.ZIP_DEFLATED)))
    assert b"".join(container.pieces("a.bin")) == data
    assert container.read("a.bin", len(data)) == data


@pytest.mark.parametrize("at", [0, 6, 26], ids=["signature", "flags", "length of the name"])
def test_the_header_of_a_member_says_what_the_directory_says(at: int) -> None:
    data = bytearray(zipped([("decision.pdf", b"12345678" * 20)]))
    header = data.index(b"PK\3\4", 4)
    data[header + at] ^= 8
    refused(bytes(data))


def test_a_known_sum_is_compared() -> None:
    data = b"q" * 100_000
    container = open_container(io.BytesIO(written([("a", data)])))
    known = zlib.crc32(data)
    assert container.digest("a", "sha256", known) == hashlib.sha256(data).digest()
    with pytest.raises(MalformedDocument, match="CRC-32"):
        container.digest("a", "sha256", known ^ 1)
