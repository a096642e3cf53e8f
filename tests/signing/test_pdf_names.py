"""Names of PDFs by their bytes, read and written (ISO 32000-1, 7.3.5)."""

from __future__ import annotations

import io

import pytest
from pypdf.errors import PdfReadError
from pypdf.generic import DictionaryObject, NameObject

from signing.pdf.compare import plain
from signing.pdf.names import tell_apart
from signing.pdf.reading import open_pdf
from tests.signing.hostile_pdfs import make


@pytest.mark.parametrize(
    "name", [b"/F1", b"/A#20b#2F", b"/#C4#E3", b"/#E4#BD#A0", b"/#D0#A8", b"/#7F#FF"]
)
def test_a_name_is_written_as_it_was_read(name: bytes) -> None:
    found = open_pdf(make(page=b"/X<<%s 1>>" % name)).pages[0]["/X"]
    assert isinstance(found, DictionaryObject)
    stream = io.BytesIO()
    found.write_to_stream(stream)
    assert stream.getvalue() == b"<<\n%s 1\n>>" % name


def test_names_of_other_bytes_are_others() -> None:
    """Two names of one letter, as one reader takes them."""
    reader = open_pdf(make(page=b"/X<</#C4#E3 1/#E4#BD#A0 2>>"))
    found = reader.pages[0]["/X"]
    assert sorted(plain(found).values()) == [("NumberObject", "1"), ("NumberObject", "2")]
    stream = io.BytesIO()
    NameObject("/Шрифт").write_to_stream(stream)
    assert stream.getvalue() == b"/#D0#A8#D1#80#D0#B8#D1#84#D1#82"


def test_what_is_no_name() -> None:
    tell_apart()
    with pytest.raises(PdfReadError):
        NameObject.read_from_stream(io.BytesIO(b"F1 "), None)
    with pytest.raises(PdfReadError):
        NameObject("F1").write_to_stream(io.BytesIO())
