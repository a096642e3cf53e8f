"""Reading a PDF with the library, strictly, and what damaged bytes are called."""

from __future__ import annotations

import hashlib
import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from signing.errors import MalformedDocument

if TYPE_CHECKING:
    from pypdf import PdfReader

_kept = threading.local()
_SMALL = 1 << 20
"""Bytes."""


def open_pdf(pdf: bytes) -> PdfReader:
    """Open a PDF strictly.

    Raises:
        MalformedDocument: not a PDF, encrypted, without pages, or damaged.
    """
    from pypdf import PdfReader

    with reading():
        reader = PdfReader(io.BytesIO(pdf), strict=True)
        if reader.is_encrypted:
            raise MalformedDocument("the PDF is encrypted")
        if not reader.pages:
            raise MalformedDocument("the PDF has no pages")
    return reader


def open_frozen(pdf: bytes) -> tuple[PdfReader, bytes]:
    """Open a frozen document; also returns its SHA-256.

    Signing and the check that follows read the same document, so a thread keeps the last one open
    that is not large. Readers are not for several threads, and nobody changes what they return.

    Raises:
        MalformedDocument: as :func:`open_pdf`.
    """
    digest = hashlib.sha256(pdf).digest()
    last: tuple[PdfReader, bytes] | None = getattr(_kept, "last", None)
    if last is not None and last[1] == digest:
        return last
    opened = open_pdf(pdf), digest
    if len(pdf) <= _SMALL:
        _kept.last = opened
    return opened


@contextmanager
def reading() -> Iterator[None]:
    """Turn whatever the PDF reader meets in damaged bytes into MalformedDocument.

    Objects are read when they are first touched, so this stands around all work with a reader.
    """
    from pypdf.errors import PyPdfError

    try:
        yield
    except (PyPdfError, ArithmeticError, AssertionError, AttributeError) as error:
        _kept.last = None
        raise MalformedDocument(f"not a well-formed PDF: {error}") from error
    except (LookupError, RecursionError, TypeError, ValueError, OSError) as error:
        _kept.last = None
        raise MalformedDocument(f"not a well-formed PDF: {error}") from error


def start_of_xref(pdf: bytes) -> int:
    """Return what the last ``startxref`` says.

    Raises:
        MalformedDocument: there is none.
    """
    tail = pdf[-2048:]
    at = tail.rfind(b"startxref")
    words = tail[at:].split() if at >= 0 else []
    if len(words) < 2 or not words[1].isdigit():
        raise MalformedDocument("the PDF has no startxref")
    return int(words[1])


def next_number(reader: PdfReader) -> int:
    """Return the first object number that is free in a document.

    Raises:
        MalformedDocument: the trailer does not say.
    """
    from pypdf.generic import NumberObject

    number = reader.trailer["/Size"]
    if not isinstance(number, NumberObject):
        raise MalformedDocument("the PDF's trailer")
    return int(number)
