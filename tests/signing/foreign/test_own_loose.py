"""A package of our own: what in its signature, and in its time-stamp, no value covers."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import timedelta

import pytest

from signing.cms_asn1 import tlv
from signing.container.reader import open_container
from signing.container.writer import ContainerWriter
from signing.foreign.signed_data import read_signed_data
from signing.package import SIGNATURE, build_package, read_signature, replace_signature
from signing.report import Report
from signing.verify_any import verify_stream
from tests.signing.foreign.cms_parts import add_unsigned
from tests.signing.foreign.crafted import COUNTER, TIME_STAMP, attribute
from tests.signing.foreign.makers import Makers
from tests.signing.foreign.test_imprints import VERSION_3, asked, bogus
from tests.signing.foreign.test_loose import LOOSE, REFERENCES, CAdES_C, outside
from tests.signing.foreign.test_loose_parts import DIGESTS, changed, inside, of_signer
from tests.signing.pki import make_case

ELSEWHERE = [("FORMAT_FAILURE", "package: written in another way than the format has it")]


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
    assert judge(makers, package, more) == ELSEWHERE


def test_a_signature_stands_as_its_writer_wrote_it(makers: Makers, package: bytes) -> None:
    """In another order of its attributes it was valid, and broken to OpenSSL."""
    signature = read_signature(io.BytesIO(package))
    version, certificates, signers = 1, 4, -1
    told: set[str] = set()
    assert judge(makers, package, changed(signature, {signers: of_signer(list)})) == []
    for place, change in (
        (signers, of_signer(lambda every: [*every[:3], inside(every[3], turned), *every[4:]])),
        (signers, of_signer(lambda every: [*every, tlv(0xA1, b"")])),
        (certificates, lambda raw: inside(raw, turned)),
        (certificates, twice),
        (DIGESTS, twice),
        (version, lambda _: b"\x02\x01\x05"),
        (version, lambda _: b"\x02\x01\x04"),
    ):
        report = judge(makers, package, changed(signature, {place: change}))
        assert report[0][0] == "FORMAT_FAILURE"
        told.add(report[0][1])
    assert told == {ELSEWHERE[0][1], f"package: {LOOSE}"}


def turned(every: list[bytes]) -> list[bytes]:
    return every[::-1]


def twice(raw: bytes) -> bytes:
    return inside(raw, lambda every: every * 2)


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


def test_a_package_has_one_time_stamp_and_one_order(makers: Makers) -> None:
    case, out = make_case(authority=makers.authority), io.BytesIO()
    moment = makers.now - timedelta(hours=1)
    build_package(case.content, case.hokim, out, moment=moment, pdf_profile=True, crls=())
    container = open_container(out)
    signature = container.read(SIGNATURE)
    value = read_signed_data(signature).signers[0].value.octets()
    names = [name for name in container.names if name != "mimetype"]

    def told(tokens: Sequence[bytes], order: Sequence[str] = names) -> list[tuple[str, str]]:
        found = io.BytesIO()
        writer = ContainerWriter(found)
        more = b"".join(attribute(TIME_STAMP, *some) for some in [tokens] if some)
        for name in order:
            data = container.read(name)
            writer.add(name, add_unsigned(data, more) if name == SIGNATURE and more else data)
        writer.close()
        report = verify_stream(found, makers.anchors)
        return [(item.code, str(item.detail)) for item in report.reasons]

    tokens = sorted(asked(makers, value, one + bytes(15)) for one in (b"\x01", b"\x02"))
    assert told(()) == told(tokens[:1]) == []
    two = ("FORMAT_FAILURE", f"package: {outside(TIME_STAMP)}")
    assert told(tokens) == [two]
    elsewhere = [("FORMAT_FAILURE", "written in another way than the format has it")]
    assert told((), [*names[-1:], *names[:-1]]) == elsewhere
    assert told((), [names[1], names[0], *names[2:]]) == elsewhere
