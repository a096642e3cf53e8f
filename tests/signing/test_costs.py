"""What a stranger's file may cost: each of these took minutes, or most of the memory."""

from __future__ import annotations

import io
import random
import re
import resource
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable
from time import process_time

import pytest

from signing.errors import DocumentTooLarge, MalformedDocument
from signing.foreign.pdf_reader import Watch
from signing.manifest import read_manifest
from signing.pdf.reading import open_pdf
from signing.report import Report, Verdict
from signing.statement import read_trail
from signing.trust import TrustAnchors
from signing.verify_any import verify_stream
from tests.signing.fuzz.oracle import MEMORY, SECONDS
from tests.signing.fuzz.samples import Samples

_FIRST = 900


@pytest.fixture(scope="module")
def samples() -> Samples:
    return Samples()


def _stream(entries: bytes, data: bytes) -> bytes:
    packed = zlib.compress(data, 9)
    head = b"<<%s/Length %d/Filter/FlateDecode>>" % (entries, len(packed))
    return head + b"\nstream\n" + packed + b"\nendstream"


def with_fields(pdf: bytes, count: int, padding: bytes) -> bytes:
    """Append an update: fields of the form, each in an object stream of its own."""
    catalog, form, before, signed = (
        re.findall(pattern, pdf)[-1]
        for pattern in (
            *(rb"/Root (\d+)", rb"/AcroForm (\d+)", rb"startxref\s+(\d+)"),
            rb"/Fields\s*\[\s*(\d+ 0 R)",
        )
    )
    out, entries = bytearray(pdf), {}
    for number in range(count):
        head = b"%d 0 " % (_FIRST + number)
        data = head + b"<</FT/Tx/T(a%d)>>" % number + padding
        entries[300 + number] = (1, len(out), 0)
        entries[_FIRST + number] = (2, 300 + number, 0)
        body = _stream(b"/Type/ObjStm/N 1/First %d" % len(head), data)
        out += b"%d 0 obj\n%s\nendobj\n" % (300 + number, body)
    entries[int(form)] = (1, len(out), 0)
    fields = b" ".join(b"%d 0 R" % (_FIRST + number) for number in range(count))
    out += b"%s 0 obj\n<</Fields[%s %s]/SigFlags 3>>\nendobj\n" % (form, signed, fields)
    start = len(out)
    entries[2000] = (1, start, 0)
    rows = b"".join(
        bytes((kind,)) + place.to_bytes(4, "big") + index.to_bytes(2, "big")
        for _, (kind, place, index) in sorted(entries.items())
    )
    index = b" ".join(b"%d 1" % number for number in sorted(entries))
    parts = (index, catalog, before)
    table = b"/Type/XRef/Size 2100/W[1 4 2]/Index[%s]/Root %s 0 R/Prev %s" % parts
    out += b"2000 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (_stream(table, rows), start)
    return bytes(out)


def with_table(pdf: bytes, count: int) -> bytes:
    """Append an update whose table has many entries."""
    before, root = (re.findall(i, pdf)[-1] for i in (rb"startxref\s+(\d+)", rb"/Root (\d+)"))
    start = len(pdf)
    table = b"xref\n1000 %d\n" % count + b"0000000015 00000 n \n" * count
    trailer = b"trailer\n<</Size %d/Root %s 0 R/Prev %s>>" % (count + 1000, root, before)
    return pdf + table + trailer + b"\nstartxref\n%d\n%%%%EOF\n" % start


def without_catalog(pdf: bytes) -> bytes:
    """Append an update whose catalog is none, and which says that there are many objects."""
    before, page = (
        re.findall(i, pdf)[-1] for i in (rb"startxref\s+(\d+)", rb"/Kids\s*\[\s*(\d+)")
    )
    pdf += b"%" + b"x" * (4 << 20) + b"\n"
    trailer = b"xref\n0 0\ntrailer\n<</Size 9999/Root %s 0 R/Prev %s>>" % (page, before)
    return pdf + trailer + b"\nstartxref\n%d\n%%%%EOF\n" % len(pdf)


def _verified(samples: Samples, change: Callable[[bytes], bytes]) -> Report:
    (pdf,) = [item.data for item in samples.every if item.name == "signed.pdf"]
    changed = change(pdf)
    begun, before = process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    report = verify_stream(io.BytesIO(changed), samples.anchors, at=samples.at)
    assert process_time() - begun < SECONDS
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown << 10 < MEMORY
    return report


