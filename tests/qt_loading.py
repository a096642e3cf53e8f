"""Listens to which threads ask for classes of Qt; see :mod:`eqaror_desktop.desktop.ahead`."""

from __future__ import annotations

import builtins
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def in_the_gui_thread_alone() -> Iterator[None]:
    """Fail where a module below names a class of Qt in another thread than the first."""
    load = builtins.__import__
    elsewhere: set[str] = set()

    def listen(name: str, *arguments: Any, **named: Any) -> Any:
        if (
            name.startswith("PySide6")
            and threading.current_thread() is not threading.main_thread()
        ):
            asking = sys._getframe(1)
            elsewhere.add(f"{asking.f_globals.get('__name__')}:{asking.f_lineno} {name}")
        return load(name, *arguments, **named)

    builtins.__import__ = listen
    try:
        yield
    finally:
        builtins.__import__ = load
    assert not elsewhere, sorted(elsewhere)
