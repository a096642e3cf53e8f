"""What tests of PDFs of other makers share."""

from __future__ import annotations

from typing import Any

from pyhanko.pdf_utils import generic

from signing.foreign.pdf import verify_any_pdf
from signing.report import Report, Verdict
from signing.trust import TrustAnchors
from tests.signing.foreign.makers import Makers

VALID, INVALID, OPEN = Verdict.VALID, Verdict.INVALID, Verdict.INDETERMINATE
NAME = generic.NameObject


def judge(makers: Makers, pdf: bytes, anchors: TrustAnchors | None = None) -> Report:
    return verify_any_pdf(pdf, anchors or makers.anchors)


def codes(report: Report) -> set[str]:
    return {item.code for item in report.reasons}


def details(report: Report) -> str:
    return "; ".join(item.detail for item in report.reasons)


def page_of(writer: Any) -> Any:
    return writer.root["/Pages"]["/Kids"][0]


def array(*items: Any) -> Any:
    return generic.ArrayObject(items)


def dictionary(**items: Any) -> Any:
    found: Any = generic.DictionaryObject
    return found({NAME(f"/{key}"): item for key, item in items.items()})


def number(value: int) -> Any:
    found: Any = generic.NumberObject
    return found(value)


RECT = array(*map(number, (50, 50, 300, 300)))


def annotation(writer: Any) -> None:
    page = page_of(writer)
    note = dictionary(
        Type=NAME("/Annot"), Subtype=NAME("/FreeText"), Rect=RECT, Contents=generic.pdf_string("x")
    )
    reference = writer.add_object(note)
    page.setdefault(NAME("/Annots"), array()).append(reference)
    writer.update_container(page)
    writer.update_container(page["/Annots"])
