"""What stands beside a member says the same as the directory, in whatever form it is said."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest

from signing.errors import MalformedDocument
from signing.foreign.archive import Archive
from tests.signing.zips import Part, archive


class _OneWay(io.BytesIO):
    """What cannot be gone back in: sizes are written behind the members."""

    def seekable(self) -> bool:
        return False

    def seek(self, *_: int) -> int:
        raise OSError

    def tell(self) -> int:
        raise OSError


def _zipped(*, one_way: bool, large: bool) -> bytes:
    out = _OneWay() if one_way else io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("a.txt", "b.txt"):
            with archive.open(zipfile.ZipInfo(name), "w", force_zip64=large) as member:
                member.write(name.encode() * 9)
    return out.getvalue()


@pytest.mark.parametrize("one_way", [False, True], ids=["header", "descriptor"])
@pytest.mark.parametrize("large", [False, True], ids=["small", "zip64"])
def test_each_form_is_read_and_none_may_lie(*, one_way: bool, large: bool) -> None:
    data = _zipped(one_way=one_way, large=large)
    assert Archive(io.BytesIO(data)).read("b.txt", 99) == b"b.txt" * 9
    info = zipfile.ZipFile(io.BytesIO(data)).infolist()[0]
    layout = "<2Q" if large else "<2L"
    # A header of ZIP64 has the size that is unpacked first; a descriptor never does.
    sizes = (info.compress_size, info.file_size)
    if large and not one_way:
        sizes = (info.file_size, info.compress_size)
    told = struct.pack(layout, *sizes)
    assert told in data
    for lie in (b"\xff" * len(told), struct.pack(layout, sizes[0] + 1, sizes[1]), bytes(8)):
        changed = data.replace(told, lie.ljust(len(told), b"\0"), 1)
        with pytest.raises(MalformedDocument, match="two different descriptions"):
            Archive(io.BytesIO(changed))
    if one_way:
        crc = struct.pack("<L", info.CRC)
        with pytest.raises(MalformedDocument, match="two different descriptions"):
            Archive(io.BytesIO(data.replace(crc, b"\1\2\3\4", 1)))


def test_a_name_is_written_as_the_directory_says() -> None:
    """A header without the flag for UTF-8 that the directory has: two programs, two names."""
    data = archive(Part("Қарор.txt".encode(), flags=0x800))
    assert Archive(io.BytesIO(data)).names == ("Қарор.txt",)
    with pytest.raises(MalformedDocument, match="two different descriptions"):
        Archive(io.BytesIO(data[:6] + bytes(2) + data[8:]))
