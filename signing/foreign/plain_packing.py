"""A packed member of a ZIP file whose packed bytes are no document to another program.

One text may be packed in any number of ways, each right: empty blocks spell a whole PDF, and the
digest stays as it is. Which library packed it is not asked: each packs in its own way. Looked for
is what programs find away from a file's beginning – heads of documents, elements of pages,
words – in bytes that otherwise are as good as random: by chance once in some gigabytes. What is
left unpacked stands there as it was signed, and is that, but for the heads of its blocks: five
bytes wherever a block ends, which take a line out of a page for whoever opens the whole file.
"""

from __future__ import annotations

import math
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from enum import Enum, auto

from signing.container.one_kind import HEAD, LINE, OF_A_TRAILER, begins_object
from signing.foreign.archive import Archive
from signing.work import spend

_STEP = 1 << 20
_OVERLAP = 2 * LINE
_WINDOW = 4096
"""Packed bytes that hold at least eight ninths of as many, a head of a block aside."""
_HEAD_OF_BLOCK = 1024
_PIECE = 256
_BYTES, _COUNTED = 70, 15
"""Bytes that are looked through for a unit of work, and units for a piece that is counted."""
_EVEN = 7.0
"""Bits a byte: what no packer makes smaller has nearly eight, texts have less than six."""
_MOST_HITS = 1 << 18
_WITH_WORDS, _WITH_TAG = 24, 20
"""Readable bytes in a row, with words or with an element of a page among them. Tables and codes
that repeat themselves are readable, too, and have neither."""
_LETTERS, _OF_EACH = 12, 1 << 17
"""Of pages that go on over what nobody reads so many letters are chance, and one more
for each of these bytes, among which there is half of one."""
_EDGE = 6
"""Bytes at the ends of these that may be of what stands beside a text that is left unpacked."""
_HEAD, _LEAST_BLOCK = 5, 5000
"""Bytes of the head of a block that is not packed (RFC 1951, 3.2.4), and of a block that another
follows: libdeflate's shortest; zlib's have 16,383 signs and more."""
_LEAST_SEEN = _LEAST_BLOCK - 2 * _PIECE
"""Of these in whole pieces."""
_BEGINS = re.compile(rb"<[!?/A-Za-z]")
_READABLE = bytes(1 if 32 <= byte < 127 or byte in b"\t\n\r" else 0 for byte in range(256))
# In letters: what begins with so many is looked for five times as fast.
_RUN = re.compile(rb"\x01" * _WITH_TAG + rb"\x01*")
_TAG = re.compile(rb"<[a-z][a-z0-9]*(?:[\s/][^<>]*)?>", re.IGNORECASE)
_JOINT = re.compile(rb">[\t\n\r -;=-~]{1,64}?<[A-Za-z!/?]")
"""Ends one tag or comment and begins another."""
_WORDS = re.compile(rb"[a-z]{3}[.,:;!]? +[a-z]{3}", re.IGNORECASE)
_LETTER = rb"(?:\xd0[\x81\x86\x87\x8e\x90-\xbf]|\xd1[\x80-\x9f]|\xd2[\x92\x93\x9a\x9b\xb2\xb3])"
_CYRILLIC = re.compile(
    rb"[\xd0-\xd2][\x80-\xbf](?<="
    + _LETTER
    + rb")"
    + _LETTER
    + rb"{2}[ -/:;]{1,2}"
    + _LETTER
    + rb"{2}"
)


def _any_case(words: str) -> bytes:
    """Return a pattern of words in any case; flags for all of it would make searching slow."""
    return b"|".join(
        b"".join(b"[%c%c]" % (ord(one.upper()), ord(one.lower())) for one in word)
        for word in words.split()
    )


_BLANK = rb"[\0\t\n\f\r ]"
_ELEMENTS = (
    "html head body script style title meta link base iframe frameset frame plaintext table svg"
    " font form input object embed template textarea details dialog noscript center"
)
_OBJECT = re.compile(rb"obj")
_MARKS = re.compile(
    b"|".join(
        (
            # PDF, PostScript, RTF.
            rb"%(?:[Pp][Dd][Ff]-|%EOF|![Pp][Ss]-)|startxref|endobj|endstream",
            OF_A_TRAILER,
            rb"obj(?<=\d" + _BLANK + rb"obj)",
            rb"\{\\[Rr][Tt][Ff]",
            # Pages, and XML of any kind.
            rb"<(?:" + _any_case(_ELEMENTS) + rb")[\s/>]",
            rb"<!(?:" + _any_case("doctype") + rb"|\[CDATA\[|--)",
            rb"<\?(?:" + _any_case("xml") + rb")",
            rb"<(?P<name>[A-Za-z]\w{0,9})>[ -~]{0,30}</(?P=name)",
            # Tags and scripts that go on over what nobody reads.
            rb"<[A-Za-z]\w{0,9}[\s/][ -;=?-~\xc0-\xff]{0,16}?[A-Za-z]=\s*['\"]",
            rb"\*/(?:[\t\n\r -~\xc0-\xff]|[\xd0-\xd3][\x80-\xbf]){1,24}?/\*",
            # Other containers (APPNOTE 4.3), which are found wherever they begin.
            rb"PK(?:\x03\x04[\0-?]\0..[\0-c]\0|\x01\x02..[\0-?]\0..[\0-c]\0|\x05\x06....(?P<count>..)(?P=count))",
            rb"PK\x06(?:\x06.{7}|\x07.{11})\0|7z\xbc\xaf\x27\x1c|Rar!\x1a\x07|MSCF\0{4}|CD001",
            rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1|\x1b%-12345X",
        )
    ),
    re.DOTALL,
)


