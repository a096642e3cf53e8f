"""A package of our own: what in its signature, and in its time-stamp, no value covers."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest

from signing.cms_asn1 import tlv
from signing.foreign.signed_data import read_signed_data
from signing.package import build_package, read_signature, replace_signature
from signing.report import Report
from signing.verify_any import verify_stream
from tests.signing.foreign.cms_parts import add_unsigned
from tests.signing.foreign.crafted import COUNTER, TIME_STAMP, attribute
from tests.signing.foreign.makers import Makers
from tests.signing.foreign.test_imprints import VERSION_3, bogus
from tests.signing.foreign.test_loose import LOOSE, REFERENCES, CAdES_C, outside
from tests.signing.foreign.test_loose_parts import DIGESTS, changed
from tests.signing.pki import make_case


@pytest.fixture(scope="module")
def package(makers: Makers) -> bytes:
    case, out = make_case(authority=makers.authority), io.BytesIO()
    moment = makers.now - timedelta(hours=1)
    build_package(case.content, case.hokim, out, moment=moment, pdf_profile=True, crls=())
    return out.getvalue()


def judge(makers: Makers, package: bytes, signature: bytes) -> list[tuple[str, str]]:
    out = io.BytesIO()
    replace_signature(io.BytesIO(package), out, signature)
    report: Report = verify_stream(out, makers.anchors)
    return [(item.code, str(item.detail)) for item in report.reasons]


def test_words_as_algorithms_break_it(makers: Makers, package: bytes) -> None:
    signature = read_signature(io.BytesIO(package))
    assert judge(makers, package, signature) == []
    words = tlv(0x30, tlv(6, b"<h1>RAD ETI") + tlv(6, b"LDI</h1>"))
    more = changed(signature, {DIGESTS: lambda raw: tlv(0x31, raw[2:] + words)})
    assert judge(makers, package, more) == [("FORMAT_FAILURE", f"package: {LOOSE}")]


def test_what_stands_in_its_time_stamp(makers: Makers, package: bytes) -> None:
    signature = read_signature(io.BytesIO(package))
    token = makers.token(read_signed_data(signature).signers[0].value.octets())

    def beside(more: bytes = b"") -> list[tuple[str, str]]:
        inner = add_unsigned(token, more) if more else token
        return judge(makers, package, add_unsigned(signature, attribute(TIME_STAMP, inner)))

    assert beside() == []
    another = makers.token(b"something else")
    words = tlv(0x30, tlv(6, b"<h1>RAD ETI"))
    for name, more in (
        (COUNTER, bogus(makers)),
        (CAdES_C, attribute(CAdES_C, another)),
        (VERSION_3, attribute(VERSION_3, another)),
        (REFERENCES, attribute(REFERENCES, words)),
        (REFERENCES, attribute(REFERENCES)),
    ):
        assert beside(more) == [("UNSIGNED_BESIDE", outside(name))]
