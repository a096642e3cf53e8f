"""Parts of an update of ours that only another program would write, each looked at by itself."""

from __future__ import annotations

import hashlib
import re

import pytest

from signing.errors import MalformedDocument
from signing.pdf import compare, form
from signing.pdf.compare import Revisions
from signing.pdf.reading import open_frozen, open_pdf, start_of_xref
from signing.pdf.update import SignatureFields, write_update
from tests.signing.hostile_pdfs import make, stream, written
from tests.signing.pki import HOKIM, NOW

FROZEN = make()


def revisions(body: bytes, rows: bytes = b"0 0\n") -> Revisions:
    start = len(FROZEN) + len(body)
    end = b"trailer\n<</Size 9/Root 1 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n"
    signed = FROZEN + body + b"xref\n" + rows + end % (start_of_xref(FROZEN), start)
    digest = hashlib.sha256(FROZEN).digest()
    return Revisions(signed, len(FROZEN), digest, open_pdf(FROZEN), open_pdf(signed))


def test_nothing_stands_before_the_first_object() -> None:
    for before in (b"\n", b"%\n"):
        body = before + b"6 0 obj\n1\nendobj\n"
        both, at = revisions(body), len(FROZEN) + len(before)
        if before == b"\n":
            form._check_row(both, [(at, 6)], len(FROZEN) + len(body))
            continue
        with pytest.raises(MalformedDocument, match="between the text and the update"):
            form._check_row(both, [(at, 6)], len(FROZEN) + len(body))


def test_a_row_shows_nothing_that_was_no_object() -> None:
    """It leads to bytes of the text, where a reader that follows it sees one."""
    assert revisions(b"").written == frozenset()
    row = b"6 1\n%010d 00000 n\r\n" % FROZEN.index(b"5 0 obj")
    with pytest.raises(MalformedDocument, match="not part of the text"):
        _ = revisions(b"", row).written


def test_objects_are_of_the_first_generation() -> None:
    base = make(objects=(stream(b""),)).replace(b"6 0 obj", b"6 1 obj")
    entry = re.findall(rb"\d{10} 00000 n\r\n", base)[5]
    other = open_pdf(base.replace(entry, entry.replace(b" 00000 ", b" 00001 ")))
    with pytest.raises(MalformedDocument, match="other generations"):
        compare._offsets(other)


def test_what_must_be_there_is_there() -> None:
    assert compare.resolve(1) == 1
    with pytest.raises(MalformedDocument, match="lacks a part"):
        compare.resolve(None)


def test_a_page_that_is_no_object_of_its_own() -> None:
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"
    pages = b"<</Type/Pages/Kids[%s]/Count 1>>" % page
    pdf = written([b"<</Type/Catalog/Pages 2 0 R>>", pages])
    with pytest.raises(MalformedDocument, match="a page is not an object of its own"):
        write_update(pdf, *open_frozen(pdf), SignatureFields(HOKIM[0], NOW), 400, None)
