"""XML in a container that nobody signed: lists of members without a word of their own.

Elements, attributes, prefixes and addresses of names are all free letters to whoever writes XML,
so each is one that the format has in that place, and each value is a member's name, its digest, or
a media type that is told elsewhere.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Collection, Mapping
from typing import TypeAlias
from urllib.parse import unquote
from xml.parsers import expat

from signing.foreign.manifest import BYTES
from signing.manifest import ASIC, XMLDSIG
from signing.work import spend

_LISTED = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
_NAMES = frozenset({_LISTED, ASIC, XMLDSIG, "http://www.w3.org/2001/XMLSchema-instance"})
_PREFIX = re.compile(r"(manifest|asic|dsig|ds|xsi|ns\d|[a-z])?")
_VERSION = re.compile(r"1\.\d")
_TYPES = frozenset(
    {
        *("", "application/octet-stream", "application/pdf", "application/zip", "text/csv"),
        *("application/xml", "text/xml", "text/plain", "text/html", "application/json"),
        *("image/jpeg", "image/png", "image/gif", "image/tiff", "image/svg+xml", "image/bmp"),
        *("application/msword", "application/rtf", "text/rtf", "application/x-zip-compressed"),
        *("application/vnd.ms-excel", "application/vnd.ms-powerpoint"),
        *(
            f"application/vnd.openxmlformats-officedocument.{kind}"
            for kind in (
                "wordprocessingml.document",
                "spreadsheetml.sheet",
                "presentationml.presentation",
            )
        ),
        *(
            f"application/vnd.oasis.opendocument.{kind}"
            for kind in ("text", "spreadsheet", "presentation")
        ),
        *(f"application/{mark}pkcs7-signature" for mark in ("", "x-")),
        *(f"application/vnd.etsi.{kind}" for kind in ("asic-s+zip", "asic-e+zip")),
        "application/vnd.etsi.timestamp-token",
    }
)
"""Media types of most files, and of what a container holds."""

_Check: TypeAlias = Callable[[str], bool]
_Grammar: TypeAlias = Mapping[tuple[str, ...], Mapping[str, _Check]]
"""By the path of an element its attributes, each with what it may say."""


def is_plain_listing(data: bytes, members: Collection[str], types: Collection[str]) -> bool:
    """Whether ``META-INF/manifest.xml`` lists members by OpenDocument's words, each once.

    Args:
        data: the member.
        members: names of the container's members.
        types: media types that are signed.
    """
    ordered = sorted(members)
    seen: set[str] = set()

    def is_next(path: str) -> bool:
        # Folders are not spelled out: names may have half a thousand each.
        first = bisect_left(ordered, path)
        here = first < len(ordered) and (
            ordered[first].startswith(path) if path.endswith("/") else ordered[first] == path
        )
        new = (here or path == "/") and path not in seen
        seen.add(path)
        return new

    def is_version(text: str) -> bool:
        return _VERSION.fullmatch(text) is not None

    top = f"{_LISTED}}}manifest"
    version = f"{_LISTED}}}version"
    entry = {
        f"{_LISTED}}}full-path": is_next,
        f"{_LISTED}}}media-type": {*_TYPES, *types}.__contains__,
        version: is_version,
    }
    return _is_of(
        data, {(top,): {version: is_version}, (top, f"{_LISTED}}}file-entry"): entry}, ""
    )


def is_plain_manifest(data: bytes, members: Collection[str], types: Collection[str]) -> bool:
    """Whether the manifest of a time-stamp, which was read before, is one without words.

    Args:
        data: the member.
        members: names of the container's members.
        types: media types that are signed.
    """
    top, reference = f"{ASIC}}}ASiCManifest", f"{ASIC}}}DataObjectReference"
    value = f"{XMLDSIG}}}DigestValue"
    named: dict[str, _Check] = {
        "URI": lambda uri: unquote(uri).removeprefix("./") in members,
        "MimeType": {*_TYPES, *types}.__contains__,
    }
    grammar: dict[tuple[str, ...], Mapping[str, _Check]] = {
        (top,): {},
        (top, f"{ASIC}}}SigReference"): named,
        (top, reference): {**named, "Rootfile": {"true", "false", "0", "1"}.__contains__},
        # One of an unknown algorithm was told by whoever read the manifest.
        (top, reference, f"{XMLDSIG}}}DigestMethod"): {"Algorithm": bool},
        (top, reference, value): {},
    }
    # EN 319 162-1 defines no extension; what stands for none may be there.
    for above, kind in (((top,), "ASiCManifest"), ((top, reference), "DataObjectReference")):
        found = (*above, f"{ASIC}}}{kind}Extensions")
        grammar |= {
            found: {},
            (*found, f"{ASIC}}}Extension"): {"Critical": {"true", "false", "0", "1"}.__contains__},
        }
    return _is_of(data, grammar, value)


def _is_of(data: bytes, grammar: _Grammar, filled: str) -> bool:
    """Whether XML is of a grammar; text is in elements of the name ``filled`` alone."""
    path: list[str] = []
    good = [True]

    def declared(version: str, encoding: str | None, _alone: int) -> None:
        good[0] = good[0] and version == "1.0" and (encoding or "UTF-8").upper() == "UTF-8"

    def bound(prefix: str | None, name: str | None) -> None:
        # At any element: Java writes it where it is first used, DSS for instance.
        known = name in _NAMES and _PREFIX.fullmatch(prefix or "") is not None
        good[0] = good[0] and known

    def start(name: str, attributes: dict[str, str]) -> None:
        path.append(name)
        known = grammar.get(tuple(path)) if good[0] else None
        good[0] = known is not None and (
            all(key in known and known[key](value) for key, value in attributes.items())
        )

    def text(words: str) -> None:
        good[0] = good[0] and (path[-1] == filled or not words.strip())

    def refuse(*_: object) -> None:
        good[0] = False

    spend(len(data) // BYTES)
    parser = expat.ParserCreate("UTF-8", "}")
    parser.XmlDeclHandler = declared
    parser.StartNamespaceDeclHandler = bound
    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _: path.pop()
    parser.CharacterDataHandler = text
    parser.CommentHandler = parser.ProcessingInstructionHandler = refuse
    parser.StartDoctypeDeclHandler = parser.StartCdataSectionHandler = refuse
    try:
        data.decode()
        parser.Parse(data, True)
    except (expat.ExpatError, UnicodeDecodeError):
        return False
    return good[0]
