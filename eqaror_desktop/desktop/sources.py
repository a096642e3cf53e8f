"""Keeps PySide from reading the source of every module that is imported after it.

PySide looks for its own name in the text of each imported module, as the module might
choose another spelling of its methods (``__feature__``, PYSIDE-2029).
Nothing here does. The reading takes a tenth of the start, and :mod:`linecache` keeps the text:
nine megabytes.
"""

from __future__ import annotations

import linecache
import sys


def leave_sources() -> None:
    """Answer PySide that no module uses such features; does nothing where it does not ask."""
    import PySide6.QtCore  # noqa: F401 - its import brings the asking

    asking = sys.modules.get("shibokensupport.feature")
    if hasattr(asking, "_mod_uses_pyside"):
        asking._mod_uses_pyside = _uses_features  # type: ignore[union-attr]  # noqa: SLF001
    linecache.clearcache()


def _uses_features(_module: object) -> bool:
    return False
