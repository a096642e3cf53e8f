"""What a file holds, as other readers than the verifier's see it; as digests."""

from __future__ import annotations

import hashlib
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable
from datetime import datetime
from urllib.parse import unquote

# By the way of time-stamps: which names there are is settled when the first is read.
from asn1crypto.tsp import ContentInfo

from signing.errors import SigningError
from signing.foreign import ber
from signing.foreign.armour import unwrapped
from signing.foreign.signed_data import (
    SIGNING_TIME,
    TST_INFO,
    SignedData,
    SignerInfo,
    moment,
    read_signed_data,
)
from signing.report import SignatureReport
from signing.statement import Trail, agreement_statement
from tests.signing.fuzz.finding import Finding

BYTE_RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]")
_SPACE = b"\0\t\n\f\r "


def hashed(*parts: bytes) -> bytes:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.digest()


def is_pdf(data: bytes) -> bool:
    return b"%PDF-" in data[:1024] and data[:2] != b"PK"


# --- containers --------------------------------------------------------------------------------


def members(data: bytes, *names: str, nameless: bool = False) -> frozenset[bytes]:
    """Return what ``zipfile`` sees: those named, or all but what no signature covers.

    ``nameless``: as without a manifest, where a name is nothing that is signed (EN 319 162-1,
    4.3.3).
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        every = [name for name in archive.namelist() if name != "META-INF/signature.p7s"]
        named = not nameless and any("anifest" in name for name in every)
        return frozenset(
            hashed(name.encode() if named else b"", _read(archive, name))
            for name in names or every
        )


def streamed(data: bytes) -> frozenset[bytes]:
    """Return what a reader sees that goes from header to header and knows no directory."""
    found, at = set(), 0
    while data[at : at + 4] == b"PK\3\4":
        flags, method, packed, name, extra = struct.unpack_from("<2xHH8xL4x2H", data, at + 4)
        start = at + 30 + name + extra
        raw = data[start : start + packed]
        content, size = raw, packed
        if method == zipfile.ZIP_DEFLATED:
            unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
            # Where sizes stand behind it, its own end is the member's.
            content = unpacker.decompress(data[start:] if flags & 8 else raw)
            size = len(data) - start - len(unpacker.unused_data) if flags & 8 else packed
        at = start + size
        if flags & 8:
            at = data.find(b"PK", data.find(b"PK\7\10", at) + 2)
        found.add(hashed(data[start - name - extra : start - extra], content))
    return frozenset(found)


def listed(data: bytes) -> frozenset[bytes]:
    """Return what ``zipfile`` sees, directories left out as a directory may leave them out."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return frozenset(
            hashed(
                item.orig_filename.encode("utf-8" if item.flag_bits & 0x800 else "cp437"),
                _read(archive, item.filename),
            )
            for item in archive.infolist()
        )


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    try:
        return archive.read(name)
    except (KeyError, zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
        # Nobody signed that.
        return f"{name}: {type(error).__name__}".encode()


def in_container(data: bytes, trail: Trail | None, item: SignatureReport) -> Iterable[bytes]:
    match item.scope.partition("-"):
        case ("package", "", _):
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                manifest = _read(archive, "META-INF/ASiCManifest.xml")
            # Members that it does not list are another matter, which the report tells.
            listed = re.findall(rb'<asic:DataObjectReference [^>]*URI="([^"]*)"', manifest)
            names = [unquote(name.decode()) for name in listed]
            return {hashed(b"package", manifest), *members(data, *names)}
        case ("pdf", "", _):
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                return revisions(_read(archive, "decision.pdf"))
        case ("entry", "-", number) if trail is not None:
            (entry,) = [entry for entry in trail.entries if entry.order == int(number)]
            return (hashed(b"entry", agreement_statement(trail.draft, entry)),)
    # That one is over a file itself, whatever manifest somebody puts beside it.
    alone = item.scope == "timestamp.tst"
    return members(data, *item.covers, nameless=alone) if item.covers else ()


# --- PDF ---------------------------------------------------------------------------------------


def revisions(data: bytes) -> list[bytes]:
    """Return the digests of what byte ranges cover, wherever they stand."""
    return [
        hashed(data[start : start + first], data[second : second + rest].rstrip(_SPACE))
        for start, first, second, rest in (map(int, i.groups()) for i in BYTE_RANGE.finditer(data))
    ]


# --- CMS ---------------------------------------------------------------------------------------


def embedded(data: bytes) -> bytes:
    """Return the content as another library reads it; it must be the one the verifier reads."""
    (own,) = signed_data(data)
    content = own.content_bytes() or b""
    try:
        other = ContentInfo.load(unwrapped(data) or b"")["content"]["encap_content_info"][
            "content"
        ]
        read = other.contents if other.tag != 4 or other.class_ else bytes(other)
    except Exception:  # noqa: BLE001 - it reads less, and its errors have no base
        return content
    if read is not None and own.content_type != TST_INFO and read != content:
        raise Finding("two readers see two contents in one signature")
    return content


def signed_data(data: bytes) -> list[SignedData]:
    if data[:2] == b"PK" or is_pdf(data):
        return []
    try:
        return [read_signed_data(unwrapped(data) or b"")]
    except SigningError:
        return []


def values_of(data: SignedData) -> set[bytes]:
    found = set()
    for info in data.signers:
        signed = info.signed.element.children if info.signed else ()
        found.add(hashed(info.value.octets(), *sorted(ber.der(item) for item in signed)))
    return found


def claimed(info: SignerInfo) -> datetime | None:
    """Return the time that a signature claims."""
    found = info.signed.one(SIGNING_TIME) if info.signed else None
    return moment(found) if found else None
