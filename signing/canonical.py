"""Canonical JSON (RFC 8785): the same facts are the same bytes on every station.

What this program states holds text, whole numbers, truth values and lists of them. For those a
sorted, compact encoding *is* the canonical one, and msgspec makes it a hundred times faster than
a general implementation. Everything else – fractions, numbers beyond 2**53, names that are not
ASCII – goes to that general implementation, which knows the rules for it or refuses.
"""

from __future__ import annotations

import re

import msgspec

_TEXTS = re.compile(rb'("[^"]*+":)|"[^"]*+"')
"""Every string, without its escapes; a name with its colon is the group."""
_DOUBTFUL = re.compile(rb"[0-9][.eE]|[0-9]{16}")
"""A fraction, or a number that may be beyond 2**53: JSON programs do not agree about those."""


class NotCanonical(ValueError):
    """Not canonical JSON, or no JSON that programs agree about."""


def canonical(value: object) -> bytes:
    """Return the canonical JSON of a value made of dataclasses and plain types.

    Raises:
        NotCanonical: it holds a number that JSON programs do not agree about, or half a letter.
    """
    try:
        encoded = msgspec.json.encode(value, order="sorted")
    except (UnicodeEncodeError, msgspec.EncodeError, OverflowError) as error:
        raise NotCanonical(str(error)) from error
    # What msgspec escapes by number it may escape in its own way.
    usual = b"\\u" not in encoded and _usual(encoded)
    return encoded if usual else _general(msgspec.to_builtins(value))


def require_canonical(data: bytes, tree: object) -> None:
    """Check that ``data``, which was read as ``tree``, is the canonical form of it.

    Raises:
        NotCanonical: it is another form, or the tree has none.
    """
    if canonical(tree) != data:
        raise NotCanonical("not canonical JSON")


def _usual(encoded: bytes) -> bool:
    """Whether sorting is all there is to do; names beyond ASCII sort otherwise (3.2.3)."""
    # What stands between the texts, and the names; a template would be filled in Python for each.
    plain = encoded.replace(rb"\\", b"").replace(rb"\"", b"")
    rest = b"".join(filter(None, _TEXTS.split(plain)))
    return rest.isascii() and _DOUBTFUL.search(rest) is None


def _general(tree: object) -> bytes:
    import rfc8785

    try:
        return rfc8785.dumps(tree)  # type: ignore[arg-type]  # it refuses what it does not take
    except (rfc8785.CanonicalizationError, UnicodeEncodeError) as error:
        raise NotCanonical(str(error)) from error
