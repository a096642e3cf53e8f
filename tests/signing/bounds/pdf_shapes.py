"""PDFs that were made to cost: of the largest size that is read, or that unpack to more."""

from __future__ import annotations

import os
import re
import struct
import zlib
from collections.abc import Callable, Mapping
from itertools import count

from signing.verify_any import _MAX_WHOLE_BYTES
from tests.signing.bounds.parts import SAMPLES, named, revocations
from tests.signing.fuzz.hostile import Hostile

LARGEST = _MAX_WHOLE_BYTES - (64 << 10)
"""Bytes of what is put into a file, so that it is as large as is read."""
_SAID_HERE = 63 << 20
_SIGNED = named("signed.pdf")
_HEX = re.compile(rb"<[0-9a-f]{1000,}>")


def filled(word: bytes, size: int = LARGEST) -> bytes:
    """A word over and over."""
    return (word * (size // len(word) + 1))[:size]


def _last(pattern: bytes, pdf: bytes = _SIGNED) -> bytes:
    found: bytes = re.findall(pattern, pdf)[-1]
    return found


_ROOT = _last(rb"/Root (\d+)")
_PAGES, _FORM = _last(rb"/Pages (\d+)"), int(_last(rb"/AcroForm (\d+)"))
_SIZE = int(_last(rb"/Size (\d+)"))
_FIELD = _last(rb"/Fields\s*\[\s*(\d+ 0 R)")


def updated(
    objects: Mapping[int, bytes], *, pdf: bytes = _SIGNED, more: bytes = b"", before: bytes = b""
) -> bytes:
    """A signed file with an update behind it."""
    out, table = [pdf, before], [b"xref\n0 0\n"]
    at = len(pdf) + len(before)
    for number, body in objects.items():
        table.append(b"%d 1\n%010d 00000 n \n" % (number, at))
        out.append(b"%d 0 obj\n%s\nendobj\n" % (number, body))
        at += len(out[-1])
    root, start = _last(rb"/Root (\d+)", pdf), _last(rb"startxref\s+(\d+)", pdf)
    size = max([1 + max(objects, default=0), *map(int, re.findall(rb"/Size (\d+)", pdf))])
    trailer = b"trailer\n<</Size %d/Root %s 0 R/Prev %s%s>>\nstartxref\n%d\n%%%%EOF\n"
    return b"".join((*out, *table, trailer % (size, root, start, more, at)))


def packed(data: bytes, keys: bytes = b"") -> bytes:
    """A stream."""
    return bare(zlib.compress(data, 9), keys + b"/Filter/FlateDecode")


def bare(data: bytes, keys: bytes = b"") -> bytes:
    """A stream as it is."""
    return b"<</Length %d%s>>\nstream\n%s\nendstream" % (len(data), keys, data)


def _behind(word: bytes) -> Callable[[], bytes]:
    """Words in a comment behind the signature."""
    return lambda: updated({}, before=b"%" + filled(word) + b"\n")


def _in_form(begin: bytes, word: bytes, end: bytes, size: int = LARGEST) -> Callable[[], bytes]:
    """One large value in a place that is looked at."""
    head = b"<</Fields[%s]/SigFlags 3/X " % _FIELD
    return lambda: updated({_FORM: head + begin + filled(word, size) + end + b">>"})


def _tabled(
    make: Callable[[], bytes], more: bytes = b"", filters: bytes = b"/FlateDecode"
) -> Callable[[], bytes]:
    """A table that is a stream (7.5.8)."""

    def made() -> bytes:
        keys = b"/Type/XRef/Root %s 0 R/Prev %s/Filter%s%s"
        keys %= (_ROOT, _last(rb"startxref\s+(\d+)"), filters, more)
        tail = b"5000 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n"
        return _SIGNED + tail % (bare(make(), keys), len(_SIGNED))

    return made


_WIDE = b"/Size 3000000/W[1 4 2]"


def _revisions(*, objects: bool) -> bytes:
    before, out, at = int(_last(rb"startxref\s+(\d+)")), [_SIGNED], len(_SIGNED)
    for number in range(1000, 11000):
        body = b"%d 0 obj\n<</A %d>>\nendobj\n" % (number, number) if objects else b""
        table = b"%d 1\n%010d 00000 n \n" % (number, at) if objects else b"0 0\n"
        trailer = b"trailer\n<</Size %d/Root %s 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n"
        before, last = at + len(body), before
        out.append(
            body
            + b"xref\n"
            + table
            + trailer % (number + 1 if objects else _SIZE, _ROOT, last, before)
        )
        at += len(out[-1])
    return b"".join(out)


def _table_streams() -> bytes:
    before, out, at = int(_last(rb"startxref\s+(\d+)")), [_SIGNED], len(_SIGNED)
    for _ in range(10000):
        keys = b"/Type/XRef/Size 6000/W[1 4 2]/Index[5000 1]/Root %s 0 R/Prev %d"
        body = bare(struct.pack(">BIH", 1, at, 0), keys % (_ROOT, before))
        out.append(b"5000 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (body, at))
        before, at = at, at + len(out[-1])
    return b"".join(out)


def _kept(kind: bytes, streams: list[bytes]) -> bytes:
    """A store of proofs."""
    references = b" ".join(b"%d 0 R" % number for number in range(1000, 1000 + len(streams)))
    parts = (_PAGES, _FORM, kind, references)
    root = b"<</Type/Catalog/Pages %s 0 R/AcroForm %d 0 R/DSS<</%s[%s]>>>>" % parts
    return updated({int(_ROOT): root, **dict(zip(count(1000), streams, strict=False))})


def _pictures(size: int, number: int, *, again: bool) -> bytes:
    """Pictures that are signed, and written once more behind that."""
    pictures = {700 + index: bare(os.urandom(size)) for index in range(number)}
    signed = _prepared(pictures)
    return updated(pictures, pdf=signed) if again else signed


def _prepared(pictures: Mapping[int, bytes]) -> bytes:
    """A file that somebody signed with these objects in it."""
    base = _SIGNED[: _SIGNED.index(b"%%EOF") + 6]
    page = int(_last(rb"/Kids\s*\[\s*(\d+)", base))
    references = b" ".join(b"%d 0 R" % key for key in pictures)
    root = b"<</Type/Catalog/Pages %s 0 R/X[%s]/AcroForm<</Fields[691 0 R]/SigFlags 3>>>>"
    value = b"<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/ByteRange [%s]"
    value = value % (b" " * 60) + b"/Contents <%s>>>" % (b"0" * 8000)
    widget = b"<</Type/Annot/Subtype/Widget/FT/Sig/T(Imzo1)/Rect[0 0 0 0]/V 690 0 R/P %d 0 R>>"
    own = {690: value, 691: widget % page, int(_ROOT): root % (_PAGES, references)}
    return Hostile(SAMPLES).fitted(updated({**pictures, **own}, pdf=base))


def _packed_references() -> bytes:
    """A signed page that leads to a million references in one packed stream of objects."""
    many = b"".join(b"/A%d 7 0 R" % number for number in range(10_000))
    held = range(10, 110)
    at, body = [], b""
    for number in held:
        at.append(b"%d %d " % (number, len(body)))
        body += b"<<%s>>\n" % many
    head = b"".join(at)
    names = b"".join(b"/B%d %d 0 R" % (number, number) for number in held)
    box = b"/MediaBox[0 0 595 842]/Resources<<%s>>" % names
    keys = b"/Type/ObjStm/N %d/First %d" % (len(held), len(head))
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: b"<</Type/Page/Parent 2 0 R%s>>" % box,
        7: b"<<>>",
        8: packed(head + body, keys),
    }
    out, rows = HEAD, dict.fromkeys(range(110), b"\0\0\0\0\0\xff\xff")
    for number, value in objects.items():
        rows[number] = b"\1" + struct.pack(">IH", len(out), 0)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, value)
    rows |= {number: b"\2" + struct.pack(">IH", 8, place) for place, number in enumerate(held)}
    rows[9] = b"\1" + struct.pack(">IH", len(out), 0)
    table = packed(b"".join(rows.values()), b"/Type/XRef/W[1 4 2]/Size 110/Root 1 0 R")
    out += b"9 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (table, len(out))
    value = b"<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/ByteRange [%s]"
    value = value % (b" " * 60) + b"/Contents <%s>>>" % (b"0" * 8000)
    widget = b"<</Type/Annot/Subtype/Widget/FT/Sig/T(Imzo1)/Rect[0 0 0 0]/V 690 0 R/P 3 0 R>>"
    root = b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[691 0 R]/SigFlags 3>>>>"
    signed = Hostile(SAMPLES).fitted(updated({1: root, 690: value, 691: widget}, pdf=out))
    return updated({1000: b"null"}, pdf=signed)


def _careless(word: bytes, size: int = 6 << 20) -> Callable[[], bytes]:
    """Values that are signed, each behind a key that comes twice, and an update behind them."""
    value = b"<</A 1/A(%s)>>" % filled(word, size)
    return lambda: updated({1000: b"null"}, pdf=_prepared(dict.fromkeys(range(700, 710), value)))


def _one_page_many_times() -> bytes:
    objects = {1000 + n: b"<</Type/Pages/Kids[%s]/Count 1>>" % (b"%d 0 R " % (1001 + n) * 10)
               for n in range(12)}  # fmt: skip
    objects[1012] = b"<</Type/Page/MediaBox[0 0 1 1]>>"
    return updated(objects | {int(_PAGES): b"<</Type/Pages/Kids[1000 0 R]/Count 1>>"})


def _many_pages() -> bytes:
    page = b"<</Type/Page/Parent %s 0 R/MediaBox[0 0 1 1]>>" % _PAGES
    objects = dict.fromkeys(range(1000, 100_000), page)
    kids = b" ".join(b"%d 0 R" % number for number in objects)
    return updated({**objects, int(_PAGES): b"<</Type/Pages/Kids[%s]/Count 99000>>" % kids})


def _many_fields() -> bytes:
    objects = {n: b"<</FT/Tx/T(a%d)/V(%s)>>" % (n, b"x" * 50_000) for n in range(1000, 5000)}
    fields = b" ".join(b"%d 0 R" % number for number in objects)
    return updated({**objects, _FORM: b"<</Fields[%s %s]/SigFlags 3>>" % (_FIELD, fields)})


def _said_here(begin: bytes, word: bytes) -> bytes:
    """A file in this program's own words, which its own reader reads."""
    own = named("ours.pdf")
    return own[:9] + begin + filled(word, _SAID_HERE) + b"\n" + own[9:]


def _said_here_value() -> bytes:
    own = named("ours.pdf")
    hole = list(_HEX.finditer(own))[-1]
    return own[: hole.start() + 1] + filled(b"0a", _SAID_HERE) + own[hole.end() - 1 :]


HEAD, TAIL = b"%PDF-1.7\n", b"\nstartxref\n9\n%%EOF\n"
SHAPES: dict[str, Callable[[], bytes]] = {
    "behind: nothing": _behind(b"x"),
    "behind: obj": _behind(b"obj "),
    "behind: objects": _behind(b"7 0 obj\n"),
    "behind: numbers far apart": _behind(b"1" + b" " * 60_000 + b"0 obj"),
    "behind: byte ranges": _behind(b"/ByteRange["),
    "behind: byte ranges of nothing": _behind(b"/ByteRange "),
    "behind: ends": _behind(b"startxref\n1\n%%EOF\n"),
    "unsigned": lambda: HEAD + filled(b"x"),
    "unsigned brackets": lambda: HEAD + filled(b"[") + TAIL,
    "a byte range of brackets": lambda: HEAD + b"/ByteRange[" + filled(b"[") + TAIL,
    "a byte range in a string": lambda: HEAD + b"1 0 obj(" + filled(b"(") + b"/ByteRange[" + TAIL,
    "value: digits": _in_form(b"<", b"0a", b">"),
    "value: letters": _in_form(b"(", b"ab", b")"),
    "value: a name": _in_form(b"/", b"ab", b""),
    "value: an array": _in_form(b"[", b"0 ", b"]"),
    "value: a number": _in_form(b"", b"12", b""),
    "value: spaces": _in_form(b"", b"  ", b""),
    "value: comments": _in_form(b"", b"%a\n", b""),
    "a trailer of spaces": lambda: updated({}, more=filled(b" ")),
    "revisions": lambda: _revisions(objects=False),
    "revisions with objects": lambda: _revisions(objects=True),
    "revisions with table streams": _table_streams,
    "table: a bomb": _tabled(lambda: zlib.compress(bytes(200 << 20), 9), _WIDE),
    "table: 400,000 entries": _tabled(
        lambda: zlib.compress((b"\1" + bytes(6)) * 399_000, 9), b"/Size 399000/W[1 4 2]"
    ),
    "table: wide entries": _tabled(
        lambda: zlib.compress(bytes(20 << 20), 9), b"/Size 4/W[1 5000000 2]"
    ),
    "table: rows as differences": _tabled(
        lambda: zlib.compress((b"\4" + bytes(7)) * (3 << 20), 9),
        _WIDE + b"/DecodeParms<</Predictor 15/Columns 7>>",
    ),
    "table: short rows": _tabled(
        lambda: zlib.compress(bytes(31 << 20), 9),
        _WIDE + b"/DecodeParms<</Predictor 12/Columns 1>>",
    ),
    "table: one long row": _tabled(
        lambda: zlib.compress(bytes(31 << 20), 9),
        _WIDE + b"/DecodeParms<</Predictor 2/Columns 249999/Colors 4/BitsPerComponent 16>>",
    ),
    "table: in letters": _tabled(lambda: b"z" * (60 << 20) + b"~>", _WIDE, b"/ASCII85Decode"),
    "table: in packed letters": _tabled(
        lambda: zlib.compress(b"z" * (30 << 20) + b"~>", 9), _WIDE, b"[/FlateDecode/ASCII85Decode]"
    ),
    "table: in digits": _tabled(lambda: b"0" * (60 << 20) + b">", _WIDE, b"/ASCIIHexDecode"),
    "table: in runs": _tabled(lambda: b"\x81\0" * (1 << 20) + b"\x80", _WIDE, b"/RunLengthDecode"),
    "proofs: a list of a million": lambda: _kept(b"CRLs", [bare(revocations(1_000_000))] * 4),
    "proofs: many lists": lambda: _kept(b"CRLs", [packed(revocations(20_000))] * 512),
    "proofs: bombs": lambda: _kept(b"Certs", [packed(bytes(31 << 20))] * 512),
    "pictures": lambda: _pictures(60 << 20, 4, again=False),
    "pictures once more": lambda: _pictures(30 << 20, 4, again=True),
    "many pictures once more": lambda: _pictures(1 << 20, 120, again=True),
    "signed carelessly: digits": _careless(b"1"),
    "signed carelessly: numbers": _careless(b"1 0 "),
    "signed carelessly: references": _careless(b"1 0 R "),
    "signed carelessly: blanks": _careless(b" "),
    "signed carelessly: comments": _careless(b"%a\n"),
    "pages": _many_pages,
    "one page many times": _one_page_many_times,
    "fields": _many_fields,
    "packed references": _packed_references,
    "said here: behind ends": lambda: _said_here(b"", b"%%EOF\n"),
    "said here: a large text": lambda: _said_here(b"%", b"x"),
    "said here: a large value": _said_here_value,
}  # fmt: skip
