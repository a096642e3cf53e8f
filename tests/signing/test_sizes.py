"""Files that are larger than is read, or say that they are, or grow while they are read."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from signing import verify_any
from signing.report import Report, Verdict
from signing.trust import TrustAnchors
from signing.verify_any import verify_stream

NOBODY = TrustAnchors(())


def told(report: Report) -> list[tuple[str, str]]:
    assert (report.verdict, report.signatures) == (Verdict.INDETERMINATE, ())
    return [(item.code, str(item.detail)) for item in report.reasons]


OVERSIZED = [("UNREADABLE", "oversized")]
PACKAGE, WHOLE, SIGNATURE = (
    verify_any._MAX_PACKAGE_BYTES,
    verify_any._MAX_WHOLE_BYTES,
    verify_any._MAX_SIGNATURE_BYTES,
)


@pytest.mark.parametrize(
    ("head", "most"), [(b"PK\3\4", PACKAGE), (b"%PDF-1.7\n", WHOLE), (b"\x30\x80", SIGNATURE)]
)
def test_what_is_larger_than_is_read(tmp_path: Path, head: bytes, most: int) -> None:
    """A sparse file: nobody has so much room."""
    path = tmp_path / "file"
    path.write_bytes(head)
    with path.open("r+b") as stream:
        stream.truncate(most + 1)
        assert told(verify_stream(stream, NOBODY)) == OVERSIZED


class Lying(io.BytesIO):
    """It has another size than it says."""

    def __init__(self, head: bytes, said: int, more: int = 0) -> None:
        super().__init__(head)
        self._said, self._more = said, more

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        found = super().seek(offset, whence)
        return self._said if whence == io.SEEK_END else found

    def read(self, size: int | None = -1, /) -> bytes:
        found = super().read(size)
        if found or size is None or size < 0:
            return found
        some = min(size, self._more)
        self._more -= some
        # Zeros that nobody touches take no memory.
        return bytes(some)


class Grown(Lying):
    """Its pieces come together."""

    def read(self, size: int | None = -1, /) -> bytes:
        whole = size is not None and size > 1 << 20
        return bytes(min(size or 0, self._more)) if whole else super().read(size)


def test_a_signature_that_says_it_is_large() -> None:
    assert told(verify_stream(Lying(b"\x30\x80", SIGNATURE + 1), NOBODY)) == OVERSIZED
    assert told(verify_stream(Lying(b"matn", SIGNATURE), NOBODY)) != OVERSIZED


def test_what_grows_while_it_is_read() -> None:
    for stream in (
        Lying(b"\x30\x80", 2, SIGNATURE),
        Grown(b"%PDF-1.7\n", 9, WHOLE + 1),
    ):
        assert told(verify_stream(stream, NOBODY)) == OVERSIZED
