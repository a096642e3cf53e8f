"""Names of members: each is one file's whatever system it is unpacked on.

Programs on Windows leave dots and blanks at an end away or put ``_`` there, as for signs that no
name may have; Windows reads a name up to a colon, and knows files by a second, short one; letters
in another case or form are the same to it and to macOS, and no letter shows that draws nothing.
Where two members have one name of these, a person opens one file and may have read of the other.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable
from unicodedata import normalize

from resources.visible import visible
from signing.errors import MalformedDocument
from signing.flaws import Flaw

SIGNATURE = re.compile(r"META-INF/[^/]*\.(?:p7s|p7m|p7b)", re.IGNORECASE)
TOKEN = re.compile(r"META-INF/[^/]*\.(?:tst|tsr)", re.IGNORECASE)
MANIFEST = re.compile(r"META-INF/ASiC(Archive)?Manifest[^/]*\.xml", re.IGNORECASE)

_MAX_NAME = 1024
"""Letters; no system unpacks more, and patterns take the square of it."""
_NOT_ON_WINDOWS = re.compile(r'[<>:"|?*]')
_END = re.compile(r"(?<![. ])[. ]+(?=/|$)")
_SHORT = re.compile(r"[^.]{1,6}~\d{1,6}(?:\.[^.]{0,3})?")
_NEEDS_NO_SHORT = re.compile(r"[^. ]{1,8}(?:\.[^. ]{1,3})?")
"""Of a name like these Windows makes no other."""


def is_document(name: str) -> bool:
    """Whether a member is none of what a container itself consists of (EN 319 162-1, 4.4.3)."""
    return not any(kind.fullmatch(name) for kind in (SIGNATURE, TOKEN, MANIFEST))


def check_names(members: Iterable[tuple[zipfile.ZipInfo, str]]) -> None:
    """Each member once, under a plain relative name.

    Args:
        members: the directory's entries with their names; of a directory without the slash.

    Raises:
        MalformedDocument: another name.
    """
    seen: set[str] = set()
    streams: list[tuple[str, str]] = []
    short: dict[str, set[tuple[bool, ...]]] = {}
    for member, name in members:
        _require_plain(member, name)
        folded = _folded(name)
        unpacked = {_END.sub("", folded), _END.sub(lambda found: "_" * len(found[0]), folded)}
        unpacked = {_NOT_ON_WINDOWS.sub("_", item) for item in unpacked}
        if unpacked & seen:
            raise MalformedDocument(Flaw.COMES_TWICE, name)
        seen |= unpacked
        if ":" in folded:
            streams.append((_END.sub("", re.sub(r":[^/]*", "", folded)), name))
        parts = folded.split("/")
        kinds = short.setdefault("/".join(map(_shortened, parts)), set())
        kinds.add(tuple(_SHORT.fullmatch(part) is not None for part in parts))
        if len(kinds) > 1:
            raise MalformedDocument(Flaw.COMES_TWICE, name)
    for file, name in streams:
        if file in seen:
            raise MalformedDocument(Flaw.COMES_TWICE, name)


def _require_plain(member: zipfile.ZipInfo, name: str) -> None:
    if len(name) > _MAX_NAME:
        raise MalformedDocument(Flaw.MEMBER_NAME, f"{name[:_MAX_NAME]!r}…")
    parts = name.split("/")
    plain = ":" not in parts[0] and "\\" not in name and "\0" not in name
    if not plain or not all(part.strip(". ") for part in parts):
        raise MalformedDocument(Flaw.MEMBER_NAME, f"{name!r}")
    if member.orig_filename != member.filename:
        raise MalformedDocument(Flaw.MEMBER_NAME, f"{member.orig_filename!r}")


def _folded(name: str) -> str:
    """Return a name in one case and form, without letters that draw nothing."""
    if name.isascii() and name.isprintable():
        return name.casefold()
    seen = (one for one in name if one.isprintable() and visible(one) == one)
    return normalize("NFKC", normalize("NFKC", "".join(seen)).casefold())


def _shortened(part: str) -> str:
    """Return what a short name and the name that it is of have in common."""
    if _NEEDS_NO_SHORT.fullmatch(part) and not _SHORT.fullmatch(part):
        return part
    stem, *kind = part.strip(". ").rsplit(".", 1)
    first = stem[:1] if stem[:1].isascii() and stem[:1].isalnum() else "_"
    return f"{first}~{''.join(kind)[:3]}"
