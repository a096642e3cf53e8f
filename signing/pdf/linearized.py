"""A file that is said to be ready for the web, and how long it says it is (ISO 32000-1, annex F).

By a linearization dictionary at the beginning some readers take another table as soon as the
length that it says is that of the file. Whatever makes a file longer – a signature above all –
can make that true, and then they show another document than before.
"""

from __future__ import annotations

import re
from contextlib import suppress

from signing.errors import MalformedDocument
from signing.flaws import Flaw
from signing.pdf.grammar import Cut, parse, unescaped

NEAR = 1 << 20
"""Bytes in which the first object is looked for, and its dictionary ends."""
_BEGIN = re.compile(rb"(?:\A|[\r\n])[\0\t\f ]*+(?=[^%\0\t\n\f\r ])")
"""What is before the first byte that is neither white space nor in a comment."""
_OBJECT = re.compile(rb"[0-9]{1,10}[\0\t\n\f\r ]+[0-9]{1,5}[\0\t\n\f\r ]+obj")
_BLANKS = re.compile(rb"[\0\t\n\f\r ]*+")
_END = re.compile(rb"[\0\t\n\f\r ]*+endobj")
_WHOLE = re.compile(rb"[0-9]{1,12}")
_LINEARIZED, _LENGTH = b"/Linearized", b"/L"
_FIRST, _COUNT, _NUMBER = b"/O", b"/N", b"/P"
"""Object and number of the page that is shown first, and how many there are (table F.1)."""


def require_no_promise(head: bytes, size: int, table: int) -> None:
    """Require that no reader takes another table than the one that the end names.

    Neither now nor when the file gets longer: it was linearized, and somebody added something
    since; or it is, and its end names the table behind the dictionary, as everybody reads it.

    Args:
        head: the first :data:`NEAR` bytes of a revision, or all of it.
        size: bytes of the revision.
        table: where its end says that the newest table is.

    Raises:
        MalformedDocument: some reader may.
    """
    entries, begin, end = _first(head)
    # PDFium reads the first object at a fixed place, in the comment of the header too.
    if begin is None or _LINEARIZED in unescaped(head[:begin] if entries is not None else head):
        raise MalformedDocument(Flaw.LINEARIZED)
    if entries is None or _LINEARIZED not in entries:
        return
    length = entries.get(_LENGTH, b"")
    if not _WHOLE.fullmatch(length) or int(length) > size:
        raise MalformedDocument(Flaw.LINEARIZED)
    if int(length) == size:
        closed = _END.match(head, end)
        blanks = _BLANKS.match(head, closed.end()) if closed is not None else None
        if blanks is None or blanks.end() != table:
            raise MalformedDocument(Flaw.LINEARIZED)


def require_first_page(head: bytes, size: int, number: int, count: int) -> None:
    """Require that a file that is ready for the web promises its own first page.

    While it comes in, and longer, pdf.js shows the object that the dictionary names.

    Args:
        head: the first :data:`NEAR` bytes of a file of one revision.
        size: bytes of it.
        number: of the first page's object.
        count: of the pages.

    Raises:
        MalformedDocument: it promises another one.
    """
    entries, _, _ = _first(head)
    if entries is None or _LINEARIZED not in entries:
        return
    length = entries.get(_LENGTH, b"")
    if not _WHOLE.fullmatch(length) or int(length) != size:
        return
    said = [*(entries.get(key, b"") for key in (_FIRST, _COUNT)), entries.get(_NUMBER, b"0")]
    plain = all(_WHOLE.fullmatch(item) for item in said)
    if not plain or [int(item) for item in said] != [number, count, 0]:
        raise MalformedDocument(Flaw.LINEARIZED)


def _first(head: bytes) -> tuple[dict[bytes, bytes] | None, int | None, int]:
    """Return the first object's entries, if there is one, where it begins, and where they end."""
    before = _BEGIN.search(head)
    if before is None:
        return None, None, 0
    first = _OBJECT.match(head, before.end())
    if first is not None:
        with suppress(MalformedDocument, Cut):
            found = parse(head, first.end())
            return found.entries or {}, before.end(), found.end
    return None, before.end(), 0
