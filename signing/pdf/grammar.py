"""The words of a PDF as ISO 32000-1, 7.2 and 7.3 have them, and none that only some readers take.

Readers differ in what they make of comments within objects, of white space that hardly anyone
writes, of a key that comes twice, of half a number. What is put behind a signature has no need
of any of it, so here it is an error.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from signing.errors import MalformedDocument
from signing.flaws import Flaw

_BLANK = rb"[\t\n\r ]"
_BEHIND = rb"(?=[\t\n\r ()<>\[\]/]|\Z)"
_TOKEN = re.compile(
    _BLANK + rb"*+(?:(?P<open><<|\[)|(?P<close>>>|\])"
    # To PDFium two of these bytes are white space; of a longer name it takes a part.
    rb"|(?P<name>/(?:[^\0-\x20\x7f\x80\xff()<>\[\]{}/%#]|#(?!00)[0-9A-Fa-f]{2}){0,127})"
    + _BEHIND
    + rb"|(?P<text>\()"
    rb"|(?P<hex><[0-9A-Fa-f\t\n\r ]*+>)"
    # Of more digits readers make something else, or nothing and repair the file.
    rb"|(?P<number>[+-]?(?:[0-9]{1,10}+(?:\.[0-9]{0,32}+)?|\.[0-9]{1,32}+))"
    + _BEHIND
    + rb"|(?P<word>true|false|null|R)"
    + _BEHIND
    + rb")"
)
"""With the blanks before it: a large document has a million words."""
_BLANKS = re.compile(_BLANK + rb"*+")
_PART = re.compile(rb"[()\\\r]")
_ESCAPE = re.compile(rb"\\(?:[nrtbf()\\]|[0-3][0-7]{2}|[0-7]{1,2}(?![0-7]))")
"""What every reader makes the same of (7.3.4.2): of others some keep the backslash, of a number
beyond a byte some make two."""
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_WHOLE = re.compile(rb"[0-9]{1,10}")
_CLOSES = {b"<<": b">>", b"[": b"]"}
_MAX_DEPTH = 50
"""Arrays and dictionaries within each other; PDFium reads 64 and repairs a file for more."""
# The byte first that is rare: most of what is looked through are streams.
_COMMENT = re.compile(
    rb"%(?<=[\t\n\r ]%)[ \w.-]*+(?=[\r\n]" + _BLANK + rb"*+(?:/|>>))",
)
_CUT_COMMENT = re.compile(rb"%[ \w.-]*+(?:[\r\n]" + _BLANK + rb"*+>?)?\Z")
HEADER = re.compile(rb"([1-9][0-9]{0,9}) (0|[1-9][0-9]{0,4}) obj" + _BEHIND)
"""Of an object that an update writes: one space between, no zero before."""


class Cut(Exception):
    """The bytes end within an object; who asked has more of them, or knows that it is broken."""

    def __init__(self, flaw: Flaw) -> None:
        super().__init__(flaw)
        self.flaw = flaw


@dataclass(frozen=True)
class Parsed:
    """An object."""

    end: int
    """Where the next byte stands."""
    entries: dict[bytes, bytes] | None
    """Of a dictionary, by their names: what stands there, or no bytes if it has parts. Names are
    what they mean, without escapes (7.3.5)."""
    references: frozenset[int] = frozenset()
    """Numbers of the objects that it refers to."""
    named: frozenset[tuple[int, int]] = frozenset()
    """The same with the generation that each reference has."""


def blanks(data: bytes, at: int) -> int:
    """Return where white space ends."""
    found = _BLANKS.match(data, at)
    assert found is not None
    return found.end()


def parse(data: bytes, at: int, look: Callable[[], None] = lambda: None) -> Parsed:
    """Read one object.

    Args:
        data: bytes with the object in them.
        at: where it or the white space before it begins.
        look: called for each word, and may end it.

    Raises:
        MalformedDocument: a strict reader might refuse it, or see something else than others.
        Cut: it does not end here.
    """
    outermost: list[bytes] = []
    inside: list[tuple[bytes, list[bytes]]] = [(b"", outermost)]
    last: dict[bytes, bytes] | None = None
    named: set[tuple[int, int]] = set()
    while True:
        look()
        found = _TOKEN.match(data, at)
        if found is None or (kind := found.lastgroup) is None:
            raise _cut(data, blanks(data, at)) or MalformedDocument(Flaw.OBJECT_AMBIGUOUS)
        word, at = found[kind], found.end()
        mark, items = inside[-1]
        last = None
        if kind == "open":
            if len(inside) > _MAX_DEPTH:
                raise MalformedDocument(Flaw.OBJECTS_TOO_DEEP)
            inside.append((word, []))
            continue
        if kind == "close":
            if _CLOSES.get(mark) != word:
                raise MalformedDocument(Flaw.OBJECT_END)
            inside.pop()
            last = _entries(items) if mark == b"<<" else None
            inside[-1][1].append(b"")
        elif word == b"R":
            named.add(_refer(items))
        else:
            at = _end_of_text(data, at) if kind == "text" else at
            word = unescaped(word) if kind == "name" else word
            items.append(word if kind in ("name", "number", "word") else b"")
        # A number may be the first of a reference.
        if len(inside) == 1 and not (kind == "number" and _goes_on(data, at)):
            if len(outermost) != 1:
                raise MalformedDocument(Flaw.SEVERAL_VALUES_OBJECT)
            references = frozenset(number for number, _ in named)
            return Parsed(at, last, references, frozenset(named))


def read_name(data: bytes, at: int) -> bytes:
    """Return the name that stands somewhere, as it is written.

    Raises:
        MalformedDocument: there is none that every reader reads the same way.
    """
    found = _TOKEN.match(data, at)
    if found is None or found.start("name") != at:
        raise MalformedDocument(Flaw.OBJECT_AMBIGUOUS)
    return found[0]


def without_comments(data: bytes) -> bytes:
    """Return bytes with blanks for plain comments before a key or the end of a dictionary.

    Cairo numbers its pages so; there every reader takes a comment for nothing.
    """
    return _COMMENT.sub(lambda found: b" " * len(found[0]), data)


def parse_whole(data: bytes, at: int, look: Callable[[], None] = lambda: None) -> Parsed:
    """As :func:`parse`, of bytes behind which there is nothing.

    Raises:
        MalformedDocument: as there, or it does not end.
    """
    try:
        return parse(data, at, look)
    except Cut as error:
        raise MalformedDocument(error.flaw) from error


def _cut(data: bytes, at: int) -> Cut | None:
    if _CUT_COMMENT.match(data, at):
        return Cut(Flaw.OBJECT_ENDLESS)
    ends = b">" if data.startswith(b"<", at) else b"[\t\n\r >]"
    goes_on = at < len(data) - 1 and re.search(ends, data[at + 1 :])
    return None if goes_on else Cut(Flaw.OBJECT_ENDLESS)


def _goes_on(data: bytes, at: int) -> bool:
    following = _TOKEN.match(data, at)
    return following is not None and (following.lastgroup == "number" or following["word"] == b"R")


def _refer(items: list[bytes]) -> tuple[int, int]:
    """Make one of the two numbers before an ``R``; return both."""
    if len(items) < 2 or not all(_WHOLE.fullmatch(item) for item in items[-2:]):
        raise MalformedDocument(Flaw.REFERENCE_NUMBERS)
    number, generation = int(items[-2]), int(items[-1])
    items[-2:] = [b"%s %s R" % (items[-2], items[-1])]
    return number, generation


def unescaped(name: bytes) -> bytes:
    """Return what a name means, or several of them (7.3.5)."""
    return _ESCAPED.sub(lambda code: bytes.fromhex(code[1].decode()), name)


def _entries(items: list[bytes]) -> dict[bytes, bytes]:
    if len(items) % 2:
        raise MalformedDocument(Flaw.HALF_ENTRY)
    found: dict[bytes, bytes] = {}
    for key, value in zip(items[::2], items[1::2], strict=True):
        if not key.startswith(b"/") or key in found:
            raise MalformedDocument(Flaw.KEY_TWICE)
        found[key] = value
    return found


def _end_of_text(data: bytes, at: int) -> int:
    depth = 1
    while depth:
        found = _PART.search(data, at)
        if found is None:
            raise Cut(Flaw.TEXT_ENDLESS)
        at = found.end()
        depth += {b"(": 1, b")": -1}.get(found[0], 0)
        if found[0] == b"\\":
            escape = _ESCAPE.match(data, found.start())
            if escape is None and at >= len(data):
                raise Cut(Flaw.TEXT_ENDLESS)
            at = escape.end() if escape is not None else 0
        # Of a line's end in a text some readers make another one (7.3.4.2).
        if found[0] == b"\r" or not at:
            raise MalformedDocument(Flaw.OBJECT_AMBIGUOUS)
    return at
