"""Write the library's dictionaries, with its own bytes, without asking it for every name again."""

from __future__ import annotations

import io
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pypdf.generic import DictionaryObject, NameObject


def serialise(value: DictionaryObject) -> bytes:
    """Return a dictionary as the library writes it."""
    out: list[bytes] = []
    _write(value, out)
    return b"".join(out)


def _write(value: object, out: list[bytes]) -> None:
    from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject

    match value:
        case NameObject():
            out.append(_name(value))
        case IndirectObject():
            out.append(b"%d %d R" % (value.idnum, value.generation))
        case ArrayObject():
            out.append(b"[")
            for item in value:
                out.append(b" ")
                _write(item, out)
            out.append(b" ]")
        # Not of its subclasses: a stream is written in another way.
        case DictionaryObject() if type(value) is DictionaryObject:
            out.append(b"<<\n")
            for key, item in value.items():
                # The library's own notes between its objects.
                if not (len(key) > 2 and key[1] == key[-1] == "%"):
                    out.append(_name(key))
                    out.append(b" ")
                    _write(item, out)
                    out.append(b"\n")
            out.append(b">>")
        case _:
            stream = io.BytesIO()
            value.write_to_stream(stream)  # type: ignore[attr-defined]  # one of the library's
            out.append(stream.getvalue())


# The same few names are in every document, and each letter of one is looked up.
@lru_cache(maxsize=512)
def _name(name: NameObject) -> bytes:
    stream = io.BytesIO()
    name.write_to_stream(stream)
    return stream.getvalue()
