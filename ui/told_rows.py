"""What the cells of a row tell a screen reader: everything once."""

from __future__ import annotations

import sys
from collections.abc import Sequence

CELL_BY_CELL = sys.platform == "linux"
"""Orca tells all cells of a row that the keys come to; readers elsewhere the one that has them."""


def told_by_cells(cells: Sequence[str]) -> tuple[str, ...]:
    """Return what each cell of a row tells.

    Args:
        cells: each cell's own words, as they are understood without its heading.
    """
    if CELL_BY_CELL:
        return tuple(cells)
    return (", ".join(filter(None, cells)), *cells[1:])
