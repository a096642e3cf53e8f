"""Reading a PDF with the library, strictly, and what damaged bytes are called."""

from __future__ import annotations

import hashlib
import io
import re
import struct
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from signing.errors import MalformedDocument
from signing.flaws import Flaw
from signing.pdf.decoding import guard
from signing.pdf.hex_strings import quicken
from signing.pdf.linearized import NEAR, require_no_promise
from signing.pdf.names import tell_apart

if TYPE_CHECKING:
    from mmap import mmap

    from pypdf import PdfReader

    from signing.pdf.standing import StandingReader

_kept = threading.local()
_SMALL = 1 << 20
"""Bytes."""
_TAIL = 1024
_END = re.compile(rb"startxref[\t\n\f\r ]+(\d{1,10})[\t\n\f\r ]+%%EOF[\x00\t\n\f\r ]*\Z")


def open_pdf(pdf: bytes) -> StandingReader:
    """Open a PDF strictly.

    Raises:
        MalformedDocument: not a PDF, encrypted, without pages, or damaged.
    """
    reader = open_update(pdf)
    with reading():
        if not reader.pages:
            raise MalformedDocument(Flaw.NO_PAGES)
    return reader


def open_update(pdf: bytes) -> StandingReader:
    """Open a PDF strictly without a look at its pages: those of an update are compared.

    Raises:
        MalformedDocument: not a PDF, encrypted, or damaged.
    """
    from signing.pdf.standing import StandingReader

    with reading():
        # Without a catalog the library would look for one among ten thousand objects, and go
        # through the whole file for each of them.
        reader = StandingReader(io.BytesIO(pdf), strict=True, root_object_recovery_limit=0)
        if reader.is_encrypted:
            raise MalformedDocument(Flaw.PDF_ENCRYPTED)
    return reader


def open_frozen(pdf: bytes) -> tuple[StandingReader, bytes]:
    """Open a frozen document; also returns its SHA-256.

    Signing and the check that follows read the same document, so a thread keeps the last one open
    that is not large. Readers are not for several threads, and nobody changes what they return.

    Raises:
        MalformedDocument: as :func:`open_pdf`, or a longer file has another table.
    """
    digest = hashlib.sha256(pdf).digest()
    last: tuple[StandingReader, bytes] | None = getattr(_kept, "last", None)
    if last is not None and last[1] == digest:
        return last
    opened = open_pdf(pdf), digest
    require_no_promise(pdf[:NEAR], len(pdf), start_of_xref(pdf))
    if len(pdf) <= _SMALL:
        _kept.last = opened
    return opened


@contextmanager
def reading() -> Iterator[None]:
    """Turn whatever the PDF reader meets in damaged bytes into MalformedDocument.

    Objects are read when they are first touched, so this stands around all work with a reader.
    """
    from pypdf.errors import DependencyError, DeprecationError, LimitReachedError, PyPdfError

    # Of filters: one by a short name, or that another program unpacks, is no PyPdfError; of what
    # is damaged neither is a ValueError.
    packed = (DependencyError, DeprecationError, struct.error, zlib.error)
    quicken()
    tell_apart()
    guard()
    try:
        yield
    except (
        PyPdfError,
        ArithmeticError,
        AssertionError,
        AttributeError,
        *packed,
    ) as error:
        _kept.last = None
        limited = isinstance(error, LimitReachedError)
        raise MalformedDocument(Flaw.PDF_LIMIT if limited else Flaw.NOT_A_PDF) from error
    except (LookupError, RuntimeError, TypeError, ValueError, OSError, EOFError) as error:
        # Of RuntimeError RecursionError, and NotImplementedError for filters nobody knows.
        _kept.last = None
        deep = isinstance(error, RecursionError)
        raise MalformedDocument(Flaw.PDF_DEEP if deep else Flaw.NOT_A_PDF) from error


def start_of_xref(pdf: bytes | mmap) -> int:
    """Return where the newest cross-reference section is, as the end of the file says.

    Raises:
        MalformedDocument: the file does not end so, or there is something behind it: readers
            look for the last ``startxref`` in different ways.
    """
    found = _END.search(pdf[-_TAIL:])
    if found is None:
        raise MalformedDocument(Flaw.NO_END)
    return int(found[1])


def next_number(reader: PdfReader) -> int:
    """Return the first object number that is free in a document.

    Raises:
        MalformedDocument: the trailer does not say.
    """
    from pypdf.generic import NumberObject

    number = reader.trailer["/Size"]
    if not isinstance(number, NumberObject):
        raise MalformedDocument(Flaw.TRAILER)
    last = max((*reader.xref.get(0, {}), *reader.xref_objStm), default=0)
    return max(int(number), last + 1)