def _codes(report: Report) -> list[tuple[str, str]]:
    return [(item.code, item.detail) for item in report.reasons]


def test_fields_that_unpack_to_gigabytes(samples: Samples) -> None:
    """Six hundred of them are 5 MB; each would unpack to 6 MB, and be kept."""
    report = _verified(samples, lambda pdf: with_fields(pdf, 4, b"x" * (6 << 20)))
    assert _codes(report) == [("NOT_EXAMINED", "oversized")]


def test_the_honest_form_of_it_is_read(samples: Samples) -> None:
    report = _verified(samples, lambda pdf: with_fields(pdf, 4, b"x" * 60))
    assert report.verdict is Verdict.INVALID
    assert report.signatures[0].intact


def test_a_catalog_that_is_none_is_not_looked_for(samples: Samples) -> None:
    """The library went through the whole file for each of ten thousand numbers: a minute."""
    (pdf,) = [item.data for item in samples.every if item.name == "signed.pdf"]
    begun = process_time()
    with pytest.raises(MalformedDocument):
        open_pdf(without_catalog(pdf))
    assert process_time() - begun < 2


@pytest.mark.long
def test_as_much_as_can_be_read_one_byte_at_a_time(samples: Samples) -> None:
    """Ten streams of 60 MB of spaces took minutes."""
    for size, count in ((15 << 20, 2), (60 << 20, 10)):
        _verified(samples, lambda pdf: with_fields(pdf, count, b" " * size))  # noqa: B023


@pytest.mark.long
def test_a_table_of_a_million(samples: Samples) -> None:
    report = _verified(samples, lambda pdf: with_table(pdf, 1_000_000))
    assert _codes(report) == [("NOT_EXAMINED", "oversized")]


def test_all_reading_ends() -> None:
    """As reading 200 MB one byte at a time does."""
    watch = Watch(0)
    with pytest.raises(DocumentTooLarge):
        _look_on(watch)


def _look_on(watch: Watch) -> None:
    for _ in range(10_000):
        watch.look()


@pytest.mark.parametrize("value", [b"{}", b'"a"', rb'"\u0001"', b"1", b"[[]]"])
def test_many_small_values(value: bytes) -> None:
    """15 MB of these took 800 MB of memory, before anybody looked at what they are."""
    data = b'{"entries":[' + (value + b",") * 5_000_000 + b"{}]}"
    tracemalloc.start()
    try:
        with pytest.raises(MalformedDocument, match="more than 150000 values"):
            read_trail(data[: 16 << 20], {})
        assert tracemalloc.get_traced_memory()[1] < 20 << 20
    finally:
        tracemalloc.stop()


def test_a_text_of_what_parts_values() -> None:
    """One officer's remark must not end a decision."""
    text = b'{"draft":"%s","entries":[],"format":"1.0"}' % (b',[{\\"' * 200_000)
    assert read_trail(text, {}).entries == ()


def test_many_references() -> None:
    """Each was compared with all before it."""
    one = b'<a:DataObjectReference URI="%d"><d:DigestMethod Algorithm="%s"/>'
    one += b"<d:DigestValue>AA==</d:DigestValue></a:DataObjectReference>"
    sha256 = b"http://www.w3.org/2001/04/xmlenc#sha256"
    head = b'<a:ASiCManifest xmlns:a="http://uri.etsi.org/02918/v1.2.1#"'
    head += b' xmlns:d="http://www.w3.org/2000/09/xmldsig#"><a:SigReference URI="s"/>'
    every = b"".join(one % (number, sha256) for number in range(6000))
    begun = process_time()
    assert len(read_manifest(head + every + b"</a:ASiCManifest>").references) == 6000
    assert process_time() - begun < 1.5


def test_many_manifests() -> None:
    """Of whoever adds two members of our names each was read before anything was counted."""
    one = b'<a:ASiCManifest xmlns:a="http://uri.etsi.org/02918/v1.2.1#">' + b"<b/>" * 90_000
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as container:
        for name in ("decision.json", "agreement/trail.json"):
            container.writestr(name, b"{}")
        for number in range(30):
            noise = random.Random(number).randbytes(6000).hex().encode()
            xml = one + b"<c>" + noise + b"</c></a:ASiCManifest>"
            container.writestr(f"META-INF/ASiCManifest{number:03d}.xml", xml)
    begun = process_time()
    report = verify_stream(stream, TrustAnchors(()))
    assert _codes(report) == [("NOT_EXAMINED", "oversized")]
    assert process_time() - begun < 1
