"""From errors, checks and codes to what a person reads: one table, four languages.

The table is ``resources/messages/<language>.toml``; a test walks every leaf of the error trees
and every code, and fails on one that has no text in any of the languages.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from eqaror_desktop.errors import ApplicationError
from resources import resource
from signing.errors import SigningError
from sync.errors import Refused, SyncError


@dataclass(frozen=True)
class Message:
    """What happened, what to do, and a code that can be read over the telephone."""

    code: str
    what: str
    cure: str

    def __str__(self) -> str:
        return f"{self.what} {self.cure} [{self.code}]"


class Messages:
    """The texts of one language."""

    def __init__(self, language: str, table: Mapping[str, Any]) -> None:
        self.language = language
        self._table = table

    @classmethod
    def load(cls, language: str) -> Messages:
        """Return the texts of ``uz``, ``uz_Cyrl``, ``ru`` or ``en``."""
        return _load(language)

    def error(self, error: BaseException) -> Message:
        """Return the message of an error; what is in none of the trees is a bug and says so."""
        if isinstance(error, Refused) and error.code in self._table["refused"]:
            cure = self._table["errors"]["Refused"]["cure"]
            return Message(_code(error.code), self._table["refused"][error.code], cure)
        if isinstance(error, (SigningError, SyncError, ApplicationError)):
            return self._named(type(error).__name__, vars(error))
        if isinstance(error, OSError):
            detail = f"{error.filename or ''} {error.strerror or type(error).__name__}".strip()
            return self._named("DiskFault", {"detail": detail})
        return self._named("Bug", {"detail": type(error).__name__})

    def refusal(self, code: str) -> str:
        """Return why the registry refused; an unknown code is shown as it is."""
        text: str = self._table["refused"].get(code, code)
        return text

    def check(self, code: str, state: str, detail: str) -> tuple[str, str]:
        """Return a check's name and its answer."""
        texts = self._table["checks"][code]
        return texts["name"], self._fill(texts[state], {"detail": self._value(detail)})

    def reason(self, code: str, detail: str) -> str:
        """Return a verifier's reason in words."""
        texts = self._table["reasons"]
        filled = self._fill(texts.get(code, texts["UNKNOWN"]), {"detail": detail or "–"})
        return filled.removesuffix(": –")

    def attempts(self, attempts: str) -> str:
        """Return what is known of the PIN attempts left."""
        text: str = self._table["attempts"][attempts]
        return text

    def text(self, section: str, key: str, **facts: object) -> str:
        """Return one text with its facts filled in."""
        return self._fill(self._table[section][key], facts)

    def _named(self, name: str, facts: Mapping[str, object]) -> Message:
        texts = self._table["errors"][name]
        shown = {key: self._fact(key, value) for key, value in facts.items()}
        return Message(
            _code(name), self._fill(texts["what"], shown), self._fill(texts["cure"], shown)
        )

    def _fact(self, key: str, value: object) -> str:
        if isinstance(value, datetime):
            return value.astimezone().strftime("%d.%m.%Y %H:%M")
        if isinstance(value, date):
            return value.strftime("%d.%m.%Y")
        if isinstance(value, (tuple, list)):
            return ", ".join(self._value(str(item)) for item in value)
        if isinstance(value, float):
            return f"{value:g}"
        if key == "attempts":
            return self.attempts(str(value))
        return self._value("–" if value is None else str(value))

    def _value(self, value: str) -> str:
        """Return the words for a value that is a code of ours; any other as it is."""
        for section in ("fields", "states"):
            if value in self._table[section]:
                found: str = self._table[section][value]
                return found
        if value in self._table["checks"]:
            name: str = self._table["checks"][value]["name"]
            return name
        return value

    def _fill(self, text: str, facts: Mapping[str, object]) -> str:
        # Not str.format: a fact is somebody's text and may hold braces of its own.
        return re.sub(r"\{(\w+)\}", lambda match: str(facts.get(match[1], "–")), text)


@lru_cache(maxsize=4)
def _load(language: str) -> Messages:
    content = resource("messages", f"{language}.toml").read_text(encoding="utf-8")
    return Messages(language, tomllib.loads(content))


def _code(name: str) -> str:
    """``PinIncorrect`` and ``draft_changed`` become ``PIN-INCORRECT`` and ``DRAFT-CHANGED``."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name).replace("_", "-").upper()
