"""The tree of pages, as every reader goes through it (ISO 32000-1, 7.7.3).

One goes by what a node calls itself, one by the kids it has, one by the count it tells; where
these say different things each has other pages, or none.
"""

from __future__ import annotations

from typing import Any

from signing.detail import Detail
from signing.errors import DocumentTooLarge, MalformedDocument
from signing.examine.objects import Objects
from signing.flaws import Flaw


def require_one_tree(objects: Objects) -> None:
    """Require that all readers find the same pages.

    Args:
        objects: of the document.

    Raises:
        MalformedDocument: they may not.
        DocumentTooLarge: it has too many pages, or too deep.
    """
    root = objects.dictionary(dict.get(objects.trailer, "/Root"))
    _leaves(objects, dict.get(root, "/Pages") if root is not None else None, 0, set())


def _leaves(objects: Objects, value: Any, depth: int, seen: set[int]) -> int:  # noqa: ANN401
    objects.budget.deeper(depth)
    number = getattr(value, "idnum", None)
    node = objects.dictionary(value)
    if number is None or number in seen or node is None or hasattr(node, "_data"):
        raise MalformedDocument(Flaw.PAGE_TREE)
    seen.add(number)
    if len(seen) > 2 * objects.budget.limits.pages:
        raise DocumentTooLarge(Detail("pages"))
    kind = objects.text(objects.get(node, "/Type"))
    if depth and kind == "/Page" and not node.keys() & {"/Kids", "/Count"}:
        return 1
    kids, count = objects.resolve(dict.get(node, "/Kids")), objects.get(node, "/Count")
    if kind != "/Pages" or not isinstance(kids, list) or not isinstance(count, int):
        raise MalformedDocument(Flaw.PAGE_TREE)
    found = sum(_leaves(objects, kid, depth + 1, seen) for kid in kids)
    if found != count:
        raise MalformedDocument(Flaw.PAGE_TREE)
    return found
