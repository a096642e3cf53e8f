"""Verify files that somebody hands over: packages, signed PDFs, bare CMS signatures."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from signing.container.limits import MAX_MEMBER_BYTES, MAX_TOTAL_BYTES
from signing.report import Reason, Report
from signing.trust import TrustAnchors
from signing.verify import verify_package
from signing.verify_file import verify_cms, verify_pdf

_MAX_PACKAGE_BYTES = MAX_TOTAL_BYTES + (16 << 20)
"""What the members may have together, and room for the names and the directory."""
_MAX_WHOLE_BYTES = MAX_MEMBER_BYTES
"""PDFs and CMS signatures are held in memory; as members of a package they may have as much."""


class _Unreadable(Exception):
    """The file was not read; ``detail`` is a key of the message table's ``parts`` section."""

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


def verify_file(
    path: Path, anchors: TrustAnchors, *, content: Path | None = None, at: datetime | None = None
) -> Report:
    """Verify one file by what it is, not by its name.

    A file that cannot be read is indeterminate (``UNREADABLE``), and so is one that is neither a
    package nor a PDF nor DER (``SIGNED_DATA_NOT_FOUND``): nothing is known to be broken there.

    Args:
        path: the file.
        anchors: what is trusted.
        content: what a detached CMS signature covers.
        at: for when it is judged; now, if not given.
    """
    try:
        return _verify(path, anchors, content, at)
    except _Unreadable as error:
        return _open_question("UNREADABLE", error.detail)
    except MemoryError:
        return _open_question("UNREADABLE", "memory")
    except FileNotFoundError:
        return _open_question("UNREADABLE", "absent")
    except PermissionError:
        return _open_question("UNREADABLE", "forbidden")
    except (OSError, ValueError) as error:
        # ValueError: a name that no file can have, with a NUL in it.
        return _open_question("UNREADABLE", getattr(error, "strerror", None) or "absent")


def _verify(
    path: Path, anchors: TrustAnchors, content: Path | None, at: datetime | None
) -> Report:
    with _plain_file(path) as (stream, size):
        head = stream.read(5)
        stream.seek(0)
        if head[:2] == b"PK":
            if size > _MAX_PACKAGE_BYTES:
                raise _Unreadable("oversized")
            return verify_package(stream, anchors, at=at)
        if head == b"%PDF-":
            return verify_pdf(_whole(stream, size), anchors, at=at)
        if not _looks_like_der(head):
            return _open_question("SIGNED_DATA_NOT_FOUND")
        signature = _whole(stream, size)
    signed = None
    if content is not None:
        with _plain_file(content) as (stream, size):
            signed = _whole(stream, size)
    return verify_cms(signature, signed, anchors, at=at)


@contextmanager
def _plain_file(path: Path) -> Iterator[tuple[BinaryIO, int]]:
    # Asked before it is opened: a pipe would wait for a writer, a device may do anything.
    known = path.stat()
    if stat.S_ISDIR(known.st_mode):
        raise _Unreadable("directory")
    if not stat.S_ISREG(known.st_mode):
        raise _Unreadable("special")
    with path.open("rb") as stream:
        yield stream, known.st_size


def _whole(stream: BinaryIO, size: int) -> bytes:
    content = b"" if size > _MAX_WHOLE_BYTES else stream.read(_MAX_WHOLE_BYTES + 1)
    if max(size, len(content)) > _MAX_WHOLE_BYTES:
        raise _Unreadable("oversized")
    return content


def _looks_like_der(head: bytes) -> bool:
    """A SEQUENCE with a long length (X.690, 8.1.3.5): every CMS signature has over 127 bytes."""
    return head[:1] == b"\x30" and head[1:2] >= b"\x80"


def _open_question(code: str, detail: str = "") -> Report:
    return Report.conclude((), (Reason(code, detail, failed=False),))
