"""Signatures and containers that were made to cost."""

from __future__ import annotations

import base64
import io
import os
import re
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import replace

from signing.cms_asn1 import tlv
from signing.foreign import ber
from signing.verify_any import _MAX_SIGNATURE_BYTES
from tests.signing.bounds.parts import named, revocations
from tests.signing.bounds.pdf_shapes import filled
from tests.signing.fuzz import zips

LARGEST = _MAX_SIGNATURE_BYTES - (64 << 10)
_REFERENCE = re.compile(rb"<(\w+:)?DataObjectReference.*?</(\w+:)?DataObjectReference>", re.DOTALL)
_DATA = bytes.fromhex("06092a864886f70d010701")
_TIME_STAMP = bytes.fromhex("060b2a864886f70d010910020e")


def _signature(
    name: str = "attached.p7m",
    content: bytes | None = None,
    certificates: bytes | None = None,
    lists: bytes = b"",
    signers: bytes | None = None,
) -> bytes:
    """A sample with another part."""
    top = ber.read_all(named(name))
    parts = top.children[1].only().children
    own = b"".join(item.raw for item in parts if item.tag == ber.CONTEXT_0)
    data = (
        *(parts[0].raw, parts[1].raw, parts[2].raw if content is None else content),
        own if certificates is None else tlv(ber.CONTEXT_0, certificates),
        tlv(ber.CONTEXT_1, lists) if lists else b"",
        parts[-1].raw if signers is None else tlv(0x31, signers),
    )
    return tlv(0x30, top.children[0].raw + tlv(0xA0, tlv(0x30, b"".join(data))))


def _content(inner: bytes) -> bytes:
    return _signature(content=tlv(0x30, _DATA + tlv(0xA0, inner)))


def _signer(name: str = "attached.p7m") -> ber.Element:
    return ber.read_all(named(name)).children[1].only().children[-1].only()


def _with_unsigned(name: str, attributes: bytes) -> bytes:
    parts = [item.raw for item in _signer(name).children if item.tag != ber.CONTEXT_1]
    return _signature(name, signers=tlv(0x30, b"".join(parts) + tlv(ber.CONTEXT_1, attributes)))


def _attributes(signers: int, count: int) -> bytes:
    """Each of many signatures has many."""
    parts = [item.raw for item in _signer().children if item.tag != ber.CONTEXT_1]
    unsigned = tlv(ber.CONTEXT_1, tlv(0x30, tlv(6, b"\x2a\3") + tlv(0x31, tlv(5, b""))) * count)
    return _signature(signers=tlv(0x30, b"".join(parts) + unsigned) * signers)


def _stamps() -> bytes:
    unsigned = _signer("stamped.p7m").children[-1]
    (stamp,) = [item.raw for item in unsigned.children if _TIME_STAMP in item.raw]
    return _with_unsigned("stamped.p7m", stamp * 10_000)


def _in_text(content: int) -> bytes:
    text = base64.encodebytes(_content(tlv(4, bytes(content))))
    return b"-----BEGIN CMS-----\n" + text + b"-----END CMS-----\n"


