"""The program's version, as it was installed."""

from __future__ import annotations


def program_version() -> str:
    """Return the version, or "?" where the program runs without being installed."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("eqaror-desktop")
    except PackageNotFoundError:
        return "?"
