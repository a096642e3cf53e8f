"""What the process that looks at a file is told."""

from __future__ import annotations

import msgspec


class Task(msgspec.Struct, frozen=True):
    """One line of JSON on standard input; behind it the trust anchors as PEM."""

    language: str
    form: str
    """``html``, ``pdf`` or ``json``."""
    name: str
    content_name: str
    file: int
    """Descriptor."""
    content: int | None
    sha256: str
    at: str
    """ISO 8601."""
    program: str
    number: str = ""
    """Under which the very file is in the public register."""
    address: str = ""
    kilobytes: int = 1 << 20
    """Of address space; tests give less."""
