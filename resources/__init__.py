"""Translations, icons, styles and policy templates, and the one function that finds them."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable


def resource(*path: str) -> Traversable:
    """Return the resource at ``path``, e.g. ``resource("icons", "app.svg")``.

    Raises:
        FileNotFoundError: there is no such resource in this installation.
    """
    found = files(__name__).joinpath(*path)
    if not (found.is_file() or found.is_dir()):
        raise FileNotFoundError("/".join(path))
    return found
