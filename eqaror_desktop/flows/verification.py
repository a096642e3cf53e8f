"""Verify files that somebody hands over: packages, signed PDFs, bare CMS signatures."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from signing.report import Report
from signing.trust import TrustAnchors
from signing.verify import verify_package
from signing.verify_file import verify_cms, verify_pdf


def verify_file(
    path: Path, anchors: TrustAnchors, *, content: Path | None = None, at: datetime | None = None
) -> Report:
    """Verify one file by what it is, not by its name.

    Args:
        path: the file.
        anchors: what is trusted.
        content: what a detached CMS signature covers.
        at: for when it is judged; now, if not given.

    Raises:
        OSError: a file cannot be read.
    """
    with path.open("rb") as stream:
        head = stream.read(5)
        stream.seek(0)
        if head[:2] == b"PK":
            return verify_package(stream, anchors, at=at)
        if head == b"%PDF-":
            return verify_pdf(stream.read(), anchors, at=at)
        signed = None if content is None else content.read_bytes()
        return verify_cms(stream.read(), signed, anchors, at=at)