def _zip(members: Iterable[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return made.getvalue()


def _members(sample: str) -> dict[str, bytes]:
    return {item.name.decode(): item.content for item in zips.entries(named(sample))}


def _manifests(size: int, count: int) -> bytes:
    members = _members("extended.asice")
    own = members["META-INF/ASiCManifest001.xml"]
    for number in range(2, count):
        text = own.replace(b"signature001", b"sig%04d" % number)
        note = os.urandom(size // 400).hex().encode() + b"x" * size
        members[f"META-INF/ASiCManifest{number:04d}.xml"] = text + b"<!--" + note + b"-->"
    return _zip(members.items())


def _references() -> bytes:
    """Every manifest lists two and a half thousand files."""
    members = _members("extended.asice")
    own = members["META-INF/ASiCManifest001.xml"]
    found = _REFERENCE.search(own)
    assert found is not None
    for number in range(2, 20):
        many = b"".join(
            re.sub(rb'URI="[^"]*"', b'URI="%d"' % index, found[0]) for index in range(2500)
        )
        text = own.replace(found[0], many, 1).replace(b"signature001", b"sig%04d" % number)
        members[f"META-INF/ASiCManifest{number:04d}.xml"] = text
    return _zip(members.items())


def _with_lists(sample: str, ending: str, count: int, size: int) -> bytes:
    large = _signature(sample, lists=revocations(size))
    beside = [(f"META-INF/s{number}.{ending}", large) for number in range(count)]
    return _zip([*_members("extended.asice").items(), *beside])


def _entries() -> bytes:
    every = zips.entries(named("ours.asice"))
    (one,) = [item for item in every if item.name == b"agreement/entry-01.p7s"][:1]
    noise = os.urandom(6000) * 170
    more = [
        replace(one.filled(noise, 8), name=b"agreement/entry-%03d.p7s" % number)
        for number in range(100, 500)
    ]
    return zips.written([*every[:-2], *more, *every[-2:]])


def _ours(name: bytes, change: Callable[[bytes], bytes]) -> bytes:
    every = zips.entries(named("ours.asice"))
    return zips.written(
        [item.filled(change(item.content)) if item.name == name else item for item in every]
    )


_TEXT, _TRAIL = b"decision.pdf", b"agreement/trail.json"
SHAPES: dict[str, Callable[[], bytes]] = {
    "content": lambda: _content(tlv(4, bytes(LARGEST))),
    "content in pieces": lambda: _content(b"\x24\x80" + tlv(4, bytes(1300)) * 90_000 + b"\0\0"),
    "content in crumbs": lambda: _content(b"\x24\x80" + b"\x04\x01a" * 5_000_000 + b"\0\0"),
    "bytes behind": lambda: named("attached.p7m") + bytes(LARGEST),
    "a large certificate": lambda: _signature(certificates=tlv(0x30, bytes(LARGEST))),
    "many certificates": lambda: _signature(certificates=named("person.cer") * 200_000),
    "a list of a million": lambda: _signature(lists=revocations(1_000_000)),
    "a list of four millions": lambda: _signature(lists=revocations(4_000_000)),
    "many lists": lambda: _signature(lists=revocations(9_000) * 128),
    "many signers": lambda: _signature(signers=_signer().raw * 200_000),
    "many attributes": lambda: _with_unsigned(
        "attached.p7m", tlv(0x30, tlv(6, b"\x2a\3") + tlv(0x31, tlv(5, b""))) * 2_000_000
    ),
    "many attributes of many signers": lambda: _attributes(36, 90_000),
    "many time-stamps": _stamps,
    "endless lengths": lambda: b"\x30\x80" * 40 + b"\4\1a" * (4 << 20) + b"\0\0" * 40,
    "in text": lambda: _in_text(LARGEST * 73 // 100),
    "beginnings of text": lambda: filled(b"-----BEGIN CMS-----\n", LARGEST),
    "base64": lambda: filled(b"MIAAAAAA", LARGEST),
    "words": lambda: filled(b"Qaror ", LARGEST),
    "marks of XML": lambda: b"<a>" + filled(b"<b>", LARGEST),
    "marks of JSON": lambda: filled(b"[", LARGEST),
    "60,000 members": lambda: _zip(((f"a{number}", b"x") for number in range(60_000)), 0),
    "4,000 long names": lambda: _zip(
        ((f"{number:05d}" + "n" * 900, b"x") for number in range(4000)), 0
    ),
    "a bomb": lambda: _zip([("a.txt", bytes(255 << 20)), ("b.txt", bytes(255 << 20))]),
    "large manifests": lambda: _manifests(900_000, 300),
    "many manifests": lambda: _manifests(1_500, 4000),
    "many references": _references,
    "time-stamps with lists": lambda: _with_lists("token.tst", "tst", 30, 400_000),
    "signatures with lists": lambda: _with_lists("detached.p7s", "p7s", 30, 400_000),
    "signatures with short lists": lambda: _with_lists("detached.p7s", "p7s", 1000, 1_000),
    "ours: entries": _entries,
    "ours: a text": lambda: _ours(_TEXT, lambda own: own[:9] + filled(b"%x\n", 250 << 20) + own),
    "ours: a text of ends": lambda: _ours(_TEXT, lambda own: own + filled(b"%%EOF\n", 60 << 20)),
    "ours: many values": lambda: _ours(_TRAIL, lambda _: b"[" + b"{}," * (5 << 20) + b"{}]"),
    "ours: brackets": lambda: _ours(_TRAIL, lambda _: b"[" * (15 << 20)),
    "ours: a long name": lambda: _ours(_TRAIL, lambda _: b'{"' + b"a" * (15 << 20) + b'":1}'),
}  # fmt: skip
