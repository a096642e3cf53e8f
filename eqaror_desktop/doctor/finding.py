"""What was found of one part: whether it works, in words, and what to do if not."""

from __future__ import annotations

from dataclasses import dataclass, field

from eqaror_desktop.messages import Messages

_NEEDED = frozenset({"profile", "trust", "mechanisms", "tokens", "certificates", "person"})


@dataclass(frozen=True)
class Finding:
    """``topic`` is a key of the message table's ``doctor`` section."""

    topic: str
    ok: bool
    text: str
    warns: bool = False
    """It works, and somebody should look at it all the same."""
    what: str = field(default="", compare=False)
    """``text`` without its cure, where there is one."""
    cure: str = field(default="", compare=False)
    """What to do, for somebody who types no commands."""
    stops: bool = False
    """Whether it stops every signature, though its topic alone need not."""
    error: str = field(default="", compare=False)
    """The name of the error that was found, if it was one."""

    @classmethod
    def of(cls, topic: str, error: BaseException, messages: Messages, place: str = "") -> Finding:
        """Tell what is broken by its error; ``place`` is said before it."""
        message, before = messages.error(error, signing=False), f"{place}: " if place else ""
        return cls(
            topic,
            ok=False,
            text=f"{before}{message}",
            what=f"{before}{message.what} [{message.code}]",
            cure=messages.cure_in_window(error),
            error=type(error).__name__,
        )

    @property
    def hinders(self) -> bool:
        """Whether nothing can be signed before this is mended; the rest can wait or be late."""
        return not self.ok and (self.stops or self.topic in _NEEDED)
