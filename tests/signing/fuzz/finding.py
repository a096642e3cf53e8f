"""What fuzzing looks for."""

from __future__ import annotations


class Finding(Exception):
    """A property that does not hold; ``what`` names it in one line."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


class Hang(BaseException):
    """Raised by the alarm, wherever the program is; nothing there may catch it."""
