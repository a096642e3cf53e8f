"""The manifest: what is written is read, and XML tricks are refused before they expand."""

from __future__ import annotations

import hashlib
import time

import pytest

from signing.errors import AlgorithmRefused, DocumentTooLarge, MalformedDocument
from signing.manifest import Reference, read_manifest, write_manifest

REFERENCE = Reference("annexes/01-a&b.pdf", 'a/b; c="<&"', "sha256", hashlib.sha256(b"").digest())


def manifest(*references: Reference) -> bytes:
    return write_manifest("META-INF/signature.p7s", references or (REFERENCE,))


def test_round_trip() -> None:
    other = Reference("қарор.pdf", "application/pdf", "sha512", hashlib.sha512(b"").digest())
    read = read_manifest(manifest(REFERENCE, other))
    assert read.signature == "META-INF/signature.p7s"
    assert read.references == (REFERENCE, other)


@pytest.mark.parametrize(
    "attack",
    [
        b'<!DOCTYPE x [<!ENTITY a "aaaa">]>',
        b'<!DOCTYPE x SYSTEM "http://127.0.0.1/x.dtd">',
        b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
    ],
)
def test_document_types_are_refused(attack: bytes) -> None:
    head, rest = manifest().split(b"\n", 1)
    with pytest.raises(MalformedDocument, match="document type"):
        read_manifest(head + attack + rest)


def test_billion_laughs_costs_nothing() -> None:
    entities = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 20))
    bomb = b'<!DOCTYPE x [<!ENTITY l0 "ha">' + entities + b"]><x>&l19;</x>"
    begun = time.monotonic()
    with pytest.raises(MalformedDocument):
        read_manifest(bomb)
    assert time.monotonic() - begun < 1


def test_depth_and_size_are_bounded() -> None:
    head, rest = manifest().split(b"<asic:SigReference", 1)
    deep = head + b"<a>" * 50 + b"</a>" * 50 + b"<asic:SigReference" + rest
    with pytest.raises(MalformedDocument, match="deep"):
        read_manifest(deep)
    with pytest.raises(DocumentTooLarge):
        read_manifest(manifest() + b" " * (2 << 20))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"asic:ASiCManifest", b"asic:Other"),
        (b"02918/v1.2.1#", b"02918/v9#"),
        (b"<ds:DigestValue>", b"<ds:DigestValue>!"),
        (b"<asic:SigReference", b"<asic:Sig"),
        (b"%26", b"%FF"),
    ],
)
def test_what_is_not_a_manifest(old: bytes, new: bytes) -> None:
    data = manifest()
    assert old in data
    with pytest.raises(MalformedDocument):
        read_manifest(data.replace(old, new))


def test_a_member_named_twice() -> None:
    with pytest.raises(MalformedDocument, match="twice"):
        read_manifest(manifest(REFERENCE, REFERENCE))


def test_a_weak_digest_is_refused_by_name() -> None:
    sha1 = b"http://www.w3.org/2000/09/xmldsig#sha1"
    with pytest.raises(AlgorithmRefused, match="sha1"):
        read_manifest(manifest().replace(b"http://www.w3.org/2001/04/xmlenc#sha256", sha1))


def test_other_encodings_cannot_hide_anything() -> None:
    with pytest.raises(MalformedDocument):
        read_manifest(manifest().decode().encode("utf-16"))


@pytest.mark.parametrize("name", ["utf-8", "US-ASCII", "ISO-8859-1", "windows-1251", "UTF-88"])
def test_other_encodings_are_not_claimed(name: str) -> None:
    """Whoever believes the declaration would read other names of files."""
    said = manifest().replace(b'encoding="UTF-8"', b'encoding="%s"' % name.encode())
    if name in ("utf-8", "US-ASCII"):
        assert read_manifest(said) == read_manifest(manifest())
        return
    with pytest.raises(MalformedDocument, match="UTF-8"):
        read_manifest(said)
