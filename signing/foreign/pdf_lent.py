"""What a form lends its fields – fonts, a way to draw – and what of it may be new after signing.

Programs that add a signature bring fonts for their own use. That is nothing to what was signed, as
long as no reader draws anything of it by itself, or looks there for a name that it lacked.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any

from signing.errors import MalformedDocument
from signing.foreign.pdf_graph import Pair, follow, number_of, same_data
from signing.foreign.pdf_signatures import form_of
from signing.pdf.compare import plain
from signing.pdf.packing import unpacked_text

_WHOLE = rb"(?![^\0-\x20()<>\[\]{}/%])"
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_FONT = re.compile(rb"/[!-$&'*-.0-;=?-Z\\^-z|~]+[\t\n\r ]+[0-9.]+[\t\n\r ]+Tf(?![!-~])")
_PUSHED = 1 << 16
"""The flag of a button that is pressed and has no states (12.7.4.2.1)."""
_MAX_DEPTH = 32
_WRITING = frozenset({"", "/Widget", "/FreeText", "/Redact"})
"""What is written with words, and what has no name: some readers make such a one of it."""
_BROUGHT = frozenset({"/Font", "/XObject", "/Encoding", "/ProcSet"})
"""Resources that programs bring with a signature; of others, as of colours, some act unasked."""
_MOST = 64 << 20
"""Bytes of looks that are searched for names."""
_MAX_NAMES = 64
_MAX_ESCAPES = 10_000


class Lent:
    """What the form of a signed revision lends."""

    def __init__(self, pair: Pair, signatures: frozenset[int]) -> None:
        """Look at a form.

        Args:
            pair: both revisions.
            signatures: numbers of what is a signature's widget by the tree of fields.
        """
        self._pair = pair
        self._signatures = signatures

    def may_become(self, old: Any, new: Any) -> bool:  # noqa: ANN401
        """Whether resources are what they were, or have more that nothing signed makes use of."""
        added: set[tuple[str, str]] = set()
        if not self._only_adds(old, new, added) or not {kind for kind, _ in added} <= _BROUGHT:
            return False
        return not added or not (self.are_drawn_anew or self._are_asked_for(added))

    def _only_adds(
        self,
        old: Any,  # noqa: ANN401
        new: Any,  # noqa: ANN401
        added: set[tuple[str, str]],
        *way: str,
    ) -> bool:
        """Whether resources of a form, by kind and name, are what they were, and maybe more."""
        before, after = follow(old), follow(new)
        if not same_data(before, after):
            return False
        if (
            len(way) < 2
            and isinstance(after, dict)
            and (before is None or isinstance(before, dict))
        ):
            before = before or {}
            if way:
                added |= {(way[0], name) for name in after.keys() - before.keys()}
            return before.keys() <= after.keys() and all(
                self._only_adds(dict.get(before, key), item, added, *way, key)
                for key, item in after.items()
                if not way or key in before
            )
        if before is None:
            # A list of resources is one of procedure sets, which nobody uses any more (14.2).
            return isinstance(after, list)
        return plain(old) == plain(new) and not self._pair.reached([old]) & self._pair.touched

    @cached_property
    def are_drawn_anew(self) -> bool:
        """Whether viewers draw something of the signed revision with what the form lends them.

        They do so with fields where the form says so, and with what has no look of its own.
        """
        need = follow((form_of(self._pair.old) or {}).get("/NeedAppearances"))
        if need is not None and plain(need) != ("BooleanObject", "False"):
            return True
        return any(not looks for looks in self._looks)

    @cached_property
    def are_written_anew(self) -> bool:
        """Whether viewers write something of the signed revision in the way that the form says.

        Firefox does so with texts and choices, whatever they look like, unless they say their own.
        """
        return self.are_drawn_anew or any(
            _name(follow(note.get("/Subtype"))) != "/FreeText"
            and _name(_inherited(note, "/FT")) != "/Btn"
            and not _says_how(_inherited(note, "/DA"))
            for note in self._notes
        )

    @cached_property
    def _notes(self) -> list[Any]:
        """What is on the pages of the signed revision and may be drawn with what the form lends.

        That is all but signatures, which draw for themselves, and what surely shows no text. Some
        readers go down from the form, others up from what is on the page.
        """
        return [
            note
            for page in self._pair.old.pages
            for item in follow(page.get("/Annots")) or []
            if isinstance(note := follow(item), dict)
            and (kind := _name(follow(note.get("/Subtype")))) in _WRITING
            and not (
                kind == "/Widget"
                and _name(_inherited(note, "/FT")) == "/Sig"
                and number_of(item) in self._signatures
            )
        ]

    @cached_property
    def _looks(self) -> list[list[Any]]:
        """The drawings of each of them; none if readers make one."""
        return [drawings_of(note) if _has_usual(note) else [] for note in self._notes]

    def _are_asked_for(self, added: set[tuple[str, str]]) -> bool:
        """Whether drawings of the signed revision use names that they do not explain themselves.

        Some readers look for these among the form's resources.
        """
        # Many fields may have one look.
        looks = {id(item): item for looks in self._looks for item in looks}
        waiting: list[tuple[Any, Any]] = [(item, {}) for item in looks.values()]
        seen, left = set[int](), _MOST
        if len(added) > _MAX_NAMES:
            return True
        while waiting:
            drawing, above = waiting.pop()
            own = follow(drawing.get("/Resources")) or above
            try:
                data = unpacked_text(drawing, left)
            except MalformedDocument:
                # To some reader it is another drawing.
                return True
            left -= len(data)
            if data.count(b"#") > _MAX_ESCAPES:
                return True
            data = _ESCAPED.sub(lambda code: bytes.fromhex(code[1].decode()), data)
            for kind, name in added:
                if name not in (follow(own.get(kind)) or ()) and _names(data, name):
                    return True
            for item in (follow(own.get("/XObject")) or {}).values():
                inner = follow(item)
                is_form = hasattr(inner, "get_data") and follow(inner.get("/Subtype")) == "/Form"
                if is_form and id(inner) not in seen:
                    seen.add(id(inner))
                    waiting.append((inner, own))
        return False


def _has_usual(note: Any) -> bool:  # noqa: ANN401
    """Whether there is a drawing for when nobody presses it: without, readers make one.

    That of a box to be checked is one for each of its states, unless it is off; of anything else
    it is one alone (12.5.5).
    """
    look = follow(note.get("/AP"))
    usual = follow(dict.get(look, "/N")) if isinstance(look, dict) else None
    flags = _inherited(note, "/Ff")
    is_box = _name(_inherited(note, "/FT")) == "/Btn" and not (
        isinstance(flags, int) and flags & _PUSHED
    )
    if isinstance(usual, dict) and not hasattr(usual, "get_data") and is_box:
        state = follow(note.get("/AS"))
        usual = follow(dict.get(usual, state))
        return (usual is None and state in (None, "/Off")) or hasattr(usual, "get_data")
    return hasattr(usual, "get_data")


def _says_how(default: Any) -> bool:  # noqa: ANN401
    """Whether something is a way to write letters, with their font and size (12.7.3.3)."""
    return _FONT.search(bytes(getattr(default, "original_bytes", b""))) is not None


def _inherited(note: Any, key: str) -> Any:  # noqa: ANN401
    for _ in range(_MAX_DEPTH):
        if not isinstance(note, dict) or key in note:
            break
        note = follow(dict.get(note, "/Parent"))
    return follow(note.get(key)) if isinstance(note, dict) else None


def _name(value: Any) -> str:  # noqa: ANN401
    """Return a name; to some readers a text of the same letters is none."""
    return str(value) if type(value).__name__ == "NameObject" else ""


def _names(data: bytes, name: str) -> bool:
    """Whether a drawing has a name that the library read elsewhere; one without escapes."""
    raw = re.escape(name.encode("utf-8", "surrogateescape"))
    return re.search(raw + _WHOLE, data) is not None


def drawings_of(annotation: Any) -> list[Any]:  # noqa: ANN401
    """Return the streams that an annotation is drawn with."""
    look = follow(annotation.get("/AP"))
    found: list[Any] = []
    for item in look.values() if isinstance(look, dict) else ():
        one = follow(item)
        several = isinstance(one, dict) and not hasattr(one, "get_data")
        found += [
            drawing
            for drawing in (map(follow, one.values()) if several else [one])
            if hasattr(drawing, "get_data")
        ]
    return found
