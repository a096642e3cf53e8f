"""The tree of pages, as every reader goes through it (ISO 32000-1, 7.7.3).

One goes by what a node calls itself, one by the kids it has, one by the count it tells; where
these say different things each has other pages, or none.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from signing.errors import MalformedDocument
from signing.flaws import Flaw

if TYPE_CHECKING:
    from pypdf.generic import DictionaryObject

_DEPTH = 40
"""Of nodes within each other."""


def require_one_tree(
    trailer: DictionaryObject, look: Callable[[int], None] = lambda _count: None
) -> tuple[int, int]:
    """Require that all readers find the same pages.

    Args:
        trailer: of the document.
        look: told each node, and may end it.

    Returns:
        The number of the first page's object, and how many pages there are.

    Raises:
        MalformedDocument: they may not.
        PyPdfError: as the library does; within :func:`signing.pdf.reading.reading`.
    """
    pages: list[int] = []
    root = _meant(dict.get(trailer, "/Root"))
    value = dict.get(root, "/Pages") if isinstance(root, dict) else None
    _go(value, 0, set(), pages, look)
    return (pages or [0])[0], len(pages)


def _go(
    value: Any,  # noqa: ANN401 - of the library
    depth: int,
    seen: set[int],
    pages: list[int],
    look: Callable[[int], None],
) -> None:
    look(1)
    number, node = getattr(value, "idnum", None), _meant(value)
    if number is None or number in seen or not isinstance(node, dict) or hasattr(node, "_data"):
        raise MalformedDocument(Flaw.PAGE_TREE)
    seen.add(number)
    kind = _meant(dict.get(node, "/Type"))
    if depth and kind == "/Page" and not node.keys() & {"/Kids", "/Count"}:
        pages.append(number)
        return
    kids, count = (_meant(dict.get(node, key)) for key in ("/Kids", "/Count"))
    if kind != "/Pages" or not isinstance(kids, list) or depth > _DEPTH:
        raise MalformedDocument(Flaw.PAGE_TREE)
    before = len(pages)
    for kid in list.__iter__(kids):
        _go(kid, depth + 1, seen, pages, look)
    if not isinstance(count, int) or len(pages) - before != count:
        raise MalformedDocument(Flaw.PAGE_TREE)


def _meant(value: Any) -> Any:  # noqa: ANN401
    return value.get_object() if hasattr(value, "idnum") else value