class Packing(Enum):
    """How a member is packed."""

    PLAIN = auto()
    CUT = auto()
    """A PDF can be seen in the packed bytes, with heads of blocks within it."""
    OTHER = auto()
    """In a way that leaves room for something else."""


def packing(archive: Archive, name: str) -> Packing:
    """Return whether a member is stored, or its packed bytes are nothing but that.

    Args:
        archive: holds it.
        name: of the member.
    """
    member = archive.members[name]
    if member.compress_type == zipfile.ZIP_STORED:
        return Packing.PLAIN
    try:
        hits = _looked_through(archive, name)
        if not hits:
            return Packing.PLAIN if hits is not None else Packing.OTHER
        if not _is_left_unpacked(archive, name, hits):
            return Packing.OTHER
    except zlib.error:
        return Packing.OTHER
    one = member.compress_size == member.file_size + _HEAD
    is_pdf = b"%PDF-" in next(archive.pieces(name), b"")[:HEAD]
    return Packing.CUT if is_pdf and not one else Packing.PLAIN


def _looked_through(archive: Archive, name: str) -> list[tuple[int, int]] | None:
    """Return where something is that another program finds; None: there is room for anything."""
    hits: list[tuple[int, int]] = []
    joints: list[tuple[int, int]] = []
    texts: set[bytes] = set()
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    for at, before, step in _steps(archive, name):
        spend(len(step) // _BYTES)
        for begin in range(0, len(step), _WINDOW):
            window = step[begin : begin + _WINDOW]
            if len(window) > len(unpacker.decompress(window)) * 9 // 8 + _HEAD_OF_BLOCK:
                return None
        hits += _hits(before + step, at - len(before))
        for joint in _JOINT.finditer(before + step):
            start = at - len(before) + joint.start()
            joints.append((start, start + len(joint[0])))
            texts.add(joint[0])
        if len(hits) + len(joints) > _MOST_HITS:
            return None
    letters = sum(len(text) - 3 for text in texts)
    if letters > _LETTERS + archive.members[name].compress_size // _OF_EACH:
        hits += joints
    return hits


def _steps(archive: Archive, name: str) -> Iterator[tuple[int, bytes, bytes]]:
    """Give where each piece of the packed bytes begins, what stands before it, and the piece."""
    at, before = 0, b""
    while step := archive.packed(name, at, _STEP):
        yield at, before, step
        at, before = at + len(step), step[-_OVERLAP:]


def _hits(packed: bytes, at: int) -> Iterator[tuple[int, int]]:
    for pattern in (_MARKS, _CYRILLIC):
        for mark in pattern.finditer(packed):
            yield at + mark.start(), at + mark.end()
    for word in _OBJECT.finditer(packed):
        if begins_object(packed, word.start()):
            yield at + word.start(), at + word.end()
    for run in _RUN.finditer(packed.translate(_READABLE)):
        words = packed[run.start() : run.end()]
        if _TAG.search(words) or (len(words) >= _WITH_WORDS and _WORDS.search(words)):
            yield at + run.start() + _EDGE, at + run.end() - _EDGE


def _is_left_unpacked(archive: Archive, name: str, hits: list[tuple[int, int]]) -> bool:
    """Whether bytes stand in the member as they do in its content, because packing saves nothing.

    If that is not why, whoever packed it chose what of a signed document another program sees.
    """
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    counted: Counter[int] = Counter()
    pieces = other = packed = 0
    run, gap, unpacked = 0, b"", b""
    usual, hides = True, False
    for piece, is_hit in _parts(archive, name, hits):
        spend(_COUNTED)
        out = unpacker.decompress(piece)
        pieces += 1
        if out == piece:
            counted.update(piece)
            usual = usual and (not gap or _is_usual(run, gap, unpacked))
            hides = hides or _hides(gap + piece, unpacked + piece)
            run, gap, unpacked = (0 if gap else run) + len(piece), b"", b""
        elif is_hit:
            return False
        else:
            other += 1
            packed += len(out) > len(piece)
            gap, unpacked = (gap + piece)[:_LEAST_BLOCK], (unpacked + out)[:_LEAST_BLOCK]
    whole = sum(counted.values())
    even = -sum(count * math.log2(count / whole) for count in counted.values()) >= _EVEN * whole
    hides = hides or _hides(gap, unpacked)
    return usual and (even or not (packed or hides or other > 1 + pieces // 16))


def _is_usual(run: int, gap: bytes, unpacked: bytes) -> bool:
    """Whether a library ends blocks so; ``gap`` is what stands after ``run`` unpacked bytes."""
    if len(unpacked) >= _LEAST_SEEN:
        return not run or run >= _LEAST_SEEN
    same = next((at for at, one in enumerate(unpacked) if one != gap[at]), len(unpacked))
    # With an empty block before it, where a program wants all that there is written.
    heads = (gap[:same] + gap[same + size :] for size in (_HEAD, 2 * _HEAD))
    return unpacked in heads and (not run or run >= _LEAST_SEEN)


def _hides(gap: bytes, unpacked: bytes) -> bool:
    """Whether the head of a block begins a tag or a comment, by its length."""
    same = next((at for at, one in enumerate(unpacked) if one != gap[at]), len(unpacked))
    return _BEGINS.search(gap, max(0, same - 1), same + 2 * _HEAD + 1) is not None


def _parts(
    archive: Archive, name: str, hits: list[tuple[int, int]]
) -> Iterator[tuple[bytes, bool]]:
    """Give the packed bytes in small pieces, each with whether it is of a hit."""
    begin, size = 0, archive.members[name].compress_size
    ends = [(at, at == hit[1]) for hit in sorted(hits) for at in hit]
    for until, is_hit in (*ends, (size, False)):
        for at in range(begin, until, _PIECE):
            yield archive.packed(name, at, min(_PIECE, until - at)), is_hit
        begin = max(begin, until)
