"""Translations, icons, styles and policy templates, and the one function that finds them."""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).parent


def resource(*path: str) -> Path:
    """Return the resource at ``path``, e.g. ``resource("icons", "app.svg")``.

    Raises:
        FileNotFoundError: there is no such resource in this installation.
    """
    found = _HERE.joinpath(*path)
    if not found.exists():
        raise FileNotFoundError("/".join(path))
    return found
