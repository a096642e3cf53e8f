"""A package's ZIP file has no bytes of its own choice: its writer would write the same again.

Between the members stand sizes, times, rights and flags, and a packed member may be packed in any
number of ways: room for a page or a PDF that no digest covers. So a package has only what follows
from the names and the contents of its members.
"""

from __future__ import annotations

import zipfile
from typing import BinaryIO

from signing.container.rules import check_layout
from signing.container.writer import described, ended
from signing.detail import about
from signing.errors import MalformedDocument
from signing.flaws import Flaw


def check_written(stream: BinaryIO, archive: zipfile.ZipFile) -> dict[str, int]:
    """Require that everything beside the members' contents is as the writer has it.

    Args:
        stream: the container.
        archive: the same, opened.

    Returns:
        Where each member's bytes begin.

    Raises:
        MalformedDocument: it is not; what that may be done for is named first.
    """
    starts: dict[str, int] = {}
    entries: list[bytes] = []
    at = 0
    for member in archive.infolist():
        name = member.filename
        header, entry = described(name, member.CRC, member.file_size, at)
        stream.seek(at)
        if stream.read(len(header)) != header:
            check_layout(stream, archive)
            raise MalformedDocument(about(name, Flaw.WRITTEN_ELSE))
        entries.append(entry)
        starts[name] = at + len(header)
        at = starts[name] + member.file_size
    end = ended(entries, at)
    stream.seek(at)
    if stream.read(len(end) + 1) != end:
        check_layout(stream, archive)
        raise MalformedDocument(Flaw.WRITTEN_ELSE)
    return starts
