"""Names of members: each is one file's whatever system it is unpacked on.

Programs on Windows leave dots and blanks at an end away or put ``_`` there, as for signs that no
name may have; Windows reads a name up to a colon, and knows files by a second, short one; letters
in another case or form are the same to it and to macOS, and no letter shows that draws nothing.
Where two members have one name of these, a person opens one file and may have read of the other;
so too where one is a file and the other stands in a folder of its name.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable
from itertools import combinations, pairwise, product, starmap
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
_SHORT = re.compile(r"([^.]{1,6})~(\d{1,6})(?:\.([^.]{0,3}))?")
_NEEDS_NO_SHORT = re.compile(r"[^. ]{1,8}(?:\.[^. ]{1,3})?")
"""Of a name like these Windows makes no other."""
_HASH = re.compile(r"[0-9a-f]{4}")
_MOST_COMPARED = 300_000
"""Parts of short names with those of long ones; honest containers have none."""


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
    files: set[str] = set()
    streams: list[tuple[str, str]] = []
    for member, name in members:
        _require_plain(member, name)
        folded = _folded(name)
        unpacked = {_END.sub("", folded), _END.sub(lambda found: "_" * len(found[0]), folded)}
        unpacked = {_NOT_ON_WINDOWS.sub("_", item) for item in unpacked}
        if unpacked & seen:
            raise MalformedDocument(Flaw.COMES_TWICE, name)
        seen |= unpacked
        if not member.filename.endswith("/"):
            files |= unpacked
        if ":" in folded:
            streams.append((_END.sub("", re.sub(r":[^/]*", "", folded)), name))
    for file, name in streams:
        if file in seen:
            raise MalformedDocument(Flaw.COMES_TWICE, name)
    _check_folders(seen, files)
    _check_short(seen)


def _check_folders(names: set[str], files: set[str]) -> None:
    """Require that no file has the name of a folder that another stands in.

    In the order in which a slash comes first, what stands in a folder follows its name.
    """
    ordered = sorted(name.replace("/", "\0") for name in names)
    for name, following in pairwise(ordered):
        if following.startswith(f"{name}\0") and name.replace("\0", "/") in files:
            raise MalformedDocument(Flaw.COMES_TWICE, name.replace("\0", "/"))


def _check_short(names: set[str]) -> None:
    """Require that no name is the short one that Windows gives to another."""
    alike: dict[str, dict[tuple[bool, ...], list[list[str]]]] = {}
    for name in names:
        parts = name.split("/")
        kinds = alike.setdefault("/".join(map(_shortened, parts)), {})
        kinds.setdefault(tuple(_SHORT.fullmatch(part) is not None for part in parts), []).append(
            parts
        )
    compared = 0
    for kinds in alike.values():
        for some, others in combinations(kinds.values(), 2):
            compared += len(some) * len(others) * len(some[0])
            if compared > _MOST_COMPARED or any(starmap(_are_one, product(some, others))):
                raise MalformedDocument(Flaw.COMES_TWICE, "/".join(some[0]))


def _are_one(some: list[str], others: list[str]) -> bool:
    return all(
        one == other or _is_short_of(one, other) or _is_short_of(other, one)
        for one, other in zip(some, others, strict=True)
    )


def _is_short_of(short: str, name: str) -> bool:
    """Whether Windows may call a file so: by its first letters, or by two and a hash."""
    found = _SHORT.fullmatch(short)
    if not found or _SHORT.fullmatch(name) or _NEEDS_NO_SHORT.fullmatch(name):
        return False
    begin, number, kind = found[1], found[2], found[3] or ""
    stem, *kinds = name.strip(". ").rsplit(".", 1)
    letters = re.sub("[. ]", "", stem)
    hashed = _HASH.fullmatch(begin[-4:]) and _fits(begin[:-4], letters[:2])
    first = _fits(begin, letters[: 7 - len(number)])
    return bool(first or hashed) and _fits(kind, re.sub(" ", "", "".join(kinds))[:3])


def _fits(short: str, letters: str) -> bool:
    """Whether letters are written so in some code page, which may lack what is not ASCII."""
    return len(short) == len(letters) and all(
        one in (other, "_") or not other.isascii()
        for one, other in zip(short, letters, strict=True)
    )


def _require_plain(member: zipfile.ZipInfo, name: str) -> None:
    if len(name) > _MAX_NAME:
        raise MalformedDocument(Flaw.MEMBER_NAME, f'"{name[:_MAX_NAME]}…"')
    parts = name.split("/")
    plain = ":" not in parts[0] and "\\" not in name and "\0" not in name
    if not plain or not all(part.strip(". ") for part in parts):
        raise MalformedDocument(Flaw.MEMBER_NAME, f'"{name}"')
    if not {"\0", "\\"}.isdisjoint(member.orig_filename):
        # The library ends a name at the one, and on Windows takes the other for a slash.
        raise MalformedDocument(Flaw.MEMBER_NAME, f'"{member.orig_filename}"')


def _folded(name: str) -> str:
    """Return a name in one case and form, without letters that draw nothing.

    Of a letter its one other case counts (not ``ß`` and ``ss``), and of forms those that are the
    same letter (not ``№`` and ``No``), as to NTFS and HFS+.
    """
    if name.isascii() and name.isprintable():
        return name.casefold()
    seen = (one for one in normalize("NFD", name) if one.isprintable() and visible(one) == one)
    return normalize("NFC", "".join(map(_one_case, seen)))


def _one_case(letter: str) -> str:
    for other in (letter.casefold(), letter.lower()):
        if len(other) == 1:
            return other
    return letter


def _shortened(part: str) -> str:
    """Return what a short name and the name that it is of have in common."""
    if _NEEDS_NO_SHORT.fullmatch(part) and not _SHORT.fullmatch(part):
        return part
    stem, *kind = part.strip(". ").rsplit(".", 1)
    first = stem[:1] if stem[:1].isascii() and stem[:1].isalnum() else "_"
    return f"{first}~{''.join(kind)[:3]}"
