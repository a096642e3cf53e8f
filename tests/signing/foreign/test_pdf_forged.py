"""PDFs that pretend: hostile forms, hidden and forged signatures."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest

from signing.foreign.pdf import verify_any_pdf
from signing.pdf.pades import sign_pdf
from tests.signing.foreign.makers import Makers
from tests.signing.foreign.pdf_parts import (
    INVALID,
    OPEN,
    VALID,
    annotation,
    codes,
    judge,
)
from tests.signing.hostile_pdfs import make
from tests.signing.pki import HOKIM, NOW, Authority2


@pytest.mark.parametrize(
    "field",
    [
        b"<</FT/Sig/T(a)/Kids[6 0 R 6 0 R]/V 7 0 R>>",
        b"<</T(a)/Kids[<</Kids[6 0 R]/T(b)>><</Kids[6 0 R]/T(c)>>]>>",
        b"<</FT/Sig/T(a)/V 6 0 R>>",
        b"<</FT/Sig/T(a)/V 7 0 R>>",
        b"[" * 5000 + b"]" * 5000,
    ],
    ids=["circle", "two ways", "itself", "empty value", "deep"],
)
def test_hostile_forms(makers: Makers, field: bytes) -> None:
    value = b"<</Type/Sig/ByteRange[0 9 9 9]/Contents<00>>>"
    begun = time.process_time()
    pdf = make(catalog=b"/AcroForm<</Fields[6 0 R]>>", objects=(field, value))
    report = judge(makers, pdf)
    assert report.verdict is INVALID
    assert not any(item.intact for item in report.signatures)
    assert time.process_time() - begun < 3


def test_an_empty_field_is_no_signature(makers: Makers) -> None:
    field = b"<</Type/Annot/Subtype/Widget/FT/Sig/T(Imzo)/Rect[0 0 0 0]/P 3 0 R>>"
    empty = make(page=b"/Annots[6 0 R]", catalog=b"/AcroForm<</Fields[6 0 R]>>", objects=(field,))
    for pdf in (empty, make()):
        report = judge(makers, pdf)
        assert (report.verdict, codes(report)) == (OPEN, {"SIGNED_DATA_NOT_FOUND"})


def byte_range(pdf: bytes) -> tuple[int, int, int, int]:
    found = re.search(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)", pdf)
    assert found is not None
    return tuple(map(int, found.groups()))  # type: ignore[return-value]


def with_range(pdf: bytes, *numbers: int) -> bytes:
    found = re.search(rb"/ByteRange\s*\[[^\]]*\]", pdf)
    assert found is not None
    text = b"/ByteRange [%s]" % b" ".join(b"%d" % number for number in numbers)
    return pdf[: found.start()] + text.ljust(found.end() - found.start()) + pdf[found.end() :]


def no_range(pdf: bytes) -> bytes:
    found = re.search(rb"/ByteRange\s*\[[^\]]*\]", pdf)
    assert found is not None
    return pdf.replace(found[0], b"/ByteRange null".ljust(found.end() - found.start()))


def hole(pdf: bytes, text: bytes) -> bytes:
    _, first, second, _ = byte_range(pdf)
    return pdf[:first] + text.ljust(second - first) + pdf[second:]


def moved(pdf: bytes, *by: int) -> bytes:
    return with_range(
        pdf, *(number + more for number, more in zip(byte_range(pdf), by, strict=True))
    )


def repeated(pdf: bytes) -> bytes:
    _, _, second, rest = byte_range(pdf)
    return moved(pdf + pdf[second:], 0, 0, rest, 0)


FORGED: dict[str, Callable[[bytes], bytes]] = {
    "no byte range": lambda pdf: pdf.replace(b"/ByteRange", b"/ByteRangX"),
    "null byte range": no_range,
    "null contents": lambda pdf: hole(pdf, b"null"),
    "short contents": lambda pdf: hole(pdf, b"<30820000>"),
    "no contents": lambda pdf: pdf.replace(b"/Contents <", b"/Contentx <"),
    "hole too wide": lambda pdf: moved(pdf, 0, -10, 0, 0),
    "second range moved": repeated,
    "begins later": lambda pdf: moved(pdf, 9, -9, 0, 0),
    "ends early": lambda pdf: moved(pdf, 0, 0, 0, -30),
    "ends beyond": lambda pdf: moved(pdf, 0, 0, 0, 30),
    "something behind": lambda pdf: pdf + b"\n99 0 obj\n<<>>\nendobj\n",
    "only an end behind": lambda pdf: (
        pdf + b"1 0 obj\n<</Type/Catalog>>\nendobj\nstartxref\n0\n%%EOF\n"
    ),
    "text changed": lambda pdf: pdf.replace(b"QAROR", b"BEKOR", 1),
}


@pytest.mark.parametrize("kind", FORGED)
def test_forgeries(makers: Makers, signed: bytes, kind: str) -> None:
    """Universal forgery, wrapping and incremental saving (Mladenov and others, CCS 2019)."""
    report = judge(makers, FORGED[kind](signed))
    assert report.verdict is INVALID, report
    assert not any(item.intact and not item.reasons for item in report.signatures)


def test_a_hidden_change_of_ours_stays_broken() -> None:
    """What is in this program's own words is held to its own rules, whatever strangers may do."""
    from tests.signing.pki import small_pdf

    authority = Authority2()
    own = sign_pdf(small_pdf(), authority.signer(HOKIM), NOW)
    assert verify_any_pdf(own, authority.anchors(), at=NOW).verdict is VALID
    changed = Makers.edit(own, annotation)
    report = verify_any_pdf(changed, authority.anchors(), at=NOW)
    assert (report.verdict, codes(report)) == (INVALID, {"CHANGED_AFTER_SIGNING"})
