"""What travels, and what a start needs, is made of these: frozen msgspec structures.

Ten thousand of them are decoded whenever a list is filled. A structure of msgspec is decoded in a
third of the time a dataclass takes and fills two thirds of the room. Its class is made in a
fortieth of the time: a dataclass compiles a handful of functions, half a millisecond that every
start pays for every one of them. To type checkers a structure already is a dataclass (PEP 681), so
nobody would be told that ``dataclasses.replace`` of one fails; here it does not.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from msgspec import Struct

if TYPE_CHECKING:
    import dataclasses


@cache
def _fields_of(owner: type[Struct]) -> dict[str, dataclasses.Field[Any]]:
    import dataclasses

    made = dataclasses.make_dataclass(owner.__name__, owner.__struct_fields__)
    return {field.name: field for field in dataclasses.fields(made)}


class _Fields:
    """Makes ``__dataclass_fields__`` of a class when it is first asked for, once."""

    def __get__(self, instance: object, owner: type[Struct]) -> dict[str, dataclasses.Field[Any]]:
        return _fields_of(owner)


class Plain(Struct, frozen=True):
    """Base of what is there before the list is, and may hold anything.

    In its ``repr`` bytes are only counted: they are documents, keys or signatures.
    """

    def __repr__(self) -> str:
        shown = (f"{name}={_shown(getattr(self, name))}" for name in self.__struct_fields__)
        return f"{type(self).__qualname__}({', '.join(shown)})"


def _shown(value: object) -> str:
    return f"<{len(value)} bytes>" if isinstance(value, bytes) else repr(value)


class Value(Plain, frozen=True, gc=False):
    """Base of every wire type and of rows; frozen all through, so none is part of a cycle."""


Plain.__dataclass_fields__ = _Fields()  # type: ignore[assignment]  # see the module's docstring
